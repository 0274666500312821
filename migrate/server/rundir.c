/* The folder of one run of the private server, and clearing those of dead runs.
 *
 * A run holds a lock on the file `lock` in it. A folder whose lock is free belongs to a dead run.
 * The file appears under its name only when it is locked, so that no half-made folder looks dead.
 */
#include "base/file.h"
#include "server/server.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PREFIX "migrate-scratch."

enum {
    SOCKET_PATH_LIMIT = 100, /* sun_path has 108 */
    UNLOCKED_AGE = 600,      /* seconds after which a folder without lock file is dead */
};
static const guint64 memory_wanted = 1 << 30;

/* Where folders of runs may be, the best first. */
static GPtrArray *places(void) {
    GPtrArray *list = g_ptr_array_new();
    const char *temporary = g_getenv("TMPDIR");
    g_ptr_array_add(list, (gpointer) "/dev/shm");
    if (temporary && *temporary == '/')
        g_ptr_array_add(list, (gpointer)temporary);
    g_ptr_array_add(list, (gpointer) "/tmp");
    return list;
}

/* The server of a dead run, if it lives: the kernel should have stopped it with its guard. */
static void stop_leftover(const char *data) {
    g_autofree char *file = g_build_filename(data, "postmaster.pid", NULL);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(file, &text, NULL, NULL))
        return;
    long pid = strtol(text, NULL, 10);
    g_autofree char *link = g_strdup_printf("/proc/%ld/cwd", pid);
    for (int i = 0; pid > 1 && i < 500; i++) {
        g_autofree char *folder = g_file_read_link(link, NULL);
        if (g_strcmp0(folder, data) != 0)
            return;
        if (i == 0)
            kill((pid_t)pid, SIGQUIT);
        g_usleep(10000);
    }
}

/* A killed server leaves its small System V segment behind; postmaster.pid names it. Only one that
 * nobody uses goes. */
static void remove_segment(const char *rundir) {
    g_autofree char *file = g_build_filename(rundir, "data", "postmaster.pid", NULL);
    g_autofree char *text = NULL;
    struct shmid_ds segment;
    struct stat status;
    if (!g_file_get_contents(file, &text, NULL, NULL) || stat(rundir, &status) != 0)
        return;
    g_auto(GStrv) lines = g_strsplit(text, "\n", 8);
    int id = -1;
    if (g_strv_length(lines) == 8 && sscanf(lines[6], "%*d %d", &id) == 1 &&
        shmctl(id, IPC_STAT, &segment) == 0 && segment.shm_nattch == 0 &&
        segment.shm_perm.cuid == status.st_uid)
        shmctl(id, IPC_RMID, NULL);
}

bool rundir_remove(const char *rundir) {
    remove_segment(rundir);
    return file_remove_tree(rundir, NULL);
}

static void reap(const char *path) {
    g_autofree char *data = g_build_filename(path, "data", NULL);
    stop_leftover(data);
    rundir_remove(path);
}

static void reap_if_dead(const char *path, const struct stat *status) {
    g_autofree char *file = g_build_filename(path, "lock", NULL);
    int lock = open(file, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (lock < 0) {
        if (errno == ENOENT && status->st_mtime + UNLOCKED_AGE < time(NULL))
            reap(path);
        return;
    }
    if (flock(lock, LOCK_EX | LOCK_NB) == 0)
        reap(path);
    close(lock);
}

static void reap_in(const char *place, const ServerUser *user) {
    DIR *folder = opendir(place);
    if (!folder)
        return;
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (!g_str_has_prefix(entry->d_name, PREFIX))
            continue;
        g_autofree char *path = g_build_filename(place, entry->d_name, NULL);
        struct stat status;
        if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode) &&
            (status.st_uid == user->uid || status.st_uid == geteuid()))
            reap_if_dead(path, &status);
    }
    closedir(folder);
}

static bool is_suitable(const char *place, const ServerUser *user) {
    struct statvfs space;
    if (strcmp(place, "/dev/shm") == 0 &&
        (statvfs(place, &space) != 0 ||
         (guint64)space.f_bavail * (guint64)space.f_frsize < memory_wanted))
        return false;
    if (strlen(place) + strlen("/" PREFIX "XXXXXX/.s.PGSQL.5432") >= SOCKET_PATH_LIMIT)
        return false;
    /* A root tool's TMPDIR may be closed to others. */
    return child_can_write(user, place);
}

/* Locks the folder under a name that nobody looks at, then shows it. */
static int lock_folder(const char *path) {
    g_autofree char *hidden = g_build_filename(path, "lock.new", NULL);
    g_autofree char *shown = g_build_filename(path, "lock", NULL);
    int lock = open(hidden, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (lock >= 0 && (flock(lock, LOCK_EX | LOCK_NB) != 0 || rename(hidden, shown) != 0)) {
        close(lock);
        return -1;
    }
    return lock;
}

static char *make_folder(const char *place, const ServerUser *user, int *lock) {
    g_autofree char *path = g_build_filename(place, PREFIX "XXXXXX", NULL);
    if (!mkdtemp(path))
        return NULL;
    *lock = lock_folder(path);
    if (*lock >= 0 && (!user->other || chown(path, user->uid, user->gid) == 0))
        return g_steal_pointer(&path);
    int reason = errno;
    if (*lock >= 0)
        close(*lock);
    file_remove_tree(path, NULL);
    errno = reason;
    return NULL;
}

char *rundir_new(const ServerUser *user, int *lock, GError **error) {
    g_autoptr(GPtrArray) list = places();
    for (guint i = 0; i < list->len; i++)
        reap_in(list->pdata[i], user);
    int reason = EACCES;
    const char *tried = "/tmp";
    for (guint i = 0; i < list->len; i++) {
        if (!is_suitable(list->pdata[i], user))
            continue;
        char *path = make_folder(list->pdata[i], user, lock);
        if (path)
            return path;
        reason = errno;
        tried = list->pdata[i];
    }
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                "cannot create a folder for the scratch server in %s: %s; set TMPDIR to a folder "
                "with space and a path below 60 bytes%s%s",
                tried, g_strerror(reason), user->other ? " that is open to user " : "",
                user->other ? user->name : "");
    return NULL;
}

bool rundir_write(const char *rundir, const ServerUser *user, const char *name, const char *text,
                  GError **error) {
    g_autofree char *path = g_build_filename(rundir, name, NULL);
    gsize length = strlen(text);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool fine = fd >= 0 && write(fd, text, length) == (ssize_t)length &&
                (!user->other || fchown(fd, user->uid, user->gid) == 0);
    if (!fine)
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot write %s: %s", path,
                    g_strerror(errno));
    if (fd >= 0)
        close(fd);
    return fine;
}
