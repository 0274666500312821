#include "source/source.h"

#include "base/file.h"
#include "base/paths.h"
#include "base/term.h"
#include "source/prisma.h"
#include "source/twice.h"
#include "text/tree.h"
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

static bool read_files(Source *source, const char *path, guint prisma, GError **error) {
    if (prisma_is_path(path))
        return prisma_add_path(source, path, prisma, error);
    if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_autoptr(GBytes) text = file_read(path, error);
        if (text)
            add_script(source, path, text, false);
        return text;
    }
    g_autoptr(GPtrArray) files = file_list(path, ".sql", error);
    if (!files)
        return false;
    for (guint i = 0; i < files->len; i++) {
        g_autofree char *file = g_build_filename(path, files->pdata[i], NULL);
        g_autoptr(GBytes) text = file_read(file, error);
        if (!text)
            return false;
        add_script(source, file, text, false);
    }
    return true;
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

/* The SQL among files that were found at `path`; `place`, or NULL, is said with their names. */
static bool add_files(Source *source, const char *path, const GPtrArray *files, const char *place,
                      guint prisma, GError **error) {
    if (prisma_has_files(files))
        return prisma_add_files(source, path, files, place, prisma, error);
    bool itself = is_itself(path, files);
    for (guint i = 0; i < files->len; i++) {
        const GitFile *file = files->pdata[i];
        if (!itself && !g_str_has_suffix(file->path, ".sql"))
            continue;
        g_autofree char *whole = itself ? g_strdup(path) : g_build_filename(path, file->path, NULL);
        g_autofree char *name = place ? g_strconcat(whole, "@", place, NULL) : g_strdup(whole);
        if (file->symlink) {
            g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                        "%s is a symbolic link; put the file itself there", name);
            return false;
        }
        add_script(source, name, file->bytes, false);
    }
    return true;
}

static bool read_files_at(Source *source, const char *path, const char *revision, guint prisma,
                          GError **error) {
    g_autoptr(GPtrArray) files = files_at(path, revision, error);
    return files && add_files(source, path, files, revision, prisma, error);
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

/* All of the schema's paths, one after the other. */
static bool open_schema(Source *source, const SourceNames *names, const char *revision,
                        GError **error) {
    g_auto(GStrv) paths = paths_split(names->schema);
    source->type = SOURCE_SCHEMA;
    source->several = g_strv_length(paths) > 1;
    for (guint i = 0; paths[i]; i++) {
        if (!revision && !g_file_test(paths[i], G_FILE_TEST_EXISTS)) {
            g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                        "there is no schema at %s; `migrate init` creates one", paths[i]);
            return false;
        }
        if (!(revision ? read_files_at(source, paths[i], revision, names->prisma, error)
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
    if (up_to || strcmp(name, "migrations") == 0)
        return open_migrations(source, names->migrations,
                               up_to ? name + strlen("migrations:") : NULL, revision, error);
    if (strcmp(name, "schema") == 0)
        return open_schema(source, names, revision, error);
    source->type = SOURCE_SCHEMA;
    if (revision)
        return read_files_at(source, name, revision, names->prisma, error);
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
    return add_files(source, path, files, NULL, names->prisma, error);
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

void source_free(Source *source) {
    if (!source)
        return;
    g_free(source->label);
    g_ptr_array_unref(source->scripts);
    history_free(source->history);
    g_free(source->url);
    g_free(source->path_first);
    g_free(source);
}

void loaded_clear(Loaded *loaded) {
    catalog_free(loaded->catalog);
    pg_close(loaded->pg);
    *loaded = (Loaded){0};
}

/* One side of a pair, for a separate thread. */
typedef struct {
    Scratch *scratch;
    const SourceNames *names;
    const Source *source;
    Loaded *loaded;
    Pg *live;            /* to a database that is a side itself, until it is read */
    const char *owner;   /* its default owner; borrowed */
    const Source *other; /* what it is compared with; may be NULL */
    ReplayFault fault;
    GError *error;
} Side;

static bool is_database(const Side *side) {
    return side->source && side->source->type == SOURCE_DATABASE;
}

static LoadOptions live_options(const Side *side) {
    return (LoadOptions){side->owner, side->names->ignore, side->names->ignore_data,
                         side->names->ledger};
}

static void tell_loaded(const Side *side) {
    if (side->loaded->catalog)
        term_verbose("%s: read %u objects from the catalogs", side->source->label,
                     side->loaded->catalog->count);
}

static void load_database(Side *side) {
    LoadOptions options = live_options(side);
    side->loaded->catalog = catalog_load(side->live, &options, &side->error);
    tell_loaded(side);
    g_clear_pointer(&side->live, pg_close);
}

/* Extensions come first where a schema in Prisma's language, which need not say what it uses, or
 * several sources are executed: those that they create themselves and those of the history. One
 * that cannot be made yet is made where it stands, or missed where it is used. */
static void replay_extensions(const Side *side) {
    const Source *sources[] = {side->source, side->other};
    if (!side->source->several && !prisma_is_source(side->source))
        return;
    for (guint i = 0; i < side->source->scripts->len; i++)
        ((Script *)side->source->scripts->pdata[i])->extended = true;
    for (guint s = 0; s < G_N_ELEMENTS(sources); s++) {
        if (!sources[s] || (s > 0 && sources[s]->type != SOURCE_MIGRATIONS))
            continue;
        g_autoptr(GPtrArray) extensions = prisma_extensions(sources[s]);
        for (guint i = 0; i < extensions->len; i++)
            replay(side->scratch, side->loaded->pg, extensions->pdata[i], NULL, NULL);
    }
}

static gpointer load_side(gpointer data) {
    Side *side = data;
    if (is_database(side)) {
        load_database(side);
        return NULL;
    }
    Pg *pg = side->loaded->pg;
    guint count = side->source->scripts->len;
    term_verbose("%s: executing %u file%s", side->source->label, count, count == 1 ? "" : "s");
    replay_extensions(side);
    if (!side->names->strict && side->other && side->other->type == SOURCE_MIGRATIONS)
        prisma_follow(side->source, side->other);
    for (guint i = 0; i < count; i++)
        if (!replay(side->scratch, pg, side->source->scripts->pdata[i], &side->fault,
                    &side->error)) {
            twice_tell(side->source, i, &side->fault, side->error);
            return NULL;
        }
    LoadOptions options = {pg_user(pg), side->names->ignore, side->names->ignore_data};
    side->loaded->catalog = catalog_load(pg, &options, &side->error);
    tell_loaded(side);
    return NULL;
}

/* What is executed to be compared with a database looks for names where that does. */
static bool take_path(const Side *side, GError **error) {
    if (!side->scratch)
        return true;
    g_autofree char *asked = pg_url_path(side->source->url);
    g_autofree char *own = NULL;
    if (!asked && !side->names->path && !pg_own_path(side->live, &own, error))
        return false;
    scratch_set_path(side->scratch, asked ? asked : side->names->path ? side->names->path : own);
    return true;
}

static bool creates_schema(const Script *script, const char *name) {
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    Scanner scanner;
    Statement statement;
    if (!scanner_init(&scanner, script->file, text ? text : "", length, NULL))
        return false;
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT) {
        g_autofree char *head = statement_head(&statement, 2);
        g_autoptr(GPtrArray) created =
            strcmp(head, "create schema") == 0 ? tree_created(&statement) : NULL;
        const Named *first = created && created->len > 0 ? created->pdata[0] : NULL;
        if (first && strcmp(first->kind, "schema") == 0 && strcmp(first->name, name) == 0)
            return true;
    }
    return false;
}

/* The schema for unqualified names is somebody else's to create, as public is, unless one of the
 * sides does. NULL: nothing is to be made. Caller frees. */
static char *schema_to_make(const Scratch *scratch, const Side *sides, guint count) {
    g_autofree char *name = pg_first_of_path(scratch_path(scratch));
    if (g_strcmp0(name, "public") == 0)
        return NULL;
    for (guint i = 0; name && i < count; i++)
        for (guint s = 0; sides[i].source->scripts && s < sides[i].source->scripts->len; s++)
            if (creates_schema(sides[i].source->scripts->pdata[s], name))
                return NULL;
    return g_steal_pointer(&name);
}

static bool make_schema(Side *sides, guint count, GError **errors) {
    if (!sides[0].scratch)
        return true;
    g_autofree char *name = schema_to_make(sides[0].scratch, sides, count);
    for (guint i = 0; name && i < count; i++)
        if (!is_database(&sides[i]) &&
            !scratch_create_schema(sides[i].scratch, sides[i].loaded->pg, name, &errors[i]))
            return false;
    return true;
}

static bool prepare(Side *side, GError **error) {
    *side->loaded = (Loaded){0};
    if (is_database(side))
        return (side->live = pg_connect(side->source->url, "migrate", error)) &&
               take_path(side, error);
    side->loaded->pg = scratch_database(side->scratch, error);
    return side->loaded->pg;
}

/* Who the default owner is in a database: what is executed to be compared with it is executed as
 * that role. Caller frees. */
static char *find_owner(const Side *side, GError **error) {
    LoadOptions options = {.default_owner = side->names->owner};
    g_autofree char *owner = catalog_default_owner(side->live, &options, error);
    bool done = owner && (!side->scratch || scratch_act_as(side->scratch, owner, error));
    return done ? g_steal_pointer(&owner) : NULL;
}

/* A database first: its owner has to be known before the other side's is connected to. Two have the
 * same default owner, which the plan is for: then a name means the same in both. `owner` is to be
 * freed. */
static bool prepare_both(Side *sides, guint count, char **owner, GError **errors) {
    guint first = !is_database(&sides[0]) && is_database(&sides[1]) ? 1 : 0;
    for (guint n = 0; n < count; n++) {
        guint i = n == 0 ? first : 1 - first;
        if (!prepare(&sides[i], &errors[i]) ||
            (is_database(&sides[i]) && !*owner && !(*owner = find_owner(&sides[i], &errors[i]))))
            return false;
        sides[i].owner = *owner;
    }
    return true;
}

/* Of two databases, each is held against the platform alone. */
static bool align(Scratch *scratch, const SourceNames *names, Side *sides, guint count) {
    for (guint i = 0; names->platform && i < count; i++) {
        Catalog *other =
            count > 1 && !is_database(&sides[1 - i]) ? sides[1 - i].loaded->catalog : NULL;
        if (is_database(&sides[i]) &&
            !platform_align(names->platform, scratch, sides[i].loaded->catalog, other,
                            &sides[i].error))
            return false;
    }
    return true;
}

bool source_load_both(Scratch *scratch, const SourceNames *names, const Source *from,
                      const Source *to, Loaded *old, Loaded *new, ReplayFault *faults,
                      GError **errors) {
    Side sides[2] = {{scratch, names, from, old, .other = to},
                     {scratch, names, to, new, .other = from}};
    guint count = to ? 2 : 1;
    g_autofree char *owner = NULL;
    if (!prepare_both(sides, count, &owner, errors) || !make_schema(sides, count, errors)) {
        pg_close(sides[0].live);
        pg_close(sides[1].live);
        return false;
    }
    GThread *thread = to ? g_thread_new("load", load_side, &sides[1]) : NULL;
    load_side(&sides[0]);
    if (thread)
        g_thread_join(thread);
    if (!sides[0].error && !sides[1].error)
        align(scratch, names, sides, count);
    for (guint i = 0; i < count; i++) {
        faults[i] = sides[i].fault;
        errors[i] = sides[i].error;
    }
    if (to && !names->strict && prisma_is_source(to) && old->catalog && new->catalog)
        prisma_order_labels(new->catalog, old->catalog);
    return !errors[0] && !errors[1];
}

bool source_load_pair(Scratch *scratch, const SourceNames *names, const Source *from,
                      const Source *to, Loaded *old, Loaded *new, ReplayFault *fault,
                      GError **error) {
    ReplayFault faults[2] = {0};
    GError *errors[2] = {NULL};
    bool done = source_load_both(scratch, names, from, to, old, new, faults, errors);
    guint first = errors[0] ? 0 : 1;
    if (fault && !done) {
        *fault = faults[first];
        faults[first] = (ReplayFault){0};
    }
    if (!done)
        g_propagate_error(error, g_steal_pointer(&errors[first]));
    for (guint i = 0; i < 2; i++) {
        replay_fault_clear(&faults[i]);
        g_clear_error(&errors[i]);
    }
    return done;
}

bool source_load(Scratch *scratch, const SourceNames *names, const Source *source, Loaded *loaded,
                 ReplayFault *fault, GError **error) {
    return source_load_pair(scratch, names, source, NULL, loaded, NULL, fault, error);
}
