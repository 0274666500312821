/* The values that both ways of reading a repository fill. */
#include "git/shape.h"

#include <string.h>

G_DEFINE_QUARK(migrate_git_error, git_error)

static void file_free(gpointer data) {
    GitFile *file = data;
    g_free(file->path);
    g_bytes_unref(file->bytes);
    g_free(file);
}

static void change_free(gpointer data) {
    GitChange *change = data;
    g_free(change->path);
    g_free(change->old_path);
    g_array_unref(change->lines);
    g_free(change);
}

GPtrArray *git_files_new(void) {
    return g_ptr_array_new_with_free_func(file_free);
}

GPtrArray *git_changes_new(void) {
    return g_ptr_array_new_with_free_func(change_free);
}

void git_files_add(GPtrArray *files, const char *path, GBytes *bytes, bool symlink) {
    GitFile *file = g_new0(GitFile, 1);
    file->path = g_strdup(path);
    file->bytes = bytes;
    file->symlink = symlink;
    g_ptr_array_add(files, file);
}

GitChange *git_changes_add(GPtrArray *changes, GitChangeKind kind, const char *path) {
    GitChange *change = g_new0(GitChange, 1);
    change->kind = kind;
    change->path = g_strdup(path);
    change->lines = g_array_new(FALSE, FALSE, sizeof(GitLines));
    g_ptr_array_add(changes, change);
    return change;
}

void git_change_add_lines(GitChange *change, guint first, guint count) {
    if (count == 0)
        return;
    guint last = count == G_MAXUINT ? G_MAXUINT : first + count - 1;
    GitLines lines = {first, last};
    g_array_append_val(change->lines, lines);
}

bool git_change_covers(const GitChange *change, guint line) {
    for (guint i = 0; i < change->lines->len; i++) {
        const GitLines *lines = &g_array_index(change->lines, GitLines, i);
        if (line >= lines->first && line <= lines->last)
            return true;
    }
    return false;
}

int git_file_compare(gconstpointer one, gconstpointer two) {
    const GitFile *const *a = one, *const *b = two;
    return strcmp((*a)->path, (*b)->path);
}

int git_change_compare(gconstpointer one, gconstpointer two) {
    const GitChange *const *a = one, *const *b = two;
    return strcmp((*a)->path, (*b)->path);
}

static bool part_is_sound(const char *part, gsize length) {
    return length > 0 && !(length == 1 && part[0] == '.') &&
           !(length == 2 && part[0] == '.' && part[1] == '.') &&
           !(length == 4 && g_ascii_strncasecmp(part, ".git", 4) == 0);
}

bool git_path_is_sound(const char *path) {
    for (;;) {
        gsize length = strcspn(path, "/");
        if (!part_is_sound(path, length))
            return false;
        if (path[length] == '\0')
            return true;
        path += length + 1;
    }
}

const char *git_path_below(const char *path, const char *folder) {
    gsize length = strlen(folder);
    if (length == 0)
        return path;
    if (strncmp(path, folder, length) != 0)
        return NULL;
    if (path[length] == '/')
        return path + length + 1;
    if (path[length] != '\0')
        return NULL;
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void git_refuse_size(const char *commit, const char *folder, GError **error) {
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                "\"%s\" in commit %s expands to more than %u files or %u MiB; that is not read",
                folder, commit, GIT_MAX_FILES, (guint)(GIT_MAX_BYTES >> 20));
}

void git_refuse_path(const char *path, GError **error) {
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                "the repository is damaged or crafted: a tree names a file \"%s\"; look at it with "
                "git fsck",
                path);
}

void git_refuse_moved(const char *folder, GError **error) {
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT, "one of the branches removed or moved \"%s\"",
                folder);
}
