/* What a Scratch is made of: only for the files of this room that are about one. */
#pragma once

#include "server/given.h"
#include "server/scratch.h"
#include "server/server.h"

#define BOOT_USER         "migrate_boot"
#define SCRATCH_USER      "migrate_scratch"
#define PLATFORM_USER     "migrate_platform"
#define PLATFORM_DATABASE "platform"

struct Scratch {
    Given *given; /* NULL: private, and then … */
    char *rundir;
    ServerGuard *guard;
    GBytes *death;   /* … the text that says why the guard killed the server */
    pid_t storing;   /* … the process that fills the cache, if any */
    pid_t keeping;   /* … the one that writes a checkpoint, if any */
    Pg *boot;        /* … the superuser's session, opened when it is needed */
    guint databases; /* … handed out */
    guint kept;      /* … the number of the one that the checkpoint has; 0: it began with none */
    char *cache_dir; /* … as in ScratchOptions */
    guint64 cache_size;
    const char *user;
    char *role; /* … that `user` acts as; NULL: itself */
    const char *strategy;
    GStrv extensions; /* the only ones that may be created; NULL: all */
    bool trusted_extensions;
    char *extensions_where;
    int version;
    char *path;           /* search_path of the user's SQL; NULL: public */
    char *created_schema; /* of it; NULL: none */
    bool has_platform; /* scratch databases are copies of the one that scratch_platform() filled */
};

/* The name of the database with this number. Caller frees. */
char *scratch_name(guint number);
/* A session on the private server. */
Pg *scratch_connect(Scratch *scratch, const char *database, const char *user, GError **error);
/* The superuser's. It stays on template1, which alone may be the template while it is connected to.
 */
Pg *scratch_boot(Scratch *scratch, GError **error);
/* Executes on the superuser's session, as one transaction, what the query `sql` makes of `values`:
 * another session sees all of it or nothing. */
bool scratch_boot_execute(Scratch *scratch, const char *sql, guint count, const char *const *values,
                          GError **error);
