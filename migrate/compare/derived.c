#include "compare/derived.h"

#include "base/file.h"
#include "base/output.h"
#include "base/paths.h"
#include "base/suggest.h"
#include "compare/draft.h"
#include "compare/verdict.h"
#include "git/repo.h"
#include "prisma/ddl.h"
#include <string.h>
#include <sys/stat.h>

/* A report is to be read. */
enum { DIFF_LINES = 80 };

static const char *path_of(const Project *project, const Target *target) {
    g_autofree char *key = g_strconcat("types.", target_name(target), NULL);
    return config_string(project->config, key);
}

bool derived_any(const Project *project) {
    for (const char *const *name = target_names(); *name; name++)
        if (path_of(project, target_find(*name)))
            return true;
    return false;
}

/* --- settings */

/* Where a setting is written; NULL: nowhere. Owned by `places`. */
static const char *place_of(const ConfigEntry *entry, GPtrArray *places) {
    if (!entry)
        return NULL;
    g_ptr_array_add(places, config_origin(entry));
    return places->pdata[places->len - 1];
}

static GArray *read_overrides(const Config *config, GPtrArray *places) {
    const GPtrArray *entries = config_entries(config);
    GArray *overrides = g_array_new(TRUE, FALSE, sizeof(TypesOverride));
    for (guint i = 0; i < entries->len; i++) {
        const ConfigEntry *entry = entries->pdata[i];
        if (strcmp(entry->section, "types map") != 0 || !entry->value)
            continue;
        const TypesOverride one = {entry->key, entry->value, place_of(entry, places)};
        g_array_append_val(overrides, one);
    }
    return overrides;
}

static TypesNaming naming_of(const char *word) {
    return !word                        ? NAMING_OF_TARGET
           : strcmp(word, "camel") == 0 ? NAMING_CAMEL
           : strcmp(word, "snake") == 0 ? NAMING_SNAKE
                                        : NAMING_KEEP;
}

/* The name of the folder, for languages that name a package after it; NULL if it cannot be one.
 * Caller frees. */
static char *package_of(const char *path) {
    g_autofree char *folder = path ? g_path_get_dirname(path) : NULL;
    g_autofree char *name = folder ? g_path_get_basename(folder) : NULL;
    if (!name || !g_ascii_isalpha(*name))
        return NULL;
    return g_strcanon(g_steal_pointer(&name), G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS, '_');
}

/* What the project's schema calls otherwise than the database, where it is in Prisma's language. */
static void add_name(const char *schema, const char *owner, const char *part, const char *name,
                     void *data) {
    const TypesName one = {schema, owner, part, name};
    g_array_append_val((GArray *)data, one);
}

/* `schema` holds the texts. */
static GArray *read_names(const Source *schema) {
    GArray *names = g_array_new(TRUE, FALSE, sizeof(TypesName));
    for (guint i = 0; schema && i < schema->scripts->len; i++) {
        const PrismaSchema *written = script_prisma(schema->scripts->pdata[i]);
        if (written)
            prisma_each_name(written, add_name, names);
    }
    return names;
}

char *derived_text(const Project *project, const Catalog *catalog, const Target *target,
                   GError **error) {
    const Config *config = project->config;
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) overrides = read_overrides(config, places);
    g_autofree char *package = package_of(path_of(project, target));
    g_autoptr(Source) schema =
        target_takes_names(target) ? source_open("schema", &project->names, NULL) : NULL;
    g_autoptr(GArray) names = read_names(schema);
    const TypesOptions options = {
        .package = package,
        .schemas = config_list(config, "types.schemas"),
        .without = config_list(config, "types.without_schemas"),
        .default_schema = config_string(config, "types.default_schema"),
        .naming = naming_of(config_string(config, "types.naming")),
        .partitions = config_boolean(config, "types.partitions"),
        .parsed_arrays = config_boolean(config, "types.parsed_arrays"),
        .overrides = (const TypesOverride *)overrides->data,
        .names = (const TypesName *)names->data,
        .schemas_place = place_of(config_entry(config, "types.schemas", NULL), places),
        .naming_place = place_of(config_entry(config, "types.naming", NULL), places),
    };
    return types_generate(catalog, target, &options, error);
}

/* --- files */

static bool fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static bool fail(GError **error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error_literal(error, COMPARE_ERROR, FAIL_USAGE, message);
    return false;
}

static bool add_file(const Project *project, GArray *files, const char *name, GError **error) {
    const Target *target = target_find(name);
    if (!target) {
        const char *near = suggest(name, target_names());
        return fail(error, "there is no target '%s'%s%s%s; 'migrate help targets' lists them", name,
                    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    }
    const DerivedFile file = {target, path_of(project, target)};
    if (!file.path)
        return fail(error,
                    "migrate.ini names no file for %s; add '%s = PATH' under [types], or print it "
                    "with --stdout",
                    name, name);
    g_array_append_val(files, file);
    return true;
}

/* Two paths of one file, whether it is there or not. */
static bool is_same_file(const char *one, const char *two) {
    g_autofree char *first = g_canonicalize_filename(one, NULL),
                    *second = g_canonicalize_filename(two, NULL);
    struct stat a, b;
    return strcmp(first, second) == 0 || (stat(one, &a) == 0 && stat(two, &b) == 0 &&
                                          a.st_dev == b.st_dev && a.st_ino == b.st_ino);
}

/* Whether a schema is read from there: the path itself, or a file that counts below it. */
static bool is_part_of(const char *path, const char *schema) {
    g_autofree char *file = g_canonicalize_filename(path, NULL),
                    *folder = g_canonicalize_filename(schema, NULL);
    bool counts = g_str_has_suffix(file, ".sql") || g_str_has_suffix(file, ".prisma");
    return is_same_file(path, schema) ||
           (counts && g_str_has_prefix(file, folder) && file[strlen(folder)] == '/');
}

static bool fail_at(const Project *project, const char *target, GError **error, const char *what) {
    g_autofree char *key = g_strconcat("types.", target, NULL);
    g_autofree char *place = config_origin(config_entry(project->config, key, NULL));
    return fail(error, "%s: %s under [types] names %s", place, target, what);
}

/* What is written there would be lost, or be what it is made of. */
static bool check_path(const Project *project, const char *name, GError **error) {
    const char *path = path_of(project, target_find(name));
    g_auto(GStrv) schemas = paths_split(project->names.schema);
    for (guint i = 0; path && schemas[i]; i++) {
        g_autofree char *what =
            g_strdup_printf("%s, from which the schema is read; name another file, or print it "
                            "with 'migrate types %s --stdout'",
                            path, name);
        if (is_part_of(path, schemas[i]))
            return fail_at(project, name, error, what);
    }
    for (const char *const *other = target_names(); path && strcmp(*other, name) != 0; other++) {
        const char *before = path_of(project, target_find(*other));
        g_autofree char *what = g_strdup_printf("%s, as %s does", path, *other);
        if (before && is_same_file(before, path))
            return fail_at(project, name, error, what);
    }
    return true;
}

static bool check_paths(const Project *project, GError **error) {
    for (const char *const *name = target_names(); *name; name++)
        if (!check_path(project, *name, error))
            return false;
    return true;
}

GArray *derived_files(const Project *project, const char *const *names, GError **error) {
    g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(DerivedFile));
    if (!check_paths(project, error))
        return NULL;
    for (const char *const *name = names; *name; name++)
        if (!add_file(project, files, *name, error))
            return NULL;
    for (const char *const *name = *names ? NULL : target_names(); name && *name; name++) {
        const DerivedFile file = {target_find(*name), path_of(project, target_find(*name))};
        if (file.path)
            g_array_append_val(files, file);
    }
    if (files->len == 0) {
        fail(error, "migrate.ini names no file under [types]; add one, as 'kysely = src/db.d.ts'. "
                    "'migrate help targets' lists the targets");
        return NULL;
    }
    return g_steal_pointer(&files);
}

/* The link that stands in the way of reading a file of an untrusted work tree. Caller frees. */
static char *link_in_the_way(const Project *project, const char *path) {
    if (!config_untrusted(project->config))
        return NULL;
    g_autoptr(GitRepo) repo = git_open(config_root(project->config), NULL);
    return repo ? git_link_towards(repo, path) : NULL;
}

/* The bytes as text with LF only, in which a NUL is a letter like others. Caller frees. */
static char *text_of(GBytes *bytes) {
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);
    g_autoptr(GString) text = g_string_new(NULL);
    for (const char *at = data, *nul; at && at < data + length; at = nul + 1) {
        nul = memchr(at, '\0', (gsize)(data + length - at));
        nul = nul ? nul : data + length;
        g_string_append_len(text, at, nul - at);
        if (nul < data + length)
            g_string_append(text, "\u2400");
    }
    g_string_replace(text, "\r\n", "\n", 0);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* What is there; NULL without an error when nothing is. A pipe or a device has no text to compare,
 * and reading it could take for ever. Caller frees. */
static char *committed(const Project *project, const char *path, GError **error) {
    g_autofree char *link = link_in_the_way(project, path);
    struct stat there;
    if (link) {
        fail(error, "%s is a symbolic link", link);
        return NULL;
    }
    if (lstat(path, &there) != 0)
        return NULL;
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode)) {
        fail(error, "%s is not a regular file", path);
        return NULL;
    }
    g_autofree char *real = realpath(path, NULL); /* a link of one's own is followed */
    g_autoptr(GBytes) bytes = file_read(real ? real : path, error);
    return bytes ? text_of(bytes) : NULL;
}

/* --- what differs */

static guint first_difference(const char *one, const char *two) {
    guint line = 1;
    for (; *one && *one == *two; one++, two++)
        line += *one == '\n';
    return line;
}

static char *shown_diff(const char *old, const char *new) {
    g_autofree char *whole = git_text_diff(old, new);
    guint lines = 0, more = 0;
    char *end = NULL;
    for (char *at = strchr(whole, '\n'); at; at = strchr(at + 1, '\n')) {
        more += end != NULL;
        if (++lines == DIFF_LINES)
            end = at;
    }
    if (!more)
        return g_steal_pointer(&whole);
    *end = '\0';
    return g_strdup_printf("%s\n… and %u more lines\n", whole, more);
}

static Finding *add(const DerivedFile *file, Findings *findings, const char *what) {
    Finding *finding =
        findings_add(findings, "types-outdated", SEVERITY_ERROR, "%s %s", file->path, what);
    finding->file = g_strdup(file->path);
    finding->fix = g_strdup_printf("run `migrate types` and commit %s", file->path);
    return finding;
}

static void tell_unreadable(Finding *finding, const GError *why) {
    g_free(finding->fix);
    finding->why = g_strdup(why->message);
    finding->fix = g_strdup("remove it and run `migrate types`, or name another file under [types] "
                            "in migrate.ini");
}

static bool check_one(const Project *project, const DerivedFile *file, const Catalog *catalog,
                      Findings *findings, GError **error) {
    g_autofree char *wanted = derived_text(project, catalog, file->target, error);
    g_autoptr(GError) unreadable = NULL;
    if (!wanted)
        return false;
    g_autofree char *text = committed(project, file->path, &unreadable);
    wanted = types_keep_head(file->target, wanted, text);
    if (!text) {
        Finding *finding =
            add(file, findings, unreadable ? "cannot be compared" : "does not exist");
        if (unreadable)
            tell_unreadable(finding, unreadable);
        return true;
    }
    if (strcmp(text, wanted) == 0)
        return true;
    Finding *finding = add(file, findings, "is not what the migrations give");
    if (!types_may_replace(file->target, text)) {
        g_free(finding->fix);
        finding->fix =
            g_strdup("it is not a file that `migrate types` wrote: move it away, or name "
                     "another one under [types] in migrate.ini, and run `migrate types`");
    }
    finding->line = finding->end_line = first_difference(text, wanted);
    finding->diff = shown_diff(text, wanted);
    return true;
}

bool derived_check(const Project *project, const GArray *files, const Catalog *catalog,
                   Findings *findings, GError **error) {
    for (guint i = 0; i < files->len; i++)
        if (!check_one(project, &g_array_index(files, DerivedFile, i), catalog, findings, error))
            return false;
    return true;
}

bool derived_may_write(const Project *project, const GArray *files, GError **error) {
    for (guint i = 0; i < files->len; i++) {
        const DerivedFile *file = &g_array_index(files, DerivedFile, i);
        g_autofree char *text = committed(project, file->path, NULL);
        if (!types_may_replace(file->target, text))
            return fail(error,
                        "%s is not a file that `migrate types` wrote, so it is not replaced; move "
                        "it away, or name another file under [types] in migrate.ini",
                        file->path);
    }
    return true;
}

bool derived_write(const Project *project, const DerivedFile *file, const Catalog *catalog,
                   bool *changed, GError **error) {
    g_autofree char *wanted = derived_text(project, catalog, file->target, error);
    if (!wanted)
        return false;
    g_autofree char *text = committed(project, file->path, NULL);
    wanted = types_keep_head(file->target, wanted, text);
    *changed = g_strcmp0(text, wanted) != 0;
    if (!*changed)
        return true;
    g_autofree char *folder = g_path_get_dirname(file->path);
    return file_mkdirs(folder, error) &&
           output_write(file->path, wanted, strlen(wanted), OUTPUT_REPLACE, NULL, error);
}

/* --- what was found before */

static void add_text(GChecksum *sum, const char *text) {
    g_autofree char *length = g_strdup_printf("%zd:", text ? (gssize)strlen(text) : -1);
    g_checksum_update(sum, (const guchar *)length, -1);
    if (text)
        g_checksum_update(sum, (const guchar *)text, -1);
}

/* Another name of what the database calls the same is no other schema. */
static void add_names(GChecksum *sum, const Source *schema) {
    g_autoptr(GArray) names = read_names(schema);
    for (guint i = 0; i < names->len; i++) {
        const TypesName *one = &g_array_index(names, TypesName, i);
        const char *const texts[] = {one->schema, one->owner, one->part, one->name};
        for (guint t = 0; t < G_N_ELEMENTS(texts); t++)
            add_text(sum, texts[t]);
    }
}

/* Under what it is remembered that these files are right for these sides; NULL when nothing may be.
 * Caller frees. */
static char *memory_key(Project *project, const Source *history, const Source *schema,
                        const GArray *files) {
    g_autofree char *verdict = verdict_key(project, history, schema);
    const GPtrArray *entries = config_entries(project->config);
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    if (!verdict)
        return NULL;
    add_text(sum, verdict);
    for (guint i = 0; i < entries->len; i++) {
        const ConfigEntry *entry = entries->pdata[i];
        if (!g_str_has_prefix(entry->section, "types"))
            continue;
        add_text(sum, entry->section);
        add_text(sum, entry->key);
        add_text(sum, entry->value);
    }
    for (guint i = 0; i < files->len; i++) {
        g_autofree char *text = committed(project, g_array_index(files, DerivedFile, i).path, NULL);
        add_text(sum, text);
    }
    add_names(sum, schema);
    return g_strdup(g_checksum_get_string(sum));
}

static bool check_executed(Project *project, const Source *history, const GArray *files,
                           const Catalog *catalog, Findings *findings, GError **error) {
    g_auto(Loaded) loaded = {0};
    if (catalog)
        return derived_check(project, files, catalog, findings, error);
    return project_start_scratch(project, error) &&
           source_load(project->scratch, &project->names, history, &loaded, NULL, error) &&
           derived_check(project, files, loaded.catalog, findings, error);
}

bool derived_gate(Project *project, const Source *history, const Source *schema,
                  const Catalog *catalog, Findings *findings, GError **error) {
    static const char *const all[] = {NULL};
    if (!derived_any(project))
        return true;
    g_autoptr(GArray) files = derived_files(project, all, error);
    if (!files)
        return false;
    g_autofree char *key = memory_key(project, history, schema, files);
    g_auto(Verdict) known = {0}, types = {.server = g_strdup("types")};
    bool found = key && verdict_find(project, key, history, &known);
    guint before = findings->len;
    if (found)
        return true;
    if (!check_executed(project, history, files, catalog, findings, error))
        return false;
    if (key && findings->len == before)
        verdict_remember(project, key, &types, history);
    return true;
}
