/* Rules about what was measured when new migrations were executed: work that no word of a statement
 * tells, and locks that are held while something else takes time. */
#include "lint/hazards.h"

#include <string.h>

static bool is_work(const MeasuredRelation *relation) {
    return relation->work > WORK_MOMENT;
}

/* --- work that no fact explains */

static const struct {
    Work work;
    bool key_check;
    const char *code, *fix;
} unexplained[] = {
    {WORK_REWRITE, false, "table-rewrite",
     "do it during a maintenance window, or add what is new beside the old and fill it in batches"},
    {WORK_BUILD, false, "create-index",
     "build the index CONCURRENTLY, in a migration that begins with '-- migrate: no-transaction'"},
    {WORK_SCAN, true, "add-foreign-key",
     "add the foreign key NOT VALID, and VALIDATE CONSTRAINT in the next migration"},
    {WORK_SCAN, false, "table-scan",
     "add what is checked NOT VALID, and VALIDATE CONSTRAINT in the next migration"},
};

static bool is_explained(const Lint *lint, const Measured *measured, Work work) {
    for (guint i = 0; i < lint->facts->len; i++) {
        const LintFact *found = lint->facts->pdata[i];
        if (found->measured == measured && hazard_explains(found, work))
            return true;
    }
    return false;
}

/* The first relation on which the statement does such work while others wait; NULL: none. */
static const MeasuredRelation *find_work(const Measured *measured, guint kind) {
    for (guint i = 0; i < measured->relations->len; i++) {
        const MeasuredRelation *relation = measured->relations->pdata[i];
        if (relation->work == unexplained[kind].work &&
            relation->key_check == unexplained[kind].key_check &&
            strcmp(relation->kind, "table") == 0 && relation->lock >= LOCK_STRONG &&
            relation->before < LOCK_STRONG)
            return relation;
    }
    return NULL;
}

static void add_unexplained(Lint *lint, const LintMeasured *at, guint kind) {
    const char *code = unexplained[kind].code;
    const MeasuredRelation *relation = find_work(at->measured, kind);
    if (!relation || is_explained(lint, at->measured, relation->work) ||
        g_strcmp0(rule_setting(lint->input, code), "off") == 0)
        return;
    g_autofree char *sentence = measured_sentence(relation);
    Finding *finding =
        lint_add(lint, rule_find_in(lint->families, code), at->migration->file, at->measured->line,
                 at->measured->column, "the statement takes %s", sentence);
    finding->fix = g_strdup(unexplained[kind].fix);
    finding->object = g_strdup_printf("%s %s.%s", relation->kind, relation->schema, relation->name);
    lint_weigh(lint, finding, at->measured);
}

void hazards_unexplained(Lint *lint) {
    for (guint i = 0; lint->measured && i < lint->measured->len; i++)
        for (guint kind = 0; kind < G_N_ELEMENTS(unexplained); kind++)
            add_unexplained(lint, &g_array_index(lint->measured, LintMeasured, i), kind);
}

/* --- wide-lock */

/* Whether the work itself needs no such lock, as far as anything says: a query that reads, or what
 * a DO block does. */
static bool is_wider(const Lint *lint, const Measured *measured, const MeasuredRelation *busy) {
    return busy->work == WORK_ROWS || busy->work == WORK_BUILD ||
           !is_explained(lint, measured, busy->work);
}

/* The strongest lock that an earlier statement left on another relation, or a stronger one on the
 * same than the work itself needs. */
static const MeasuredRelation *find_held(const Lint *lint, const Measured *measured,
                                         const MeasuredRelation *busy) {
    bool same_too = is_wider(lint, measured, busy);
    const MeasuredRelation *most = NULL;
    for (guint i = 0; i < measured->relations->len; i++) {
        const MeasuredRelation *relation = measured->relations->pdata[i];
        bool wider = relation != busy || same_too;
        if (relation->before >= LOCK_STRONG && wider && strcmp(relation->kind, "index") != 0 &&
            (!most || relation->before > most->before))
            most = relation;
    }
    return most;
}

static bool check_held(Lint *lint, const Rule *rule, const LintMeasured *at) {
    for (guint i = 0; i < at->measured->relations->len; i++) {
        const MeasuredRelation *busy = at->measured->relations->pdata[i];
        const MeasuredRelation *held = is_work(busy) ? find_held(lint, at->measured, busy) : NULL;
        if (!held)
            continue;
        Finding *finding =
            lint_add(lint, rule, at->migration->file, at->measured->line, at->measured->column,
                     "%s.%s stays locked (%s, from an earlier statement) while this one takes its "
                     "time",
                     held->schema, held->name, lock_mode_name(held->before));
        finding->why = measured_sentence(busy);
        finding->fix = g_strdup("move what comes from here on to the next migration");
        finding->object = g_strdup_printf("%s %s.%s", held->kind, held->schema, held->name);
        lint_weigh(lint, finding, at->measured);
        return true;
    }
    return false;
}

/* Once for a migration: what comes first is what has to be moved. */
static void wide_lock(Lint *lint, const Rule *rule) {
    const LintMigration *told = NULL;
    for (guint i = 0; lint->measured && i < lint->measured->len; i++) {
        const LintMeasured *at = &g_array_index(lint->measured, LintMeasured, i);
        if (told != at->migration && check_held(lint, rule, at))
            told = at->migration;
    }
}

/* --- two-locks */

static const MeasuredRelation *first_taken(const Measured *measured) {
    for (guint i = 0; i < measured->relations->len; i++) {
        const MeasuredRelation *relation = measured->relations->pdata[i];
        if (relation->lock >= LOCK_STRONG && relation->before < LOCK_STRONG &&
            strcmp(relation->kind, "table") == 0)
            return relation;
    }
    return NULL;
}

static const MeasuredRelation *first_held(const Measured *measured) {
    for (guint i = 0; i < measured->relations->len; i++) {
        const MeasuredRelation *relation = measured->relations->pdata[i];
        if (relation->before >= LOCK_STRONG && strcmp(relation->kind, "table") == 0)
            return relation;
    }
    return NULL;
}

static void two_locks(Lint *lint, const Rule *rule) {
    const LintMigration *told = NULL;
    for (guint i = 0; lint->measured && i < lint->measured->len; i++) {
        const LintMeasured *at = &g_array_index(lint->measured, LintMeasured, i);
        const MeasuredRelation *held = first_held(at->measured), *taken = first_taken(at->measured);
        if (told == at->migration || !held || !taken)
            continue;
        told = at->migration;
        lint_add(lint, rule, at->migration->file, at->measured->line, at->measured->column,
                 "%s.%s is locked (%s) while %s.%s is waited for", held->schema, held->name,
                 lock_mode_name(held->before), taken->schema, taken->name)
            ->fix = g_strdup("where both are busy tables, give each its own migration");
    }
}

const Rule measured_rules[] = {
    {.code = "table-scan",
     .severity = SEVERITY_WARNING,
     .silence = SILENCE_MIGRATION,
     .summary = "A statement reads a whole table while others wait for it.",
     .page =
         "The migration was executed on a scratch server, and the statement read all of a table "
         "that was there before, under a lock that keeps writers or everybody out. Which table "
         "and which lock, the finding says; the statement's words do not show it, as in a DO "
         "block or a function.\n\n"
         "Add constraints NOT VALID, and VALIDATE CONSTRAINT in the next migration."},
    {.code = "wide-lock",
     .severity = SEVERITY_WARNING,
     .silence = SILENCE_MIGRATION,
     .summary = "A table stays locked while a later statement takes its time.",
     .page =
         "A migration is a transaction, and a lock is kept until its end. A statement that takes "
         "ACCESS EXCLUSIVE for a moment, such as ADD COLUMN, keeps readers and writers out for "
         "as long as everything after it takes: an UPDATE of all rows, an index that is built, "
         "another table that is read.\n\n"
         "One strong lock for each migration, and nothing long after it:\n\n"
         "  ALTER TABLE t ADD COLUMN c int;\n\n"
         "and in the next one:\n\n"
         "  UPDATE t SET c = 0 WHERE …;",
     .check = wide_lock},
    {.code = "two-locks",
     .severity = SEVERITY_NOTE,
     .silence = SILENCE_MIGRATION,
     .summary = "A migration locks one table and then waits for another.",
     .page = "While it waits for the second table, nobody can use the first. Where both are busy, "
             "each with long transactions, that is a stop of both; and who locks them in another "
             "order can meet it in a deadlock. 'migrate apply' waits a short time for each lock, "
             "gives all of them back and tries again.\n\n"
             "Give each busy table a migration of its own.",
     .check = two_locks},
    {.code = "drop-foreign-key",
     .severity = SEVERITY_NOTE,
     .silence = SILENCE_MIGRATION,
     .summary = "Dropping a foreign key blocks all access to both tables.",
     .page =
         "DROP CONSTRAINT of a foreign key takes ACCESS EXCLUSIVE on the table that has it and "
         "on the one that it refers to: briefly, but it waits for whoever uses either, and "
         "everybody else queues behind it.\n\n"
         "Let it be the only statement of its migration. 'migrate apply' waits a short time for "
         "the locks and tries again.",
     .check = hazards_check},
    {0},
};
