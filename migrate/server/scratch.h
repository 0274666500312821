/* Scratch databases, in which a schema or a history is executed and its catalog read.
 *
 * By default a private throwaway server: found through pg_config and the usual distribution
 * folders, `initdb` once per version and cached, copied for each run; Unix socket in a 0700
 * directory with a short path, no TCP, peer authentication through a map (never trust), fsync off,
 * enough locks for thousands of tables in one transaction. As root it runs under an unprivileged
 * uid. It ends with the tool, however the tool ends, and leaves nothing behind. It runs in a kernel
 * sandbox that even a superuser cannot leave: no program, no file but PostgreSQL's and its own, no
 * network. Or a given server: only databases of our own, dropped afterwards.
 *
 * Connections come in two roles. The *user's* runs untrusted SQL and is not a superuser (unless
 * `privileged`); the *tool's* creates roles and extensions. A Scratch is one server; it is used by
 * one thread.
 */
#pragma once

#include "base/hash.h"
#include "pg/pg.h"

typedef enum {
    SANDBOX_PREFER,  /* what the kernel offers */
    SANDBOX_REQUIRE, /* all of it, or no server */
    SANDBOX_OFF,
} SandboxMode;

typedef struct {
    const char *url;               /* a given server; NULL: a private one */
    guint major;                   /* the major version to match; 0: the newest that is installed */
    const char *bin_dir;           /* where postgres and initdb are; NULL: look for them */
    const char *cache_dir;         /* NULL: $XDG_CACHE_HOME/migrate or ~/.cache/migrate */
    guint64 cache_size;            /* what the cache folder may hold, bytes */
    guint checkpoint_after;        /* milliseconds of executing after which a checkpoint is kept */
    struct Checkpoint *checkpoint; /* what the private server begins with, borrowed; NULL: nothing.
                                      See scratch_resume() */
    bool privileged; /* the user's connection is a superuser, for kinds of objects that only
                        superusers may create */
    SandboxMode sandbox;
    guint deadline_ms; /* the private server is killed this long after its start; 0: never */
    guint disk_mb;     /* … and, in a sandbox, when its files are larger than this; 0: 4096 */
    /* The only extensions that the user's SQL may create, NULL-terminated; NULL: all that are
     * installed. On a private server this also holds for DO blocks and CASCADE. */
    const char *const *extensions;
    bool trusted_extensions;      /* … beside those that PostgreSQL lets everybody create */
    const char *extensions_where; /* … and where another would have to be named, for the advice:
                                     "migrate.ini of main"; NULL: "migrate.ini" */
} ScratchOptions;

typedef struct Scratch Scratch;

/* Starts (or connects to) the server. FAIL_ENVIRONMENT says what is missing and the command that
 * installs it. */
Scratch *scratch_start(const ScratchOptions *options, GError **error);
void scratch_stop(Scratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scratch, scratch_stop)

/* Identifies the private server of these options, without starting it, by the files of the programs
 * that are installed: where they are the same, the server is. NULL for a given server, or when none
 * is installed in the usual places. Caller frees. */
char *scratch_identity(const ScratchOptions *options);

guint scratch_major(const Scratch *scratch);
int scratch_version(const Scratch *scratch);

/* The sandbox in force, for people: "Landlock ABI 4 and seccomp", "none: the kernel has no
 * Landlock". */
const char *scratch_sandbox(const Scratch *scratch);
/* Whether it is whole: files, programs and network. */
bool scratch_is_sandboxed(const Scratch *scratch);
/* Why the server was killed (its deadline, its files' size), a sentence; NULL when it was not. An
 * error about the lost connection says it, too. */
const char *scratch_death(const Scratch *scratch);
/* Whether the server has the fixes of all vulnerabilities, known when this tool was released, by
 * which plain SQL can escape from it. `advice` (may be NULL) gets what to install, else NULL.
 * Caller frees. */
bool scratch_is_patched(const Scratch *scratch, char **advice);

/* A new, empty database and the user's connection to it. The role of this connection is the default
 * owner of what it creates. The database is dropped with the Scratch. */
Pg *scratch_database(Scratch *scratch, GError **error);
/* How other programs reach the database of `pg`, as the same user and for as long as the Scratch
 * lives: a URL, or what a given server's is. Caller frees. */
char *scratch_url(const Scratch *scratch, const Pg *pg);
/* The database of the checkpoint that the server began with, and the user's connection to it, once;
 * all others are new. */
Pg *scratch_resume(Scratch *scratch, GError **error);
/* Whether the server began with a checkpoint. */
bool scratch_is_resumed(const Scratch *scratch);
/* Whether what belongs to the whole server is nothing that a checkpoint cannot keep: plain roles,
 * as scratch_create_role() makes them. */
bool scratch_is_plain(Scratch *scratch, bool *plain, GError **error);
/* Keeps a database that was handed out as the checkpoint `key`: stops the private server, packs its
 * files, starts it again. All sessions of the user's have to be closed before, and are opened again
 * by scratch_reconnect(). It is an error only where the server does not start again. */
bool scratch_keep(Scratch *scratch, const char *database, const Sum *key, const char *note,
                  GError **error);
Pg *scratch_reconnect(Scratch *scratch, const char *database, GError **error);
/* Which of the private server's databases, from 1, has that name; 0: none. */
guint scratch_number(const char *database);
/* The roles that SQL made, or that were made for it: of char*. NULL on error. Caller unrefs. */
GPtrArray *scratch_roles(Scratch *scratch);
/* Where the private server finds the files of extensions, NULL-terminated; NULL on error. */
GStrv scratch_extension_folders(Scratch *scratch);
/* Drops a role of the checkpoint's, unless something there belongs to it or depends on it. */
void scratch_drop_role(Scratch *scratch, const char *role);
/* A superuser's session (on a given server: its role's) on the database that every other is a copy
 * of, before the first of them is made. Once it is closed, scratch_platform_done() has to be
 * called. */
Pg *scratch_platform(Scratch *scratch, GError **error);
/* What the session made stays, without a superuser's rights: everybody acts for its owner, and may
 * set the roles that came with it. */
bool scratch_platform_done(Scratch *scratch, GError **error);
/* A role that the platform's SQL has created: it goes with a scratch database on a given server. */
void scratch_add_role(Scratch *scratch, const char *role);
/* Creates a cluster-wide role (NOLOGIN) so that SQL that names it works; fine when it exists. The
 * user's role becomes a member with the right to SET it. */
bool scratch_create_role(Scratch *scratch, const char *role, GError **error);
/* The user's connections to databases to come act as `role`, so that what SQL grants to it or makes
 * it the owner of means the default owner, as in the database that the role is from. Without effect
 * on a given server, and for roles that PostgreSQL or the scratch server brings along. */
bool scratch_act_as(Scratch *scratch, const char *role, GError **error);
/* Where the user's SQL looks for unqualified names, a value for search_path; NULL: schema public.
 */
void scratch_set_path(Scratch *scratch, const char *path);
const char *scratch_path(const Scratch *scratch);
/* Creates a schema for them in the database of `pg`, and in all that are made later, unless it is
 * there. */
bool scratch_create_schema(Scratch *scratch, Pg *pg, const char *name, GError **error);
/* The schema that was created, as SQL writes it; NULL. */
const char *scratch_created_schema(const Scratch *scratch);
/* Creates a tablespace that everybody may use, in the server's own folder; fine when it exists. */
bool scratch_create_tablespace(Scratch *scratch, const char *tablespace, GError **error);
/* Whether PostgreSQL lets everybody create the extension, in each version that is installed. False
 * without an error when it is not installed. */
bool scratch_trusts_extension(Scratch *scratch, const char *name, bool *trusts, GError **error);
/* Creates the extension in the database of `pg`, in that session and its transaction, whatever the
 * user's role may do: SQL text to replace the statement CREATE EXTENSION. NULL arguments are left
 * out. For an extension that ScratchOptions.extensions does not name: SQL that fails and says so.
 * Caller frees. */
char *scratch_extension_sql(Scratch *scratch, Pg *pg, const char *name, const char *schema,
                            const char *version, bool if_not_exists, bool cascade);
