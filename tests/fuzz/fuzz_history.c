/* Any files give a history: whole, or with a finding that has a place. The
 * input is a list of paths and texts, each ended by a NUL. */
#include "history/build.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void file_free(gpointer data) {
    GitFile *file = data;
    g_free(file->path);
    g_bytes_unref(file->bytes);
    g_free(file);
}

/* The next piece of the input. */
static char *take(const char **at, const char *end) {
    const char *stop = memchr(*at, '\0', (gsize)(end - *at));
    char *piece = g_strndup(*at, (gsize)((stop ? stop : end) - *at));
    *at = stop ? stop + 1 : end;
    return piece;
}

static GPtrArray *files_of(const char *at, const char *end) {
    GPtrArray *files = g_ptr_array_new_with_free_func(file_free);
    while (at < end) {
        GitFile *file = g_new0(GitFile, 1);
        file->path = take(&at, end);
        char *text = take(&at, end);
        file->symlink = strcmp(text, "LINK") == 0;
        file->bytes = g_bytes_new_take(text, strlen(text));
        g_ptr_array_add(files, file);
    }
    return files;
}

/* Two migrations may have one version, and Prisma's go by their folders' names. */
static bool is_in_order(const History *history) {
    bool versions = true, names = true;
    for (guint i = 1; i < history_count(history); i++) {
        const Migration *one = history_at(history, i - 1), *next = history_at(history, i);
        versions &= version_compare(one->version, next->version) <= 0;
        names &= strcmp(one->label, next->label) <= 0;
    }
    return versions || names;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    g_autoptr(GPtrArray) files = files_of(text, text + size);
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(Folder) folder = folder_from_files("f", NULL, files);
    g_autoptr(History) history = history_build(folder, findings, NULL);
    g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
    g_assert(history != NULL);
    g_assert(history->whole == (findings_count(findings, SEVERITY_ERROR) == 0));
    for (guint i = 0; i < findings->len; i++)
        g_assert(((const Finding *)findings->pdata[i])->file != NULL);
    g_assert(is_in_order(history));
    for (guint i = 0; i < history_count(history); i++) {
        const Migration *migration = history_at(history, i);
        g_assert(migration->text && migration->path && migration->below);
        g_assert(!history->whole || migration->directives);
        g_assert(g_hash_table_add(keys, migration->key) || !history->whole);
    }
    return 0;
}
