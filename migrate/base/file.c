#include "base/file.h"

#include "base/error.h"
#include "base/fd.h"
#include "base/limits.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void fd_close_quietly(int *fd) {
    if (*fd >= 0)
        close(*fd);
}

bool fd_fail(GError **error, const char *doing, const char *path) {
    int code = errno;
    g_set_error(error, BASE_ERROR, FAIL_ENVIRONMENT, "cannot %s %s: %s", doing, path,
                g_strerror(code));
    return false;
}

bool fd_write_all(int fd, const void *bytes, gsize length) {
    for (const char *at = bytes; length > 0;) {
        ssize_t put = write(fd, at, length);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0) {
            at += put;
            length -= (gsize)put;
        }
    }
    return true;
}

/* Closes `*fd` now, so that an error of close(2) can be seen; NFS and quotas report there. */
static bool close_now(int *fd) {
    int open_fd = *fd;
    *fd = -1;
    return close(open_fd) == 0;
}

static int open_regular(const char *path, struct stat *status, GError **error) {
    /* O_NONBLOCK: opening a FIFO must not wait for its writer. */
    AUTO_FD fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && errno == ELOOP) {
        g_set_error(error, BASE_ERROR, FAIL_USAGE,
                    "%s is a symbolic link; put the file itself there", path);
        return -1;
    }
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        g_set_error(error, BASE_ERROR, FAIL_USAGE, "%s does not exist", path);
        return -1;
    }
    if (fd < 0 || fstat(fd, status) != 0) {
        fd_fail(error, "read", path);
        return -1;
    }
    if (!S_ISREG(status->st_mode)) {
        g_set_error(error, BASE_ERROR, FAIL_USAGE, "%s is %s; a regular file is needed", path,
                    S_ISDIR(status->st_mode) ? "a directory" : "a device, pipe or socket");
        return -1;
    }
    int result = fd;
    fd = -1;
    return result;
}

/* Not mapped: a mapping shows later changes of the file, and what was hashed must be what runs. */
GBytes *file_read(const char *path, GError **error) {
    struct stat status;
    AUTO_FD fd = open_regular(path, &status, error);
    if (fd < 0)
        return NULL;
    if (!limits_read((gsize)status.st_size, path, error))
        return NULL;
    gsize size = (gsize)status.st_size + 1, length = 0;
    g_autofree char *data = g_try_malloc(size);
    while (data) {
        ssize_t got = read(fd, data + length, size - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            fd_fail(error, "read", path);
            return NULL;
        }
        if (got == 0) {
            data[length] = '\0';
            return g_bytes_new_take(g_steal_pointer(&data), length);
        }
        length += (gsize)got;
        if (length < size)
            continue;
        if (!limits_read(size, path, error)) /* it has grown since */
            return NULL;
        char *larger = g_try_realloc(data, size * 2);
        if (!larger)
            break;
        data = larger;
        size *= 2;
    }
    g_set_error(error, BASE_ERROR, FAIL_ENVIRONMENT, "not enough memory to read %s", path);
    return NULL;
}

/* A rename is durable only when its directory is; file systems that cannot sync one say EINVAL. */
static bool sync_directory(const char *path) {
    g_autofree char *directory = g_path_get_dirname(path);
    AUTO_FD fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && (fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP);
}

/* Like rename(2), but EEXIST when `to` exists. */
static bool rename_new(const char *from, const char *to) {
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    return link(from, to) == 0 && unlink(from) == 0;
}

typedef enum { REPLACE = 0, ONLY_NEW = 1, UNSYNCED = 2 } Manner;

static bool write_replacing(const char *path, const char *text, gsize length, int mode,
                            Manner manner, GError **error) {
    bool only_new = manner & ONLY_NEW, synced = !(manner & UNSYNCED);
    g_autofree char *temporary = g_strdup_printf("%s.%08x.tmp", path, g_random_int());
    AUTO_FD fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode & 0600);
    if (fd < 0)
        return fd_fail(error, "write", path);
    bool done = fd_write_all(fd, text, length) && fchmod(fd, (mode_t)mode) == 0 &&
                (!synced || fsync(fd) == 0) && close_now(&fd) &&
                (only_new ? rename_new(temporary, path) : rename(temporary, path) == 0);
    if (!done) {
        int code = errno;
        unlink(temporary);
        errno = code;
        if (only_new && code == EEXIST)
            g_set_error(error, BASE_ERROR, FAIL_USAGE, "%s exists and is not overwritten", path);
        else
            fd_fail(error, "write", path);
        return false;
    }
    return !synced || sync_directory(path) || fd_fail(error, "sync the folder of", path);
}

bool file_write(const char *path, const char *text, gsize length, int mode, GError **error) {
    return write_replacing(path, text, length, mode, REPLACE, error);
}

bool file_write_unsynced(const char *path, const char *text, gsize length, int mode,
                         GError **error) {
    return write_replacing(path, text, length, mode, UNSYNCED, error);
}

bool file_create(const char *path, const char *text, gsize length, int mode, GError **error) {
    return write_replacing(path, text, length, mode, ONLY_NEW, error);
}

bool file_mkdirs(const char *path, GError **error) {
    return g_mkdir_with_parents(path, 0755) == 0 || fd_fail(error, "create the folder", path);
}
