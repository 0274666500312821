#include "doc/format_site.h"

const DocFormat doc_formats[] = {
    {"html", "pages for a browser, with a search; no server is needed", doc_html},
    {"markdown", "pages as GitHub shows them", doc_markdown},
    {"json", "one object, for programs", doc_json},
    {0}};
