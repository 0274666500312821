#include "backup/outfile.h"

#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE = 0600 };

static bool fail(GError **error, const char *path) {
    int code = errno;
    g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT, "cannot write %s: %s", path,
                g_strerror(code));
    return false;
}

static bool is_free(const char *path, bool folder, GError **error) {
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT || fail(error, path);
    if (!folder && S_ISREG(status.st_mode))
        return true;
    const char *what = S_ISLNK(status.st_mode)   ? "a symbolic link"
                       : S_ISDIR(status.st_mode) ? "a folder that exists"
                       : S_ISREG(status.st_mode) ? "a file that exists"
                                                 : "a device, pipe or socket";
    g_set_error(error, BACKUP_ERROR, FAIL_USAGE,
                "%s is %s, which is not replaced; choose another name", path, what);
    return false;
}

bool outfile_open(OutFile *file, const char *path, bool folder, GError **error) {
    file->folder = folder;
    /* A limit of the size of files is an error of write(2), also of the programs that write. */
    signal(SIGXFSZ, SIG_IGN);
    if (!is_free(path, folder, error))
        return false;
    file->path = g_strdup(path);
    file->temporary = g_strdup_printf("%s.%08x.tmp", path, g_random_int());
    if (folder)
        return true;
    file->fd = open(file->temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, MODE);
    return file->fd >= 0 || fail(error, path);
}

static bool sync_path(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool done = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP);
    if (fd >= 0)
        close(fd);
    return done;
}

/* Something else than a file that was put there since stays. */
static bool give_name(const OutFile *file) {
    struct stat status;
    bool there = lstat(file->path, &status) == 0;
    if (there && (file->folder || !S_ISREG(status.st_mode))) {
        errno = EEXIST;
        return false;
    }
    return rename(file->temporary, file->path) == 0;
}

bool outfile_keep(OutFile *file, GError **error) {
    g_autofree char *folder = g_path_get_dirname(file->path);
    bool done = file->fd < 0 || fsync(file->fd) == 0;
    if (done && file->fd >= 0) {
        done = close(file->fd) == 0;
        file->fd = -1;
    }
    if (!done || !give_name(file))
        return fail(error, file->path);
    g_clear_pointer(&file->temporary, g_free);
    return sync_path(folder) || fail(error, file->path);
}

void outfile_clear(OutFile *file) {
    if (file->fd >= 0)
        close(file->fd);
    if (file->temporary && file->folder)
        file_remove_tree(file->temporary, NULL);
    else if (file->temporary)
        unlink(file->temporary);
    g_free(file->path);
    g_free(file->temporary);
    *file = (OutFile){.fd = -1};
}
