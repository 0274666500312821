/* What 'migrate drift' finds in a live database; here are only the pages. */
#include "lint/rule.h"

#define DRIFT_RULE(rule_code, grade, text, paragraphs)                                             \
    {                                                                                              \
        .code = (rule_code), .severity = (grade), .summary = (text), .page = (paragraphs),         \
        .silence = SILENCE_NEVER                                                                   \
    }

const Rule drift_rules[] = {
    DRIFT_RULE("drift", SEVERITY_ERROR,
               "An object of the database differs from what its migrations made.",
               "The migrations that the ledger says were applied were executed on a scratch "
               "server, and the catalogs of the two databases were compared. Somebody changed the "
               "database by hand, or another tool did.\n\n"
               "  migrate drift --repair    a migration that undoes the change\n"
               "  migrate drift --adopt     a migration that adds the change to the history\n\n"
               "Objects that belong to nobody's schema are named under [ignore] in migrate.ini."),
    DRIFT_RULE("drift-unknown", SEVERITY_ERROR, "Whether an object drifted is not known.",
               "Servers before version 14 print EXTRACT, AT TIME ZONE and similar expressions as "
               "function calls. Where the scratch server is newer, two expressions that look "
               "different may be the same. 'migrate status' reports this code also when the "
               "comparison itself failed.\n\n"
               "A checkout that is older than the database cannot execute the newer migrations. "
               "It compares the database with the fingerprint that the last run left in the "
               "ledger, unless there is none (through a pooler, or with apply.fingerprint off), or "
               "another version of migrate or of PostgreSQL made it.\n\n"
               "Install the database's major version where migrate runs."),
    DRIFT_RULE("drift-unchecked", SEVERITY_WARNING,
               "A run with --check-drift could not look for drift.",
               "A migration is half done: what it did so far would look like drift. Or the "
               "checkout is older than the database, and the ledger has no fingerprint that the "
               "database could be compared with.\n\n"
               "Let 'migrate apply' finish the migration, or use a checkout that has what was "
               "applied, and check again."),
    DRIFT_RULE(
        "default-schema", SEVERITY_NOTE, "Only the connection says where unqualified names belong.",
        "The role or the database has a search_path of its own (ALTER ROLE or ALTER DATABASE "
        "... SET search_path, or options in the address). 'migrate apply' and 'migrate drift' "
        "go by it; 'migrate check' and 'migrate create' work without a database, and take "
        "public. Say it in migrate.ini, so that all do the same:\n\n"
        "  [project]\n  default_schema = app\n\n"
        "'migrate help default-schema' says more."),
    DRIFT_RULE("no-ledger", SEVERITY_WARNING,
               "The database has no ledger that can be read, so the whole history was compared.",
               "The ledger (schema migrate of the database) says which migrations were applied. "
               "Without it, or without permission to read it, migrations that are still pending "
               "show as drift.\n\n"
               "Compare with the history up to a version:\n\n"
               "  migrate drift --to VERSION\n\n"
               "or let the role read the ledger. 'migrate baseline VERSION' starts one."),
    DRIFT_RULE("no-sql", SEVERITY_WARNING,
               "The database drifted, and there is no SQL for the difference.",
               "The differences were found, but no migration that leads from one side to the other "
               "could be generated, or it failed on the scratch server. The finding holds the "
               "reason.\n\n"
               "The list of objects is complete all the same. 'migrate drift --repair' and "
               "'--adopt' ask for what a person has to decide."),
    {0},
};
