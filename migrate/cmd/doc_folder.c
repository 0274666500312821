#include "cmd/doc_folder.h"

#include "base/file.h"
#include "cmd/cmd.h"

#include <string.h>
#include <unistd.h>

#define LIST_NAME ".migrate-doc"
#define LIST_HEAD "# Files that `migrate doc` made. It replaces and removes those, and no others.\n"

static int by_path(gconstpointer one, gconstpointer two) {
    return strcmp(*(const char *const *)one, *(const char *const *)two);
}

static void add_lines(GHashTable *list, const char *text) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++)
        if (*lines[i] && *lines[i] != '#')
            g_hash_table_add(list, g_strdup(lines[i]));
}

/* What the folder's list says; empty: it has none. Caller unrefs. */
static GHashTable *read_list(const char *folder, GError **error) {
    g_autoptr(GHashTable) list = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *path = g_build_filename(folder, LIST_NAME, NULL);
    if (!g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
        return g_steal_pointer(&list);
    g_autoptr(GBytes) text = file_read(path, error);
    if (!text)
        return NULL;
    if (!g_str_has_prefix(g_bytes_get_data(text, NULL), LIST_HEAD)) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s is not what `migrate doc` writes there; name another folder with -o, or "
                    "move the file away",
                    path);
        return NULL;
    }
    add_lines(list, g_bytes_get_data(text, NULL));
    return g_steal_pointer(&list);
}

static bool write_list(const char *folder, const GHashTable *names, GError **error) {
    g_autoptr(GString) text = g_string_new(LIST_HEAD);
    g_autofree char *path = g_build_filename(folder, LIST_NAME, NULL);
    g_autofree gpointer *keys = g_hash_table_get_keys_as_array((GHashTable *)names, NULL);
    guint count = g_hash_table_size((GHashTable *)names);
    if (count)
        qsort(keys, count, sizeof *keys, by_path);
    for (guint i = 0; i < count; i++)
        g_string_append_printf(text, "%s\n", (const char *)keys[i]);
    return file_write(path, text->str, text->len, 0644, error);
}

/* A list alone proves nothing: it may be anybody's, and name anything. */
static bool is_ours(const char *folder, const GHashTable *list, const char *name) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GBytes) text =
        g_hash_table_contains((GHashTable *)list, name) ? file_read(path, NULL) : NULL;
    return text && doc_is_marked(g_bytes_get_data(text, NULL), g_bytes_get_size(text));
}

/* The files that are there, once it is sure that all of them are a site's. Caller unrefs. */
static GPtrArray *look(const char *folder, const GHashTable *list, GError **error) {
    if (!g_file_test(folder, G_FILE_TEST_EXISTS) && !g_file_test(folder, G_FILE_TEST_IS_SYMLINK))
        return g_ptr_array_new();
    g_autoptr(GPtrArray) there =
        file_require_folder(folder, error) ? file_list(folder, "", error) : NULL;
    for (guint i = 0; there && i < there->len; i++) {
        const char *path = there->pdata[i];
        if (is_ours(folder, list, path))
            continue;
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s holds %s, which `migrate doc` did not make; name another folder with -o, "
                    "or move the file away",
                    folder, path);
        return NULL;
    }
    return g_steal_pointer(&there);
}

static bool write_file(const char *folder, const DocFile *file, GError **error) {
    g_autofree char *path = g_build_filename(folder, file->path, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    g_autoptr(GBytes) there =
        g_file_test(path, G_FILE_TEST_IS_REGULAR) ? file_read(path, NULL) : NULL;
    gsize length;
    const char *text = there ? g_bytes_get_data(there, &length) : NULL;
    if (text && length == file->text->len && memcmp(text, file->text->str, length) == 0)
        return true;
    return file_mkdirs(parent, error) &&
           file_write_unsynced(path, file->text->str, file->text->len, 0644, error);
}

/* With the folder that it leaves empty. */
static void remove_file(const char *folder, const char *name) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    unlink(path);
    if (strcmp(parent, folder) != 0)
        rmdir(parent);
}

/* What is new is in the list before it is in the folder: a run that was ended can be repeated. */
bool doc_folder_write(const char *folder, const GPtrArray *files, GError **error) {
    g_autoptr(GHashTable) list = read_list(folder, error);
    g_autoptr(GHashTable) wanted = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) there = list ? look(folder, list, error) : NULL;
    if (!there)
        return false;
    for (guint i = 0; i < files->len; i++) {
        const DocFile *file = files->pdata[i];
        g_hash_table_add(wanted, file->path);
        g_hash_table_add(list, g_strdup(file->path));
    }
    if (!file_mkdirs(folder, error) || !write_list(folder, list, error))
        return false;
    for (guint i = 0; i < files->len; i++)
        if (!write_file(folder, files->pdata[i], error))
            return false;
    for (guint i = 0; i < there->len; i++)
        if (!g_hash_table_contains(wanted, there->pdata[i]))
            remove_file(folder, there->pdata[i]);
    return write_list(folder, wanted, error);
}

static bool is_same(const char *folder, const DocFile *file) {
    g_autofree char *path = g_build_filename(folder, file->path, NULL);
    g_autoptr(GBytes) there =
        g_file_test(path, G_FILE_TEST_IS_REGULAR) ? file_read(path, NULL) : NULL;
    gsize length;
    const char *text = there ? g_bytes_get_data(there, &length) : NULL;
    bool picture = g_str_has_suffix(file->path, ".svg");
    return text &&
           (picture || (length == file->text->len && memcmp(text, file->text->str, length) == 0));
}

char *doc_folder_differs(const char *folder, const GPtrArray *files, GError **error) {
    g_autoptr(GHashTable) wanted = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < files->len; i++) {
        const DocFile *file = files->pdata[i];
        if (!is_same(folder, file))
            return g_strdup(file->path);
        g_hash_table_add(wanted, file->path);
    }
    g_autoptr(GPtrArray) there = file_list(folder, "", error);
    for (guint i = 0; there && i < there->len; i++)
        if (!g_hash_table_contains(wanted, there->pdata[i]))
            return g_strdup(there->pdata[i]);
    return NULL;
}
