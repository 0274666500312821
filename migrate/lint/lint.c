/* Running the rules: which of them, with what severity, and which migrations are excused. */
#include "lint/hazards.h"

#include "text/directive.h"

#include <string.h>

extern const Rule folder_rules[], merged_rules[], order_rules[], branch_rules[], schema_rules[],
    repository_rules[], statement_rules[], hazard_rules[], measured_rules[], catalog_rules[],
    drift_rules[], apply_rules[], replaced_rules[];

const Rule *const rule_families[] = {
    folder_rules,    merged_rules, order_rules,    branch_rules,  schema_rules, repository_rules,
    statement_rules, hazard_rules, measured_rules, catalog_rules, drift_rules,  apply_rules,
    replaced_rules,  NULL};

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

static void remove_excused(Lint *lint) {
    for (guint i = lint->findings->len; i-- > 0;)
        if (is_excused(lint, lint->findings->pdata[i]))
            g_ptr_array_remove_index(lint->findings, i);
}

/* Adds what the rules found and nothing excuses to `findings`, and the history's faults. */
static void hand_over(Lint *lint, Findings *findings) {
    remove_excused(lint);
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

static void tell_due(const Lint *lint, LintBase *base) {
    base->due = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    base->together = !lint->due_alone;
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        if (migration->due)
            g_hash_table_add(base->due, g_strdup(migration->file));
    }
}

static void tell_base(Lint *lint, LintBase *base) {
    tell_due(lint, base);
    base->history = g_steal_pointer(&lint->history);
    if (lint->shape != SHAPE_FINE || !lint->changes)
        return;
    base->here = git_relative(lint->repo, ".", NULL);
    base->base = g_strdup(lint->base);
    base->tip = g_strdup(lint->tip);
    base->merge_base = g_strdup(lint->merge_base);
    base->originals = g_steal_pointer(&lint->originals);
    base->replaced = g_steal_pointer(&lint->replaced);
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
    g_clear_pointer(&base->due, g_hash_table_unref);
    g_clear_pointer(&base->history, history_free);
    g_clear_pointer(&base->originals, history_free);
    g_clear_pointer(&base->replaced, g_array_unref);
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

static const Rule *const families_of_doings[] = {hazard_rules, measured_rules, NULL};

static void run_doings(Lint *lint) {
    for (const Rule *const *family = families_of_doings; *family; family++)
        run_family(lint, *family);
    hazards_unexplained(lint);
}

bool lint_hazards(const LintInput *input, Findings *findings, LintBase *base, GError **error) {
    g_autoptr(GPtrArray) found = findings_new();
    Lint lint = {
        .input = input, .findings = found, .families = rule_families, .codes = rule_codes()};
    bool done = lint_gather(&lint, error);
    if (done) {
        run_doings(&lint);
        for (guint i = found->len; i-- > 0;) {
            const Finding *finding = found->pdata[i];
            if (!g_strv_contains(input->written, finding->file))
                g_ptr_array_remove_index(found, i);
        }
        g_ptr_array_set_size(lint.faults, 0);
        hand_over(&lint, findings);
        if (base)
            tell_base(&lint, base);
    }
    lint_clear(&lint);
    return done;
}

/* --- what was measured */

static const Measured *measured_at(const Script *script, const Statement *statement) {
    for (guint i = 0; i < script->measured->len; i++) {
        const Measured *measured = script->measured->pdata[i];
        if (measured->line == statement->line && measured->column == statement->column)
            return measured;
    }
    return NULL;
}

static const Measured *find_measured(const LintMigration *migration, const Statement *statement,
                                     void *data) {
    const Source *history = data;
    for (guint i = 0; i < history->scripts->len; i++) {
        const Script *script = history->scripts->pdata[i];
        if (strcmp(script->file, migration->file) == 0)
            return measured_at(script, statement);
    }
    return NULL;
}

/* The migrations of `history` that are due, and what they did. */
static void gather_measured(Lint *lint, const LintBase *base, const Source *history) {
    lint->migrations = g_ptr_array_new_with_free_func(lint_migration_free);
    lint->facts = g_ptr_array_new_with_free_func(g_free);
    lint->faults = findings_new();
    lint->measured = g_array_new(FALSE, FALSE, sizeof(LintMeasured));
    for (guint i = 0; i < history->scripts->len; i++) {
        const Script *script = history->scripts->pdata[i];
        if (!g_hash_table_contains(base->due, script->file))
            continue;
        LintMigration *migration = lint_migration_new(history_at(history->history, i));
        migration->due = true;
        g_ptr_array_add(lint->migrations, migration);
        for (guint m = 0; m < script->measured->len; m++) {
            const LintMeasured one = {migration, script->measured->pdata[m]};
            g_array_append_val(lint->measured, one);
        }
    }
    lint_collect_facts(lint, find_measured, (gpointer)history);
}

static bool is_doing(const LintBase *base, const Finding *finding) {
    return finding->file && g_hash_table_contains(base->due, finding->file) &&
           rule_find_in(families_of_doings, finding->code);
}

/* Of migrations that were just written, what those do alone. */
static void keep_written(const LintInput *input, Findings *found) {
    for (guint i = found->len; input->written && i-- > 0;)
        if (!g_strv_contains(input->written, ((Finding *)found->pdata[i])->file))
            g_ptr_array_remove_index(found, i);
}

/* Puts `found` among the first `count` findings, in place of those that only guessed. */
static void put_among(const LintBase *base, Findings *findings, guint count, Findings *found) {
    for (guint i = count; i-- > 0;)
        if (is_doing(base, findings->pdata[i]))
            g_ptr_array_remove_index(findings, i);
        else
            g_ptr_array_add(found, g_ptr_array_steal_index(findings, i));
    g_ptr_array_sort(found, compare_findings);
    for (guint i = 0; found->len > 0; i++)
        g_ptr_array_insert(findings, (gint)i, g_ptr_array_steal_index(found, 0));
}

void lint_settle_measured(const LintInput *input, const LintBase *base, const Source *history,
                          Findings *findings, guint count) {
    if (!base->due || g_hash_table_size(base->due) == 0 || !history->history)
        return;
    g_autoptr(GPtrArray) found = findings_new();
    Lint lint = {.input = input,
                 .findings = found,
                 .families = rule_families,
                 .codes = rule_codes(),
                 .due_alone = !base->together};
    lint_find_home(&lint);
    gather_measured(&lint, base, history);
    run_doings(&lint);
    remove_excused(&lint);
    keep_written(input, found);
    put_among(base, findings, count, found);
    lint_clear(&lint);
}
