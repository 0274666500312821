#include "history/folder.h"

#include "base/file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

G_DEFINE_QUARK(migrate_history_error, history_error)

enum { MAX_DEPTH = 16 };

static void entry_free(gpointer data) {
    FolderEntry *entry = data;
    g_free(entry->path);
    g_free(entry->version);
    g_free(entry->name);
    g_free(entry->label);
    g_clear_pointer(&entry->bytes, g_bytes_unref);
    g_free(entry);
}

static Folder *folder_new(const char *path) {
    Folder *folder = g_new0(Folder, 1);
    folder->path = g_strdup(path);
    folder->layout = layouts;
    folder->entries = g_ptr_array_new_with_free_func(entry_free);
    return folder;
}

void folder_free(Folder *folder) {
    if (!folder)
        return;
    g_free(folder->path);
    g_ptr_array_unref(folder->entries);
    g_free(folder);
}

static FolderEntry *add_entry(Folder *folder, const char *path, EntryKind kind, gsize size) {
    FolderEntry *entry = g_new0(FolderEntry, 1);
    entry->path = g_strdup(path);
    entry->kind = kind;
    entry->size = size;
    g_ptr_array_add(folder->entries, entry);
    return entry;
}

static gint compare_entries(gconstpointer a, gconstpointer b) {
    const FolderEntry *const *one = a, *const *two = b;
    return strcmp((*one)->path, (*two)->path);
}

char *folder_file(const Folder *folder, const FolderEntry *entry) {
    return g_build_filename(folder->path, entry->path, NULL);
}

GBytes *folder_bytes(const Folder *folder, FolderEntry *entry, GError **error) {
    g_autofree char *file = folder_file(folder, entry);
    if (!entry->bytes)
        entry->bytes = file_read(file, error);
    return entry->bytes;
}

/* Only where marks part the directions does a file have to be read to know its layout. */
static bool claims(const Folder *folder, const Layout *layout, FolderEntry *entry) {
    g_autofree char *version = NULL, *name = NULL;
    if (entry->kind == ENTRY_EMPTY_FOLDER)
        return false;
    if (layout->parse(entry->path, &version, &name) != PART_UP)
        return false;
    if (!layout->marks)
        return true;
    GBytes *bytes = entry->kind == ENTRY_FILE ? folder_bytes(folder, entry, NULL) : NULL;
    gsize length = 0;
    const char *text = bytes ? g_bytes_get_data(bytes, &length) : "";
    return layout_claims(layout, entry->path, text, length);
}

static bool is_prismas(const Folder *folder) {
    for (guint i = 0; i < folder->entries->len; i++)
        if (strcmp(((const FolderEntry *)folder->entries->pdata[i])->path, "migration_lock.toml") ==
            0)
            return true;
    return false;
}

static const Layout *recognise(const Folder *folder) {
    for (const Layout *layout = layouts; layout->name; layout++)
        for (guint i = 0; i < folder->entries->len; i++)
            if (claims(folder, layout, folder->entries->pdata[i]))
                return layout;
    return layouts;
}

/* Only numbered files of the folder itself are migrations to some tools, and only folders to
 * Prisma. */
static bool is_passed_over(const Folder *folder, const char *path) {
    if (folder->by_name && !folder->layout->numbered_only)
        return !strchr(path, '/');
    return folder->layout->numbered_only && (strchr(path, '/') || !g_ascii_isdigit(*path));
}

/* An empty folder that is called like a migration's belongs to that migration. */
static void parse_entry(const Folder *folder, FolderEntry *entry) {
    const Layout *layout = folder->layout;
    g_autofree char *path = entry->kind == ENTRY_EMPTY_FOLDER
                                ? g_strconcat(entry->path, "/none", NULL)
                                : g_strdup(entry->path);
    entry->part = layout->parse(path, &entry->version, &entry->name);
    if (entry->part == PART_UNKNOWN && is_passed_over(folder, path))
        entry->part = PART_IGNORED;
    if (entry->version)
        entry->label = layout_label(layout, entry->version, entry->name);
}

static Folder *finish(Folder *folder, const Layout *layout) {
    g_ptr_array_sort(folder->entries, compare_entries);
    folder->layout = layout ? layout : recognise(folder);
    folder->by_name = folder->layout->order == LAYOUT_BY_NAME ||
                      (folder->layout->keyed_by_label && is_prismas(folder));
    for (guint i = 0; i < folder->entries->len; i++)
        parse_entry(folder, folder->entries->pdata[i]);
    return folder;
}

Folder *folder_from_files(const char *path, const Layout *layout, const GPtrArray *files) {
    Folder *folder = folder_new(path);
    for (guint i = 0; i < files->len; i++) {
        const GitFile *file = files->pdata[i];
        FolderEntry *entry =
            add_entry(folder, file->path, file->symlink ? ENTRY_SYMLINK : ENTRY_FILE,
                      g_bytes_get_size(file->bytes));
        entry->bytes = g_bytes_ref(file->bytes);
    }
    return finish(folder, layout);
}

static bool list(Folder *folder, int parent, const char *name, const char *below, guint depth,
                 GError **error);

static bool list_entry(Folder *folder, int parent, const struct dirent *found, const char *below,
                       guint depth, GError **error) {
    const char *name = found->d_name;
    g_autofree char *path = *below ? g_strconcat(below, "/", name, NULL) : g_strdup(name);
    guint before = folder->entries->len;
    struct stat info = {.st_mode = DTTOIF(found->d_type)};
    if (found->d_type != DT_DIR && fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return true; /* it was removed in between */
    if (!S_ISDIR(info.st_mode)) {
        EntryKind kind = S_ISLNK(info.st_mode)   ? ENTRY_SYMLINK
                         : S_ISREG(info.st_mode) ? ENTRY_FILE
                                                 : ENTRY_OTHER;
        add_entry(folder, path, kind, (gsize)info.st_size);
        return true;
    }
    if (!list(folder, parent, name, path, depth + 1, error))
        return false;
    if (folder->entries->len == before)
        add_entry(folder, path, ENTRY_EMPTY_FOLDER, 0);
    return true;
}

static const char *why_closed(guint depth, const char *path, int reason) {
    if (depth >= MAX_DEPTH)
        return "it lies too deep";
    if (g_file_test(path, G_FILE_TEST_IS_SYMLINK))
        return "it is a symbolic link, which is not followed; project.migrations can name the "
               "folder itself";
    return g_strerror(reason);
}

/* Relative to open folders: a history has thousands of them. */
static bool list(Folder *folder, int parent, const char *name, const char *below, guint depth,
                 GError **error) {
    int fd = depth < MAX_DEPTH
                 ? openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                 : -1;
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        int reason = errno;
        g_autofree char *path = g_build_filename(folder->path, below, NULL);
        g_set_error(error, HISTORY_ERROR, FAIL_ENVIRONMENT, "cannot read the folder %s: %s", path,
                    why_closed(depth, path, reason));
        if (fd >= 0)
            close(fd);
        return false;
    }
    bool fine = true;
    const struct dirent *entry;
    while (fine && (entry = readdir(dir)))
        if (*entry->d_name != '.')
            fine = list_entry(folder, fd, entry, below, depth, error);
    closedir(dir);
    return fine;
}

Folder *folder_read(const char *path, GError **error) {
    g_autoptr(Folder) folder = folder_new(path);
    if (g_file_test(path, G_FILE_TEST_EXISTS) && !list(folder, AT_FDCWD, path, "", 0, error))
        return NULL;
    return finish(g_steal_pointer(&folder), NULL);
}
