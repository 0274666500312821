/* Reports for the tests of formats. */
#pragma once

#include "report/report.h"

/* What a hostile pull request would write into every name: terminal and workflow commands, markup,
 * ends of blocks, bytes that are no text. */
#define HOSTILE                                                                                    \
    "\033[31m\b::set-output name=x::y\n::error::fake\n  "                                          \
    "::add-mask::a\n##[error]b\n::t0ken::\n```\n~~~\n</script>"                                    \
    "<img src=x>&amp;|@team "                                                                      \
    "[x](http://evil.example)\"'`]]>\r\n\302\233\342\200\256\377%0A,:\x7f-->$(id)"

typedef struct {
    Report report;
    Findings *findings;
    GPtrArray *changes, *tables, *links;
    GHashTable *sources;
} ReportBox;

/* An error on line 3 of a migration, a warning without a place, a note on a line that changed; out
 * of sync, with facts, sources, SQL and a diagram. */
ReportBox *report_box_typical(void);

/* One finding of each severity, and a statement, with HOSTILE in every member that is not static.
 */
ReportBox *report_box_hostile(void);

/* In sync, nothing found; two statements were measured, the first of which works on two relations,
 * of the first of which the size is known. */
ReportBox *report_box_measured(void);

/* In sync, nothing found. */
ReportBox *report_box_empty(void);

void report_box_free(ReportBox *box);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReportBox, report_box_free)

/* The report in the format of that name; the caller frees. Fails the test on an error. */
char *report_box_write(const ReportBox *box, const char *format);
