#include "doc/format_site.h"

#include <string.h>

const DocFormat doc_formats[] = {
    {"html", "pages for a browser, with a search; no server is needed", doc_html},
    {"markdown", "pages as GitHub shows them", doc_markdown},
    {"json", "one object, for programs", doc_json},
    {0}};

const DocFormat *doc_format_find(const char *name) {
    const DocFormat *format = doc_formats;
    while (name && format->name && strcmp(format->name, name) != 0)
        format++;
    return format->name ? format : NULL;
}
