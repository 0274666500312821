/* The embedded development database: a private server that keeps its data.
 *
 * Its data lie in `.migrate/dev` of the project's folder. The first command that wants it starts
 * the server, commands at the same time share it, and it stops when the last of them is gone,
 * however that went. It listens on a Unix socket in a 0700 folder and nowhere else, peer
 * authentication through a map; fsync is on.
 *
 * A root tool runs it as the owner of the data, at first as an unprivileged user. Where that user
 * cannot reach the project (a folder below /root, say) the data lie in /var/lib/migrate instead,
 * under a name that is made from the project's path.
 */
#pragma once

#include "pg/pg.h"

typedef struct {
    const char *project; /* its folder */
    const char *bin_dir; /* where postgres and initdb are; NULL: look for them */
    guint major; /* the major version to be; 0: that of the data, or the newest that is installed */
    bool existing; /* do not create one: FAIL_USAGE when there is none */
} EmbeddedOptions;

typedef struct Embedded Embedded;

/* Creates the database when there is none, starts the server when it does not run, and keeps it
 * running until embedded_close(). Waits for a server that is just stopping. FAIL_ENVIRONMENT;
 * FAIL_DECISION when the data are of another major version than wanted. */
Embedded *embedded_open(const EmbeddedOptions *options, GError **error);
/* Returns when the server has stopped, unless others still use it. */
void embedded_close(Embedded *embedded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Embedded, embedded_close)

/* A superuser's connection string; it says everything, so that PG* variables do not turn it
 * elsewhere. */
const char *embedded_conninfo(const Embedded *embedded);
/* The same without what only guards it, as other programs want it in DATABASE_URL. */
const char *embedded_url(const Embedded *embedded);
/* The folder of the data when this call made them; NULL when they were there. */
const char *embedded_made(const Embedded *embedded);
/* Lets programs that this process becomes or starts from now on hold the server, too. */
void embedded_hand_on(Embedded *embedded);

/* Removes the database with its data; fine when there is none. FAIL_LOCKED when somebody uses it.
 */
bool embedded_remove(const char *project, GError **error);
