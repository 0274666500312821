#include "history/folder.h"

#include "base/file.h"
#include "history/version.h"
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
    index_free(folder->index);
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
    return folder_path(folder->path, entry->path);
}

char *folder_path(const char *folder, const char *file) {
    return strcmp(folder, ".") == 0 ? g_strdup(file) : g_build_filename(folder, file, NULL);
}

GBytes *folder_bytes(const Folder *folder, FolderEntry *entry, GError **error) {
    g_autofree char *file = folder_file(folder, entry);
    if (!entry->bytes)
        entry->bytes = file_read(file, error);
    return entry->bytes;
}

/* Whether the layout's index, or one of its migrations, can be at `path`. */
static bool is_indexed_path(const Layout *layout, const char *path) {
    const IndexKind *index = layout->index;
    bool found = strcmp(path, index->file) == 0;
    for (guint i = 0; index->folders[i] && !found; i++) {
        gsize length = strlen(index->folders[i]);
        found = strncmp(path, index->folders[i], length) == 0 && strchr("/", path[length]);
    }
    return found;
}

/* Only where marks part the directions does a file have to be read to know its layout. */
static bool claims(const Folder *folder, const Layout *layout, FolderEntry *entry) {
    g_autofree char *version = NULL, *name = NULL;
    if (entry->kind == ENTRY_EMPTY_FOLDER)
        return false;
    if (layout->index)
        return entry->kind == ENTRY_FILE && strcmp(entry->path, layout->index->file) == 0;
    LayoutPart part = layout->parse(entry->path, &version, &name);
    if (layout->programs && part == PART_PROGRAM)
        return true;
    if (part != PART_UP && part != PART_BASELINE)
        return false;
    if (!layout_is_both(layout))
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

/* What the index says of the files that its layout calls `name`. */
static void look_up(const Folder *folder, FolderEntry *entry) {
    const IndexLine *line = entry->name ? index_of_stem(folder->index, entry->name) : NULL;
    g_clear_pointer(&entry->version, g_free);
    g_clear_pointer(&entry->name, g_free);
    if (!line) {
        entry->part = PART_IGNORED;
        return;
    }
    entry->version = g_strdup(line->version);
    entry->name = g_strdup(line->name);
    entry->place = index_place(folder->index, line);
}

/* An empty folder that is called like a migration's belongs to that migration. */
static void parse_entry(const Folder *folder, FolderEntry *entry) {
    const Layout *layout = folder->layout;
    g_autofree char *path = entry->kind == ENTRY_EMPTY_FOLDER
                                ? g_strconcat(entry->path, "/none", NULL)
                                : g_strdup(entry->path);
    entry->part = layout->parse(path, &entry->version, &entry->name);
    if (folder->index)
        look_up(folder, entry);
    if (entry->part == PART_UNKNOWN && is_passed_over(folder, path))
        entry->part = PART_IGNORED;
    if (entry->version)
        entry->label = layout_label(layout, entry->version, entry->name);
}

/* What else is in the folder of an index is none of its business: that may be a whole repository.
 */
static void read_index(Folder *folder) {
    const Layout *layout = folder->layout;
    for (guint i = folder->entries->len; i-- > 0;) {
        FolderEntry *entry = folder->entries->pdata[i];
        bool is_it = strcmp(entry->path, layout->index->file) == 0 && entry->kind == ENTRY_FILE;
        gsize length = 0;
        GBytes *bytes = is_it ? folder_bytes(folder, entry, NULL) : NULL;
        const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;
        if (is_it)
            folder->index = layout->index->read(text ? text : "", length);
        else if (!is_indexed_path(layout, entry->path))
            g_ptr_array_remove_index(folder->entries, i);
    }
}

/* Whether a migration is there that a baseline of `version` stands for. */
static bool has_up_to(const Folder *folder, const char *version) {
    for (guint i = 0; i < folder->entries->len; i++) {
        const FolderEntry *entry = folder->entries->pdata[i];
        if (entry->part == PART_UP && version_compare(entry->version, version) <= 0)
            return true;
    }
    return false;
}

/* The newest baseline is the first migration where all that it stands for is gone; the others are
 * not needed. */
static void settle_baselines(const Folder *folder) {
    FolderEntry *newest = NULL;
    for (guint i = 0; i < folder->entries->len; i++) {
        FolderEntry *entry = folder->entries->pdata[i];
        if (entry->part != PART_BASELINE)
            continue;
        if (!newest || version_compare(entry->version, newest->version) > 0)
            newest = entry;
        entry->part = PART_APART;
        g_clear_pointer(&entry->label, g_free);
    }
    if (!newest || has_up_to(folder, newest->version))
        return;
    newest->part = PART_UP;
    newest->label = layout_label(folder->layout, newest->version, newest->name);
}

static Folder *finish(Folder *folder, const Layout *layout) {
    g_ptr_array_sort(folder->entries, compare_entries);
    folder->layout = layout ? layout : recognise(folder);
    if (folder->layout->index)
        read_index(folder);
    folder->by_name = folder->layout->order == LAYOUT_BY_NAME ||
                      (folder->layout->keyed_by_label && is_prismas(folder));
    for (guint i = 0; i < folder->entries->len; i++)
        parse_entry(folder, folder->entries->pdata[i]);
    settle_baselines(folder);
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

/* The layout whose index is there; NULL: there is none. */
static const Layout *indexed_layout(const char *path) {
    for (const Layout *layout = layouts; layout->name; layout++) {
        g_autofree char *file =
            layout->index ? g_build_filename(path, layout->index->file, NULL) : NULL;
        if (file && g_file_test(file, G_FILE_TEST_IS_REGULAR))
            return layout;
    }
    return NULL;
}

static bool list_entry(Folder *folder, int parent, const struct dirent *found, const char *below,
                       guint depth, GError **error) {
    const char *name = found->d_name;
    g_autofree char *path = *below ? g_strconcat(below, "/", name, NULL) : g_strdup(name);
    if (folder->listed && !is_indexed_path(folder->listed, path))
        return true;
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
    folder->listed = indexed_layout(path);
    if (g_file_test(path, G_FILE_TEST_EXISTS) && !list(folder, AT_FDCWD, path, "", 0, error))
        return NULL;
    return finish(g_steal_pointer(&folder), NULL);
}
