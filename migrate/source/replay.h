/* Replay: executing scripts in a scratch database, as `apply` would in a real one.
 *
 * A script that is transactional is one transaction; others run statement by statement. Roles that
 * the SQL names and the scratch server lacks are created there, once; where another session was
 * faster, the statement or the transaction is run again. A database that the SQL names means the
 * scratch database. CREATE EXTENSION is executed by the tool's own role. User SQL runs with the
 * search_path of scratch_path(); afterwards the session is reset and pinned again.
 */
#pragma once

#include "server/scratch.h"
#include "source/script.h"

/* Where a script failed. */
typedef struct {
    char *file;
    guint line, column; /* of the last statement, when … */
    bool at_commit;     /* … all of them ran, and the end of the transaction failed */
    gsize statement;    /* where the last one begins in the script's text, bytes */
    char *first;        /* "file:line:column" of what made the same object before; NULL: nothing */
} ReplayFault;

/* Runs one script. On failure the error's message begins with "file:line:column: ", and `fault`
 * (may be NULL) says the same as values; the transaction is rolled back. PG_ERROR for what the
 * server refused. */
bool replay(Scratch *scratch, Pg *pg, Script *script, ReplayFault *fault, GError **error);
void replay_fault_clear(ReplayFault *fault);

/* The role that an error says is missing ('role "x" does not exist', of a server whose messages are
 * English); NULL when it is about something else. Caller frees. */
char *replay_missing_role(const GError *error);
