#include "base/file.h"

#include "base/error.h"
#include "base/fd.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Trees are walked through descriptors of their own folders, never through paths: nobody who may
 * write in a tree can lead us out of it with a link. Each level holds a descriptor, hence the
 * bound. */
enum { MAX_DEPTH = 128 };

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DIR, closedir)

static DIR *open_folder(int parent, const char *name) {
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    DIR *folder = fdopendir(fd);
    if (!folder)
        close(fd);
    return folder;
}

/* The next entry but `.` and `..`; NULL at the end and, with errno set, on failure. `type` (may be
 * NULL) is as in struct dirent. */
static const char *next_entry(DIR *folder, unsigned char *type) {
    struct dirent *entry;
    do {
        errno = 0;
        entry = readdir(folder);
    } while (entry && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
    if (entry && type)
        *type = entry->d_type;
    return entry ? entry->d_name : NULL;
}

/* What an entry is, where its folder did not say so. */
static bool find_type(DIR *folder, const char *name, unsigned char *type) {
    struct stat status;
    if (*type == DT_UNKNOWN) {
        if (fstatat(dirfd(folder), name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            return false;
        *type = IFTODT(status.st_mode);
    }
    return true;
}

static bool too_deep(guint depth, const char *path, GError **error) {
    if (depth < MAX_DEPTH)
        return false;
    g_set_error(error, BASE_ERROR, FAIL_USAGE, "%s is nested deeper than %d folders", path,
                MAX_DEPTH);
    return true;
}

typedef struct {
    const char *suffix;
    GPtrArray *found;
    GString *links;
} Listing;

static bool list_folder(int parent, const char *name, const char *path, const char *below,
                        guint depth, Listing *listing, GError **error);

static bool list_entry(DIR *folder, const char *name, unsigned char type, const char *path,
                       const char *below, guint depth, Listing *listing, GError **error) {
    g_autofree char *entry_path = g_build_filename(path, name, NULL);
    g_autofree char *entry_below = *below ? g_build_filename(below, name, NULL) : g_strdup(name);
    if (!find_type(folder, name, &type))
        return fd_fail(error, "read", entry_path);
    if (type == DT_DIR)
        return list_folder(dirfd(folder), name, entry_path, entry_below, depth + 1, listing, error);
    if (type == DT_LNK)
        g_string_append_printf(listing->links, "%s%s", listing->links->len ? ", " : "", entry_path);
    else if (type == DT_REG && g_str_has_suffix(name, listing->suffix))
        g_ptr_array_add(listing->found, g_steal_pointer(&entry_below));
    return true;
}

static bool list_folder(int parent, const char *name, const char *path, const char *below,
                        guint depth, Listing *listing, GError **error) {
    if (too_deep(depth, path, error))
        return false;
    g_autoptr(DIR) folder = open_folder(parent, name);
    if (!folder)
        return fd_fail(error, "read the folder", path);
    const char *entry;
    unsigned char type;
    while ((entry = next_entry(folder, &type)))
        if (*entry != '.' && !list_entry(folder, entry, type, path, below, depth, listing, error))
            return false;
    return errno == 0 || fd_fail(error, "read the folder", path);
}

static int compare_paths(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool file_require_folder(const char *path, GError **error) {
    struct stat status;
    bool there = lstat(path, &status) == 0;
    if (there && S_ISDIR(status.st_mode))
        return true;
    g_set_error(error, BASE_ERROR, FAIL_USAGE, "%s is %s; a folder is needed", path,
                !there                    ? "missing"
                : S_ISLNK(status.st_mode) ? "a symbolic link"
                                          : "not a folder");
    return false;
}

GPtrArray *file_list(const char *root, const char *suffix, GError **error) {
    if (!file_require_folder(root, error))
        return NULL;
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) links = g_string_new(NULL);
    Listing listing = {.suffix = suffix, .found = found, .links = links};
    if (!list_folder(AT_FDCWD, root, root, "", 0, &listing, error))
        return NULL;
    if (links->len) {
        g_set_error(error, BASE_ERROR, FAIL_USAGE,
                    "symbolic links are not followed: %s; put the files themselves there",
                    links->str);
        return NULL;
    }
    g_ptr_array_sort(found, compare_paths);
    return g_steal_pointer(&found);
}

static bool remove_entry(int parent, const char *name, const char *path, guint depth,
                         GError **error) {
    if (unlinkat(parent, name, 0) == 0 || errno == ENOENT)
        return true;
    if (errno != EISDIR)
        return fd_fail(error, "remove", path);
    if (too_deep(depth, path, error))
        return false;
    g_autoptr(DIR) folder = open_folder(parent, name);
    if (!folder)
        return errno == ENOENT || fd_fail(error, "remove", path);
    const char *entry;
    while ((entry = next_entry(folder, NULL))) {
        g_autofree char *entry_path = g_build_filename(path, entry, NULL);
        if (!remove_entry(dirfd(folder), entry, entry_path, depth + 1, error))
            return false;
    }
    if (errno != 0)
        return fd_fail(error, "read the folder", path);
    return unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT ||
           fd_fail(error, "remove", path);
}

bool file_remove_tree(const char *path, GError **error) {
    return remove_entry(AT_FDCWD, path, path, 0, error);
}
