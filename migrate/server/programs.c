/* Which PostgreSQL servers are installed. */
#include "server/folders.h"
#include "server/server.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OLDEST_MAJOR = 13, USUAL_MAJOR = 15 };

void programs_free(Programs *programs) {
    if (!programs)
        return;
    g_free(programs->folder);
    g_free(programs->release);
    g_free(programs);
}

static bool has_program(const char *folder, const char *name) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    return g_file_test(path, G_FILE_TEST_IS_REGULAR) && access(path, X_OK) == 0;
}

/* What `postgres --version` prints, found in the program itself, where it is one text: each command
 * asks, and a start of the server costs more than a search. NULL: it is not there, as in a script
 * that starts another program. Caller frees. */
static char *find_printed(const char *path) {
    static const char begin[] = "\0postgres (PostgreSQL) ";
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, false, NULL);
    const char *text = file ? g_mapped_file_get_contents(file) : NULL;
    const char *end = text ? text + g_mapped_file_get_length(file) : NULL;
    const char *found = text ? memmem(text, (gsize)(end - text), begin, sizeof begin - 1) : NULL;
    const char *line_end = found ? memchr(found, '\n', (gsize)(end - found)) : NULL;
    bool whole = line_end && line_end + 1 < end && line_end[1] == '\0';
    char *printed = whole ? g_strndup(found + 1, (gsize)(line_end - found)) : NULL;
    if (printed && strlen(printed) == (gsize)(line_end - found))
        return printed;
    g_free(printed);
    return NULL;
}

/* Caller frees. */
static char *ask_version(const char *path) {
    const ServerUser self = {.other = false};
    g_autofree char *output = find_printed(path);
    if (!output &&
        !child_run(&self, (const char *const[]){path, "--version", NULL}, NULL, &output, NULL))
        return NULL;
    return g_steal_pointer(&output);
}

/* "postgres (PostgreSQL) 15.20 (Debian …)" into release and version; betas ("18beta1") count as
 * x.0. */
static bool read_version(Programs *programs) {
    g_autofree char *path = g_build_filename(programs->folder, "postgres", NULL);
    g_autofree char *output = ask_version(path);
    const char *number = output ? strstr(output, ") ") : NULL;
    if (!number)
        return false;
    programs->release = g_strstrip(g_strdup(number + 2));
    int major = 0, minor = 0;
    if (sscanf(programs->release, "%d.%d", &major, &minor) < 1)
        return false;
    programs->version = major * 10000 + minor;
    return major > 0;
}

/* The folder of the program that `folder`/postgres is in the end: symbolic links to single programs
 * are common. */
static char *real_folder(const char *folder) {
    g_autofree char *path = g_build_filename(folder, "postgres", NULL);
    g_autofree char *real = realpath(path, NULL);
    return real ? g_path_get_dirname(real) : NULL;
}

/* Whether servers are installed in a folder that is not known yet. */
static Programs *look_into(const GPtrArray *found, const char *folder) {
    g_autofree char *real = real_folder(folder);
    if (!real || !has_program(real, "postgres") || !has_program(real, "initdb"))
        return NULL;
    for (guint i = 0; i < found->len; i++)
        if (strcmp(((Programs *)found->pdata[i])->folder, real) == 0)
            return NULL;
    Programs *programs = g_new0(Programs, 1);
    programs->folder = g_steal_pointer(&real);
    return programs;
}

static void add_installed(GPtrArray *found, const char *folder) {
    g_autoptr(Programs) programs = look_into(found, folder);
    if (programs && read_version(programs))
        g_ptr_array_add(found, g_steal_pointer(&programs));
}

/* The same of programs whose version does not matter. */
static void add_unread(GPtrArray *found, const char *folder) {
    Programs *programs = look_into(found, folder);
    if (programs)
        g_ptr_array_add(found, programs);
}

/* What looks into a folder. */
typedef void (*Adder)(GPtrArray *found, const char *folder);

static void add_path(GPtrArray *found, Adder add) {
    g_autoptr(GPtrArray) folders = folders_of_path();
    for (guint i = 0; i < folders->len; i++)
        add(found, folders->pdata[i]);
}

static void add_pg_config(GPtrArray *found) {
    const ServerUser self = {.other = false};
    g_autofree char *program = g_find_program_in_path("pg_config");
    g_autofree char *output = NULL;
    if (program &&
        child_run(&self, (const char *const[]){program, "--bindir", NULL}, NULL, &output, NULL))
        add_installed(found, g_strstrip(output));
}

static void add_usual_folders(GPtrArray *found, Adder add) {
    g_autoptr(GPtrArray) folders = folders_usual();
    for (guint i = 0; i < folders->len; i++)
        add(found, folders->pdata[i]);
}

static char *describe(const GPtrArray *found) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < found->len; i++) {
        const Programs *programs = found->pdata[i];
        g_string_append_printf(text, "%s%s in %s", i ? ", " : "", programs->release,
                               programs->folder);
    }
    return g_string_free(text, FALSE);
}

static Programs *best_of(const GPtrArray *found, guint major) {
    Programs *best = NULL;
    for (guint i = 0; i < found->len; i++) {
        Programs *programs = found->pdata[i];
        guint its_major = (guint)programs->version / 10000;
        bool fits = major ? its_major == major : its_major >= OLDEST_MAJOR;
        if (fits && (!best || programs->version > best->version))
            best = programs;
    }
    return best;
}

static guint index_of(GPtrArray *found, const Programs *programs) {
    guint index = 0;
    g_ptr_array_find(found, programs, &index);
    return index;
}

static void fail_missing(const GPtrArray *found, guint major, GError **error) {
    guint wanted = major ? major : USUAL_MAJOR;
    g_autofree char *installed = describe(found);
    if (found->len == 0)
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                    "no PostgreSQL server programs (postgres, initdb) are installed, which a "
                    "scratch database needs; install them (Debian, Ubuntu: apt-get install "
                    "postgresql-%u), name their folder in MIGRATE_PG_BIN, or give a server with "
                    "--scratch URL",
                    wanted);
    else
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                    "a scratch database of PostgreSQL %u%s is needed, but only %s %s installed; "
                    "install it (Debian, Ubuntu: apt-get install postgresql-%u) or give a server "
                    "of that version with --scratch URL",
                    major ? major : OLDEST_MAJOR, major ? "" : " or later", installed,
                    found->len == 1 ? "is" : "are", wanted);
}

Programs *programs_find(const char *folder, guint major, GError **error) {
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)programs_free);
    const char *given = folder ? folder : g_getenv("MIGRATE_PG_BIN");
    if (given && *given) {
        add_installed(found, given);
        if (found->len == 0) {
            g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                        "%s has no working PostgreSQL server programs (postgres, initdb)", given);
            return NULL;
        }
    } else {
        const char *fallback = g_getenv("MIGRATE_PG_FALLBACK");
        add_usual_folders(found, add_installed);
        add_path(found, add_installed);
        if (fallback && *fallback && !best_of(found, major))
            add_installed(found, fallback);
        if (!best_of(found, major)) /* it often is a slow script */
            add_pg_config(found);
    }
    Programs *best = best_of(found, major);
    if (!best)
        fail_missing(found, major, error);
    if (!best || !programs_reach(best, error))
        return NULL;
    g_ptr_array_steal_index_fast(found, index_of(found, best));
    return best;
}

/* Another program under the name is another file, or the file has changed. */
static void describe_file(GString *text, const char *folder) {
    g_autofree char *path = g_build_filename(folder, "postgres", NULL);
    struct stat info;
    if (stat(path, &info) == 0)
        g_string_append_printf(text, "%s %lu %lu %ld %ld.%ld %ld.%ld\n", folder,
                               (gulong)info.st_dev, (gulong)info.st_ino, (glong)info.st_size,
                               (glong)info.st_mtim.tv_sec, (glong)info.st_mtim.tv_nsec,
                               (glong)info.st_ctim.tv_sec, (glong)info.st_ctim.tv_nsec);
}

char *programs_identity(const char *folder, guint major) {
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)programs_free);
    const char *given = folder ? folder : g_getenv("MIGRATE_PG_BIN");
    if (given && *given) {
        add_unread(found, given);
    } else {
        const char *fallback = g_getenv("MIGRATE_PG_FALLBACK");
        add_usual_folders(found, add_unread);
        add_path(found, add_unread);
        if (fallback && *fallback)
            add_unread(found, fallback);
    }
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%u\n", major);
    for (guint i = 0; i < found->len; i++)
        describe_file(text, ((const Programs *)found->pdata[i])->folder);
    return found->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}
