/* Scratch databases, on a private server or on a given one. */
#include "base/file.h"
#include "base/term.h"
#include "pg/connection.h"
#include "server/checkpoint.h"
#include "server/scratch_data.h"
#include "server/tablespace.h"
#include <string.h>
#include <unistd.h>

enum { USUAL_DISK_MB = 4096 };
static const guint64 USUAL_CACHE_SIZE = G_GUINT64_CONSTANT(2) << 30;

/* Locks for thousands of tables in one transaction, and everything off that only a lasting server
 * needs. Dynamic shared memory in files: a /dev/shm may be tiny, and nothing stays in it. wal_level
 * logical: CREATE PUBLICATION warns at any other. */
static const char CONFIGURATION[] = "listen_addresses = ''\n"
                                    "unix_socket_directories = '%s'\n"
                                    "unix_socket_permissions = 0700\n"
                                    "hba_file = '%s/hba.conf'\n"
                                    "ident_file = '%s/ident.conf'\n"
                                    "cluster_name = 'migrate scratch'\n"
                                    "max_connections = 12\n"
                                    "superuser_reserved_connections = 2\n"
                                    "max_locks_per_transaction = 4096\n"
                                    "max_prepared_transactions = 0\n"
                                    "max_worker_processes = 0\n"
                                    "max_wal_senders = 0\n"
                                    "max_replication_slots = 0\n"
                                    "autovacuum_max_workers = 1\n"
                                    "max_parallel_workers_per_gather = 0\n"
                                    "shared_buffers = 32MB\n"
                                    "huge_pages = off\n"
                                    "temp_file_limit = 1GB\n"
                                    "dynamic_shared_memory_type = mmap\n"
                                    "jit = off\n"
                                    "autovacuum = off\n"
                                    "fsync = off\n"
                                    "synchronous_commit = off\n"
                                    "full_page_writes = off\n"
                                    "wal_level = logical\n"
                                    "min_wal_size = 2MB\n"
                                    "max_wal_size = 64MB\n"
                                    "checkpoint_timeout = 1d\n"
                                    "bgwriter_lru_maxpages = 0\n"
                                    "track_counts = on\n"
                                    "update_process_title = off\n"
                                    "restart_after_crash = off\n"
                                    "log_checkpoints = off\n"
                                    "log_min_messages = log\n"
                                    "log_min_error_statement = panic\n"
                                    "lc_messages = 'C'\n"
                                    "timezone = 'UTC'\n"
                                    "log_timezone = 'UTC'\n";

static const char ACCESS[] = "local all " BOOT_USER " peer map=tool\n"
                             "local all " SCRATCH_USER " peer map=tool\n"
                             "local all all reject\n";

static char *doubled(const char *text, const char *quote) {
    g_auto(GStrv) parts = g_strsplit(text, quote, -1);
    g_autofree char *twice = g_strconcat(quote, quote, NULL);
    return g_strjoinv(twice, parts);
}

static bool configure(const char *rundir, const ServerUser *user, int version, GError **error) {
    g_autofree char *folder = doubled(rundir, "'");
    g_autofree char *tool = tool_user_name();
    g_autofree char *name = doubled(tool, "\"");
    g_autoptr(GString) server = g_string_new(NULL);
    g_string_append_printf(server, CONFIGURATION, folder, folder, folder);
    if (version >= 180000)
        g_string_append(server, "io_method = 'sync'\n");
    g_autofree char *ident = g_strdup_printf("tool \"%s\" " BOOT_USER "\n"
                                             "tool \"%s\" " SCRATCH_USER "\n",
                                             name, name);
    return rundir_write(rundir, user, "server.conf", server->str, error) &&
           rundir_write(rundir, user, "hba.conf", ACCESS, error) &&
           rundir_write(rundir, user, "ident.conf", ident, error);
}

Pg *scratch_connect(Scratch *scratch, const char *database, const char *user, GError **error) {
    Pg *pg = pg_connect_socket(scratch->rundir, database, user, error);
    if (pg)
        pg->death = g_bytes_ref(scratch->death);
    else if (scratch_death(scratch))
        g_prefix_error(error, "%s: ", scratch_death(scratch));
    return pg;
}

/* The list as the functions of scratch.sql read it: names, and what begins with a hyphen. */
static bool write_extensions(const Scratch *scratch, const ServerUser *user, GError **error) {
    if (!scratch->extensions)
        return true;
    g_autofree char *names = g_strjoinv("\n", scratch->extensions);
    g_autofree char *where = g_strdelimit(g_strdup(scratch->extensions_where), "\r\n", ' ');
    g_autofree char *text = g_strconcat(scratch->trusted_extensions ? "-trusted\n" : "", "-where ",
                                        where, "\n", names, NULL);
    return rundir_write(scratch->rundir, user, "extensions", text, error);
}

/* One that cannot be unpacked is as good as none. */
static bool unpack_checkpoint(Scratch *scratch, const Checkpoint *checkpoint,
                              const ServerUser *user) {
    g_autoptr(GError) failed = NULL;
    g_autofree char *data = g_build_filename(scratch->rundir, "data", NULL);
    gsize length;
    bool broken;
    const char *archive = checkpoint_archive(checkpoint, &length);
    scratch->kept = checkpoint_number(checkpoint);
    if (scratch->kept > 0 && archive_unpack(archive, length, data, user, &broken, &failed))
        return true;
    term_verbose("a checkpoint is not used: %s", failed ? failed->message : "it has no database");
    scratch->kept = 0;
    file_remove_tree(data, NULL);
    return false;
}

static bool make_data(Scratch *scratch, const ScratchOptions *options, const Programs *programs,
                      const ServerUser *user, GError **error) {
    scratch->cache_dir = g_strdup(options->cache_dir);
    scratch->cache_size = options->cache_size ? options->cache_size : USUAL_CACHE_SIZE;
    return (options->checkpoint && unpack_checkpoint(scratch, options->checkpoint, user)) ||
           template_instantiate(programs, user, scratch->rundir, options->cache_dir,
                                scratch->cache_size, &scratch->storing, error);
}

/* The databases of a checkpoint but for the one that it keeps have no files. */
static bool drop_others(Scratch *scratch, GError **error) {
    g_autofree char *kept = scratch_name(scratch->kept);
    const char *const values[] = {kept};
    g_autoptr(Rows) rows =
        scratch_boot(scratch, error)
            ? pg_query(
                  scratch->boot,
                  "SELECT pg_catalog.format('DROP DATABASE %I', datname)"
                  " FROM pg_catalog.pg_database WHERE datname <> 'template1' AND datname <> $1",
                  G_N_ELEMENTS(values), values, error)
            : NULL;
    for (guint i = 0; rows && i < rows_count(rows); i++)
        if (!pg_script(scratch->boot, rows_value(rows, i, 0), error))
            return false;
    return rows;
}

static bool start_private(Scratch *scratch, const ScratchOptions *options, GError **error) {
    g_autoptr(Programs) programs = programs_find(options->bin_dir, options->major, error);
    ServerUser user;
    int lock = -1;
    if (!programs || !server_user_find(&user, error))
        return false;
    scratch->version = programs->version;
    scratch->strategy = template_strategy(programs);
    scratch->rundir = rundir_new(&user, &lock, error);
    if (!scratch->rundir)
        return false;
    g_autofree char *program = g_build_filename(programs->folder, "postgres", NULL);
    g_autofree char *data = g_build_filename(scratch->rundir, "data", NULL);
    g_autofree char *config = g_strconcat("--config-file=", scratch->rundir, "/server.conf", NULL);
    const char *const argv[] = {program, "-D", data, config, NULL};
    const GuardTask task = {&user,
                            programs->folder,
                            scratch->rundir,
                            argv,
                            options->sandbox,
                            options->deadline_ms,
                            options->disk_mb ? options->disk_mb : USUAL_DISK_MB};
    scratch->guard = guard_new(&task, lock, error);
    close(lock); /* the guard has it */
    if (!scratch->guard)
        return false;
    scratch->death = guard_death(scratch->guard);
    return write_extensions(scratch, &user, error) &&
           configure(scratch->rundir, &user, programs->version, error) &&
           make_data(scratch, options, programs, &user, error) &&
           guard_launch(scratch->guard, error) && (!scratch->kept || drop_others(scratch, error));
}

static bool start_given(Scratch *scratch, const ScratchOptions *options, GError **error) {
    if (options->sandbox == SANDBOX_REQUIRE) {
        g_set_error_literal(error, PG_ERROR, FAIL_ENVIRONMENT,
                            "a sandbox is required, and a given scratch server (scratch.url) is in "
                            "none; leave it out, or say --sandbox=prefer");
        return false;
    }
    scratch->given = given_new(options->url, options->major, options->privileged, error);
    if (!scratch->given)
        return false;
    scratch->version = pg_version(given_session(scratch->given));
    return true;
}

Scratch *scratch_start(const ScratchOptions *options, GError **error) {
    g_autoptr(Scratch) scratch = g_new0(Scratch, 1);
    scratch->user = options->privileged ? BOOT_USER : SCRATCH_USER;
    scratch->extensions = g_strdupv((GStrv)options->extensions);
    scratch->trusted_extensions = options->trusted_extensions;
    scratch->extensions_where =
        g_strdup(options->extensions_where ? options->extensions_where : "migrate.ini");
    bool fine = options->url ? start_given(scratch, options, error)
                             : start_private(scratch, options, error);
    if (fine)
        term_verbose("scratch server: PostgreSQL %d.%d, %s", scratch->version / 10000,
                     scratch->version % 10000, options->url ? "given" : "private");
    return fine ? g_steal_pointer(&scratch) : NULL;
}

void scratch_stop(Scratch *scratch) {
    if (!scratch)
        return;
    given_free(scratch->given);
    pg_close(scratch->boot);
    guard_free(scratch->guard);
    if (scratch->storing > 0 && child_wait(scratch->storing) != 0)
        term_verbose("the scratch server could not be written to the cache");
    if (scratch->keeping > 0 && child_wait(scratch->keeping) != 0)
        term_verbose("a checkpoint could not be written to the cache");
    if (scratch->death)
        g_bytes_unref(scratch->death);
    g_strfreev(scratch->extensions);
    g_free(scratch->extensions_where);
    g_free(scratch->role);
    g_free(scratch->path);
    g_free(scratch->created_schema);
    g_free(scratch->rundir);
    g_free(scratch->cache_dir);
    g_free(scratch);
}

guint scratch_major(const Scratch *scratch) {
    return (guint)scratch->version / 10000;
}

int scratch_version(const Scratch *scratch) {
    return scratch->version;
}

const char *scratch_sandbox(const Scratch *scratch) {
    return scratch->given ? "none: the server was given" : guard_sandbox(scratch->guard);
}

bool scratch_is_sandboxed(const Scratch *scratch) {
    return !scratch->given && guard_is_sandboxed(scratch->guard);
}

const char *scratch_death(const Scratch *scratch) {
    const char *text = scratch->death ? g_bytes_get_data(scratch->death, NULL) : NULL;
    return text && *text ? text : NULL;
}

bool scratch_is_patched(const Scratch *scratch, char **advice) {
    g_autofree char *text = patch_advice(scratch->version);
    bool patched = !text;
    if (advice)
        *advice = g_steal_pointer(&text);
    return patched;
}

Pg *scratch_boot(Scratch *scratch, GError **error) {
    if (!scratch->boot)
        scratch->boot = scratch_connect(scratch, "template1", BOOT_USER, error);
    return scratch->boot;
}

bool scratch_boot_execute(Scratch *scratch, const char *sql, guint count, const char *const *values,
                          GError **error) {
    g_autoptr(Rows) rows =
        scratch_boot(scratch, error) ? pg_query(scratch->boot, sql, count, values, error) : NULL;
    g_autoptr(GString) script = g_string_new(NULL);
    for (guint i = 0; rows && i < rows_count(rows); i++)
        g_string_append_printf(script, "%s;", rows_value(rows, i, 0));
    return rows && pg_script(scratch->boot, script->str, error);
}

static const char ADVICE[] =
    "On the scratch server SQL runs as a role without rights. For what only a superuser may "
    "do, set privileged = true in the section [scratch] of migrate.ini.";

/* For that one database: the tool's sessions may be the same user's. */
Pg *scratch_reconnect(Scratch *scratch, const char *database, GError **error) {
    const char *const values[] = {scratch->user, database, scratch->role};
    static const char sql[] =
        "SELECT pg_catalog.format('ALTER ROLE %I IN DATABASE %I SET role TO %L', $1::name,"
        " $2::name, $3::text)";
    if (scratch->role && !scratch_boot_execute(scratch, sql, G_N_ELEMENTS(values), values, error))
        return NULL;
    Pg *pg = scratch_connect(scratch, database, scratch->user, error);
    if (pg) {
        pg->role = g_strdup(scratch->role);
        pg->advice = strcmp(scratch->user, SCRATCH_USER) == 0 ? ADVICE : NULL;
    }
    return pg;
}

char *scratch_name(guint number) {
    return g_strdup_printf("scratch%u", number);
}

static Pg *private_database(Scratch *scratch, GError **error) {
    guint number = scratch->databases + 1;
    number += number == scratch->kept;
    g_autofree char *name = scratch_name(number);
    if (number > READY_DATABASES || scratch->kept) {
        g_autofree char *sql = g_strdup_printf(
            "CREATE DATABASE %s OWNER migrate_owner TEMPLATE %s%s", name,
            scratch->has_platform ? PLATFORM_DATABASE : "template1", scratch->strategy);
        if (!scratch_boot(scratch, error) || !pg_script(scratch->boot, sql, error)) {
            g_prefix_error(error, "while creating a scratch database: ");
            return NULL;
        }
    }
    scratch->databases = number;
    return scratch_reconnect(scratch, name, error);
}

/* Everybody acts for its owner, as in schema public. */
static bool create_schema(const Scratch *scratch, Pg *pg, GError **error) {
    g_autofree char *sql = g_strconcat("CREATE SCHEMA IF NOT EXISTS ", scratch->created_schema,
                                       scratch->given ? "" : " AUTHORIZATION migrate_owner", NULL);
    return pg_script(pg, sql, error);
}

Pg *scratch_database(Scratch *scratch, GError **error) {
    g_autoptr(Pg) pg =
        scratch->given ? given_database(scratch->given, error) : private_database(scratch, error);
    bool fine = pg && (!scratch->created_schema || create_schema(scratch, pg, error));
    return fine ? g_steal_pointer(&pg) : NULL;
}

char *scratch_url(const Scratch *scratch, const Pg *pg) {
    if (scratch->given)
        return given_url(scratch->given, pg_database(pg));
    g_autofree char *host = g_uri_escape_string(scratch->rundir, NULL, false);
    return g_strdup_printf("postgresql://%s@/%s?host=%s&port=5432", scratch->user, pg_database(pg),
                           host);
}

void scratch_set_path(Scratch *scratch, const char *path) {
    g_free(scratch->path);
    scratch->path = g_strdup(path);
}

const char *scratch_path(const Scratch *scratch) {
    return scratch->path ? scratch->path : "public";
}

const char *scratch_created_schema(const Scratch *scratch) {
    return scratch->created_schema;
}

bool scratch_create_schema(Scratch *scratch, Pg *pg, const char *name, GError **error) {
    g_free(scratch->created_schema);
    scratch->created_schema = pg_quote_ident(pg, name);
    return create_schema(scratch, pg, error);
}

bool scratch_create_tablespace(Scratch *scratch, const char *tablespace, GError **error) {
    if (scratch->given)
        return given_create_tablespace(scratch->given, tablespace, error);
    return scratch_boot(scratch, error) &&
           tablespace_create(scratch->boot, tablespace, NULL, error);
}

char *scratch_identity(const ScratchOptions *options) {
    g_autofree char *programs =
        options->url ? NULL : programs_identity(options->bin_dir, options->major);
    return programs ? g_strconcat(programs, template_locale(), NULL) : NULL;
}
