#include "source/include.h"

#include "base/file.h"
#include "text/scan.h"
#include <string.h>
#include <sys/stat.h>

/* Files being read, one in the other. */
typedef struct {
    const IncludePlace *place;
    GPtrArray *open;      /* char*: paths in the folder, the outermost first */
    GHashTable *included; /* char* */
    GPtrArray *scripts;   /* of Script*: what comes of it */
} Reading;

static void file_free(gpointer data) {
    IncludeFile *file = data;
    g_free(file->below);
    g_bytes_unref(file->text);
    g_free(file);
}

GPtrArray *include_files_new(void) {
    return g_ptr_array_new_with_free_func(file_free);
}

void include_files_add(GPtrArray *files, const char *below, GBytes *text) {
    IncludeFile *file = g_new(IncludeFile, 1);
    *file = (IncludeFile){g_strdup(below), g_bytes_ref(text)};
    g_ptr_array_add(files, file);
}

bool include_any(const GPtrArray *files) {
    bool found = false;
    for (guint i = 0; i < files->len && !found; i++) {
        gsize length;
        const char *text = g_bytes_get_data(((const GitFile *)files->pdata[i])->bytes, &length);
        found = length > 0 && memmem(text, length, "\\i", 2);
    }
    return found;
}

/* --- readers */

/* Whether a part of the path is a link. */
static bool goes_through_link(const char *folder, const char *below) {
    g_auto(GStrv) parts = g_strsplit(below, "/", -1);
    g_autoptr(GString) path = g_string_new(folder);
    for (guint i = 0; parts[i]; i++) {
        struct stat info;
        g_string_append_printf(path, "/%s", parts[i]);
        if (lstat(path->str, &info) == 0 && S_ISLNK(info.st_mode))
            return true;
    }
    return false;
}

static void refuse_link(const char *below, GError **error) {
    g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                "%s is a symbolic link, or lies behind one; put the file itself there", below);
}

GBytes *include_read_disk(const char *below, const void *data, GError **error) {
    g_autofree char *path = g_build_filename(data, below, NULL);
    if (goes_through_link(data, below)) {
        refuse_link(below, error);
        return NULL;
    }
    return g_file_test(path, G_FILE_TEST_IS_REGULAR) ? file_read(path, error) : NULL;
}

GBytes *include_read_files(const char *below, const void *data, GError **error) {
    const GPtrArray *files = data;
    for (guint i = 0; i < files->len; i++) {
        const GitFile *file = files->pdata[i];
        if (strcmp(file->path, below) != 0)
            continue;
        if (!file->symlink)
            return g_bytes_ref(file->bytes);
        refuse_link(below, error);
        return NULL;
    }
    return NULL;
}

/* --- paths */

/* `path` without its "." and ".."; NULL: it leaves the folder. Caller frees. */
static char *inside(const char *path) {
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    for (guint i = 0; parts[i]; i++) {
        if (!*parts[i] || strcmp(parts[i], ".") == 0)
            continue;
        bool up = strcmp(parts[i], "..") == 0;
        if (up && kept->len == 0)
            return NULL;
        if (up)
            g_ptr_array_set_size(kept, (gint)kept->len - 1);
        else
            g_ptr_array_add(kept, parts[i]);
    }
    g_ptr_array_add(kept, NULL);
    return g_strjoinv("/", (char **)kept->pdata);
}

/* The path in the folder that an include of `from` means. Caller frees. */
static char *target_of(const IncludePlace *place, const char *from, const ScanInclude *include) {
    const char *path = include->path;
    if (g_path_is_absolute(path))
        return NULL;
    if (include->relative) {
        g_autofree char *beside = g_path_get_dirname(from);
        g_autofree char *joined = g_build_filename(beside, path, NULL);
        return inside(joined);
    }
    gsize length = strlen(place->folder);
    bool named = length > 0 && strncmp(path, place->folder, length) == 0 && path[length] == '/';
    return inside(named ? path + length + 1 : path);
}

/* --- reading */

static char *name_of(const IncludePlace *place, const char *below) {
    g_autofree char *path = folder_path(place->folder, below);
    return place->place ? g_strconcat(path, "@", place->place, NULL) : g_steal_pointer(&path);
}

/* The part of the text in [from, to), at its place. */
static void add_part(Reading *reading, const char *name, GBytes *text, gsize from, gsize to) {
    gsize length;
    const char *bytes = g_bytes_get_data(text, &length);
    char *kept = g_malloc(length + 1);
    for (gsize i = 0; i < length; i++)
        kept[i] = (i >= from && i < to) || bytes[i] == '\n' ? bytes[i] : ' ';
    g_autoptr(GBytes) part = g_bytes_new_take(kept, to);
    Script *script = script_new(name, part, false);
    script->whole = g_bytes_ref(text);
    g_ptr_array_add(reading->scripts, script);
}

static bool read_file(Reading *reading, const char *below, GBytes *text, GError **error);

static bool fail_include(const char *name, const ScanInclude *include, const char *why,
                         GError **error) {
    text_fail(error, (Location){name, include->line, include->column}, "%s %s: %s",
              include->relative ? "\\ir" : "\\i", include->path, why);
    return false;
}

static bool read_included(Reading *reading, const char *below, const char *name,
                          const ScanInclude *include, GError **error) {
    g_autofree char *target = target_of(reading->place, below, include);
    if (!target)
        return fail_include(name, include, "it leaves the folder of the schema; put the file there",
                            error);
    if (g_ptr_array_find_with_equal_func(reading->open, target, g_str_equal, NULL))
        return fail_include(name, include, "the file includes itself this way", error);
    g_autoptr(GError) why = NULL;
    g_autoptr(GBytes) text = reading->place->read(target, reading->place->data, &why);
    if (!text) {
        g_autofree char *absent =
            g_strdup_printf("there is no file %s in %s; where the schema is one file, name its "
                            "folder as the schema",
                            target, reading->place->folder);
        return fail_include(name, include, why ? why->message : absent, error);
    }
    g_hash_table_add(reading->included, g_strdup(target));
    return read_file(reading, target, text, error);
}

static bool read_parts(Reading *reading, const char *below, const char *name, GBytes *text,
                       const GArray *includes, GError **error) {
    gsize from = 0;
    for (guint i = 0; i < includes->len; i++) {
        const ScanInclude *include = &g_array_index(includes, ScanInclude, i);
        add_part(reading, name, text, from, include->start);
        if (!read_included(reading, below, name, include, error))
            return false;
        from = include->end;
    }
    add_part(reading, name, text, from, g_bytes_get_size(text));
    return true;
}

/* Text that cannot be scanned fails when it is executed, at its place. */
static bool read_file(Reading *reading, const char *below, GBytes *text, GError **error) {
    gsize length;
    const char *bytes = g_bytes_get_data(text, &length);
    g_autofree char *name = name_of(reading->place, below);
    g_autoptr(GArray) includes = scan_includes(name, bytes ? bytes : "", length);
    if (includes->len == 0) {
        g_ptr_array_add(reading->scripts, script_new(name, text, false));
        return true;
    }
    g_ptr_array_add(reading->open, (gpointer)below);
    bool done = read_parts(reading, below, name, text, includes, error);
    g_ptr_array_set_size(reading->open, (gint)reading->open->len - 1);
    return done;
}

bool include_add_files(Source *source, const GPtrArray *files, const IncludePlace *place,
                       GError **error) {
    g_autoptr(GPtrArray) open = g_ptr_array_new();
    g_autoptr(GHashTable) included = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < files->len; i++) {
        const IncludeFile *file = files->pdata[i];
        GPtrArray *scripts = g_ptr_array_new_with_free_func((GDestroyNotify)script_free);
        g_ptr_array_add(groups, scripts);
        Reading reading = {place, open, included, scripts};
        if (!read_file(&reading, file->below, file->text, error))
            return false;
    }
    for (guint i = 0; i < files->len; i++) {
        if (g_hash_table_contains(included, ((const IncludeFile *)files->pdata[i])->below))
            continue;
        GPtrArray *scripts = groups->pdata[i];
        for (guint s = 0; s < scripts->len; s++)
            ((Script *)scripts->pdata[s])->declares = source->type == SOURCE_SCHEMA;
        g_ptr_array_extend_and_steal(source->scripts, g_ptr_array_ref(scripts));
        g_ptr_array_set_size(scripts, 0);
    }
    return true;
}
