/* Rules about what new migrations do to tables in use: locks, rewrites, lost data. lint/hazards.c
 * finds them; the pages say why. */
#include "lint/hazards.h"

#define HAZARD(rule_code, text, paragraphs)                                                        \
    {                                                                                              \
        .code = (rule_code), .severity = SEVERITY_WARNING, .summary = (text),                      \
        .page = (paragraphs), .silence = SILENCE_MIGRATION, .check = hazards_check                 \
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
     .check = hazards_check},
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
           "A column whose type is a domain with a constraint is written for each row even with a "
           "constant default: take the base type and a CHECK … NOT VALID.\n\n"
           "'migrate check' executes the migration on a scratch server and looks; where that is not "
           "possible, only functions of the server and of common extensions are recognised as "
           "volatile."),
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
           "in the next migration:\n\n"
           "  ALTER TABLE t VALIDATE CONSTRAINT t_c_there;\n\n"
           "and in the one after it:\n\n"
           "  ALTER TABLE t ALTER COLUMN c SET NOT NULL;\n"
           "  ALTER TABLE t DROP CONSTRAINT t_c_there;\n\n"
           "With VALIDATE and SET NOT NULL in one, each time that the second waits too long for "
           "its lock the rows are read again. A check of something else is no proof, and the table "
           "is read all the same: a migration that was executed on scratch shows which it is.\n\n"
           "From version 18 on: ADD CONSTRAINT … NOT NULL c NOT VALID, and VALIDATE CONSTRAINT in "
           "the next migration.\n\n"
           "SET NOT NULL on a domain reads every table that uses it, while nobody can write to "
           "them; there is no other way. ADD PRIMARY KEY USING INDEX sets NOT NULL on its columns, "
           "and reads the table unless such a check is there."),
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
           "Of many in one migration the first is shown, and names the others.\n\n"
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
    HAZARD("attach-partition", "A new partition makes the server read a table that is in use.",
           "ATTACH PARTITION looks whether all rows of the new partition are within its bounds, "
           "under ACCESS EXCLUSIVE on it. Where there is a DEFAULT partition, that is read, too: by "
           "ATTACH and by CREATE TABLE … PARTITION OF. A valid check that says the same spares "
           "it:\n\n"
           "  ALTER TABLE p ADD CONSTRAINT p_bounds CHECK (at IS NOT NULL AND at >= '2026-01-01'\n"
           "    AND at < '2026-02-01') NOT VALID;\n\n"
           "VALIDATE it in the next migration, and ATTACH in the one after it. On a DEFAULT "
           "partition the check is the contrary: CHECK (NOT (…)).\n\n"
           "CREATE TABLE … PARTITION OF takes ACCESS EXCLUSIVE on its parent for a moment; a table "
           "that is created alone and attached takes less (SHARE UPDATE EXCLUSIVE)."),
    HAZARD("drop-many", "An extension, a database, or all that a role owns is dropped.",
           "DROP EXTENSION takes the tables, functions and types of the extension with it; DROP "
           "OWNED and DROP DATABASE take what happens to be there. What that is depends on the "
           "database it runs in, and nobody reviews it.\n\n"
           "Drop by name what is meant. Before an extension goes, look what uses it."),
    HAZARD("set-names", "A migration sets what its names mean.",
           "SET search_path decides which tables the names after it are, and SET ROLE whose they "
           "become. Neither is in the schema that the migration is compared with, and the next "
           "migration does not have it.\n\n"
           "Write each name with its schema, and OWNER TO where an owner is meant."),
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
