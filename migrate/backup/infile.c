#include "backup/infile.h"

#include "backup/writer.h"
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What of a dump's end is looked at for the manifest; a piece of what is read. */
enum { END = 1024 * 1024, PIECE = 256 * 1024, HEAD = 64 };

static bool fail(const InFile *file, const char *what, GError **error) {
    g_set_error(error, BACKUP_ERROR, FAIL_USAGE, "%s %s", file->path, what);
    return false;
}

static int open_path(const char *path, struct stat *status, GError **error) {
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    int code = errno;
    if (fd >= 0 && fstat(fd, status) == 0)
        return fd;
    g_set_error(error, BACKUP_ERROR, code == ENOENT ? FAIL_USAGE : FAIL_ENVIRONMENT,
                "cannot read %s: %s", path, g_strerror(code));
    return -1;
}

/* What pg_dump has written itself is read as it is. */
static const Packing *packing_of(const InFile *file) {
    return file->format->packing ? file->format->packing : &packing_plain;
}

bool infile_rewind(InFile *file, GError **error) {
    if (file->packing)
        packing_of(file)->free(file->packing);
    lseek(file->fd, 0, SEEK_SET);
    file->spring = (Spring){file->fd, file->path};
    file->packing = packing_of(file)->open(&file->spring, error);
    return file->packing;
}

gssize infile_read(InFile *file, void *bytes, gsize length, GError **error) {
    return packing_of(file)->read(file->packing, bytes, length, error);
}

guint64 infile_place(const InFile *file) {
    off_t place = lseek(file->fd, 0, SEEK_CUR);
    return place > 0 ? (guint64)place : 0;
}

/* A text of which the sum is known up to its end, which may hold the manifest. */
typedef struct {
    Hash *hash;
    guint64 bytes;
    GString *end;
} Reading;

/* Sums all but the last END bytes. */
static void take(Reading *reading, const char *bytes, gsize length) {
    g_string_append_len(reading->end, bytes, (gssize)length);
    if (reading->end->len < 2 * END)
        return;
    gsize done = reading->end->len - END;
    hash_add(reading->hash, reading->end->str, done);
    reading->bytes += done;
    g_string_erase(reading->end, 0, (gssize)done);
}

/* A file without a manifest: what it is, from what it begins with. */
static bool fail_without(const InFile *file, const char *head, GError **error) {
    if (g_str_has_prefix(head, writer_head))
        return fail(file, "is not whole: its end is missing", error);
    if (g_str_has_prefix(head, "PGDMP"))
        return fail(file,
                    "has no manifest: its end is missing, or pg_dump wrote it without 'migrate "
                    "dump'; such a dump is for pg_restore",
                    error);
    if (g_str_has_prefix(head, "--\n-- PostgreSQL database dump"))
        return fail(file,
                    "has no manifest: pg_dump wrote it without 'migrate dump'; such a dump "
                    "is for psql",
                    error);
    return fail(file, "is no dump of a PostgreSQL database", error);
}

static bool judge(InFile *file, Reading *reading, const char *head, GError **error) {
    const char *line = manifest_find(reading->end->str, reading->end->len);
    if (!line)
        return fail_without(file, head, error);
    gsize before = (gsize)(line - reading->end->str);
    hash_add(reading->hash, reading->end->str, before);
    Sum sum = hash_end(reading->hash);
    gsize length = reading->end->len - before;
    while (length > 0 && line[length - 1] == '\n')
        length--;
    if (!manifest_read(line, length, file->path, &file->manifest, error))
        return false;
    if (file->manifest.files || !sum_equal(&sum, &file->manifest.sum))
        return fail(file, "was changed since it was written: its checksum is not the manifest's",
                    error);
    return true;
}

static void tell(const InFile *file, const BackupWatch *watch) {
    if (watch && watch->tell)
        watch->tell(&(BackupProgress){"verifying", infile_place(file), file->size, 0, 0},
                    watch->data);
}

static bool read_whole(InFile *file, const BackupWatch *watch, GError **error) {
    g_autofree char *piece = g_malloc(PIECE);
    char head[sizeof "" + HEAD] = "";
    g_autoptr(Hash) hash = hash_new();
    g_autoptr(GString) end = g_string_sized_new(2 * END + PIECE);
    Reading reading = {hash, 0, end};
    gssize got;
    bool first = true;
    while ((got = infile_read(file, piece, PIECE, error)) > 0) {
        if (first)
            memcpy(head, piece, MIN((gsize)got, (gsize)HEAD));
        first = false;
        take(&reading, piece, (gsize)got);
        tell(file, watch);
    }
    return got == 0 && judge(file, &reading, head, error);
}

static bool open_file(InFile *file, const BackupWatch *watch, GError **error) {
    char magic[8];
    if (file->size == 0)
        return fail(file, "is empty", error);
    ssize_t got = pread(file->fd, magic, sizeof magic, 0);
    file->format = backup_format_of(magic, got > 0 ? (gsize)got : 0);
    return infile_rewind(file, error) && read_whole(file, watch, error);
}

static bool same_files(const json_t *said, const json_t *found, const char **name) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)said, key, value) {
        *name = key;
        if (!json_equal(value, json_object_get(found, key)))
            return false;
    }
    return true;
}

static bool judge_folder(InFile *file, GError **error) {
    g_autofree char *path = g_build_filename(file->path, FOLDER_MANIFEST, NULL);
    g_autoptr(GBytes) text = file_read(path, NULL);
    gsize length = 0;
    const char *bytes = text ? g_bytes_get_data(text, &length) : NULL;
    const char *line = bytes ? manifest_find(bytes, length) : NULL;
    if (!line)
        return fail(file, "has no manifest: it is not whole, or not from 'migrate dump'", error);
    while (length > 0 && bytes[length - 1] == '\n')
        length--;
    if (!manifest_read(line, length - (gsize)(line - bytes), file->path, &file->manifest, error))
        return false;
    if (!file->manifest.files)
        return fail(file, "has a manifest that is not of a folder", error);
    guint64 size = 0;
    json_t *found = folder_sums(file->path, &size, error);
    const char *name = "";
    bool same = found && same_files(file->manifest.files, found, &name);
    json_decref(found);
    if (found && !same)
        g_set_error(error, BACKUP_ERROR, FAIL_USAGE,
                    "%s was changed since it was written: the checksum of %s is not the "
                    "manifest's, or the file is missing",
                    file->path, name);
    file->size = size;
    return same;
}

bool infile_open(InFile *file, const char *path, const BackupWatch *watch, GError **error) {
    struct stat status;
    file->path = g_strdup(path);
    file->fd = open_path(path, &status, error);
    if (file->fd < 0)
        return false;
    file->size = (guint64)status.st_size;
    if (S_ISDIR(status.st_mode)) {
        file->format = backup_format_named("directory");
        return judge_folder(file, error);
    }
    if (!S_ISREG(status.st_mode))
        return fail(file, "is a device, pipe or socket; a dump is read twice, from a file", error);
    return open_file(file, watch, error);
}

void infile_clear(InFile *file) {
    if (file->packing)
        packing_of(file)->free(file->packing);
    if (file->fd >= 0)
        close(file->fd);
    g_free(file->path);
    manifest_clear(&file->manifest);
    *file = (InFile){.fd = -1};
}
