#include "source/prisma.h"

#include "base/file.h"
#include "git/repo.h"
#include "prisma/version.h"
#include "text/scan.h"
#include <string.h>

static const char suffix[] = ".prisma";

/* Prisma keeps the history beside the schema, and copies of old schemas can lie in it. */
static bool is_schema_file(const char *path) {
    return g_str_has_suffix(path, suffix) && !g_str_has_prefix(path, "migrations/") &&
           !strstr(path, "/migrations/");
}

static GPtrArray *list_files(const char *folder, GError **error) {
    GPtrArray *files = file_list(folder, suffix, error);
    for (guint i = files ? files->len : 0; i-- > 0;)
        if (!is_schema_file(files->pdata[i]))
            g_ptr_array_remove_index(files, i);
    return files;
}

bool prisma_is_path(const char *path) {
    if (!g_file_test(path, G_FILE_TEST_IS_DIR))
        return g_str_has_suffix(path, suffix);
    g_autoptr(GPtrArray) files = list_files(path, NULL);
    return files && files->len > 0;
}

/* Takes `originals`. */
static bool add_script(Source *source, const char *path, GPtrArray *originals, guint version) {
    g_ptr_array_add(source->scripts, script_of_prisma(path, originals, version));
    return true;
}

static bool read_original(GPtrArray *originals, const char *path, GError **error) {
    g_autoptr(GBytes) text = file_read(path, error);
    if (text)
        g_ptr_array_add(originals, original_new(path, text));
    return text;
}

bool prisma_add_path(Source *source, const char *path, guint version, GError **error) {
    g_autoptr(GPtrArray) originals = originals_new();
    if (!g_file_test(path, G_FILE_TEST_IS_DIR))
        return read_original(originals, path, error) &&
               add_script(source, path, g_steal_pointer(&originals), version);
    g_autoptr(GPtrArray) files = list_files(path, error);
    for (guint i = 0; files && i < files->len; i++) {
        g_autofree char *file = g_build_filename(path, files->pdata[i], NULL);
        if (!read_original(originals, file, error))
            return false;
    }
    return files && add_script(source, path, g_steal_pointer(&originals), version);
}

typedef struct {
    GitRepo *repo;
    const char *commit;
} Past;

/* PrismaFile, of a commit */
static char *read_past(const char *folder, const char *file, void *data) {
    const Past *past = data;
    g_autofree char *path = *folder ? g_build_filename(folder, file, NULL) : g_strdup(file);
    g_autoptr(GPtrArray) files = git_files(past->repo, past->commit, path, NULL);
    if (!files || files->len != 1 || ((const GitFile *)files->pdata[0])->symlink)
        return NULL;
    gsize length;
    const char *text = g_bytes_get_data(((const GitFile *)files->pdata[0])->bytes, &length);
    return text ? g_strndup(text, length) : NULL;
}

/* From the folder of `below` up to the top. */
static guint version_on_the_way(Past *past, const char *below) {
    g_autofree char *folder = g_strdup(below);
    bool named = false;
    for (;;) {
        guint major = prisma_version_said(folder, read_past, past, &named);
        if (major || !*folder)
            return major;
        char *slash = strrchr(folder, '/');
        *(slash ? slash : folder) = '\0';
    }
}

guint prisma_version_at(const char *path, const char *revision, guint otherwise) {
    g_autofree char *whole = g_canonicalize_filename(path, NULL);
    while (!g_file_test(whole, G_FILE_TEST_IS_DIR)) {
        char *up = g_path_get_dirname(whole);
        g_free(whole);
        whole = up;
    }
    g_autoptr(GitRepo) repo = git_open(whole, NULL);
    g_autofree char *below = repo ? git_relative(repo, path, NULL) : NULL;
    g_autofree char *commit = below ? git_resolve(repo, revision, NULL) : NULL;
    guint major = commit ? version_on_the_way(&(Past){repo, commit}, below) : 0;
    return major ? major : otherwise;
}

bool prisma_has_files(const GPtrArray *files) {
    for (guint i = 0; i < files->len; i++)
        if (is_schema_file(((const GitFile *)files->pdata[i])->path))
            return true;
    return false;
}

/* A path that names a file has only that one, by its base name. */
static char *whole_path(const char *path, const GPtrArray *files, const GitFile *file) {
    g_autofree char *base = g_path_get_basename(path);
    return files->len == 1 && strcmp(file->path, base) == 0
               ? g_strdup(path)
               : g_build_filename(path, file->path, NULL);
}

bool prisma_add_files(Source *source, const char *path, const GPtrArray *files, const char *place,
                      guint version, GError **error) {
    g_autoptr(GPtrArray) originals = originals_new();
    for (guint i = 0; i < files->len; i++) {
        const GitFile *file = files->pdata[i];
        if (!is_schema_file(file->path))
            continue;
        g_autofree char *whole = whole_path(path, files, file);
        g_autofree char *name = place ? g_strconcat(whole, "@", place, NULL) : g_strdup(whole);
        if (file->symlink) {
            g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                        "%s is a symbolic link; put the file itself there", name);
            return false;
        }
        g_ptr_array_add(originals, original_new(name, file->bytes));
    }
    return add_script(source, path, g_steal_pointer(&originals), version);
}

static void add_extensions(GPtrArray *found, const Script *script) {
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    Scanner scanner;
    Statement statement;
    if (!scanner_init(&scanner, script->file, text ? text : "", length, NULL))
        return;
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT) {
        g_autofree char *head = statement_head(&statement, 2);
        if (strcmp(head, "create extension") != 0)
            continue;
        g_autoptr(GBytes) sql = g_bytes_new(statement.text, statement.length);
        g_ptr_array_add(found, script_new(script->file, sql, false));
    }
}

GPtrArray *prisma_extensions(const Source *source) {
    GPtrArray *found = g_ptr_array_new_with_free_func((GDestroyNotify)script_free);
    for (guint i = 0; i < source->scripts->len; i++)
        add_extensions(found, source->scripts->pdata[i]);
    return found;
}

bool prisma_is_source(const Source *source) {
    for (guint i = 0; i < source->scripts->len; i++)
        if (script_originals(source->scripts->pdata[i]))
            return true;
    return false;
}

/* Whether any script of the history has the name, in double quotes as Prisma writes it. */
static bool history_names(const char *name, void *data) {
    const Source *history = data;
    g_autofree char *quoted = g_strdup_printf("\"%s\"", name);
    for (guint i = 0; i < history->scripts->len; i++) {
        gsize length;
        const char *text = g_bytes_get_data(((Script *)history->scripts->pdata[i])->text, &length);
        if (text && g_strstr_len(text, (gssize)length, quoted))
            return true;
    }
    return false;
}

void prisma_follow(const Source *source, const Source *history) {
    for (guint i = 0; i < source->scripts->len; i++)
        script_follow(source->scripts->pdata[i], history_names, (void *)history);
}
