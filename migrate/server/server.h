/* Parts of the private server: the installed programs, the user they run as, the folder of one run,
 * the process that guards it.
 *
 * Only for this room. The tool may be root; then PostgreSQL's programs run as another user, to whom
 * the run's folder belongs. What they get of the environment is fixed.
 */
#pragma once

#include "server/scratch.h"
#include <glib.h>
#include <sys/types.h>

/* --- programs.c: what is installed */

typedef struct {
    char *folder;  /* with symbolic links resolved */
    char *release; /* "15.20 (Debian …)" */
    int version;   /* 150020 */
} Programs;

/* The programs in `folder`, else in $MIGRATE_PG_BIN, else the best of the usual places: of this
 * major version, or the newest for 0; where these have none, those in $MIGRATE_PG_FALLBACK. The
 * servers' user can run them. FAIL_ENVIRONMENT when there are none. */
Programs *programs_find(const char *folder, guint major, GError **error);
/* A text that differs when programs_find() could find other programs, without a look into any: the
 * files in all the places where it looks, but for what pg_config says. NULL when there are none.
 * Caller frees. */
char *programs_identity(const char *folder, guint major);
void programs_free(Programs *programs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Programs, programs_free)

/* --- reach.c: programs in a folder that the servers' user may not enter */

/* Puts a copy in their place if that is so. */
bool programs_reach(Programs *programs, GError **error);

/* --- patch.c: fixed vulnerabilities */

/* What to install instead of a server of this version that plain SQL can escape from; NULL when it
 * has no known vulnerability. Caller frees. */
char *patch_advice(int version);

/* --- child.c: running the programs as the right user */

typedef struct {
    uid_t uid;
    gid_t gid;
    bool other;    /* than the tool's own */
    uid_t alias;   /* the ID that a user without a name goes by there, see nameless.h; 0: its own */
    char name[64]; /* "" when it has none */
} ServerUser;

/* FAIL_ENVIRONMENT when a root tool finds no unprivileged user, or the tool's user has no name and
 * can go by no other. */
bool server_user_find(ServerUser *user, GError **error);
/* The name by which the server's peer authentication sees the tool. Caller frees. */
char *tool_user_name(void);

/* What it was, in memory that the tool sees. */
typedef struct {
    bool whole;
    char text[200];
} SandboxReport;

/* See sandbox.h. */
typedef struct {
    SandboxMode mode;
    const char *programs; /* their folder */
    const char *rundir;
    uid_t tool; /* who connects */
    SandboxReport *report;
} Sandbox;

/* In a fresh child: becomes `user`, dies with its parent by `death_signal`, drops the tool's signal
 * dispositions and descriptors above 2, enters the sandbox (NULL: none) and executes. Tells on
 * standard error why it could not. */
G_NORETURN void child_exec(const ServerUser *user, int death_signal, const Sandbox *sandbox,
                           const char *const *argv);
/* Makes standard input, output and error of a fresh child; -1 is /dev/null. */
void child_stdio(int in, int out, int err);
/* Waits for a child; its exit status, -1 when it was killed or is not a child. */
int child_wait(pid_t child);
/* Runs a program to its end, with `input` (may be NULL). `output`, when it is not NULL, gets what
 * it wrote, both streams. */
bool child_run(const ServerUser *user, const char *const *argv, const char *input, char **output,
               GError **error);

/* Whether `user` can make files in `folder`. */
bool child_can_write(const ServerUser *user, const char *folder);

/* --- rundir.c: the folder of a run */

/* A new folder of mode 0700 that belongs to `user`, with a path short enough for a socket, and
 * `lock`, a locked descriptor that marks it as in use. Removes the folders of dead runs first.
 */
char *rundir_new(const ServerUser *user, int *lock, GError **error);
/* Writes a small file into it for the server to read. */
bool rundir_write(const char *rundir, const ServerUser *user, const char *name, const char *text,
                  GError **error);

/* Removes the folder and what its server left elsewhere. */
bool rundir_remove(const char *rundir);

/* --- archive.c: a folder as one file */

/* Whether a path below the folder is left out, with all that is below it. */
typedef bool (*ArchiveLeave)(const char *path, void *data);
/* The folder's archive in memory: a descriptor at its start. -1 on error. `leave` may be NULL. */
int archive_pack(const char *folder, ArchiveLeave leave, void *data, GError **error);
/* `size` bytes from one descriptor to another. */
bool archive_copy(int from, int to, guint64 size);
/* Makes `folder`, for `user`, with all that is in `archive`. `broken`: the failure is the
 * archive's.
 */
bool archive_unpack(const char *archive, gsize length, const char *folder, const ServerUser *user,
                    bool *broken, GError **error);

/* --- data_folder.c: the data directory */

/* Databases that a fresh data directory has ready: scratch1 … */
enum { READY_DATABASES = 2 };
/* The locale of a fresh data directory. */
const char *template_locale(void);
/* The options of CREATE DATABASE that copy fastest. */
const char *template_strategy(const Programs *programs);
/* Makes `rundir`/data: a copy of the cached one, or by initdb, which then fills the cache. An
 * explicit `cache_dir` has to be usable. `storing` becomes the process that still writes the cache,
 * for the caller to wait for, if there is one. */
bool template_instantiate(const Programs *programs, const ServerUser *user, const char *rundir,
                          const char *cache_dir, guint64 cache_size, pid_t *storing,
                          GError **error);

/* --- guard.c: the process between tool and server */

typedef struct ServerGuard ServerGuard;

typedef struct {
    const ServerUser *user;
    const char *programs; /* their folder */
    const char *rundir;
    const char *const *argv;
    SandboxMode sandbox;
    guint deadline_ms; /* 0: none */
    guint disk_mb;
} GuardTask;

/* Forks the guard: from now on `rundir` goes when the tool does. It keeps `lock`. */
ServerGuard *guard_new(const GuardTask *task, int lock, GError **error);
/* Starts the server and waits until it takes connections. The error carries the end of its log. A
 * server that does not start in a sandbox that is only preferred starts without. */
bool guard_launch(ServerGuard *guard, GError **error);
/* Stops the server as one that is to be started again: it writes everything down. False when it had
 * to be killed. */
bool guard_pause(ServerGuard *guard);
/* The sandbox in force, and whether it is complete. */
const char *guard_sandbox(const ServerGuard *guard);
bool guard_is_sandboxed(const ServerGuard *guard);
/* Why the guard killed the server; "" while it has not. Caller unrefs. */
GBytes *guard_death(const ServerGuard *guard);
/* Stops the server, removes the folder, waits for both. */
void guard_free(ServerGuard *guard);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ServerGuard, guard_free)
