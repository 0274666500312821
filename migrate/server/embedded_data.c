/* Where the embedded database lies, and making it. */
#include "server/embedded_data.h"

#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOCKET_PATH_LIMIT = 107 };

static bool fail(GError **error, const char *doing, const char *path) {
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot %s %s: %s", doing, path,
                g_strerror(errno));
    return false;
}

void place_clear(Place *place) {
    g_free(place->folder);
    g_free(place->socket);
    *place = (Place){0};
}

/* A name that tells projects with the same last part apart. */
static char *short_name(const char *project) {
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, project, -1);
    g_autofree char *last = g_path_get_basename(project);
    return g_strdup_printf("%.40s-%.12s", g_str_is_ascii(last) ? last : "project", sum);
}

static bool is_folder(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A folder of the server user's. A link in its place could lead a root tool anywhere. */
static bool make_folder(const char *path, const ServerUser *user, GError **error) {
    struct stat status;
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return fail(error, "make the folder", path);
    if (lstat(path, &status) != 0 || !S_ISDIR(status.st_mode)) {
        errno = ENOTDIR;
        return fail(error, "use", path);
    }
    if (status.st_uid == user->uid && (status.st_mode & 07777) == 0700)
        return true;
    if (status.st_uid != user->uid && status.st_uid != geteuid()) {
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                    "%s belongs to another user (uid %u), who has to run this, or root", path,
                    (guint)status.st_uid);
        return false;
    }
    if (chmod(path, 0700) != 0 || (user->other && chown(path, user->uid, user->gid) != 0))
        return fail(error, "give away", path);
    return true;
}

/* Data that are there already say whose server it is. */
static bool find_user(Place *place, GError **error) {
    struct stat status;
    g_autofree char *data = g_build_filename(place->folder, "data", NULL);
    if (!server_user_find(&place->user, error))
        return false;
    place->exists = lstat(data, &status) == 0 && S_ISDIR(status.st_mode);
    if (!place->exists || status.st_uid == place->user.uid || geteuid() != 0)
        return true;
    const struct passwd *entry = status.st_uid == 0 ? NULL : getpwuid(status.st_uid);
    if (!entry) {
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                    "%s belongs to uid %u, which a server cannot run as", data,
                    (guint)status.st_uid);
        return false;
    }
    place->user = (ServerUser){.uid = entry->pw_uid, .gid = entry->pw_gid, .other = true};
    g_strlcpy(place->user.name, entry->pw_name, sizeof place->user.name);
    return true;
}

/* A socket's path has few bytes, and libpq takes a comma for the end of a host. */
static void find_socket(Place *place) {
    gsize length = strlen(place->folder) + strlen("/.s.PGSQL.5432.lock");
    if (length < SOCKET_PATH_LIMIT && !strpbrk(place->folder, ",\"")) {
        place->socket = g_strdup(place->folder);
        return;
    }
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, place->folder, -1);
    place->socket = g_strdup_printf("/tmp/migrate-dev-%u-%.16s", (guint)place->user.uid, sum);
}

static bool make_parents(const char *folder, GError **error) {
    g_autofree char *parent = g_path_get_dirname(folder);
    return is_folder(parent) || file_mkdirs(parent, error);
}

/* Takes `folder` if the server's user can work there; false without an error when it cannot. */
static bool try_folder(Place *place, const char *folder, bool make, GError **error) {
    g_free(place->folder);
    place->folder = g_strdup(folder);
    if (!find_user(place, error))
        return false;
    if (!make)
        return place->exists && child_can_write(&place->user, folder);
    bool fresh = !is_folder(folder);
    if (!make_parents(folder, error) || !make_folder(folder, &place->user, error))
        return false;
    if (child_can_write(&place->user, folder))
        return true;
    if (fresh)
        rmdir(folder);
    return false;
}

bool place_find(Place *place, const char *project, bool make, GError **error) {
    g_autofree char *top = g_canonicalize_filename(project, NULL);
    char *real = realpath(top, NULL);
    g_autofree char *inside = g_build_filename(real ? real : top, ".migrate", "dev", NULL);
    g_autofree char *name = short_name(real ? real : top);
    g_autofree char *outside = g_build_filename("/var/lib/migrate", name, NULL);
    free(real);
    GError *local = NULL;
    *place = (Place){0};
    bool found = try_folder(place, inside, make, &local);
    if (!found && !local && geteuid() == 0)
        found = try_folder(place, outside, make, &local);
    if (found) {
        find_socket(place);
        return true;
    }
    if (local) {
        g_propagate_error(error, local);
        return false;
    }
    if (!make) {
        g_clear_pointer(&place->folder, g_free);
        return true;
    }
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                "the development database cannot lie in %s: user %s cannot work there",
                place->folder, place->user.name);
    return false;
}

int place_lock(const Place *place, const char *name, GError **error) {
    g_autofree char *path = g_build_filename(place->folder, name, NULL);
    int lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (lock < 0)
        fail(error, "open", path);
    else if (place->user.other && fchown(lock, place->user.uid, place->user.gid) != 0)
        fail(error, "give away", path);
    return lock;
}

/* The major version that made the data. */
static guint data_major(const Place *place) {
    g_autofree char *path = g_build_filename(place->folder, "data", "PG_VERSION", NULL);
    g_autofree char *text = NULL;
    return g_file_get_contents(path, &text, NULL, NULL) ? (guint)strtoul(text, NULL, 10) : 0;
}

Programs *place_programs(const Place *place, const EmbeddedOptions *options, GError **error) {
    guint major = place->exists ? data_major(place) : options->major;
    if (place->exists && options->major && major != options->major) {
        g_set_error(
            error, PG_ERROR, FAIL_DECISION,
            "the development database in %s was created by PostgreSQL %u, and the project wants %u "
            "([project] server); 'migrate reset' deletes it, the next command creates a new one",
            place->folder, major, options->major);
        return NULL;
    }
    return programs_find(options->bin_dir, major, error);
}

/* The same order of characters everywhere; C.UTF-8 knows more letters than C, where there is one.
 */
static const char *locale_name(void) {
    locale_t locale = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
    if (!locale)
        return "C";
    freelocale(locale);
    return "C.UTF-8";
}

/* One flush of the file system takes a fraction of the time of one for each of a thousand files. */
static bool flush(const char *data, GError **error) {
    int fd = open(data, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool done = fd >= 0 && syncfs(fd) == 0;
    if (!done)
        fail(error, "flush", data);
    if (fd >= 0)
        close(fd);
    return done;
}

static bool make_data(const Place *place, const Programs *programs, const char *data,
                      GError **error) {
    g_autofree char *initdb = g_build_filename(programs->folder, "initdb", NULL);
    g_autofree char *server = g_build_filename(programs->folder, "postgres", NULL);
    g_autofree char *locale = g_strconcat("--locale=", locale_name(), NULL);
    const char *const make[] = {
        initdb,       "--pgdata", data,   "--username", "postgres",          "--auth=reject",
        "--encoding", "UTF8",     locale, "--no-sync",  "--no-instructions", NULL};
    const char *const fill[] = {server, "--single",         "-D",       data,
                                "-c",   "exit_on_error=on", "postgres", NULL};
    /* In a single-user session a line is a command. */
    return child_run(&place->user, make, NULL, NULL, error) &&
           child_run(&place->user, fill,
                     "CREATE ROLE " EMBEDDED_ROLE " SUPERUSER LOGIN\n"
                     "CREATE DATABASE " EMBEDDED_ROLE " OWNER " EMBEDDED_ROLE "\n",
                     NULL, error) &&
           flush(data, error);
}

bool place_fill(Place *place, const Programs *programs, GError **error) {
    g_autofree char *unfinished = g_build_filename(place->folder, "data.new", NULL);
    g_autofree char *data = g_build_filename(place->folder, "data", NULL);
    if (!file_remove_tree(unfinished, error))
        return false;
    if (!make_data(place, programs, unfinished, error)) {
        g_prefix_error(error, "cannot create the development database: ");
        file_remove_tree(unfinished, NULL);
        return false;
    }
    if (rename(unfinished, data) != 0)
        return fail(error, "rename", unfinished);
    place->exists = true;
    return true;
}

/* Files in a folder of the server user's are written by that user: a root tool follows no link
 * there. */
static bool write_as(const Place *place, const char *name, const char *text, GError **error) {
    g_autofree char *path = g_build_filename(place->folder, name, NULL);
    const char *const argv[] = {"/bin/sh", "-c", "cat >\"$0\"", path, NULL};
    return child_run(&place->user, argv, text, NULL, error);
}

static void add_user(GString *map, const char *name) {
    g_autoptr(GString) quoted = g_string_new(name);
    g_string_replace(quoted, "\"", "\"\"", 0);
    g_string_append_printf(map, "dev \"%s\" " EMBEDDED_ROLE "\ndev \"%s\" postgres\n", quoted->str,
                           quoted->str);
}

static bool write_access(const Place *place, GError **error) {
    g_autoptr(GString) map = g_string_new(NULL);
    g_autofree char *tool = tool_user_name();
    add_user(map, place->user.name);
    add_user(map, tool);
    add_user(map, "root");
    return write_as(place, "hba.conf", "local all all peer map=dev\n", error) &&
           write_as(place, "ident.conf", map->str, error);
}

static void add_setting(GPtrArray *argv, const char *name, const char *value) {
    g_ptr_array_add(argv, g_strdup("-c"));
    g_ptr_array_add(argv, g_strconcat(name, "=", value, NULL));
}

char **place_command(const Place *place, const Programs *programs, GError **error) {
    if (!make_folder(place->socket, &place->user, error) || !write_access(place, error))
        return NULL;
    g_autofree char *socket = g_strconcat("\"", place->socket, "\"", NULL);
    g_autofree char *hba = g_build_filename(place->folder, "hba.conf", NULL);
    g_autofree char *ident = g_build_filename(place->folder, "ident.conf", NULL);
    GPtrArray *argv = g_ptr_array_new();
    g_ptr_array_add(argv, g_build_filename(programs->folder, "postgres", NULL));
    g_ptr_array_add(argv, g_strdup("-D"));
    g_ptr_array_add(argv, g_build_filename(place->folder, "data", NULL));
    add_setting(argv, "listen_addresses", "");
    add_setting(argv, "port", "5432");
    add_setting(argv, "unix_socket_directories", socket);
    add_setting(argv, "unix_socket_permissions", "0700");
    add_setting(argv, "hba_file", hba);
    add_setting(argv, "ident_file", ident);
    add_setting(argv, "cluster_name", "migrate dev");
    add_setting(argv, "max_locks_per_transaction", "1024");
    add_setting(argv, "logging_collector", "off");
    g_ptr_array_add(argv, NULL);
    return (char **)g_ptr_array_free(argv, FALSE);
}
