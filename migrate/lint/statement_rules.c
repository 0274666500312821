/* Rules about new migrations that 'migrate apply' would refuse, and about excuses. */
#include "lint/rule.h"

#include "apply/outside.h"
#include "base/suggest.h"
#include "history/pair.h"
#include "history/statement.h"
#include "text/directive.h"
#include <string.h>

/* The next migration from `*at` that is only here. */
static const LintMigration *next_new(const Lint *lint, guint *at) {
    while (*at < lint->migrations->len) {
        const LintMigration *migration = lint->migrations->pdata[(*at)++];
        if (migration->state == STATE_NEW)
            return migration;
    }
    return NULL;
}

/* … or that was merged with other text. */
static const LintMigration *next_changed(const Lint *lint, guint *at) {
    while (*at < lint->migrations->len) {
        const LintMigration *migration = lint->migrations->pdata[(*at)++];
        if (migration->state != STATE_MERGED)
            return migration;
    }
    return NULL;
}

static void unreadable(Lint *lint, const Rule *rule) {
    const LintMigration *migration;
    for (guint at = 0; (migration = next_changed(lint, &at));)
        if (migration->fault) {
            guint line, column;
            const char *message = text_fault(migration->fault, &line, &column);
            lint_add(lint, rule, migration->file, line, column, "%s", message);
        }
}

/* The statements that applying skips. Caller unrefs. */
static GHashTable *pairs_of(const LintMigration *migration) {
    gsize length;
    const char *text = migration->migration->transactional
                           ? g_bytes_get_data(migration->migration->text, &length)
                           : NULL;
    return text ? transaction_pairs(migration->file, text, length) : NULL;
}

static void refused_statement(Lint *lint, const Rule *rule) {
    const LintMigration *migration;
    for (guint at = 0; (migration = next_new(lint, &at));) {
        g_autoptr(GHashTable) pairs = pairs_of(migration);
        for (guint i = 0; migration->statements && i < migration->statements->len; i++) {
            const Statement *statement = &g_array_index(migration->statements, Statement, i);
            if (transaction_pair_has(pairs, statement))
                continue;
            g_auto(StatementClass) found = statement_classify(statement);
            g_autofree char *objection = statement_objection(statement, &found);
            if (!objection && !migration->migration->transactional)
                objection = outside_objection(statement, &found);
            if (objection)
                lint_add(lint, rule, migration->file, statement->line, statement->column, "%s",
                         objection);
        }
    }
}

static void needs_no_transaction(Lint *lint, const Rule *rule) {
    const LintMigration *migration;
    for (guint at = 0; (migration = next_new(lint, &at));)
        for (guint i = 0; migration->migration->transactional && migration->statements &&
                          i < migration->statements->len;
             i++) {
            const Statement *statement = &g_array_index(migration->statements, Statement, i);
            g_auto(StatementClass) found = statement_classify(statement);
            if (found.kind->mode != RUN_ALONE)
                continue;
            Finding *finding =
                lint_add(lint, rule, migration->file, statement->line, statement->column,
                         "%s cannot run inside a transaction", found.kind->name);
            finding->fix = g_strdup("put it into a separate migration that begins with the line "
                                    "'-- migrate: no-transaction'");
        }
}

/* Finds an excuse from a known rule that has no effect. */
static void check_known_excuse(Lint *lint, const Rule *rule, const LintMigration *migration,
                               const Directive *directive, const Rule *excused) {
    const char *code = excused->code;
    if (excused->silence != SILENCE_MIGRATION)
        lint_add(
            lint, rule, migration->file, directive->line, directive->column,
            "'-- migrate: allow %s' has no effect: a migration cannot be excused from that rule",
            code)
            ->fix = excused->silence == SILENCE_PROJECT
                        ? g_strdup_printf("delete the line; under [check] in migrate.ini, %s = off "
                                          "turns the rule off",
                                          code)
                        : g_strdup("delete the line");
    else if (directive->arguments[strlen(code)] == '\0')
        lint_add(lint, rule, migration->file, directive->line, directive->column,
                 "'-- migrate: allow %s' needs a reason after the code", code)
            ->fix = g_strdup_printf("-- migrate: allow %s because …", code);
}

static void check_excuse(Lint *lint, const Rule *rule, const LintMigration *migration,
                         const Directive *directive) {
    gsize length = strcspn(directive->arguments, " \t");
    g_autofree char *code = g_strndup(directive->arguments, length);
    const Rule *excused = rule_find_in(lint->families, code);
    if (excused) {
        check_known_excuse(lint, rule, migration, directive, excused);
        return;
    }
    const char *near = suggest(code, lint->codes);
    Finding *finding = lint_add(
        lint, rule, migration->file, directive->line, directive->column,
        *code ? "there is no rule '%s'" : "'-- migrate: allow' needs the code of a rule%s", code);
    finding->fix =
        near ? g_strdup_printf("write '%s'", near) : g_strdup("'migrate explain' lists the rules");
}

static void wrong_excuse(Lint *lint, const Rule *rule) {
    const LintMigration *migration;
    for (guint at = 0; (migration = next_changed(lint, &at));)
        for (guint i = 0;
             migration->migration->directives && i < migration->migration->directives->len; i++) {
            const Directive *directive = migration->migration->directives->pdata[i];
            if (strcmp(directive->word, "allow") == 0)
                check_excuse(lint, rule, migration, directive);
        }
}

/* The schema that a fact is about; NULL: none, or not known. */
static const char *schema_of(const Lint *lint, const Fact *fact) {
    static const char *const kinds_in_none[] = {"extension", "role", "database", NULL};
    if (!fact->name || fact->kind == FACT_SECRET || fact->kind == FACT_SET_NAMES ||
        (fact->what && g_strv_contains(kinds_in_none, fact->what)))
        return NULL;
    return g_strcmp0(fact->what, "schema") == 0 ? fact->name
           : fact->schema                       ? fact->schema
                                                : lint->home;
}

/* False when the fact is about nothing foreign. */
static bool tell_foreign(Lint *lint, const Rule *rule, const LintMigration *migration,
                         const Fact *fact) {
    const char *const *schemas = lint->input->schemas;
    const char *schema = schema_of(lint, fact);
    if (!schema || g_strv_contains(schemas, schema))
        return false;
    g_autofree char *label = fact_label(fact), *all = g_strjoinv(", ", (char **)schemas);
    Finding *finding =
        lint_add(lint, rule, migration->file, fact->line, fact->column,
                 "%s is in schema %s, which is not one of this project's: %s", label, schema, all);
    finding->fix = g_strdup("leave it to the project that the schema belongs to, or add the "
                            "schema to 'schemas' under [project] in migrate.ini");
    return true;
}

/* Once for each statement. */
static void foreign_definitions(Lint *lint, const Rule *rule) {
    const LintFact *last = NULL;
    for (guint i = 0; i < lint->facts->len; i++) {
        const LintFact *found = lint->facts->pdata[i];
        bool again =
            last && last->migration == found->migration && last->fact->line == found->fact->line;
        if (!again && tell_foreign(lint, rule, found->migration, found->fact))
            last = found;
    }
}

/* Rows, comments, privileges, and what DO does. */
static void foreign_touches(Lint *lint, const Rule *rule) {
    const LintMigration *migration;
    for (guint at = 0; (migration = next_changed(lint, &at));)
        for (guint i = 0; migration->statements && i < migration->statements->len; i++) {
            g_autoptr(GPtrArray) facts = facts_new();
            facts_add_touched(facts, &g_array_index(migration->statements, Statement, i));
            for (guint k = 0; k < facts->len; k++)
                if (tell_foreign(lint, rule, migration, facts->pdata[k]))
                    break;
        }
}

static void foreign_schema(Lint *lint, const Rule *rule) {
    if (!lint->input->schemas || !*lint->input->schemas)
        return;
    foreign_definitions(lint, rule);
    foreign_touches(lint, rule);
}

const Rule statement_rules[] = {
    {.code = "unreadable",
     .severity = SEVERITY_ERROR,
     .summary = "A migration cannot be read as SQL.",
     .page =
         "The file is not UTF-8, a string or comment in it is never closed, it holds a command of "
         "psql (a line that begins with a backslash), or a line '-- migrate: "
         "…' says something unknown or stands below a statement and so has no effect.\n\n"
         "'migrate apply' would refuse it. The finding says where it is and what to write instead.",
     .check = unreadable,
     .silence = SILENCE_NEVER},
    {.code = "refused-statement",
     .severity = SEVERITY_ERROR,
     .silence = SILENCE_MIGRATION,
     .summary = "A new migration contains a statement that migrations may not contain.",
     .page = "Each migration is one transaction, and migrate holds a lock while it runs. "
             "BEGIN, COMMIT and ROLLBACK would end that transaction, DISCARD ALL or "
             "pg_advisory_unlock would give up the lock, some settings would change what is "
             "executed.\n\n"
             "Delete the statement. Where a statement cannot run inside a transaction, begin the "
             "migration with '-- migrate: no-transaction'.",
     .check = refused_statement},
    {.code = "needs-no-transaction",
     .severity = SEVERITY_ERROR,
     .silence = SILENCE_MIGRATION,
     .summary = "A new migration contains a statement that cannot run inside a transaction.",
     .page = "CREATE INDEX CONCURRENTLY, VACUUM, ALTER SYSTEM and some others cannot run inside a "
             "transaction, and each migration is one.\n\n"
             "Put the statement into a separate migration that begins with this line:\n\n"
             "  -- migrate: no-transaction\n\n"
             "Its statements are then recorded one by one, and an interrupted run goes on where it "
             "stopped. A file that contains only such statements does not need the line.",
     .check = needs_no_transaction},
    {.code = "foreign-schema",
     .severity = SEVERITY_ERROR,
     .silence = SILENCE_MIGRATION,
     .summary = "A new migration makes or changes something in another project's schema.",
     .page =
         "Projects that share a database say which schemas are theirs, 'schemas' under "
         "[project] in migrate.ini. What lies in any other is another project's, whose history "
         "would not know of the change: its next check or drift would tell of it, or undo it. "
         "A name without a schema means the first of default_schema, else public. Rows, comments "
         "and privileges count, and what DO does, as far as its words tell. What a "
         "statement only refers to, as a foreign key does, is no change.\n\n"
         "Leave the change to that project, or add the schema to 'schemas'.",
     .check = foreign_schema},
    {.code = "wrong-excuse",
     .severity = SEVERITY_ERROR,
     .silence = SILENCE_MIGRATION,
     .summary = "A line '-- migrate: allow …' excuses nothing.",
     .page =
         "A migration is excused from a rule by a line in it that names the rule and says why:\n\n"
         "  -- migrate: allow drop-column nobody has read it since release 4.2\n\n"
         "The reason is for the next reader. A line without one excuses nothing, nor does one "
         "whose code is misspelt, or one for a rule that a migration cannot be excused from (such "
         "as "
         "out-of-sync). 'migrate explain CODE' says how a finding can be silenced.",
     .check = wrong_excuse},
    {0},
};
