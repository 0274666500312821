/* Where a command's report goes: the options of every verb that makes one. */
#pragma once

#include "base/finding.h"
#include "cmd/cmd.h"
#include "history/build.h"
#include "report/report.h"

/* The options' rows; `excluded` is an option that may not be given with them, or NULL. */
#define REPORT_OPTION(excluded)                                                                    \
    {                                                                                              \
        "report", .kind = OPTION_LIST, .argument = "FORMAT[:FILE]",                                \
                  .help = "write this report, to standard output or to FILE",                      \
                  .values = report_format_value, .excludes = (excluded)                            \
    }
/* --format of a verb whose answer is not a report. */
#define OPTION_ANSWER                                                                              \
    {                                                                                              \
        "format", .kind = OPTION_STRING, .argument = "FORMAT",                                     \
                  .help = "how to print; json is one object, for programs",                        \
                  .choices = (const char *const[]) {                                               \
            "text", "json", NULL                                                                   \
        }                                                                                          \
    }
#define REPORT_OPTIONS(excluded)                                                                   \
    {"format",                                                                                     \
     .kind = OPTION_STRING,                                                                        \
     .argument = "FORMAT",                                                                         \
     .help = "how to print; the same as --report without a file",                                  \
     .choices = (const char *const[]){"text", "json", NULL},                                       \
     .excludes = (excluded)},                                                                      \
        REPORT_OPTION(excluded)

/* Option.values: the formats of report/. */
const char *report_format_value(guint index, const char **meaning);

/* What --report and --format of `invocation` say. Array of ReportTarget*; caller unrefs. */
GPtrArray *report_options_targets(const Invocation *invocation, GError **error);

/* What --report says for a verb that prints something of its own beside it. FAIL_USAGE where a
 * report and --format json would both be written to standard output. As above. */
GPtrArray *report_options_beside(const Invocation *invocation, GError **error);
/* Whether one of the targets has standard output to itself. */
bool report_options_on_stdout(const GPtrArray *targets);

/* The top of the work tree whose links are those of an untrusted change; NULL in a trusted run.
 * Caller frees. */
char *report_untrusted_top(const Config *config);
/* The texts (GBytes) of the history's files, by their paths, which are borrowed. Caller unrefs. */
GHashTable *report_history_sources(const History *history);
/* What leads from the top of the repository to the working directory; NULL: nothing. Caller frees.
 */
char *report_prefix_here(void);
/* Adds the error that ended a run, with what the server said; the finding is the list's. */
Finding *report_add_failure(Findings *findings, const GError *error);
/* Writes the reports of a verb that changes databases or looks at them; nothing where there are no
 * targets. `to` is the database, or NULL; `failed` what the verb ends with, or NULL. */
bool report_findings(const Invocation *invocation, const History *history, const Findings *findings,
                     const char *to, const GError *failed, const GPtrArray *targets,
                     GError **error);
