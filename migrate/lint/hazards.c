#include "lint/hazards.h"

#include <string.h>

/* What has to be measured for a fact to be a hazard. */
typedef enum {
    PROOF_FACT,    /* nothing: it always is */
    PROOF_TOUCH,   /* what it is about was there before */
    PROOF_CHECK,   /* a table was read, and not written again: it was looked for NULLs */
    PROOF_SCAN,    /* a table was read */
    PROOF_BUILD,   /* an index was built */
    PROOF_REWRITE, /* a table was written again */
    PROOF_WORK,    /* any of these three */
    PROOF_HELD,    /* a table was read while it is locked by an earlier statement */
    PROOF_OTHERS,  /* another table than the one that it is about was locked for all */
} Proof;

/* `{object}` is the fact's label, `{table}` the object that it is about, `{part}` and `{detail}` as
 * in Fact. Of the rows for a fact the first that fits its `what` holds. */
typedef struct {
    FactKind fact;
    const char *what; /* NULL: any */
    Proof proof;
    bool measured; /* only where it was measured */
    const char *code, *message, *fix;
    const char *partitioned; /* what to do instead with a partitioned table; NULL: the same */
} Hazard;

#define WRITTEN        "; 'migrate create NAME --online' writes it so"
#define NO_TRANSACTION "in a migration that begins with '-- migrate: no-transaction'"

static const Hazard hazards[] = {
    {FACT_SECRET, NULL, PROOF_FACT, false, "secret-in-migration",
     "the migration contains a password of {detail}",
     "take it out, change the password, and set it where secrets are kept"},
    {FACT_ADD_COLUMN_VOLATILE, NULL, PROOF_REWRITE, false, "add-column-rewrite",
     "adding {object} with the default {detail}() rewrites all of {table} under ACCESS EXCLUSIVE",
     "add the column without a default, then ALTER COLUMN … SET DEFAULT, then fill old rows in "
     "batches"},
    {FACT_ADD_COLUMN_SERIAL, NULL, PROOF_REWRITE, false, "add-column-rewrite",
     "adding {object} as {detail} rewrites all of {table} under ACCESS EXCLUSIVE",
     "add a plain bigint column, fill it in batches, then attach a sequence as its default"},
    {FACT_ADD_COLUMN_STORED, NULL, PROOF_REWRITE, false, "add-column-rewrite",
     "adding the generated column {object} rewrites all of {table} under ACCESS EXCLUSIVE",
     "add a plain column, keep it up to date by a trigger, and fill old rows in batches"},
    {FACT_ADD_COLUMN, NULL, PROOF_REWRITE, true, "add-column-rewrite",
     "adding {object} rewrites all of {table} under ACCESS EXCLUSIVE",
     "add the column without its default, then ALTER COLUMN … SET DEFAULT, then fill old rows in "
     "batches; where a constrained domain is its type, take the base type and a CHECK"},
    {FACT_ADD_COLUMN_REQUIRED, NULL, PROOF_CHECK, false, "add-required-column",
     "{object} is NOT NULL and has no default, so adding it fails as soon as {table} has a row",
     "give it a constant default, or add it without NOT NULL, fill it, and require it later"},
    {FACT_ALTER_COLUMN_TYPE, NULL, PROOF_WORK, false, "alter-column-type",
     "changing the type of {object} may rewrite all of {table} under ACCESS EXCLUSIVE",
     "add a column of the new type, fill it in batches, and change over; see 'migrate explain "
     "alter-column-type' for changes that cost nothing"},
    {FACT_SET_NOT_NULL, NULL, PROOF_SCAN, false, "set-not-null",
     "SET NOT NULL on {object} scans {table} under ACCESS EXCLUSIVE",
     "in three migrations: ADD CONSTRAINT … CHECK ({part} IS NOT NULL) NOT VALID; then VALIDATE "
     "CONSTRAINT; then SET NOT NULL and DROP CONSTRAINT" WRITTEN},
    {FACT_USING_INDEX, NULL, PROOF_SCAN, true, "set-not-null",
     "a primary key sets NOT NULL on its columns, which scans {table} under ACCESS EXCLUSIVE",
     "in two migrations before it: ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID; then VALIDATE "
     "CONSTRAINT"},
    {FACT_DOMAIN_NOT_NULL, NULL, PROOF_SCAN, false, "set-not-null",
     "SET NOT NULL on the domain {object} reads every table that uses it, while nobody can write "
     "to "
     "it",
     "a domain has no other way: require it of the columns instead, or do it during a maintenance "
     "window"},
    {FACT_DOMAIN_CHECK, NULL, PROOF_SCAN, false, "add-check",
     "adding a check to the domain {object} reads every table that uses it, while nobody can write "
     "to it",
     "add it NOT VALID, so that it holds for new values; VALIDATE CONSTRAINT reads the tables all "
     "the same, so leave it to a maintenance window"},
    {FACT_ADD_CHECK, NULL, PROOF_SCAN, false, "add-check",
     "adding a check to {table} scans it under ACCESS EXCLUSIVE",
     "add it NOT VALID, and VALIDATE CONSTRAINT in the next migration"},
    {FACT_ADD_FOREIGN_KEY, NULL, PROOF_SCAN, false, "add-foreign-key",
     "adding a foreign key to {table} scans it while nobody can write to either table",
     "add it NOT VALID, and VALIDATE CONSTRAINT in the next migration; for a partitioned table see "
     "'migrate explain add-foreign-key'" WRITTEN,
     "before version 18 a partitioned table takes no NOT VALID: give each partition the key NOT "
     "VALID, validate those in the next migration, then add it to the table; see 'migrate explain "
     "add-foreign-key'"},
    {FACT_ADD_UNIQUE, NULL, PROOF_BUILD, false, "add-unique",
     "adding a unique constraint to {table} builds its index under ACCESS EXCLUSIVE",
     "CREATE UNIQUE INDEX CONCURRENTLY in a separate migration, then ADD CONSTRAINT … UNIQUE "
     "USING INDEX; for a partitioned table see 'migrate explain add-unique'" WRITTEN,
     "a partitioned table takes no USING INDEX: ALTER TABLE ONLY … ADD CONSTRAINT, an index for "
     "each partition CONCURRENTLY, and ATTACH those; see 'migrate explain add-unique'"},
    {FACT_ADD_PRIMARY_KEY, NULL, PROOF_BUILD, false, "add-unique",
     "adding a primary key to {table} builds its index under ACCESS EXCLUSIVE",
     "CREATE UNIQUE INDEX CONCURRENTLY in a separate migration, then ADD CONSTRAINT … PRIMARY "
     "KEY USING INDEX; for a partitioned table see 'migrate explain add-unique'" WRITTEN,
     "a partitioned table takes no USING INDEX: ALTER TABLE ONLY … ADD CONSTRAINT, an index for "
     "each partition CONCURRENTLY, and ATTACH those; see 'migrate explain add-unique'"},
    {FACT_ADD_EXCLUSION, NULL, PROOF_BUILD, false, "add-exclusion",
     "adding an exclusion constraint to {table} builds its index under ACCESS EXCLUSIVE",
     "it cannot be built concurrently: apply it during a maintenance window, or use a trigger"},
    {FACT_VALIDATE, "domain", PROOF_SCAN, true, "add-check",
     "validating a check of the domain {table} reads every table that uses it, while nobody can "
     "write to it",
     "do it during a maintenance window: there is no other form"},
    {FACT_VALIDATE, NULL, PROOF_HELD, false, "validate-at-once",
     "{object} is validated in the transaction that added it, so the lock of ADD CONSTRAINT is "
     "held while all rows are scanned",
     "move VALIDATE CONSTRAINT to the next migration"},
    {FACT_CREATE_INDEX, NULL, PROOF_BUILD, false, "create-index",
     "building an index blocks writes to {table} until it is done",
     "CREATE INDEX CONCURRENTLY, " NO_TRANSACTION WRITTEN,
     "CREATE INDEX ON ONLY the table, then CONCURRENTLY on each partition " NO_TRANSACTION
     ", then ALTER INDEX … ATTACH PARTITION"},
    {FACT_DROP_INDEX, NULL, PROOF_TOUCH, false, "drop-index",
     "dropping {object} waits for everybody who uses its table, and blocks them until it is done",
     "DROP INDEX CONCURRENTLY, " NO_TRANSACTION},
    {FACT_REINDEX, NULL, PROOF_BUILD, false, "reindex",
     "rebuilding {object} blocks writes until it is done",
     "REINDEX … CONCURRENTLY, " NO_TRANSACTION},
    {FACT_REINDEX_ALL, NULL, PROOF_FACT, false, "reindex",
     "rebuilding every index of {detail} blocks writes to its tables until it is done",
     "REINDEX … CONCURRENTLY, " NO_TRANSACTION},
    {FACT_REINDEX_SYSTEM, NULL, PROOF_FACT, false, "reindex",
     "rebuilding the indexes of {detail} blocks nearly everybody until it is done",
     "there is no concurrent form: do it during a maintenance window, " NO_TRANSACTION},
    {FACT_DROP_TABLE, "materialized_view", PROOF_TOUCH, false, "drop-table",
     "dropping {object} breaks whatever still uses it",
     "stop using it in the application, release that, and drop it in a later release"},
    {FACT_DROP_TABLE, NULL, PROOF_TOUCH, false, "drop-table",
     "dropping {object} loses its rows, and breaks whatever still uses it",
     "stop using it in the application, release that, and drop it in a later release"},
    {FACT_DROP_COLUMN, NULL, PROOF_TOUCH, false, "drop-column",
     "dropping {object} loses its values, and breaks whatever still uses it",
     "stop using it in the application, release that, and drop it in a later release"},
    {FACT_DROP_CASCADE, NULL, PROOF_TOUCH, false, "drop-cascade",
     "CASCADE drops everything that depends on {object}, whatever that is",
     "drop the dependents by name"},
    {FACT_DROP_MANY, NULL, PROOF_FACT, false, "drop-many",
     "all of {detail} is dropped, whatever that is", "drop by name what is meant"},
    {FACT_DROP_CONSTRAINT, NULL, PROOF_OTHERS, true, "drop-foreign-key",
     "dropping {object} blocks all access to the table that it refers to, too, for a moment",
     "let it be the only statement of its migration, so that neither lock waits for the other"},
    {FACT_RENAME, NULL, PROOF_TOUCH, false, "rename",
     "renaming {object} breaks code that runs while the migration is applied",
     "add the new name beside the old one, move the code over, and drop the old one in a later "
     "release"},
    {FACT_REWRITE, NULL, PROOF_REWRITE, false, "table-rewrite",
     "{detail} rewrites {table} under ACCESS EXCLUSIVE",
     "do it during a maintenance window, or with a tool that copies in the background (pg_repack)"},
    {FACT_REFRESH, NULL, PROOF_REWRITE, false, "refresh-view",
     "REFRESH blocks reads of {object} until it is done",
     "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index"},
    {FACT_DETACH_PARTITION, NULL, PROOF_TOUCH, false, "detach-partition",
     "detaching {part} blocks all access to {table} for a moment",
     "DETACH PARTITION … CONCURRENTLY, " NO_TRANSACTION},
    {FACT_ATTACH_PARTITION, NULL, PROOF_SCAN, false, "attach-partition",
     "attaching {part} to {table} reads all rows that may lie outside of its bounds, or that a "
     "DEFAULT partition has inside of them, while nobody can use them",
     "in two migrations before it: ADD CONSTRAINT … CHECK of the bounds (and IS NOT NULL) NOT "
     "VALID on the partition, and of their contrary on a DEFAULT partition; then VALIDATE both"},
    {FACT_PARTITION_OF, NULL, PROOF_SCAN, true, "attach-partition",
     "creating {part} reads all of the DEFAULT partition of {table} while nobody can use it",
     "in two migrations before it: ADD CONSTRAINT … CHECK (NOT (the bounds)) NOT VALID on the "
     "DEFAULT partition; then VALIDATE it"},
    {FACT_LOCK, NULL, PROOF_TOUCH, false, "lock-table",
     "{object} stays locked until the end of the migration",
     "let each statement take its own lock"},
    {FACT_TRUNCATE, NULL, PROOF_TOUCH, false, "truncate", "TRUNCATE removes all rows of {object}",
     "delete only the rows that you mean"},
    {FACT_UPDATE_ALL, NULL, PROOF_TOUCH, false, "no-where",
     "UPDATE without a condition changes every row of {table} in one transaction",
     "name the rows in a WHERE; fill large tables in batches"},
    {FACT_DELETE_ALL, NULL, PROOF_TOUCH, false, "no-where",
     "DELETE without a condition removes every row of {table}", "name the rows in a WHERE"},
    {FACT_SET_NAMES, NULL, PROOF_FACT, false, "set-names",
     "names after it mean what {detail} says here, which is set for this migration alone",
     "write each name with its schema, and OWNER TO where an owner is meant"},
};

/* The row for a fact; NULL: no hazard. */
static const Hazard *hazard_of(const Fact *fact) {
    for (guint h = 0; h < G_N_ELEMENTS(hazards); h++)
        if (hazards[h].fact == fact->kind &&
            (!hazards[h].what || g_strcmp0(hazards[h].what, fact->what) == 0))
            return &hazards[h];
    return NULL;
}

/* The template with what the fact says, in one pass: names may hold anything. */
static char *fill(const char *template, const Fact *fact) {
    g_autofree char *label = fact_label(fact);
    g_autofree char *table = fact->schema ? g_strconcat(fact->schema, ".", fact->name, NULL)
                                          : g_strdup(fact->name ? fact->name : "every table");
    const struct {
        const char *word, *value;
    } words[] = {{"{object}", label},
                 {"{table}", table},
                 {"{part}", fact->part},
                 {"{detail}", fact->detail}};
    GString *text = g_string_new(NULL);
    while (*template) {
        gsize skip = 0;
        for (guint i = 0; skip == 0 && i < G_N_ELEMENTS(words); i++)
            if (g_str_has_prefix(template, words[i].word)) {
                skip = strlen(words[i].word);
                g_string_append(text, words[i].value ? words[i].value : "it");
            }
        if (skip == 0)
            g_string_append_c(text, *template);
        template += skip ? skip : 1;
    }
    return g_string_free(text, FALSE);
}

/* --- what was measured */

static bool is_named(const MeasuredRelation *relation, const Fact *fact) {
    return g_strcmp0(relation->name, fact->name) == 0 &&
           (!fact->schema || strcmp(relation->schema, fact->schema) == 0);
}

/* Types, domains, routines, schemas and labels are no relations, and not measured. */
static bool is_relation(const Fact *fact) {
    static const char *const whats[] = {"table", "foreign_table",     "view",     "column",
                                        "index", "materialized_view", "sequence", NULL};
    return fact->what && g_strv_contains(whats, fact->what);
}

/* A strong lock on a table that the statement works on, from an earlier one. */
static bool is_held(const MeasuredRelation *relation) {
    return relation->work == WORK_SCAN && relation->before >= LOCK_STRONG;
}

static bool proves(Proof proof, const MeasuredRelation *relation, const Fact *fact) {
    switch (proof) {
    case PROOF_FACT:
        return true;
    case PROOF_TOUCH:
        return is_named(relation, fact);
    case PROOF_CHECK:
    case PROOF_SCAN:
        return relation->work == WORK_SCAN && relation->lock >= LOCK_STRONG;
    case PROOF_BUILD:
        return relation->builds > 0 && !relation->emptied;
    case PROOF_REWRITE:
        return relation->work == WORK_REWRITE;
    case PROOF_WORK:
        return relation->work == WORK_REWRITE || relation->work == WORK_BUILD ||
               (relation->work == WORK_SCAN && relation->lock >= LOCK_STRONG);
    case PROOF_HELD:
        return is_held(relation);
    case PROOF_OTHERS:
        return !is_named(relation, fact) && strcmp(relation->kind, "index") != 0 &&
               relation->lock == LOCK_ACCESS_EXCLUSIVE && relation->before < relation->lock;
    }
    return false;
}

/* The relation that shows it; NULL: none does. Borrowed. */
static const MeasuredRelation *proof_of(const Hazard *hazard, const LintFact *found) {
    for (guint i = 0; i < found->measured->relations->len; i++) {
        const MeasuredRelation *relation = found->measured->relations->pdata[i];
        if (proves(hazard->proof, relation, found->fact))
            return relation;
    }
    return NULL;
}

static bool is_measured(const Hazard *hazard, const LintFact *found) {
    return found->measured && hazard->proof != PROOF_FACT &&
           (hazard->proof != PROOF_TOUCH || is_relation(found->fact));
}

/* --- what was not */

/* Whether the migration of `found` did `kind` to the same object before. */
static bool did_before(const Lint *lint, const LintFact *found, FactKind kind, bool same_part) {
    for (guint i = 0; i < lint->facts->len; i++) {
        const LintFact *other = lint->facts->pdata[i];
        if (other == found)
            return false;
        if (other->migration == found->migration && other->fact->kind == kind &&
            lint_same_object(lint, other->fact, found->fact) &&
            (!same_part || g_strcmp0(other->fact->part, found->fact->part) == 0))
            return true;
    }
    return false;
}

/* Whether names that come later are looked for by what is set here. */
static bool names_follow(const Lint *lint, const LintFact *found) {
    bool after = false;
    for (guint i = 0; i < lint->facts->len; i++) {
        const LintFact *other = lint->facts->pdata[i];
        if (after && other->migration == found->migration && other->fact->name &&
            !other->fact->schema)
            return true;
        after = after || other == found;
    }
    return false;
}

/* Whether a fact that is dangerous in general is not so here, as far as its text says. */
static bool is_harmless(const Lint *lint, const LintFact *found) {
    switch (found->fact->kind) {
    case FACT_SECRET:
        return false;
    case FACT_SET_NAMES:
        return !names_follow(lint, found);
    case FACT_VALIDATE:
        return found->fresh || !found->migration->migration->transactional ||
               !did_before(lint, found, FACT_ADD_NOT_VALID, true);
    case FACT_SET_NOT_NULL: /* a valid CHECK spares the scan */
        return found->fresh || did_before(lint, found, FACT_VALIDATE, false);
    default:
        return found->fresh;
    }
}

/* --- findings */

static Finding *add(Lint *lint, const Rule *rule, const Hazard *hazard, const LintFact *found,
                    bool partitioned) {
    const Fact *fact = found->fact;
    const char *fix = partitioned && hazard->partitioned ? hazard->partitioned : hazard->fix;
    g_autofree char *message = fill(hazard->message, fact);
    Finding *finding =
        lint_add(lint, rule, found->migration->file, fact->line, fact->column, "%s", message);
    finding->fix = fill(fix, fact);
    if (fact->what && fact->name) {
        g_autofree char *label = fact_label(fact);
        finding->object = g_strdup_printf("%s %s", fact->what, label);
    }
    return finding;
}

/* Whether what the fact is about is a partitioned table. */
static bool is_partitioned(const LintFact *found) {
    for (guint i = 0; i < found->measured->relations->len; i++) {
        const MeasuredRelation *relation = found->measured->relations->pdata[i];
        if (relation->partitioned && is_named(relation, found->fact))
            return true;
    }
    return false;
}

static void check_measured(Lint *lint, const Rule *rule, const Hazard *hazard,
                           const LintFact *found) {
    const MeasuredRelation *proof = proof_of(hazard, found);
    if (!proof)
        return;
    Finding *finding = add(lint, rule, hazard, found, is_partitioned(found));
    if (measured_is_due(proof))
        finding->why = measured_sentence(proof);
    lint_weigh(lint, finding, found->measured);
}

/* --- many of one kind */

enum { GROUPED = 4 };

static guint count_in(const Findings *findings, guint first, const char *file) {
    guint count = 0;
    for (guint i = first; i < findings->len; i++)
        count += g_strcmp0(((const Finding *)findings->pdata[i])->file, file) == 0;
    return count;
}

/* The first finding of a file says it for the others, which go. */
static void group_file(Findings *findings, guint first, guint count) {
    Finding *finding = findings->pdata[first];
    g_autoptr(GPtrArray) objects = g_ptr_array_new();
    g_autofree char *file = g_strdup(finding->file);
    g_ptr_array_add(objects, g_strdup(finding->object));
    for (guint i = first + 1; i < findings->len;) {
        Finding *other = findings->pdata[i];
        if (g_strcmp0(other->file, file) != 0) {
            i++;
            continue;
        }
        g_ptr_array_add(objects, g_strdup(other->object));
        g_ptr_array_remove_index(findings, i);
    }
    g_ptr_array_add(objects, NULL);
    char *message = g_strdup_printf("%s; so do %u other renames of this migration",
                                    finding->message, count - 1);
    g_free(finding->message);
    finding->message = message;
    finding->objects = (char **)g_ptr_array_free(g_steal_pointer(&objects), FALSE);
}

static void group_renames(Findings *findings, guint first) {
    for (guint i = first; i < findings->len; i++) {
        guint count = count_in(findings, i, ((const Finding *)findings->pdata[i])->file);
        if (count >= GROUPED)
            group_file(findings, i, count);
    }
}

/* Whether another part of the same statement is what writes the table again. */
static bool is_others_work(const Lint *lint, const LintFact *found) {
    static const FactKind rewriting[] = {FACT_ALTER_COLUMN_TYPE, FACT_ADD_COLUMN_VOLATILE,
                                         FACT_ADD_COLUMN_SERIAL, FACT_ADD_COLUMN_STORED};
    for (guint i = 0; found->fact->kind == FACT_ADD_COLUMN && i < lint->facts->len; i++) {
        const LintFact *other = lint->facts->pdata[i];
        for (guint k = 0; other->measured == found->measured && k < G_N_ELEMENTS(rewriting); k++)
            if (other->fact->kind == rewriting[k])
                return true;
    }
    return false;
}

void hazards_check(Lint *lint, const Rule *rule) {
    guint first = lint->findings->len;
    for (guint i = 0; i < lint->facts->len; i++) {
        const LintFact *found = lint->facts->pdata[i];
        const Hazard *hazard = hazard_of(found->fact);
        if (!hazard || strcmp(hazard->code, rule->code) != 0)
            continue;
        if (is_measured(hazard, found) && is_others_work(lint, found))
            continue;
        if (is_measured(hazard, found))
            check_measured(lint, rule, hazard, found);
        else if (!hazard->measured && !is_harmless(lint, found))
            add(lint, rule, hazard, found, false);
    }
    if (strcmp(rule->code, "rename") == 0)
        group_renames(lint->findings, first);
}

bool hazard_explains(const LintFact *found, Work work) {
    const Hazard *hazard = hazard_of(found->fact);
    Proof proof = hazard ? hazard->proof : PROOF_FACT;
    switch (work) {
    case WORK_REWRITE:
        return proof == PROOF_REWRITE || proof == PROOF_WORK;
    case WORK_BUILD:
        return proof == PROOF_BUILD || proof == PROOF_WORK || found->fact->kind == FACT_REINDEX_ALL;
    case WORK_SCAN:
        return proof == PROOF_SCAN || proof == PROOF_CHECK || proof == PROOF_WORK ||
               proof == PROOF_HELD;
    default:
        return true;
    }
}
