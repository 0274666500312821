#include "backup/packing.h"

#include "base/file.h"
#include <errno.h>
#include <unistd.h>

GQuark backup_error_quark(void) {
    return g_quark_from_static_string("backup-error");
}

bool sink_write(Sink *sink, const void *bytes, gsize length, GError **error) {
    if (fd_write_all(sink->fd, bytes, length)) {
        sink->bytes += length;
        return true;
    }
    int code = errno;
    g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT, "cannot write %s: %s", sink->path,
                g_strerror(code));
    return false;
}

gssize spring_read(const Spring *spring, void *bytes, gsize length, GError **error) {
    ssize_t got;
    while ((got = read(spring->fd, bytes, length)) < 0 && errno == EINTR)
        ;
    int code = errno;
    if (got < 0)
        g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT, "cannot read %s: %s", spring->path,
                    g_strerror(code));
    return got;
}

bool spring_read_all(const Spring *spring, void *bytes, gsize length, GError **error) {
    for (char *at = bytes; length > 0;) {
        gssize got = spring_read(spring, at, length, error);
        if (got < 0)
            return false;
        if (got == 0) {
            g_set_error(error, BACKUP_ERROR, FAIL_USAGE, "%s is not whole: it ends too early",
                        spring->path);
            return false;
        }
        at += got;
        length -= (gsize)got;
    }
    return true;
}

static void *plain_begin(Sink *sink, GError **error G_GNUC_UNUSED) {
    return sink;
}

static bool plain_add(void *state, const void *bytes, gsize length, GError **error) {
    return sink_write(state, bytes, length, error);
}

static bool plain_end(void *state G_GNUC_UNUSED, GError **error G_GNUC_UNUSED) {
    return true;
}

static void *plain_open(const Spring *spring, GError **error G_GNUC_UNUSED) {
    return (void *)spring;
}

static gssize plain_read(void *state, void *bytes, gsize length, GError **error) {
    return spring_read(state, bytes, length, error);
}

static void plain_free(void *state G_GNUC_UNUSED) {
}

const Packing packing_plain = {plain_begin, plain_add,  plain_end,
                               plain_open,  plain_read, plain_free};
