#include "backup/fill.h"

#include "backup/format.h"
#include "pg/pg.h"
#include <string.h>

enum { PIECE = 256 * 1024 };

void fill_clear(Fill *fill) {
    program_clear(&fill->restore);
    program_clear(&fill->psql);
    client_clear(&fill->restore_client);
    client_clear(&fill->psql_client);
}

bool fill_open(Fill *fill, GError **error) {
    const Manifest *manifest = &fill->file->manifest;
    guint theirs = (guint)manifest->server_version / 10000;
    if (theirs > fill->major) {
        g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT,
                    "%s is of PostgreSQL %u, and the server has %u, which does not understand all "
                    "of it; load it on a server of %u or later",
                    fill->file->path, theirs, fill->major, theirs);
        return false;
    }
    if (fill->jobs > 1 && fill->file->format->sql) {
        g_set_error(error, BACKUP_ERROR, FAIL_USAGE,
                    "%s is SQL, which one process loads; --jobs is for dumps of the formats custom "
                    "and directory",
                    fill->file->path);
        return false;
    }
    guint least = MAX(fill->major, manifest->program_major);
    return (fill->file->format->sql ||
            client_find("pg_restore", fill->bin_dir, least, &fill->restore_client, error)) &&
           client_find("psql", fill->bin_dir, fill->major, &fill->psql_client, error);
}

/* Nothing in a database that is filled apart has to be durable before it takes its name, and then
 * all of it is: a later commit that is written down takes what was before it along. */
static char **environment_of(const Fill *fill, GError **error) {
    char **environment = program_environment(fill->conninfo, error);
    if (!environment)
        return NULL;
    const char *before = g_environ_getenv(environment, "PGOPTIONS");
    g_autofree char *options = g_strdup_printf(
        "%s -csynchronous_commit=off -cclient_min_messages=warning", before ? before : "");
    return g_environ_setenv(environment, "PGOPTIONS", options, TRUE);
}

static bool start(const Fill *fill, Program *program, const char *const *argv, bool input,
                  GError **error) {
    g_auto(GStrv) environment = environment_of(fill, error);
    const ProgramStart start = {argv, environment, input};
    return environment && program_start(program, &start, error);
}

static bool start_psql(Fill *fill, GError **error) {
    const char *const argv[] = {
        fill->psql_client.path,  "--no-psqlrc",        "--quiet",  "--no-password",
        "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-", NULL};
    return start(fill, &fill->psql, argv, true, error);
}

static void tell(void *data) {
    Fill *fill = data;
    if (!fill->watch || !fill->watch->tell)
        return;
    program_listen(&fill->restore);
    BackupProgress progress = {"loading", infile_place(fill->file), fill->file->size,
                               fill->restore.tables, fill->file->manifest.table_count};
    if (!fill->file->format->sql)
        progress.bytes = progress.total;
    fill->watch->tell(&progress, fill->watch->data);
}

/* What psql says about the statement counts, and not that it could not be written to. */
static bool feed(Fill *fill, const char *text, gsize length, GError **error) {
    g_autoptr(GError) unwritten = NULL;
    if (program_feed(&fill->psql, text, length, &unwritten))
        return true;
    if (program_end(&fill->psql, error))
        g_propagate_error(error, g_steal_pointer(&unwritten));
    return false;
}

static gssize read_text(Fill *fill, char *piece, GError **error) {
    return fill->file->format->sql ? infile_read(fill->file, piece, PIECE, error)
                                   : program_read(&fill->restore, piece, PIECE, tell, fill, error);
}

static bool feed_all(Fill *fill, GError **error) {
    g_autofree char *piece = g_malloc(PIECE);
    gssize got;
    while ((got = read_text(fill, piece, error)) > 0) {
        if (!feed(fill, piece, (gsize)got, error))
            return false;
        tell(fill);
    }
    return got == 0 && (fill->file->format->sql || program_end(&fill->restore, error));
}

/* Takes nothing from psql, but waits for its end. */
static bool end_psql(Fill *fill, GError **error) {
    char none[64];
    gssize got;
    program_feed_end(&fill->psql);
    while ((got = program_read(&fill->psql, none, sizeof none, tell, fill, error)) > 0)
        continue;
    return got == 0 && program_end(&fill->psql, error);
}

static bool restore_apart(Fill *fill, GError **error) {
    g_auto(GStrv) environment = environment_of(fill, error);
    const char *name = environment ? g_environ_getenv(environment, "PGDATABASE") : NULL;
    if (!name)
        return false;
    /* With --dbname it is known to be a connection, of which all else is in the environment. */
    g_autofree char *database = pg_with_database("", name),
                    *option = g_strconcat("--dbname=", database, NULL),
                    *jobs = g_strdup_printf("--jobs=%u", MAX(fill->jobs, 1));
    const char *const argv[] = {fill->restore_client.path,
                                "--no-password",
                                "--exit-on-error",
                                "--verbose",
                                jobs,
                                option,
                                fill->file->path,
                                NULL};
    const ProgramStart start = {argv, environment, false};
    if (!program_start(&fill->restore, &start, error))
        return false;
    char none[64];
    gssize got;
    while ((got = program_read(&fill->restore, none, sizeof none, tell, fill, error)) > 0)
        continue;
    return got == 0 && program_end(&fill->restore, error);
}

bool fill_apart(Fill *fill, GError **error) {
    if (!fill->file->format->sql)
        return restore_apart(fill, error);
    return infile_rewind(fill->file, error) && start_psql(fill, error) && feed_all(fill, error) &&
           end_psql(fill, error);
}

static bool start_restore_text(Fill *fill, GError **error) {
    const char *const argv[] = {fill->restore_client.path, "--file=-", fill->file->path, NULL};
    return start(fill, &fill->restore, argv, false, error);
}

/* The end of psql's input is no COMMIT: whatever dies before that was written, dies with nothing
 * done. */
bool fill_at_once(Fill *fill, const char *before, const char *after, GError **error) {
    g_autofree char *begin = g_strconcat("BEGIN;\n", before, "\n", NULL),
                    *end = g_strconcat("\n", after, "\nCOMMIT;\n", NULL);
    bool sql = fill->file->format->sql;
    return (sql ? infile_rewind(fill->file, error) : start_restore_text(fill, error)) &&
           start_psql(fill, error) && feed(fill, begin, strlen(begin), error) &&
           feed_all(fill, error) && feed(fill, end, strlen(end), error) && end_psql(fill, error);
}
