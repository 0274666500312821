/* The data directory: made once by initdb, kept in the user's cache, copied for each run.
 *
 * A cached one is named after all that it was made from and never changes, so nobody has to lock
 * it. It appears by rename.
 */
#include "base/file.h"
#include "base/term.h"
#include "server/cache.h"
#include "server/server.h"
#include "sql.h"
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The same order and classification of characters everywhere; C.UTF-8 knows more letters than C,
 * where there is one. */
const char *template_locale(void) {
    locale_t locale = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
    if (!locale)
        return "C";
    freelocale(locale);
    return "C.UTF-8";
}

const char *template_strategy(const Programs *programs) {
    return programs->version >= 150000 ? " STRATEGY file_copy" : "";
}

static char *entry_name(const Programs *programs) {
    g_autofree char *made_from =
        g_strjoin("\n", programs->folder, programs->release, template_locale(), SQL_scratch,
                  G_STRINGIFY(READY_DATABASES), NULL);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, made_from, -1);
    return g_strdup_printf("pg%d-%.16s", programs->version, sum);
}

/* --- making one */

static bool run_initdb(const Programs *programs, const ServerUser *user, const char *data,
                       GError **error) {
    g_autofree char *program = g_build_filename(programs->folder, "initdb", NULL);
    g_autofree char *locale = g_strconcat("--locale=", template_locale(), NULL);
    const char *argv[] = {
        program,
        "--pgdata",
        data,
        "--username",
        "migrate_boot",
        "--auth=reject",
        "--encoding",
        "UTF8",
        locale,
        "--no-sync",
        "--wal-segsize=1",
        "--no-instructions",
        programs->version >= 180000 ? "--no-data-checksums" : NULL,
        NULL,
    };
    if (programs->version < 140000)
        argv[11] = NULL;
    return child_run(user, argv, NULL, NULL, error);
}

/* A single-user session needs no server and can leave its WAL small. */
static bool fill(const Programs *programs, const ServerUser *user, const char *data,
                 GError **error) {
    g_autoptr(GString) sql = g_string_new(SQL_scratch);
    for (guint i = 1; i <= READY_DATABASES; i++)
        g_string_append_printf(sql, "CREATE DATABASE scratch%u OWNER migrate_owner%s;\n\n", i,
                               template_strategy(programs));
    g_autofree char *program = g_build_filename(programs->folder, "postgres", NULL);
    const char *const argv[] = {
        program,     "--single",
        "-j",        "-O",
        "-D",        data,
        "-c",        "exit_on_error=on",
        "-c",        "fsync=off",
        "-c",        "full_page_writes=off",
        "-c",        "wal_level=minimal",
        "-c",        "max_wal_senders=0",
        "-c",        "min_wal_size=2MB",
        "-c",        "max_wal_size=2MB",
        "-c",        "log_checkpoints=off",
        "template1", NULL,
    };
    return child_run(user, argv, sql->str, NULL, error);
}

static bool make(const Programs *programs, const ServerUser *user, const char *data,
                 GError **error) {
    if (run_initdb(programs, user, data, error) && fill(programs, user, data, error))
        return true;
    g_prefix_error(error, "cannot create a scratch server: ");
    return false;
}

/* --- keeping it */

static bool write_entry(int archive, const char *cache, const char *entry) {
    g_autofree char *path = NULL;
    struct stat status;
    int file = cache_unfinished(cache, &path);
    bool fine = file >= 0 && fstat(archive, &status) == 0 &&
                archive_copy(archive, file, (guint64)status.st_size) && fsync(file) == 0 &&
                rename(path, entry) == 0;
    if (!fine && file >= 0)
        unlink(path);
    return fine;
}

/* Packs what is in `data` now and writes it in a separate process, because a disk may be slow. */
static pid_t store(const char *data, const char *cache, const char *entry, guint64 cache_size) {
    g_autoptr(GError) unsaved = NULL;
    int archive = archive_pack(data, NULL, NULL, &unsaved);
    if (archive < 0) {
        term_verbose("the scratch server is not cached: %s", unsaved->message);
        return -1;
    }
    pid_t child = fork();
    if (child == 0) {
        setsid();
        child_stdio(archive, -1, -1);
        close_range(3, ~0U, 0);
        bool written = write_entry(STDIN_FILENO, cache, entry);
        cache_trim(cache, cache_size);
        _exit(written ? 0 : 1);
    }
    close(archive);
    return child;
}

/* Whether there was an entry; a broken one goes and counts as none. */
static bool unpack_entry(const char *entry, const ServerUser *user, const char *data,
                         GError **error) {
    g_autoptr(GError) failed = NULL;
    bool broken = false;
    if (!g_file_test(entry, G_FILE_TEST_IS_REGULAR))
        return false;
    utimensat(AT_FDCWD, entry, NULL, 0); /* it is in use: see cache_trim() */
    g_autoptr(GMappedFile) file = g_mapped_file_new(entry, FALSE, &failed);
    if (file && archive_unpack(g_mapped_file_get_contents(file), g_mapped_file_get_length(file),
                               data, user, &broken, &failed))
        return true;
    broken = broken || !file;
    if (!broken) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return true;
    }
    term_verbose("the cached scratch server is created again: %s", failed->message);
    unlink(entry);
    file_remove_tree(data, NULL);
    return false;
}

bool template_instantiate(const Programs *programs, const ServerUser *user, const char *rundir,
                          const char *cache_dir, guint64 cache_size, pid_t *storing,
                          GError **error) {
    g_autofree char *data = g_build_filename(rundir, "data", NULL);
    g_autofree char *cache = cache_open(cache_dir);
    if (!cache && cache_dir) {
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                    "the cache folder %s cannot be used: %s; it has to belong to you, and nobody "
                    "else may write to it",
                    cache_dir, g_strerror(errno));
        return false;
    }
    if (!cache)
        term_verbose("no cache of scratch servers (%s); each run needs half a second more",
                     g_strerror(errno));
    g_autofree char *name = entry_name(programs);
    g_autofree char *entry = cache ? g_build_filename(cache, name, NULL) : NULL;
    g_autoptr(GError) failed = NULL;
    if (entry && unpack_entry(entry, user, data, &failed)) {
        if (!failed)
            return true;
        g_propagate_error(error, g_steal_pointer(&failed));
        return false;
    }
    if (!make(programs, user, data, error))
        return false;
    if (entry)
        *storing = store(data, cache, entry, cache_size);
    return true;
}
