/* Ledger place: the schema in which this run's project keeps its ledger, in all SQL of ours.
 *
 * Two projects of one database have a ledger each, in a schema of its own. SQL that is about the
 * ledger says its usual place, so that it runs in psql as it stands, and marks it: LEDGER before a
 * relation, the same mark before the literal 'migrate'. ledger_sql() is the one door through which
 * such a text goes on its way to a server; it puts the name in the place of what is marked. A
 * search_path would not do: what a migration creates could stand before the ledger's tables.
 *
 * A name is made of a-z, 0-9 and _, so that no quoting is needed to tell it from SQL; it is quoted
 * all the same, because it may be a keyword. Servers cannot be asked: the name travels in the first
 * message.
 *
 * A process works on one project, hence one place, which is set before the first connection.
 *
 * Where a schema is a tenant's (apply/tenants.h), the ledger lies in that schema, so that it goes
 * and is restored with the tenant: what is called migration elsewhere is migrate_migration there.
 * That holds for a thread, as of the tenant that it works on. SQL marks a name that stands alone,
 * and the empty literal before one, by LEDGER_PREFIX.
 *
 * Runs of one ledger keep each other out, and those of another ledger in the same database do not:
 * the keys of the advisory locks, which a server keeps apart by database, are made of the schema's
 * name. Those of the usual place are the ones that all versions have used.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define LEDGER_USUAL "migrate"
#define LEDGER       "/* ledger */ " LEDGER_USUAL
/* Before a name: it begins with ledger_prefix(); before '': that is the prefix. */
#define LEDGER_PREFIX "/* ledger prefix */ "

/* FAIL_USAGE for what cannot be the name of a ledger's schema; NULL: the usual place. */
bool ledger_place_set(const char *schema, GError **error);
/* From now on this thread works on the tenant whose schema it is; NULL: on none, as before. Every
 * text that was made for another one is gone. */
void ledger_place_tenant(const char *schema);
/* The schema's name as it is; borrowed. */
const char *ledger_schema(void);
/* What the names of the ledger's tables begin with: "", or "migrate_" in a tenant's schema. */
const char *ledger_prefix(void);

/* The same as SQL has it. */
const char *ledger_name(void);

/* `sql` for this run's ledger: the same text in the usual place. Lives as long as the process, and
 * that of a tenant until the thread has another one. */
const char *ledger_sql(const char *sql);

/* The keys of the locks, as SQL has them; borrowed. */
typedef enum { LOCK_OF_SESSION, LOCK_OF_TRANSACTION, LOCK_OF_BOOTSTRAP } LedgerLock;
const char *ledger_lock(LedgerLock lock);
