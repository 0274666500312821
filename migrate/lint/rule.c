/* What every rule uses. */
#include "lint/rule.h"

#include <string.h>

const Rule *rule_find_in(const Rule *const *families, const char *code) {
    for (const Rule *const *family = families; *family; family++)
        for (const Rule *rule = *family; rule->code; rule++)
            if (strcmp(rule->code, code) == 0)
                return rule;
    return NULL;
}

const char *rule_setting(const LintInput *input, const char *code) {
    return input->setting ? input->setting(code, input->data) : NULL;
}

/* `usual` unless [check] says something else. */
static Severity grade(const LintInput *input, const char *code, Severity usual) {
    const char *word = rule_setting(input, code);
    return g_strcmp0(word, "error") == 0     ? SEVERITY_ERROR
           : g_strcmp0(word, "warning") == 0 ? SEVERITY_WARNING
                                             : usual;
}

void lint_grade(const LintInput *input, Findings *findings, guint first) {
    for (guint i = first; i < findings->len;) {
        Finding *finding = findings->pdata[i];
        if (g_strcmp0(rule_setting(input, finding->code), "off") == 0) {
            g_ptr_array_remove_index(findings, i);
            continue;
        }
        finding->severity = grade(input, finding->code, finding->severity);
        i++;
    }
}

Finding *lint_add(Lint *lint, const Rule *rule, const char *file, guint line, guint column,
                  const char *format, ...) {
    Severity severity = rule->silence == SILENCE_NEVER
                            ? rule->severity
                            : grade(lint->input, rule->code, rule->severity);
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    Finding *finding = findings_add(lint->findings, rule->code, severity, "%s", message);
    finding->file = g_strdup(file);
    finding->line = finding->end_line = line;
    finding->column = column;
    return finding;
}

/* Names that can mean the same: schemas alike, or one not given and the other the usual one.
 * Routines and schemas have names of their own; tables, types, indexes and sequences share them. */
bool lint_same_object(const Lint *lint, const Fact *one, const Fact *two) {
    static const char *const apart[] = {"function", "procedure", "schema", "extension"};
    if (!one->name || !two->name || strcmp(one->name, two->name) != 0)
        return false;
    for (guint i = 0; one->what && two->what && i < G_N_ELEMENTS(apart); i++)
        if ((strcmp(one->what, apart[i]) == 0) != (strcmp(two->what, apart[i]) == 0))
            return false;
    const char *schema_one = one->schema ? one->schema : lint->home;
    const char *schema_two = two->schema ? two->schema : lint->home;
    return strcmp(schema_one, schema_two) == 0;
}
