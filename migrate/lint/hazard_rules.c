/* Rules about what new migrations do to tables in use: locks, rewrites, lost data.
 * hazards[] says it of each statement; the pages say why. */
#include "lint/rule.h"

#include <string.h>

/* `{object}` is the fact's label, `{table}` the object that it is about, `{part}` and `{detail}` as
 * in Fact. */
static const struct {
    FactKind fact;
    const char *code, *message, *fix;
} hazards[] = {
    {FACT_SECRET, "secret-in-migration", "the migration contains a password of {detail}",
     "take it out, change the password, and set it where secrets are kept"},
    {FACT_ADD_COLUMN_VOLATILE, "add-column-rewrite",
     "adding {object} with the default {detail}() rewrites all of {table} under ACCESS EXCLUSIVE",
     "add the column without a default, then ALTER COLUMN … SET DEFAULT, then fill old rows in "
     "batches"},
    {FACT_ADD_COLUMN_SERIAL, "add-column-rewrite",
     "adding {object} as {detail} rewrites all of {table} under ACCESS EXCLUSIVE",
     "add a plain bigint column, fill it in batches, then attach a sequence as its default"},
    {FACT_ADD_COLUMN_STORED, "add-column-rewrite",
     "adding the generated column {object} rewrites all of {table} under ACCESS EXCLUSIVE",
     "add a plain column, keep it up to date by a trigger, and fill old rows in batches"},
    {FACT_ADD_COLUMN_REQUIRED, "add-required-column",
     "{object} is NOT NULL and has no default, so adding it fails as soon as {table} has a row",
     "give it a constant default, or add it without NOT NULL, fill it, and require it later"},
    {FACT_ALTER_COLUMN_TYPE, "alter-column-type",
     "changing the type of {object} may rewrite all of {table} under ACCESS EXCLUSIVE",
     "add a column of the new type, fill it in batches, and change over; see 'migrate explain "
     "alter-column-type' for changes that cost nothing"},
    {FACT_SET_NOT_NULL, "set-not-null",
     "SET NOT NULL on {object} scans {table} under ACCESS EXCLUSIVE",
     "ADD CONSTRAINT … CHECK ({part} IS NOT NULL) NOT VALID; in the next migration VALIDATE "
     "CONSTRAINT, SET NOT NULL, DROP CONSTRAINT"},
    {FACT_ADD_CHECK, "add-check", "adding a check to {table} scans it under ACCESS EXCLUSIVE",
     "add it NOT VALID, and VALIDATE CONSTRAINT in the next migration"},
    {FACT_ADD_FOREIGN_KEY, "add-foreign-key",
     "adding a foreign key to {table} scans it while nobody can write to either table",
     "add it NOT VALID, and VALIDATE CONSTRAINT in the next migration; for a partitioned table see "
     "'migrate explain add-foreign-key'"},
    {FACT_ADD_UNIQUE, "add-unique",
     "adding a unique constraint to {table} builds its index under ACCESS EXCLUSIVE",
     "CREATE UNIQUE INDEX CONCURRENTLY in a separate migration, then ADD CONSTRAINT … UNIQUE "
     "USING INDEX; for a partitioned table see 'migrate explain add-unique'"},
    {FACT_ADD_PRIMARY_KEY, "add-unique",
     "adding a primary key to {table} builds its index under ACCESS EXCLUSIVE",
     "CREATE UNIQUE INDEX CONCURRENTLY in a separate migration, then ADD CONSTRAINT … PRIMARY "
     "KEY USING INDEX; for a partitioned table see 'migrate explain add-unique'"},
    {FACT_ADD_EXCLUSION, "add-exclusion",
     "adding an exclusion constraint to {table} builds its index under ACCESS EXCLUSIVE",
     "it cannot be built concurrently: apply it during a maintenance window, or use a trigger"},
    {FACT_VALIDATE, "validate-at-once",
     "{object} is validated in the transaction that added it, so the lock of ADD CONSTRAINT is "
     "held while all rows are scanned",
     "move VALIDATE CONSTRAINT to the next migration"},
    {FACT_CREATE_INDEX, "create-index",
     "building an index blocks writes to {table} until it is done",
     "CREATE INDEX CONCURRENTLY, in a migration that begins with '-- migrate: no-transaction'"},
    {FACT_DROP_INDEX, "drop-index",
     "dropping {object} waits for everybody who uses its table, and blocks them until it is done",
     "DROP INDEX CONCURRENTLY, in a migration that begins with '-- migrate: no-transaction'"},
    {FACT_REINDEX, "reindex", "rebuilding {object} blocks writes until it is done",
     "REINDEX … CONCURRENTLY, in a migration that begins with '-- migrate: no-transaction'"},
    {FACT_REINDEX_ALL, "reindex",
     "rebuilding every index of {detail} blocks writes to its tables until it is done",
     "REINDEX … CONCURRENTLY, in a migration that begins with '-- migrate: no-transaction'"},
    {FACT_REINDEX_SYSTEM, "reindex",
     "rebuilding the indexes of {detail} blocks nearly everybody until it is done",
     "there is no concurrent form: do it during a maintenance window, in a migration that begins "
     "with '-- "
     "migrate: no-transaction'"},
    {FACT_DROP_TABLE, "drop-table",
     "dropping {object} loses its rows, and breaks whatever still uses it",
     "stop using it in the application, release that, and drop it in a later release"},
    {FACT_DROP_COLUMN, "drop-column",
     "dropping {object} loses its values, and breaks whatever still uses it",
     "stop using it in the application, release that, and drop it in a later release"},
    {FACT_DROP_CASCADE, "drop-cascade",
     "CASCADE drops everything that depends on {object}, whatever that is",
     "drop the dependents by name"},
    {FACT_RENAME, "rename",
     "renaming {object} breaks code that runs while the migration is applied",
     "add the new name beside the old one, move the code over, and drop the old one in a later "
     "release"},
    {FACT_REWRITE, "table-rewrite", "{detail} rewrites {table} under ACCESS EXCLUSIVE",
     "do it during a maintenance window, or with a tool that copies in the background (pg_repack)"},
    {FACT_REFRESH, "refresh-view", "REFRESH blocks reads of {object} until it is done",
     "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index"},
    {FACT_DETACH_PARTITION, "detach-partition",
     "detaching {part} blocks all access to {table} for a moment",
     "DETACH PARTITION … CONCURRENTLY, in a migration that begins with '-- migrate: "
     "no-transaction'"},
    {FACT_LOCK, "lock-table", "{object} stays locked until the end of the migration",
     "let each statement take its own lock"},
    {FACT_TRUNCATE, "truncate", "TRUNCATE removes all rows of {object}",
     "delete only the rows that you mean"},
    {FACT_UPDATE_ALL, "no-where",
     "UPDATE without WHERE changes every row of {table} in one transaction",
     "name the rows in a WHERE; fill large tables in batches"},
    {FACT_DELETE_ALL, "no-where", "DELETE without WHERE removes every row of {table}",
     "name the rows in a WHERE"},
};

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

/* Whether the migration of `found` did `kind` to the same object before. */
static bool did_before(const Lint *lint, const LintFact *found, FactKind kind, bool same_part) {
    for (guint i = 0; i < lint->facts->len; i++) {
        const LintFact *other = lint->facts->pdata[i];
        if (other == found)
            return false;
        if (other->migration == found->migration && other->fact->kind == kind &&
            lint_same_object(other->fact, found->fact) &&
            (!same_part || g_strcmp0(other->fact->part, found->fact->part) == 0))
            return true;
    }
    return false;
}

/* Whether a fact that is dangerous in general is not so here. */
static bool is_harmless(const Lint *lint, const LintFact *found) {
    switch (found->fact->kind) {
    case FACT_SECRET:
        return false;
    case FACT_VALIDATE:
        return found->fresh || !found->migration->migration->transactional ||
               !did_before(lint, found, FACT_ADD_NOT_VALID, true);
    case FACT_SET_NOT_NULL: /* a valid CHECK spares the scan */
        return found->fresh || did_before(lint, found, FACT_VALIDATE, false);
    default:
        return found->fresh;
    }
}

static void check_hazards(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->facts->len; i++) {
        const LintFact *found = lint->facts->pdata[i];
        for (guint h = 0; h < G_N_ELEMENTS(hazards); h++) {
            if (hazards[h].fact != found->fact->kind || strcmp(hazards[h].code, rule->code) != 0 ||
                is_harmless(lint, found))
                continue;
            g_autofree char *message = fill(hazards[h].message, found->fact);
            Finding *finding = lint_add(lint, rule, found->migration->file, found->fact->line,
                                        found->fact->column, "%s", message);
            finding->fix = fill(hazards[h].fix, found->fact);
            if (found->fact->what && found->fact->name) {
                g_autofree char *label = fact_label(found->fact);
                finding->object = g_strdup_printf("%s %s", found->fact->what, label);
            }
        }
    }
}

static bool is_spared(const Finding *finding, const Script *script) {
    if (g_strcmp0(finding->file, script->file) != 0)
        return false;
    for (guint i = 0; i < script->spared->len; i++) {
        const Location *place = &g_array_index(script->spared, Location, i);
        if (place->line == finding->line && place->column == finding->column)
            return true;
    }
    return false;
}

static bool fears_rewrite(const Finding *finding) {
    static const char *const codes[] = {"alter-column-type", "add-unique", "add-foreign-key", NULL};
    return g_strv_contains(codes, finding->code);
}

bool lint_fears_rewrite(const Findings *findings) {
    for (guint i = 0; i < findings->len; i++)
        if (fears_rewrite(findings->pdata[i]))
            return true;
    return false;
}

void lint_settle_rewrites(Findings *findings, const Source *history) {
    for (guint i = findings->len; i-- > 0;) {
        const Finding *finding = findings->pdata[i];
        bool spared = false;
        for (guint s = 0; fears_rewrite(finding) && !spared && s < history->scripts->len; s++)
            spared = is_spared(finding, history->scripts->pdata[s]);
        if (spared)
            g_ptr_array_remove_index(findings, i);
    }
}

#define HAZARD(rule_code, text, paragraphs)                                                        \
    {                                                                                              \
        .code = (rule_code), .severity = SEVERITY_WARNING, .summary = (text),                      \
        .page = (paragraphs), .silence = SILENCE_MIGRATION, .check = check_hazards                 \
    }

const Rule hazard_rules[] = {
    {.code = "secret-in-migration",
     .severity = SEVERITY_ERROR,
     .silence = SILENCE_MIGRATION,
     .summary = "A migration contains a password.",
     .page = "A literal of the migration holds a password: of a role, of a user mapping, or in a "
             "connection string. Everybody who can read the repository can read it from then on, "
             "and the server writes the statement into its log when it fails.\n\n"
             "Take it out and change it: once pushed, it is known. Create roles without a "
             "password and set it where secrets are kept (with psql's \\password, or by the "
             "deployment).",
     .check = check_hazards},
    HAZARD("add-column-rewrite", "A new column makes the server rewrite its whole table.",
           "A constant default, or a stable one such as now(), is kept once for all old rows and "
           "costs nothing. A volatile default (random(), gen_random_uuid(), clock_timestamp(), "
           "nextval()), a serial or identity column and a generated column give each row its own "
           "value: the table and all of its indexes are rewritten, and nobody can read or write it "
           "until that is done (ACCESS EXCLUSIVE).\n\n"
           "Add the column without a default, set the default for new rows, and fill old rows in "
           "batches:\n\n"
           "  ALTER TABLE t ADD COLUMN c uuid;\n"
           "  ALTER TABLE t ALTER COLUMN c SET DEFAULT gen_random_uuid();\n\n"
           "Only functions of the server and of common extensions are recognised as volatile."),
    HAZARD("add-required-column", "A new column is NOT NULL and has no value for old rows.",
           "The statement fails with 23502 as soon as the table has a row. On an empty scratch "
           "database it works, which is why executing the migration does not show it.\n\n"
           "Give the column a constant default, or add it without NOT NULL, fill it, and require "
           "it in a later migration (see set-not-null)."),
    HAZARD("alter-column-type", "A column gets another type, which may rewrite its whole table.",
           "Unless the old values are valid as they are, the table and all of its indexes are "
           "rewritten, and nobody can read or write it until that is done (ACCESS EXCLUSIVE).\n\n"
           "These cost nothing: varchar(n) to a larger one, to varchar or to text; numeric(p,s) "
           "to a larger p with the same s; timestamp(n) to a larger n; cidr to inet; a domain "
           "without constraints to its base type and back. These rewrite: int to bigint or to "
           "text, a shorter varchar, another scale, an enum to text, timestamp to timestamptz, "
           "and most of what needs USING.\n\n"
           "The statement does not say what the column was before. 'migrate check' and 'migrate "
           "create' execute it on a scratch server and look whether it rewrote the table or an "
           "index or made a constraint check its rows; if not, there is no warning. Where that "
           "cannot be seen (the migrations fail, or a partitioned table has no partition "
           "yet), the warning stays.\n\n"
           "For the others, add a column of the new type, keep both in sync with a trigger, fill "
           "old rows in batches, change the application over, and drop the old column."),
    HAZARD("set-not-null", "SET NOT NULL reads the whole table while nobody can use it.",
           "The server looks for NULL in every row under ACCESS EXCLUSIVE. A valid check that "
           "says the same spares it that:\n\n"
           "  ALTER TABLE t ADD CONSTRAINT t_c_there CHECK (c IS NOT NULL) NOT VALID;\n\n"
           "and in the next migration:\n\n"
           "  ALTER TABLE t VALIDATE CONSTRAINT t_c_there;\n"
           "  ALTER TABLE t ALTER COLUMN c SET NOT NULL;\n"
           "  ALTER TABLE t DROP CONSTRAINT t_c_there;"),
    HAZARD("add-check", "A new check reads the whole table while nobody can use it.",
           "ADD CONSTRAINT … CHECK looks at every row under ACCESS EXCLUSIVE. With NOT VALID it "
           "takes the lock for a moment and holds for new rows only; VALIDATE CONSTRAINT then "
           "reads the old ones while everybody works. The two belong in different migrations (see "
           "validate-at-once).\n\n"
           "For a domain, every table that uses it is read."),
    HAZARD("add-foreign-key",
           "A new foreign key reads the whole table while nobody can write to either table.",
           "ADD CONSTRAINT … FOREIGN KEY locks both tables against writers (SHARE ROW EXCLUSIVE) "
           "and looks every row up. With NOT VALID it takes the locks for a moment and holds for "
           "new rows only; VALIDATE CONSTRAINT then reads the old ones while everybody works.\n\n"
           "The two belong in different migrations (see validate-at-once).\n\n"
           "Before version 18 a partitioned table takes no NOT VALID. Give each partition the "
           "same key NOT VALID, and validate it in the next migration; the key of the "
           "partitioned table then adopts those and reads nothing:\n\n"
           "  ALTER TABLE p1 ADD CONSTRAINT t_c_fkey FOREIGN KEY (c) REFERENCES o NOT VALID;\n\n"
           "and in the next ones:\n\n"
           "  ALTER TABLE p1 VALIDATE CONSTRAINT t_c_fkey;\n\n"
           "  ALTER TABLE t ADD CONSTRAINT t_c_fkey FOREIGN KEY (c) REFERENCES o;"),
    HAZARD(
        "add-unique",
        "A new unique constraint or primary key builds its index while nobody can use the table.",
        "The index is built under ACCESS EXCLUSIVE. Built before, without a lock, it only has to "
        "be adopted. In a migration that begins with '-- migrate: no-transaction':\n\n"
        "  CREATE UNIQUE INDEX CONCURRENTLY t_c_key ON t (c);\n\n"
        "and in the next one:\n\n"
        "  ALTER TABLE t ADD CONSTRAINT t_c_key UNIQUE USING INDEX t_c_key;\n\n"
        "A primary key needs NOT NULL on its columns first (see set-not-null).\n\n"
        "A partitioned table takes no USING INDEX. Give it the constraint alone, which builds "
        "nothing, give each partition one from an index that was built concurrently, and attach "
        "those:\n\n"
        "  ALTER TABLE ONLY t ADD CONSTRAINT t_c_key UNIQUE (c);\n"
        "  ALTER TABLE p1 ADD CONSTRAINT p1_c_key UNIQUE USING INDEX p1_c_key;\n"
        "  ALTER INDEX t_c_key ATTACH PARTITION p1_c_key;\n\n"
        "Whether the statement builds an index is seen on a scratch server; a partitioned table "
        "without partitions shows nothing, and is warned about."),
    HAZARD("add-exclusion",
           "A new exclusion constraint builds its index while nobody can use the table.",
           "The index is built and all rows are compared under ACCESS EXCLUSIVE, and there is no "
           "concurrent form.\n\n"
           "Apply it during a maintenance window, or check with a trigger instead."),
    HAZARD("validate-at-once", "A constraint is validated in the transaction that added it.",
           "NOT VALID is there to take the strong lock for a moment only, and VALIDATE CONSTRAINT "
           "to read the rows under a weak one. In one transaction the strong lock is held until "
           "the end, while all rows are read.\n\n"
           "A migration is a transaction: move VALIDATE CONSTRAINT to the next one."),
    HAZARD("create-index", "Building an index blocks writes to its table.",
           "CREATE INDEX takes SHARE on the table: reading goes on, writing waits until the index "
           "is there. On a large table that is an outage.\n\n"
           "In a migration that begins with '-- migrate: no-transaction':\n\n"
           "  CREATE INDEX CONCURRENTLY t_c_idx ON t (c);\n\n"
           "'migrate apply' finds what an interrupted build left behind and builds it again. "
           "For a partitioned table, build it ON ONLY the parent, concurrently on each partition, "
           "and attach those."),
    HAZARD("drop-index", "Dropping an index blocks all access to its table.",
           "DROP INDEX takes ACCESS EXCLUSIVE on the table: briefly, but it waits for whoever uses "
           "the table, and everybody else queues behind it.\n\n"
           "Use DROP INDEX CONCURRENTLY in a migration that begins with '-- migrate: "
           "no-transaction'. It cannot be used for partitioned indexes or those of constraints."),
    HAZARD(
        "reindex", "Rebuilding an index blocks writes.",
        "REINDEX takes SHARE on the table and ACCESS EXCLUSIVE on the index.\n\n"
        "Use REINDEX … CONCURRENTLY in a migration that begins with '-- migrate: no-transaction'."),
    HAZARD("drop-table", "A table or materialized view is dropped.",
           "Its rows are gone, and code that still uses it fails at once: during a rollout, the "
           "old version runs against the new schema.\n\n"
           "Release an application that no longer uses it first; drop it in a later release. Keep "
           "a copy of the rows if they may be needed again."),
    HAZARD("drop-column", "A column is dropped.",
           "Its values are gone, with indexes and constraints that use it, and code that still "
           "uses it fails at once: during a rollout, the old version runs against the new schema. "
           "Many libraries name every column in each query.\n\n"
           "Release an application that no longer uses it first; drop it in a later release."),
    HAZARD("drop-cascade", "Something is dropped with CASCADE.",
           "CASCADE drops whatever depends on the object: views with their grants and comments, "
           "foreign keys, columns of a type. What that is depends on the database it runs in, and "
           "nobody reviews it.\n\n"
           "Drop the dependents by name, in the same migration."),
    HAZARD("rename", "Something is renamed or moved to another schema.",
           "Code that runs while the migration is applied knows the old name only; code that is "
           "released with it knows the new one only. One of the two fails.\n\n"
           "Add the new name beside the old one (a column kept in sync by a trigger, or a view "
           "with the old name), move the code over, and drop the old one in a later release. A "
           "rename in the schema that the code does not see, as in a view over it, is harmless."),
    HAZARD("table-rewrite", "A statement rewrites a whole table.",
           "VACUUM FULL, CLUSTER, SET LOGGED, SET UNLOGGED, SET TABLESPACE and SET ACCESS METHOD "
           "copy the table and rebuild its indexes, and nobody can read or write it until that is "
           "done (ACCESS EXCLUSIVE).\n\n"
           "Do it during a maintenance window, or with a tool that copies in the background "
           "(pg_repack)."),
    HAZARD("refresh-view", "Refreshing a materialized view blocks reads.",
           "REFRESH MATERIALIZED VIEW takes ACCESS EXCLUSIVE for as long as the query runs.\n\n"
           "REFRESH … CONCURRENTLY lets readers go on; the view needs a unique index over plain "
           "columns."),
    HAZARD("detach-partition", "Detaching a partition blocks all access to its table.",
           "DETACH PARTITION takes ACCESS EXCLUSIVE on the parent: briefly, but it waits for "
           "whoever uses the table, and everybody else queues behind it.\n\n"
           "Use DETACH PARTITION … CONCURRENTLY in a migration that begins with '-- migrate: "
           "no-transaction'. It does not work where there is a default partition."),
    HAZARD("lock-table", "A table is locked by name.",
           "The lock is held until the end of the migration, ACCESS EXCLUSIVE unless another mode "
           "is given. 'migrate apply' lets each statement wait for its lock a short time and "
           "tries again; it does not need this.\n\n"
           "Drop the statement, unless rows have to be kept from changing between two others."),
    HAZARD("truncate", "A table is emptied.",
           "TRUNCATE removes all rows under ACCESS EXCLUSIVE, and with CASCADE those of every "
           "table that refers to it. It fires no row triggers.\n\n"
           "Delete only the rows that you mean."),
    HAZARD(
        "no-where", "UPDATE or DELETE without WHERE changes every row.",
        "Perhaps the condition was forgotten. If not: one statement over a large table keeps every "
        "row locked until the end, doubles the table's size, and lets replicas fall behind.\n\n"
        "Name the rows in a WHERE. Fill large tables in batches, outside of the migration or "
        "under '-- migrate: no-transaction'."),
    {0},
};
