#include "cmd/report_options.h"

#include "report/report.h"

const char *report_format_value(guint index, const char **meaning) {
    *meaning = report_formats[index].summary;
    return report_formats[index].name;
}

GPtrArray *report_options_targets(const Invocation *invocation, GError **error) {
    return report_targets(invocation_list(invocation, "report"),
                          invocation_string(invocation, "format"), error);
}
