#include "base/finding.h"

static void finding_free(gpointer data) {
    Finding *finding = data;
    g_free(finding->message);
    g_free(finding->why);
    g_free(finding->fix);
    g_free(finding->sql);
    g_free(finding->object);
    g_free(finding->sqlstate);
    g_free(finding->file);
    g_free(finding);
}

Findings *findings_new(void) {
    return g_ptr_array_new_with_free_func(finding_free);
}

Finding *findings_add(Findings *findings, const char *code, Severity severity, const char *format,
                      ...) {
    Finding *finding = g_new0(Finding, 1);
    finding->code = code;
    finding->severity = severity;
    va_list arguments;
    va_start(arguments, format);
    finding->message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_ptr_array_add(findings, finding);
    return finding;
}

guint findings_count(const Findings *findings, Severity at_least) {
    guint count = 0;
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        count += finding->severity >= at_least;
    }
    return count;
}

const char *severity_name(Severity severity) {
    static const char *const names[] = {"note", "warning", "error"};
    return names[severity];
}
