#include "base/finding.h"

static void finding_free(gpointer data) {
    Finding *finding = data;
    g_free(finding->message);
    g_free(finding->why);
    g_free(finding->fix);
    g_free(finding->sql);
    g_free(finding->diff);
    g_free(finding->object);
    g_strfreev(finding->objects);
    g_free(finding->sqlstate);
    g_free(finding->file);
    g_free(finding);
}

Findings *findings_new(void) {
    return g_ptr_array_new_with_free_func(finding_free);
}

static Finding *append(Findings *findings, const char *code, Severity severity, char *message) {
    Finding *finding = g_new0(Finding, 1);
    finding->code = code;
    finding->severity = severity;
    finding->message = message;
    g_ptr_array_add(findings, finding);
    return finding;
}

Finding *findings_add(Findings *findings, const char *code, Severity severity, const char *format,
                      ...) {
    va_list arguments;
    va_start(arguments, format);
    char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return append(findings, code, severity, message);
}

Finding *findings_refuse(Findings *findings, const char *code, Failure failure, const char *format,
                         ...) {
    va_list arguments;
    va_start(arguments, format);
    char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    Finding *finding = append(findings, code, SEVERITY_ERROR, message);
    finding->failure = failure;
    return finding;
}

void findings_add_copy(Findings *findings, const Finding *finding) {
    Finding *copy = g_new(Finding, 1);
    *copy = *finding;
    char **texts[] = {&copy->message, &copy->why,    &copy->fix,      &copy->sql,
                      &copy->diff,    &copy->object, &copy->sqlstate, &copy->file};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        *texts[i] = g_strdup(*texts[i]);
    copy->objects = g_strdupv(finding->objects);
    g_ptr_array_add(findings, copy);
}

Failure findings_failure(const Findings *findings) {
    static const Failure order[] = {FAIL_DECISION, FAIL_ENVIRONMENT, FAIL_USAGE, FAIL_LOCKED,
                                    FAIL_FINDINGS};
    for (guint i = 0; i < G_N_ELEMENTS(order); i++)
        for (guint j = 0; j < findings->len; j++)
            if (((const Finding *)findings->pdata[j])->failure == order[i])
                return order[i];
    return 0;
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
