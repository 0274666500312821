#include "server/checkpoint.h"

#include "base/file.h"
#include "base/term.h"
#include "server/cache.h"
#include "server/server.h"
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char FOLDER[] = "checkpoints";

/* Before the note, which has its final NUL, and the archive. Byte order and layout are this
 * machine's. */
typedef struct {
    char magic[16];
    Sum sum; /* of all that follows */
    Sum key;
    guint64 number; /* of the database */
    guint64 note;   /* bytes */
    guint64 archive;
} Head;

static const char magic[16] = "migrate state 1";

struct Checkpoint {
    GMappedFile *file;
    Head head;
};

GHashTable *checkpoint_list(const char *cache_dir) {
    g_autofree char *cache = cache_find(cache_dir);
    g_autofree char *folder = cache ? cache_folder(cache, FOLDER, false) : NULL;
    g_autoptr(GDir) list = folder ? g_dir_open(folder, 0, NULL) : NULL;
    g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (const char *name; list && (name = g_dir_read_name(list));)
        g_hash_table_add(keys, g_strdup(name));
    return g_hash_table_size(keys) > 0 ? g_steal_pointer(&keys) : NULL;
}

/* Of what stands behind the sum in a head, and the rest of the file. */
static Sum sum_of(const Head *head, const void *rest, gsize length) {
    g_autoptr(Hash) hash = hash_new();
    hash_add(hash, &head->key, sizeof *head - offsetof(Head, key));
    hash_add(hash, rest, length);
    return hash_end(hash);
}

static bool is_whole(const Head *head, const char *rest, gsize length, const Sum *key) {
    if (memcmp(head->magic, magic, sizeof magic) != 0 || !sum_equal(&head->key, key) ||
        head->note == 0 || head->note > length || head->archive != length - head->note)
        return false;
    Sum sum = sum_of(head, rest, length);
    return sum_equal(&sum, &head->sum) && rest[head->note - 1] == '\0';
}

/* A descriptor; -1: it is no file of the user's alone. */
static int open_own(const char *path) {
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat status;
    if (file < 0 || (fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                     status.st_uid == geteuid() && !(status.st_mode & 077)))
        return file;
    close(file);
    return -1;
}

static Checkpoint *read_whole(int file, const Sum *key) {
    g_autoptr(Checkpoint) checkpoint = g_new0(Checkpoint, 1);
    checkpoint->file = g_mapped_file_new_from_fd(file, FALSE, NULL);
    gsize length = checkpoint->file ? g_mapped_file_get_length(checkpoint->file) : 0;
    if (length < sizeof(Head))
        return NULL;
    const char *bytes = g_mapped_file_get_contents(checkpoint->file);
    memcpy(&checkpoint->head, bytes, sizeof(Head));
    return is_whole(&checkpoint->head, bytes + sizeof(Head), length - sizeof(Head), key)
               ? g_steal_pointer(&checkpoint)
               : NULL;
}

Checkpoint *checkpoint_open(const char *cache_dir, const Sum *key) {
    g_autofree char *cache = cache_find(cache_dir);
    g_autofree char *folder = cache ? cache_folder(cache, FOLDER, false) : NULL;
    g_autofree char *name = sum_hex(key);
    g_autofree char *path = folder ? g_build_filename(folder, name, NULL) : NULL;
    int file = path ? open_own(path) : -1;
    Checkpoint *checkpoint = file >= 0 ? read_whole(file, key) : NULL;
    if (checkpoint)
        futimens(file, NULL); /* it is in use: see cache_trim() */
    else if (path && unlink(path) == 0)
        term_verbose("a checkpoint was damaged, and is removed: %s", name);
    if (file >= 0)
        close(file);
    return checkpoint;
}

void checkpoint_free(Checkpoint *checkpoint) {
    if (!checkpoint)
        return;
    if (checkpoint->file)
        g_mapped_file_unref(checkpoint->file);
    g_free(checkpoint);
}

const Sum *checkpoint_key(const Checkpoint *checkpoint) {
    return &checkpoint->head.key;
}

guint checkpoint_number(const Checkpoint *checkpoint) {
    return (guint)checkpoint->head.number;
}

const char *checkpoint_note(const Checkpoint *checkpoint) {
    return g_mapped_file_get_contents(checkpoint->file) + sizeof(Head);
}

const char *checkpoint_archive(const Checkpoint *checkpoint, gsize *length) {
    *length = checkpoint->head.archive;
    return checkpoint_note(checkpoint) + checkpoint->head.note;
}

/* --- writing one */

static bool write_all(int file, const Head *head, const char *note, int archive) {
    return fd_write_all(file, head, sizeof *head) && fd_write_all(file, note, head->note) &&
           archive_copy(archive, file, head->archive);
}

/* The sum is of what was packed, not of what a disk made of it. */
static bool sum_up(Head *head, const char *note, int archive) {
    void *bytes = mmap(NULL, head->archive, PROT_READ, MAP_PRIVATE, archive, 0);
    if (bytes == MAP_FAILED)
        return false;
    g_autoptr(Hash) hash = hash_new();
    hash_add(hash, &head->key, sizeof *head - offsetof(Head, key));
    hash_add(hash, note, head->note);
    hash_add(hash, bytes, head->archive);
    head->sum = hash_end(hash);
    munmap(bytes, head->archive);
    return true;
}

/* A file that a crash left incomplete is noticed by its sum, so that nobody waits for the disk. */
static bool write_file(const char *cache, Head *head, const char *note, int archive) {
    g_autofree char *folder = cache_folder(cache, FOLDER, true);
    g_autofree char *name = sum_hex(&head->key), *unfinished = NULL;
    g_autofree char *path = folder ? g_build_filename(folder, name, NULL) : NULL;
    int file = path && sum_up(head, note, archive) ? cache_unfinished(cache, &unfinished) : -1;
    bool fine = file >= 0 && write_all(file, head, note, archive) && rename(unfinished, path) == 0;
    if (!fine && file >= 0)
        unlink(unfinished);
    return fine;
}

pid_t checkpoint_write(const char *cache_dir, const Sum *key, guint number, const char *note,
                       int archive, guint64 cache_size) {
    g_autofree char *cache = cache_open(cache_dir);
    struct stat status;
    if (!cache || fstat(archive, &status) != 0 || (guint64)status.st_size > cache_size)
        return -1;
    Head head = {.key = *key, .number = number, .note = strlen(note) + 1};
    head.archive = (guint64)status.st_size;
    memcpy(head.magic, magic, sizeof magic);
    pid_t child = fork();
    if (child == 0) {
        setsid();
        child_stdio(archive, -1, -1);
        close_range(3, ~0U, 0);
        bool written = write_file(cache, &head, note, STDIN_FILENO);
        cache_trim(cache, cache_size);
        _exit(written ? 0 : 1);
    }
    return child;
}
