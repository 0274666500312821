#include "server/cache.h"

#include "base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define UNFINISHED ".new-"

enum { UNUSED_DAYS = 60, UNFINISHED_DAYS = 1, DAY_SECONDS = 24 * 60 * 60 };

static const gint64 SECOND = 1000000000; /* nanoseconds */

/* --- where it is */

/* The nearest folder that exists must be the user's own: root under sudo leaves no files in
 * somebody else's home. */
static bool is_own(const char *path) {
    g_autofree char *folder = g_strdup(path);
    struct stat status;
    while (stat(folder, &status) != 0) {
        if (errno != ENOENT)
            return false;
        char *parent = g_path_get_dirname(folder);
        g_free(folder);
        folder = parent;
    }
    if (status.st_uid != geteuid())
        errno = EPERM;
    return status.st_uid == geteuid();
}

static char *path_of(const char *cache_dir) {
    const char *home = g_getenv("HOME");
    const char *xdg = g_getenv("XDG_CACHE_HOME");
    if (cache_dir)
        return g_strdup(cache_dir);
    if (xdg && *xdg == '/')
        return g_build_filename(xdg, "migrate", NULL);
    return home && *home == '/' ? g_build_filename(home, ".cache", "migrate", NULL) : NULL;
}

static bool is_usable(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0 || access(path, W_OK | X_OK) != 0)
        return false;
    if (status.st_uid == geteuid() && !(status.st_mode & 022))
        return true;
    errno = EPERM;
    return false;
}

char *cache_open(const char *cache_dir) {
    g_autofree char *path = path_of(cache_dir);
    errno = ENOENT;
    if (!path || (!cache_dir && !is_own(path)) || g_mkdir_with_parents(path, 0700) != 0 ||
        !is_usable(path))
        return NULL;
    return g_steal_pointer(&path);
}

char *cache_find(const char *cache_dir) {
    g_autofree char *path = path_of(cache_dir);
    return path && is_usable(path) ? g_steal_pointer(&path) : NULL;
}

char *cache_folder(const char *cache, const char *name, bool make) {
    g_autofree char *path = g_build_filename(cache, name, NULL);
    struct stat status;
    if (make)
        mkdir(path, 0700);
    bool fine = lstat(path, &status) == 0 && S_ISDIR(status.st_mode) &&
                status.st_uid == geteuid() && !(status.st_mode & 077);
    return fine ? g_steal_pointer(&path) : NULL;
}

int cache_unfinished(const char *cache, char **path) {
    *path = g_build_filename(cache, UNFINISHED "XXXXXX", NULL);
    return g_mkstemp_full(*path, O_WRONLY | O_CLOEXEC, 0600);
}

/* --- what is in it */

typedef enum { SERVERS, CHECKPOINTS, VERDICTS, LEFTOVERS, KINDS } EntryKind;

static const struct {
    const char *folder, *prefix;
    int days; /* without use until it goes */
} kinds[KINDS] = {
    [SERVERS] = {"", "pg", UNUSED_DAYS},
    [CHECKPOINTS] = {"checkpoints", "", UNUSED_DAYS},
    [VERDICTS] = {"verdicts", "", UNUSED_DAYS},
    [LEFTOVERS] = {"", UNFINISHED, UNFINISHED_DAYS},
};

typedef struct {
    char *path;
    EntryKind kind;
    guint64 bytes;
    gint64 used; /* nanoseconds */
} Entry;

static void entry_clear(gpointer data) {
    g_free(((Entry *)data)->path);
}

static void add_kind(GArray *entries, const char *cache, EntryKind kind) {
    g_autofree char *folder = g_build_filename(cache, kinds[kind].folder, NULL);
    g_autoptr(GDir) list = g_dir_open(folder, 0, NULL);
    for (const char *name; list && (name = g_dir_read_name(list));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        struct stat status;
        if (!g_str_has_prefix(name, kinds[kind].prefix) || lstat(path, &status) != 0 ||
            S_ISDIR(status.st_mode))
            continue;
        gint64 used = (gint64)status.st_mtim.tv_sec * SECOND + status.st_mtim.tv_nsec;
        const Entry entry = {g_steal_pointer(&path), kind, (guint64)status.st_blocks * 512, used};
        g_array_append_val(entries, entry);
    }
}

/* Array of Entry. Caller unrefs. */
static GArray *entries_of(const char *cache) {
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_array_set_clear_func(entries, entry_clear);
    for (EntryKind kind = 0; kind < KINDS; kind++)
        add_kind(entries, cache, kind);
    return entries;
}

CacheUses cache_uses(const char *cache) {
    CacheUses uses = {0};
    CacheUse ignored = {0};
    CacheUse *const of[KINDS] = {[SERVERS] = &uses.servers,
                                 [CHECKPOINTS] = &uses.checkpoints,
                                 [VERDICTS] = &uses.verdicts,
                                 [LEFTOVERS] = &ignored};
    g_autoptr(GArray) entries = entries_of(cache);
    for (guint i = 0; i < entries->len; i++) {
        const Entry *entry = &g_array_index(entries, Entry, i);
        of[entry->kind]->count++;
        of[entry->kind]->bytes += entry->bytes;
    }
    return uses;
}

static int oldest_first(gconstpointer a, gconstpointer b) {
    const Entry *one = a, *two = b;
    return (one->used > two->used) - (one->used < two->used);
}

void cache_trim(const char *cache, guint64 bytes) {
    g_autoptr(GArray) entries = entries_of(cache);
    gint64 now = (gint64)time(NULL) * SECOND;
    guint64 all = 0;
    g_array_sort(entries, oldest_first);
    for (guint i = 0; i < entries->len; i++)
        all += g_array_index(entries, Entry, i).bytes;
    for (guint i = 0; i < entries->len; i++) {
        const Entry *entry = &g_array_index(entries, Entry, i);
        bool old = entry->used + (gint64)kinds[entry->kind].days * DAY_SECONDS * SECOND < now;
        /* What is not finished is somebody's who writes it now. */
        if (!old && (all <= bytes || entry->kind == LEFTOVERS))
            continue;
        unlink(entry->path);
        all -= entry->bytes;
    }
}

bool cache_clear(const char *cache, GError **error) {
    g_autoptr(GArray) entries = entries_of(cache);
    for (guint i = 0; i < entries->len; i++) {
        const char *path = g_array_index(entries, Entry, i).path;
        if (unlink(path) == 0 || errno == ENOENT)
            continue;
        g_set_error(error, BASE_ERROR, FAIL_ENVIRONMENT, "cannot remove %s: %s", path,
                    g_strerror(errno));
        return false;
    }
    return true;
}
