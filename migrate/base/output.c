#include "base/output.h"

#include "base/error.h"
#include "base/fd.h"
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { MAX_LINKS = 40, USUAL_MODE = 0644 };

/* Where a path leads. */
typedef struct {
    char *path;         /* without links; its last part need not be there */
    int stream;         /* the descriptor of this process that it is, or -1 */
    bool there;         /* and then `status` holds */
    struct stat status; /* of a link: never */
} OutputPlace;

static void place_clear(OutputPlace *place) {
    g_free(place->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OutputPlace, place_clear)

/* Whether `folder` (absolute, without links) is `top` or below it. */
static bool is_in(const char *folder, const char *top) {
    g_autofree char *real = top ? realpath(top, NULL) : NULL;
    gsize length = real ? strlen(real) : 0;
    if (!real || strncmp(folder, real, length) != 0)
        return false;
    return strcmp(real, "/") == 0 || folder[length] == '\0' || folder[length] == '/';
}

static bool refuse_link(const char *link, GError **error) {
    g_set_error(error, BASE_ERROR, FAIL_USAGE,
                "%s is a symbolic link, and in an untrusted run nothing is written through one; "
                "name the file itself",
                link);
    return false;
}

/* Whether no folder on the way to `path` is a link of the work tree's. */
static bool is_way_free(const char *path, const char *untrusted, GError **error) {
    g_autofree char *folder = g_path_get_dirname(path);
    struct stat status;
    while (strcmp(folder, "/") != 0 && strcmp(folder, ".") != 0) {
        char *above = g_path_get_dirname(folder);
        g_autofree char *holder = realpath(above, NULL);
        bool link = lstat(folder, &status) == 0 && S_ISLNK(status.st_mode);
        bool refused = link && holder && is_in(holder, untrusted) && !refuse_link(folder, error);
        g_free(folder);
        folder = above;
        if (refused)
            return false;
    }
    return true;
}

/* "1" in the folder of this process's descriptors. */
static int stream_number(const char *folder, const char *name) {
    g_autofree char *own = g_strdup_printf("/proc/%d/fd", (int)getpid());
    guint64 number;
    bool found = strcmp(folder, own) == 0 &&
                 g_ascii_string_to_unsigned(name, 10, 0, G_MAXINT, &number, NULL);
    return found ? (int)number : -1;
}

/* Takes `path` apart into the folder it is in, links resolved, and what is there. */
static bool look(const char *path, OutputPlace *place, GError **error) {
    g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
    g_autofree char *real = realpath(folder, NULL);
    if (!real)
        return fd_fail(error, "write", path);
    g_free(place->path);
    place->path = g_build_filename(real, name, NULL);
    place->stream = stream_number(real, name);
    place->there = lstat(place->path, &place->status) == 0;
    return place->there || errno == ENOENT || fd_fail(error, "write", path);
}

static bool is_standard_stream(const char *path) {
    return strcmp(path, "/dev/stdout") == 0 || strcmp(path, "/dev/stderr") == 0;
}

static bool find(const char *path, const char *untrusted, OutputPlace *place, GError **error) {
    g_autofree char *next = g_strdup(path);
    bool free_way = untrusted && !is_standard_stream(path);
    if (free_way && !is_way_free(path, untrusted, error))
        return false;
    for (guint i = 0; i < MAX_LINKS; i++) {
        if (!look(next, place, error))
            return false;
        if (place->stream >= 0 || !place->there || !S_ISLNK(place->status.st_mode))
            return true;
        if (free_way)
            return refuse_link(path, error);
        g_autofree char *target = g_file_read_link(place->path, NULL);
        g_autofree char *folder = g_path_get_dirname(place->path);
        g_free(next);
        next = g_path_is_absolute(target ? target : "") ? g_strdup(target)
                                                        : g_build_filename(folder, target, NULL);
    }
    errno = ELOOP;
    return fd_fail(error, "write", path);
}

static int connect_to(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    AUTO_FD fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (g_strlcpy(address.sun_path, path, sizeof address.sun_path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof address) != 0)
        return -1;
    int connected = fd;
    fd = -1;
    return connected;
}

/* What was printed before comes before. */
static int open_place(const OutputPlace *place) {
    fflush(NULL);
    if (place->stream >= 0)
        return fcntl(place->stream, F_DUPFD_CLOEXEC, 0);
    if (place->there && S_ISSOCK(place->status.st_mode))
        return connect_to(place->path);
    int flags = O_WRONLY | O_APPEND | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC;
    return open(place->path, place->there ? flags : flags | O_CREAT | O_EXCL, USUAL_MODE);
}

bool output_write(const char *path, const char *text, gsize length, OutputMode mode,
                  const char *untrusted, GError **error) {
    g_auto(OutputPlace) place = {.stream = -1};
    if (!find(path, untrusted, &place, error))
        return false;
    bool folder = place.stream < 0 && place.there && S_ISDIR(place.status.st_mode);
    bool file = place.stream < 0 && (!place.there || S_ISREG(place.status.st_mode));
    if (folder) {
        g_set_error(error, BASE_ERROR, FAIL_USAGE, "%s is a folder; name a file in it", path);
        return false;
    }
    if (file && mode == OUTPUT_REPLACE)
        return file_write(place.path, text, length,
                          place.there ? (int)place.status.st_mode & 0777 : USUAL_MODE, error);
    AUTO_FD fd = open_place(&place);
    return (fd >= 0 && fd_write_all(fd, text, length)) || fd_fail(error, "write", path);
}
