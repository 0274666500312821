/* A folder as one file: the cached data directory. Creating a thousand files costs a disk more than
 * their bytes do.
 *
 * After the magic bytes come records: a header, the path below the folder, the content. A folder
 * stands before what is in it. A header of kind END closes the file, so that a part of one is not
 * taken for the whole. Byte order and layout are this machine's.
 */
#include "base/file.h"
#include "server/server.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

typedef enum { FOLDER = 1, FILE_CONTENT, END } RecordKind;

typedef struct {
    guint32 kind, path_length;
    guint64 size;
} Record;

static const char magic[8] = "migrate1";

static bool fail(GError **error, const char *doing, const char *path) {
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot %s %s: %s", doing, path,
                g_strerror(errno));
    return false;
}

bool archive_copy(int from, int to, guint64 size) {
    while (size > 0) {
        ssize_t count = sendfile(to, from, NULL, MIN(size, 1 << 30));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        size -= (guint64)count;
    }
    return true;
}

static bool put_record(int archive, RecordKind kind, const char *path, guint64 size) {
    Record record = {.kind = kind, .path_length = (guint32)strlen(path), .size = size};
    return fd_write_all(archive, &record, sizeof record) &&
           fd_write_all(archive, path, strlen(path));
}

static bool put_file(int archive, const char *full, const char *path, guint64 size) {
    int file = open(full, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool fine = file >= 0 && put_record(archive, FILE_CONTENT, path, size) &&
                archive_copy(file, archive, size);
    if (file >= 0)
        close(file);
    return fine;
}

typedef struct {
    int archive;
    const char *root;
    ArchiveLeave leave;
    void *data;
} Packing;

/* Adds all that is below `path` of the root, "" or a path with a final slash. */
static bool put_folder(const Packing *packing, const char *path, GError **error) {
    int archive = packing->archive;
    g_autofree char *full = g_build_filename(packing->root, path, NULL);
    g_autoptr(GDir) folder = g_dir_open(full, 0, error);
    if (!folder)
        return false;
    for (const char *name; (name = g_dir_read_name(folder));) {
        g_autofree char *entry = g_strconcat(path, name, NULL);
        g_autofree char *entry_full = g_build_filename(packing->root, entry, NULL);
        struct stat status;
        if (packing->leave && packing->leave(entry, packing->data))
            continue;
        if (lstat(entry_full, &status) != 0)
            return fail(error, "read", entry_full);
        if (S_ISDIR(status.st_mode)) {
            g_autofree char *below = g_strconcat(entry, "/", NULL);
            if (!put_record(archive, FOLDER, entry, 0))
                return fail(error, "archive", entry_full);
            if (!put_folder(packing, below, error))
                return false;
        } else if (!put_file(archive, entry_full, entry, (guint64)status.st_size)) {
            return fail(error, "archive", entry_full);
        }
    }
    return true;
}

int archive_pack(const char *folder, ArchiveLeave leave, void *data, GError **error) {
    int archive = memfd_create("scratch", MFD_CLOEXEC);
    const Packing packing = {archive, folder, leave, data};
    if (archive < 0 || !fd_write_all(archive, magic, sizeof magic)) {
        fail(error, "archive", folder);
    } else if (put_folder(&packing, "", error)) {
        if (put_record(archive, END, "", 0) && lseek(archive, 0, SEEK_SET) == 0)
            return archive;
        fail(error, "archive", folder);
    }
    if (archive >= 0)
        close(archive);
    return -1;
}

static bool make_entry(int root, const char *path, const Record *record, const char *content,
                       const ServerUser *user) {
    if (record->kind == FOLDER)
        return mkdirat(root, path, 0700) == 0 &&
               (!user->other || fchownat(root, path, user->uid, user->gid, 0) == 0);
    int file = openat(root, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool fine = file >= 0 && fd_write_all(file, content, record->size) &&
                (!user->other || fchown(file, user->uid, user->gid) == 0);
    if (file >= 0)
        close(file);
    return fine;
}

/* Makes all entries; false with errno, which is EBADMSG when the archive is not whole. */
static bool unpack(const char *data, gsize length, int root, const ServerUser *user) {
    if (length < sizeof magic || memcmp(data, magic, sizeof magic) != 0)
        goto broken;
    for (gsize at = sizeof magic; length - at >= sizeof(Record);) {
        Record record;
        memcpy(&record, data + at, sizeof record);
        at += sizeof record;
        if (record.kind == END)
            return true;
        if (record.path_length > length - at || record.size > length - at - record.path_length)
            break;
        g_autofree char *path = g_strndup(data + at, record.path_length);
        if (!make_entry(root, path, &record, data + at + record.path_length, user))
            return false;
        at += record.path_length + record.size;
    }
broken:
    errno = EBADMSG;
    return false;
}

bool archive_unpack(const char *archive, gsize length, const char *folder, const ServerUser *user,
                    bool *broken, GError **error) {
    int root = mkdir(folder, 0700) == 0 ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool fine = root >= 0 && (!user->other || fchown(root, user->uid, user->gid) == 0) &&
                unpack(archive, length, root, user);
    *broken = !fine && errno == EBADMSG;
    if (!fine)
        fail(error,
             *broken ? "read all of the archive for" : "write the files of a scratch server into",
             folder);
    if (root >= 0)
        close(root);
    return fine;
}
