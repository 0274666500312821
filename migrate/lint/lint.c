/* Running the rules: which of them, with what severity, and which migrations are excused. */
#include "lint/rule.h"

#include "text/directive.h"

#include <string.h>

extern const Rule folder_rules[], merged_rules[], order_rules[], branch_rules[], schema_rules[],
    repository_rules[], statement_rules[], hazard_rules[], catalog_rules[], drift_rules[],
    apply_rules[];

const Rule *const rule_families[] = {folder_rules,  merged_rules,     order_rules,     branch_rules,
                                     schema_rules,  repository_rules, statement_rules, hazard_rules,
                                     catalog_rules, drift_rules,      apply_rules,     NULL};

const Rule *rule_find(const char *code) {
    return rule_find_in(rule_families, code);
}

const char *lint_summary(const char *code) {
    const Rule *rule = rule_find(code);
    return rule ? rule->summary : NULL;
}

/* The codes of the rules that can be silenced as `most` says or in more ways. */
static gpointer list_codes(Silence most) {
    GPtrArray *codes = g_ptr_array_new();
    for (const Rule *const *family = rule_families; *family; family++)
        for (const Rule *rule = *family; rule->code; rule++)
            if (rule->silence <= most)
                g_ptr_array_add(codes, (gpointer)rule->code);
    g_ptr_array_add(codes, NULL);
    return g_ptr_array_free(codes, FALSE);
}

static gpointer list_all(gpointer data) {
    (void)data;
    return list_codes(SILENCE_NEVER);
}

static gpointer list_gradable(gpointer data) {
    (void)data;
    return list_codes(SILENCE_MIGRATION);
}

const char *const *rule_codes(void) {
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, list_all, NULL);
}

const char *const *lint_codes(void) {
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, list_gradable, NULL);
}

/* --- excuses */

static LintMigration *migration_of_file(const Lint *lint, const char *file) {
    for (guint i = 0; file && i < lint->migrations->len; i++) {
        LintMigration *migration = lint->migrations->pdata[i];
        if (strcmp(migration->file, file) == 0)
            return migration;
    }
    return NULL;
}

/* "CODE REASON"; without a reason it excuses nothing. */
static bool excuses(const Directive *directive, const char *code) {
    gsize length = strlen(code);
    const char *text = directive->arguments;
    return strcmp(directive->word, "allow") == 0 && strncmp(text, code, length) == 0 &&
           (text[length] == ' ' || text[length] == '\t');
}

static bool is_excused(Lint *lint, const Finding *finding) {
    const LintMigration *migration = migration_of_file(lint, finding->file);
    const GPtrArray *directives = migration ? migration->migration->directives : NULL;
    if (rule_find(finding->code)->silence != SILENCE_MIGRATION)
        return false;
    for (guint i = 0; directives && i < directives->len; i++)
        if (excuses(directives->pdata[i], finding->code))
            return true;
    return false;
}

/* What the history can do without is graded and excused as the rules' findings are; the rest
 * stays as it is. */
static void grade_faults(Lint *lint) {
    for (guint i = lint->faults->len; i-- > 0;)
        if (((const Finding *)lint->faults->pdata[i])->severity < SEVERITY_ERROR)
            g_ptr_array_add(lint->findings, g_ptr_array_steal_index(lint->faults, i));
    lint_grade(lint->input, lint->findings, 0);
}

static gint compare_findings(gconstpointer a, gconstpointer b) {
    const Finding *const *one = a, *const *two = b;
    int order = g_strcmp0((*one)->file, (*two)->file);
    if (order == 0 && (*one)->line != (*two)->line)
        order = (*one)->line < (*two)->line ? -1 : 1;
    if (order == 0 && (*one)->column != (*two)->column)
        order = (*one)->column < (*two)->column ? -1 : 1;
    return order ? order : strcmp((*one)->code, (*two)->code);
}

/* Adds what the rules found and nothing excuses to `findings`, and the history's faults. */
static void hand_over(Lint *lint, Findings *findings) {
    for (guint i = lint->findings->len; i-- > 0;)
        if (is_excused(lint, lint->findings->pdata[i]))
            g_ptr_array_remove_index(lint->findings, i);
    g_ptr_array_extend_and_steal(lint->findings, g_steal_pointer(&lint->faults));
    g_ptr_array_sort(lint->findings, compare_findings);
    g_ptr_array_extend_and_steal(findings, g_ptr_array_ref(lint->findings));
}

/* --- a run */

static void run_family(Lint *lint, const Rule *rule) {
    for (; rule->code; rule++)
        if (rule->check && (rule->silence == SILENCE_NEVER ||
                            g_strcmp0(rule_setting(lint->input, rule->code), "off") != 0))
            rule->check(lint, rule);
}

static void tell_base(Lint *lint, LintBase *base) {
    base->history = g_steal_pointer(&lint->history);
    if (lint->shape != SHAPE_FINE || !lint->changes)
        return;
    base->here = git_relative(lint->repo, ".", NULL);
    base->base = g_strdup(lint->base);
    base->tip = g_strdup(lint->tip);
    base->merge_base = g_strdup(lint->merge_base);
    base->changes = g_steal_pointer(&lint->changes);
    if (lint->schema_changes)
        g_ptr_array_extend_and_steal(base->changes, g_steal_pointer(&lint->schema_changes));
}

void lint_base_clear(LintBase *base) {
    g_clear_pointer(&base->here, g_free);
    g_clear_pointer(&base->base, g_free);
    g_clear_pointer(&base->tip, g_free);
    g_clear_pointer(&base->merge_base, g_free);
    g_clear_pointer(&base->changes, g_ptr_array_unref);
    g_clear_pointer(&base->history, history_free);
}

bool lint_run(const LintInput *input, Findings *findings, LintBase *base, GError **error) {
    g_autoptr(GPtrArray) found = findings_new();
    Lint lint = {
        .input = input, .findings = found, .families = rule_families, .codes = rule_codes()};
    bool done = lint_gather(&lint, error);
    if (done) {
        grade_faults(&lint);
        for (const Rule *const *family = rule_families; *family; family++)
            run_family(&lint, *family);
        hand_over(&lint, findings);
        if (base)
            tell_base(&lint, base);
    }
    lint_clear(&lint);
    return done;
}

bool lint_hazards(const LintInput *input, Findings *findings, GError **error) {
    g_autoptr(GPtrArray) found = findings_new();
    Lint lint = {
        .input = input, .findings = found, .families = rule_families, .codes = rule_codes()};
    bool done = lint_gather(&lint, error);
    if (done) {
        run_family(&lint, hazard_rules);
        for (guint i = found->len; i-- > 0;) {
            const Finding *finding = found->pdata[i];
            if (!g_strv_contains(input->written, finding->file))
                g_ptr_array_remove_index(found, i);
        }
        g_ptr_array_set_size(lint.faults, 0);
        hand_over(&lint, findings);
    }
    lint_clear(&lint);
    return done;
}
