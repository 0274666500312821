/* Client programs: the pg_dump, pg_restore or psql that fits a server.
 *
 * One of the server's own major version is taken before a newer one; pg_dump refuses a server that
 * is newer than itself. They are looked for in the folder that is given, in $MIGRATE_PG_BIN, in the
 * usual places, in PATH and in $MIGRATE_PG_FALLBACK; a script that chooses among versions (Debian's
 * pg_wrapper) is passed over, because it may choose another one when it runs.
 */
#pragma once

#include "base/error.h"

typedef struct {
    char *path;    /* of the program itself */
    char *release; /* "15.18 (Debian 15.18-0+deb12u1)" */
    guint major;
} Client;

/* The program of that major version, else of the next one that is installed. `bin_dir` may be NULL.
 * FAIL_ENVIRONMENT, with the package to install, when there is none. The client is to be cleared.
 */
bool client_find(const char *program, const char *bin_dir, guint major, Client *client,
                 GError **error);
void client_clear(Client *client);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Client, client_clear)
