/* Where a command's report goes: the options of every verb that makes one. */
#pragma once

#include "cmd/cmd.h"

/* The options' rows; `excluded` is an option that may not be given with them, or NULL. */
#define REPORT_OPTIONS(excluded)                                                                   \
    {"format",                                                                                     \
     .kind = OPTION_STRING,                                                                        \
     .argument = "FORMAT",                                                                         \
     .help = "how to print; the same as --report without a file",                                  \
     .choices = (const char *const[]){"text", "json", NULL},                                       \
     .excludes = (excluded)},                                                                      \
    {                                                                                              \
        "report", .kind = OPTION_LIST, .argument = "FORMAT[:FILE]",                                \
                  .help = "write this report, to standard output or to FILE",                      \
                  .values = report_format_value, .excludes = (excluded)                            \
    }

/* Option.values: the formats of report/. */
const char *report_format_value(guint index, const char **meaning);

/* What --report and --format of `invocation` say. Array of ReportTarget*; caller unrefs. */
GPtrArray *report_options_targets(const Invocation *invocation, GError **error);
