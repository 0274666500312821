#include "backup/format.h"

#include "base/file.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

G_DEFINE_QUARK(backup - error - quark, backup_error)

#define MAGIC(bytes) .magic = (bytes), .magic_length = sizeof(bytes) - 1

const BackupFormat backup_formats[] = {
    {.name = "custom",
     .extension = ".dump",
     .pg_dump = "custom",
     MAGIC("PGDMP"),
     .help = "one compressed file for pg_restore; loads with several processes"},
    {.name = "directory",
     .extension = ".dir",
     .pg_dump = "directory",
     MAGIC("PGDMP"),
     .folder = true,
     .help = "a folder for pg_restore; is written and loaded with several processes"},
    {.name = "sql.gz",
     .extension = ".sql.gz",
     .pg_dump = "plain",
     MAGIC("\x1f\x8b"),
     .packing = &packing_gzip,
     .sql = true,
     .help = "SQL, packed by gzip"},
    {.name = "sql.zst",
     .extension = ".sql.zst",
     .pg_dump = "plain",
     MAGIC("\x28\xb5\x2f\xfd"),
     .packing = &packing_zstd,
     .sql = true,
     .help = "SQL, packed by Zstandard"},
    {.name = "zip",
     .extension = ".zip",
     .pg_dump = "plain",
     MAGIC("PK\x03\x04"),
     .packing = &packing_zip,
     .sql = true,
     .help = "SQL in a zip file, as dump.sql"},
    {.name = "sql",
     .extension = ".sql",
     .pg_dump = "plain",
     MAGIC(""),
     .packing = &packing_plain,
     .sql = true,
     .help = "SQL, for psql and for people"},
    {0},
};

const BackupFormat *backup_format_named(const char *name) {
    for (const BackupFormat *format = backup_formats; format->name; format++)
        if (strcmp(format->name, name) == 0)
            return format;
    return NULL;
}

const BackupFormat *backup_format_of_name(const char *path) {
    for (const BackupFormat *format = backup_formats; format->name; format++)
        if (g_str_has_suffix(path, format->extension))
            return format;
    return NULL;
}

const BackupFormat *backup_format_of(const void *bytes, gsize length) {
    const BackupFormat *format = backup_formats;
    while (format->folder || format->magic_length > length ||
           memcmp(format->magic, bytes, format->magic_length) != 0)
        format++;
    return format;
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
