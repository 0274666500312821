#include "source/source.h"

#include "base/file.h"
#include "base/paths.h"
#include "base/term.h"
#include "source/include.h"
#include "source/prisma.h"
#include <string.h>

static bool is_url(const char *text) {
    return g_str_has_prefix(text, "postgres://") || g_str_has_prefix(text, "postgresql://") ||
           (strchr(text, '=') && !g_file_test(text, G_FILE_TEST_EXISTS));
}

/* Whether it looks like a malformed connection string, so that it may hold a password and is
 * not to be repeated. */
static bool is_broken_url(const char *text) {
    if (g_file_test(text, G_FILE_TEST_EXISTS) || g_str_has_prefix(text, "migrations:"))
        return false;
    const char *colon = strchr(text, ':');
    return strstr(text, "://") || g_str_has_prefix(text, "postgres:") ||
           g_str_has_prefix(text, "postgresql:") || (colon && strchr(colon, '@'));
}

static void add_script(Source *source, const char *file, GBytes *text, bool transactional) {
    Script *script = script_new(file, text, transactional);
    script->declares = source->type == SOURCE_SCHEMA;
    g_ptr_array_add(source->scripts, script);
}

/* The base name of a file, as a list. */
static GPtrArray *the_file(const char *path) {
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(names, g_path_get_basename(path));
    return names;
}

static bool read_files(Source *source, const char *path, guint prisma, GError **error) {
    if (prisma_is_path(path))
        return prisma_add_path(source, path, prisma, error);
    bool whole = g_file_test(path, G_FILE_TEST_IS_DIR);
    g_autofree char *folder = whole ? g_strdup(path) : g_path_get_dirname(path);
    g_autoptr(GPtrArray) names = whole ? file_list(path, ".sql", error) : the_file(path);
    g_autoptr(GPtrArray) files = include_files_new();
    for (guint i = 0; names && i < names->len; i++) {
        g_autofree char *file = folder_path(folder, names->pdata[i]);
        g_autoptr(GBytes) text = file_read(whole ? file : path, error);
        if (!text)
            return false;
        include_files_add(files, names->pdata[i], text);
    }
    const IncludePlace place = {folder, NULL, include_read_disk, folder};
    return names && include_add_files(source, files, &place, error);
}

/* The files of `path` at `revision`, read from the repository. */
static GPtrArray *files_at(const char *path, const char *revision, GError **error) {
    g_autoptr(GitRepo) repo = NULL;
    g_autofree char *folder = g_canonicalize_filename(path, NULL);
    g_autofree char *start = g_strdup(folder);
    while (!g_file_test(start, G_FILE_TEST_IS_DIR)) {
        char *up = g_path_get_dirname(start);
        g_free(start);
        start = up;
    }
    GError *local = NULL;
    repo = git_open(start, &local);
    if (!repo) {
        if (local)
            g_propagate_error(error, local);
        else
            g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                        "%s@%s names a git revision, but %s is not in a git repository", path,
                        revision, path);
        return NULL;
    }
    g_autofree char *below = git_relative(repo, path, error);
    g_autofree char *commit = below ? git_resolve(repo, revision, error) : NULL;
    return commit ? git_files(repo, commit, below, error) : NULL;
}

/* The one file of a path that names a file has its base name. */
static bool is_itself(const char *path, const GPtrArray *files) {
    g_autofree char *base = g_path_get_basename(path);
    return files->len == 1 && strcmp(((const GitFile *)files->pdata[0])->path, base) == 0;
}

/* The SQL among files that were found at `path`; `place`, or NULL, is said with their names. What
 * they include is among `around`: the folder of `path`, where that is a file. */
static bool add_files(Source *source, const char *path, const GPtrArray *files,
                      const GPtrArray *around, const char *place, guint prisma, GError **error) {
    if (prisma_has_files(files))
        return prisma_add_files(source, path, files, place, prisma, error);
    bool itself = is_itself(path, files);
    g_autofree char *folder = itself ? g_path_get_dirname(path) : g_strdup(path);
    g_autoptr(GPtrArray) found = include_files_new();
    for (guint i = 0; i < files->len; i++) {
        const GitFile *file = files->pdata[i];
        if (!itself && !g_str_has_suffix(file->path, ".sql"))
            continue;
        if (file->symlink) {
            g_autofree char *whole = itself ? g_strdup(path) : folder_path(folder, file->path);
            g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                        "%s%s%s is a symbolic link; put the file itself there", whole,
                        place ? "@" : "", place ? place : "");
            return false;
        }
        include_files_add(found, file->path, file->bytes);
    }
    const IncludePlace from = {folder, place, include_read_files, around};
    return include_add_files(source, found, &from, error);
}

static bool read_files_at(Source *source, const char *path, const char *revision,
                          const SourceNames *names, GError **error) {
    g_autoptr(GPtrArray) files = files_at(path, revision, error);
    guint prisma = !files || names->prisma_set || !prisma_has_files(files)
                       ? names->prisma
                       : prisma_version_at(path, revision, names->prisma);
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GPtrArray) around = files && is_itself(path, files) && include_any(files)
                                      ? files_at(folder, revision, error)
                                      : NULL;
    return files &&
           add_files(source, path, files, around ? around : files, revision, prisma, error);
}

static bool add_migrations(Source *source, const char *version, GError **error) {
    const Migration *last = version ? history_find(source->history, version) : NULL;
    if (version && !last) {
        g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                    "%s has no migration \"%s\"; `migrate status` lists them",
                    source->history->folder, version);
        return false;
    }
    for (guint i = 0; i < history_count(source->history); i++) {
        const Migration *migration = history_at(source->history, i);
        add_script(source, migration->path, migration->text, migration->transactional);
        if (migration == last)
            break;
    }
    for (guint i = 0; !last && i < source->history->repeats->len; i++) {
        const Migration *migration = source->history->repeats->pdata[i];
        add_script(source, migration->path, migration->text, migration->transactional);
    }
    return true;
}

static bool open_migrations(Source *source, const char *folder, const char *version,
                            const char *revision, GError **error) {
    source->type = SOURCE_MIGRATIONS;
    if (revision) {
        g_autoptr(GPtrArray) files = files_at(folder, revision, error);
        source->history = files ? history_from_files(folder, files, error) : NULL;
    } else {
        source->history = history_read(folder, error);
    }
    return source->history && add_migrations(source, version, error);
}

static bool is_folder_of_migrations(const char *path) {
    g_autoptr(GPtrArray) files =
        g_file_test(path, G_FILE_TEST_IS_DIR) ? file_list(path, "migration.sql", NULL) : NULL;
    return files && files->len > 0;
}

/* All of the schema's paths, one after the other; where there are none, the history is all that
 * says what a database should be, and the other way round. */
static bool open_schema(Source *source, const SourceNames *names, const char *revision,
                        GError **error) {
    g_auto(GStrv) paths = paths_split(names->schema);
    if (!paths[0])
        return open_migrations(source, names->migrations, NULL, revision, error);
    source->type = SOURCE_SCHEMA;
    source->several = g_strv_length(paths) > 1;
    for (guint i = 0; paths[i]; i++) {
        if (!revision && !g_file_test(paths[i], G_FILE_TEST_EXISTS)) {
            g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                        "there is no schema at %s; `migrate schema export` writes one of the "
                        "migrations, and where there are none, `migrate init` begins an empty one",
                        paths[i]);
            return false;
        }
        if (!(revision ? read_files_at(source, paths[i], revision, names, error)
                       : read_files(source, paths[i], names->prisma, error)))
            return false;
    }
    return true;
}

static bool open_files(Source *source, const char *text, const SourceNames *names, GError **error) {
    const char *at = strrchr(text, '@');
    const char *revision = at && !g_file_test(text, G_FILE_TEST_EXISTS) ? at + 1 : NULL;
    g_autofree char *name = revision ? g_strndup(text, (gsize)(at - text)) : g_strdup(text);
    bool up_to = g_str_has_prefix(name, "migrations:");
    bool all = strcmp(name, "migrations") == 0;
    if (all && !*names->migrations && names->schema && *names->schema)
        return open_schema(source, names, revision, error);
    if (up_to || all)
        return open_migrations(source, names->migrations,
                               up_to ? name + strlen("migrations:") : NULL, revision, error);
    if (strcmp(name, "schema") == 0)
        return open_schema(source, names, revision, error);
    source->type = SOURCE_SCHEMA;
    if (revision)
        return read_files_at(source, name, revision, names, error);
    if (!prisma_is_path(name) && is_folder_of_migrations(name))
        return open_migrations(source, name, NULL, NULL, error);
    if (g_file_test(name, G_FILE_TEST_EXISTS))
        return read_files(source, name, names->prisma, error);
    g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                "\"%s\" is not a source: expected schema, migrations, migrations:VERSION, empty, "
                "a database URL, or a file or folder of SQL or of Prisma's schema language (each "
                "but the URL also with @REVISION)",
                text);
    return false;
}

Source *source_open(const char *text, const SourceNames *names, GError **error) {
    Source *source = g_new0(Source, 1);
    source->scripts = g_ptr_array_new_with_free_func((GDestroyNotify)script_free);
    bool done = true;
    source->path_first = names->path ? pg_first_of_path(names->path) : NULL;
    if (strcmp(text, "empty") == 0) {
        source->type = SOURCE_EMPTY;
        source->label = g_strdup(text);
    } else if (is_url(text)) {
        source->type = SOURCE_DATABASE;
        source->url = g_strdup(text);
        source->label = pg_mask(text);
    } else if (is_broken_url(text)) {
        done = false;
        const char *advice = pg_address_advice(text);
        g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                    "a source looks like the address of a database, but cannot be used as one: %s",
                    advice ? advice : "those begin with postgresql://");
    } else {
        source->label = g_strdup(text);
        done = open_files(source, text, names, error);
    }
    if (done)
        return source;
    source_free(source);
    return NULL;
}

Source *source_from_files(SourceType type, const char *path, const GPtrArray *files,
                          const SourceNames *names, GError **error) {
    g_autoptr(Source) source = g_new0(Source, 1);
    source->type = type;
    source->label = g_strdup(path);
    source->scripts = g_ptr_array_new_with_free_func((GDestroyNotify)script_free);
    if (type == SOURCE_SCHEMA)
        return source_add_files(source, path, files, names, error) ? g_steal_pointer(&source)
                                                                   : NULL;
    source->history = history_from_files(path, files, error);
    return source->history && add_migrations(source, NULL, error) ? g_steal_pointer(&source) : NULL;
}

bool source_add_files(Source *source, const char *path, const GPtrArray *files,
                      const SourceNames *names, GError **error) {
    source->several |= source->scripts->len > 0;
    return add_files(source, path, files, files, NULL, names->prisma, error);
}

Source *source_of_history(History *history) {
    Source *source = g_new0(Source, 1);
    source->type = SOURCE_MIGRATIONS;
    source->label = g_strdup("migrations");
    source->scripts = g_ptr_array_new_with_free_func((GDestroyNotify)script_free);
    source->history = history;
    add_migrations(source, NULL, NULL);
    return source;
}

Source *source_again(const Source *source) {
    Source *again = source_of_history(source->history);
    again->borrows = true;
    return again;
}

void source_measure(Source *source, GHashTable *files, bool together) {
    measure_free(source->measure);
    source->measure = measure_new(together);
    for (guint i = 0; i < source->scripts->len; i++) {
        Script *script = source->scripts->pdata[i];
        script->measure = g_hash_table_contains(files, script->file) ? source->measure : NULL;
    }
}

void source_free(Source *source) {
    if (!source)
        return;
    g_free(source->label);
    g_ptr_array_unref(source->scripts);
    if (!source->borrows)
        history_free(source->history);
    g_free(source->url);
    g_free(source->path_first);
    measure_free(source->measure);
    g_free(source);
}
