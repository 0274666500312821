#include "history/seal.h"

#include "base/file.h"
#include <string.h>

static const char file_name[] = "atlas.sum", prefix[] = "h1:";

/* A line of the file. */
typedef struct {
    char *name, *sum;
} SealLine;

static void line_free(gpointer data) {
    SealLine *line = data;
    g_free(line->name);
    g_free(line->sum);
    g_free(line);
}

static void add_line(GPtrArray *lines, const char *name, const char *sum) {
    SealLine *line = g_new(SealLine, 1);
    *line = (SealLine){g_strdup(name), g_strdup(sum)};
    g_ptr_array_add(lines, line);
}

/* The sum above the lines comes as `whole`. Array of SealLine*. */
static GPtrArray *read_lines(GBytes *bytes, char **whole) {
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);
    g_autofree char *text = g_strndup(data ? data : "", length);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GPtrArray *found = g_ptr_array_new_with_free_func(line_free);
    *whole = g_strdup(lines[0] ? g_strchomp(lines[0]) : "");
    for (guint i = lines[0] ? 1 : 0; lines[i]; i++) {
        char *sum = strrchr(g_strchomp(lines[i]), ' ');
        if (sum)
            *sum = '\0';
        if (*lines[i])
            add_line(found, lines[i], sum ? sum + 1 : "");
    }
    return found;
}

static char *base64_of(GChecksum *state) {
    g_autoptr(GChecksum) copy = g_checksum_copy(state);
    guint8 digest[32];
    gsize size = sizeof digest;
    g_checksum_get_digest(copy, digest, &size);
    g_autofree char *text = g_base64_encode(digest, size);
    return g_strconcat(prefix, text, NULL);
}

/* A file that asks for that has no line, and only its name counts. */
static bool is_left_out(GBytes *bytes) {
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    g_autofree char *head = g_strndup(text ? text : "", MIN(length, (gsize)4096));
    return strstr(head, "atlas:sum ignore");
}

static void add_bytes(GChecksum *state, GBytes *bytes) {
    gsize length;
    const guchar *data = g_bytes_get_data(bytes, &length);
    if (length)
        g_checksum_update(state, data, (gssize)length);
}

/* The lines of `names` (sorted) with those bytes, in the same order. */
static GPtrArray *sum_files(const GPtrArray *names, const GPtrArray *texts) {
    g_autoptr(GChecksum) state = g_checksum_new(G_CHECKSUM_SHA256);
    GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);
    for (guint i = 0; i < names->len; i++) {
        g_checksum_update(state, names->pdata[i], -1);
        if (is_left_out(texts->pdata[i]))
            continue;
        add_bytes(state, texts->pdata[i]);
        g_autofree char *sum = base64_of(state);
        add_line(lines, names->pdata[i], sum);
    }
    return lines;
}

/* The sum over the lines. Caller frees. */
static char *sum_lines(const GPtrArray *lines) {
    g_autoptr(GChecksum) state = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < lines->len; i++) {
        const SealLine *line = lines->pdata[i];
        g_checksum_update(state, (const guchar *)line->name, -1);
        g_checksum_update(state, (const guchar *)line->sum + strlen(prefix), -1);
    }
    return base64_of(state);
}

/* --- a folder */

static FolderEntry *entry_called(const Folder *folder, const char *path) {
    for (guint i = 0; i < folder->entries->len; i++) {
        FolderEntry *entry = folder->entries->pdata[i];
        if (entry->kind == ENTRY_FILE && strcmp(entry->path, path) == 0)
            return entry;
    }
    return NULL;
}

static void refuse(const Folder *folder, const FolderEntry *seal, guint line, const char *file,
                   const char *why, Findings *findings) {
    Finding *finding = findings_add(findings, "wrong-sum", SEVERITY_ERROR, "%s %s", file, why);
    finding->file = folder_file(folder, seal);
    finding->line = finding->end_line = line;
    finding->fix = g_strdup("undo what was done to the files (git log shows it), or have it "
                            "written again: atlas migrate hash");
}

/* What the seal names, with its bytes; what a file asks to be left out, too. False: a file is not
 * there, which is told. */
static bool take_files(Folder *folder, const FolderEntry *seal, const GPtrArray *lines,
                       GPtrArray *names, GPtrArray *texts, Findings *findings, GError **error) {
    for (guint i = 0; i < lines->len; i++) {
        const char *name = ((const SealLine *)lines->pdata[i])->name;
        if (entry_called(folder, name))
            continue;
        refuse(folder, seal, i + 2, name, "has a sum in atlas.sum, and is not there", findings);
        return true;
    }
    for (guint i = 0; i < folder->entries->len; i++) {
        FolderEntry *entry = folder->entries->pdata[i];
        bool named = false;
        for (guint n = 0; n < lines->len && !named; n++)
            named = strcmp(((const SealLine *)lines->pdata[n])->name, entry->path) == 0;
        if (entry->kind != ENTRY_FILE || (!named && entry->part != PART_UP))
            continue;
        GBytes *bytes = folder_bytes(folder, entry, error);
        if (!bytes)
            return false;
        g_ptr_array_add(names, entry->path);
        g_ptr_array_add(texts, bytes);
    }
    return true;
}

/* The first line that does not fit; those behind it follow from it. */
static void compare(const Folder *folder, const FolderEntry *seal, const GPtrArray *are,
                    const GPtrArray *should, const char *whole, Findings *findings) {
    for (guint i = 0; i < should->len; i++) {
        const SealLine *line = should->pdata[i], *is = i < are->len ? are->pdata[i] : NULL;
        bool other = !is || strcmp(is->name, line->name) != 0;
        if (other) {
            refuse(folder, seal, i + 2, line->name, "has no sum in atlas.sum", findings);
            return;
        }
        if (strcmp(is->sum, line->sum) == 0)
            continue;
        refuse(folder, seal, i + 2, line->name, "is not what atlas.sum has the sum of", findings);
        return;
    }
    g_autofree char *sum = sum_lines(should);
    if (strcmp(sum, whole) != 0)
        refuse(folder, seal, 1, file_name, "has another sum of itself than it should", findings);
}

bool seal_check(Folder *folder, Findings *findings, GError **error) {
    FolderEntry *seal = entry_called(folder, file_name);
    GBytes *bytes = seal ? folder_bytes(folder, seal, error) : NULL;
    if (!bytes)
        return !seal;
    g_autofree char *whole = NULL;
    g_autoptr(GPtrArray) are = read_lines(bytes, &whole), names = g_ptr_array_new(),
                         texts = g_ptr_array_new();
    guint before = findings->len;
    if (!take_files(folder, seal, are, names, texts, findings, error))
        return false;
    g_autoptr(GPtrArray) should = findings->len == before ? sum_files(names, texts) : NULL;
    if (should)
        compare(folder, seal, are, should, whole, findings);
    return true;
}

/* --- a new migration */

static gint by_name(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool seal_add(const char *folder, const char *below, GError **error) {
    g_autofree char *path = g_build_filename(folder, file_name, NULL), *whole = NULL;
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return true;
    g_autoptr(GBytes) bytes = file_read(path, error);
    g_autoptr(GPtrArray) lines = bytes ? read_lines(bytes, &whole) : NULL,
                         names = g_ptr_array_new(),
                         texts = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    for (guint i = 0; lines && i < lines->len; i++)
        g_ptr_array_add(names, ((SealLine *)lines->pdata[i])->name);
    g_ptr_array_add(names, (gpointer)below);
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; lines && i < names->len; i++) {
        g_autofree char *file = g_build_filename(folder, names->pdata[i], NULL);
        GBytes *text = file_read(file, error);
        if (!text)
            return false;
        g_ptr_array_add(texts, text);
    }
    g_autoptr(GPtrArray) should = lines ? sum_files(names, texts) : NULL;
    if (!should)
        return false;
    g_autofree char *sum = sum_lines(should);
    g_autoptr(GString) text = g_string_new(sum);
    for (guint i = 0; i < should->len; i++) {
        const SealLine *line = should->pdata[i];
        g_string_append_printf(text, "\n%s %s", line->name, line->sum);
    }
    g_string_append_c(text, '\n');
    return file_write(path, text->str, text->len, 0644, error);
}
