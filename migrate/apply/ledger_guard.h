/* Guard: what has to be known of a server and of its ledger before either is touched.
 *
 * One query, guard.sql, goes in the first message of a connection, before anything is decided, and
 * again where another session may have changed the answer: who acts, which database this is,
 * whether it can be written, and whether a ledger is there and whose. A Guard only says so;
 * ledger_check() and the preflight judge. It starts as {0} and is cleared with guard_clear(). An
 * answer that is not of the query's shape is an error. A server that refuses to say which one it is
 * (pg_control_system()) fails with FAIL_ENVIRONMENT and the GRANT that helps: without that identity
 * a copy of a database could be taken for it.
 */
#pragma once

#include "apply/ledger_place.h"
#include "pg/pg.h"

/* Texts are borrowed from `rows`. */
typedef struct {
    Rows *rows;
    bool in_recovery, read_only, replica_role, may_create, has_schema, has_meta, owner_trusted,
        may_use, may_write;
    bool is_empty; /* nothing is in the schema */
    guint format;  /* of the ledger's tables; 0: there are none, or they are of no known format */
    int backend_pid;
    const char *system_identifier, *database_oid, *database_name, *schema_owner, *other_ledgers,
        *server_started;
    const char *read_only_cure; /* the statements that take the setting out; NULL: it stands
                                   elsewhere */
    const char *own_path;       /* as pg_own_path() has it */
    const char *role, *login;   /* who acts, and who has connected */
    guint foreign_triggers;
} Guard;

/* Asks guard.sql again, and replaces what `guard` holds; on failure that stays as it was. */
bool guard_read(Pg *pg, Guard *guard, GError **error);
/* The same behind other statements in one message, as `BEGIN; …;`. */
bool guard_read_after(Pg *pg, const char *before, Guard *guard, GError **error);
/* `settings` (a statement; NULL: settings.sql), and with it the session acts as `owner` where it
 * may (NULL: as whoever connects). Caller frees. */
char *guard_settings(const char *settings, const char *owner);
/* Connects, and sends guard_settings() and guard.sql in the first message. Whether the session acts
 * as the owner, Guard.role says. `patience` as pg_connect_asking() has it. */
Pg *guard_connect(const char *conninfo, const char *application, const char *settings,
                  const char *owner, guint patience, Guard *guard, GError **error);
/* Whether the session acts as another role than the one that has connected. */
bool guard_acts(const Guard *guard);
void guard_clear(Guard *guard);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Guard, guard_clear)
