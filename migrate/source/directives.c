#include "source/directives.h"

#include "diff/rename.h"
#include "text/directive.h"
#include "text/tree.h"
#include <string.h>

const char *const schema_directive_words[] = {"renamed", "online", "mask", "not", NULL};

/* What reading the directives of one word finds. */
typedef struct {
    const char *word;
    const Catalog *catalog;
    const char *path_first;
    GPtrArray *renames; /* of RenameDirective* */
    GHashTable *online; /* identities */
} Reading;

void rename_directive_free(RenameDirective *directive) {
    g_free(directive->old_name);
    g_free(directive->within);
    g_free(directive->file);
    g_free(directive);
}

char *directive_unquote(const char *text) {
    gsize length = strlen(text);
    if (*text != '"' || length < 2)
        return g_ascii_strdown(text, -1);
    g_autofree char *inner = g_strndup(text + 1, length - 2);
    g_auto(GStrv) parts = g_strsplit(inner, "\"\"", -1);
    return g_strjoinv("\"", parts);
}

/* The last two parts of "schema.table.name". */
static void split_name(const char *text, char **within, char **name) {
    bool quoted = false;
    const char *before = NULL, *start = text;
    for (const char *c = text; *c; c++) {
        quoted ^= *c == '"';
        if (*c != '.' || quoted)
            continue;
        before = start;
        start = c + 1;
    }
    g_autofree char *part = before ? g_strndup(before, (gsize)(start - before) - 1) : NULL;
    *within = part ? directive_unquote(part) : NULL;
    *name = directive_unquote(start);
}

char *directive_schema_of(const Object *object) {
    bool quoted = false;
    const char *end = object->identity;
    for (; *end && (*end != '.' || quoted); end++)
        quoted ^= *end == '"';
    g_autofree char *part = g_strndup(object->identity, (gsize)(end - object->identity));
    return directive_unquote(part);
}

char *directive_name_of(const Object *object) {
    char *name;
    g_autofree char *within = NULL;
    split_name(object->identity, &within, &name);
    return name;
}

static const char *schema_of(const Object *object, const char *schema) {
    const char *given = schema ? schema : "public";
    gsize length = strlen(given);
    return strncmp(object->identity, given, length) == 0 && object->identity[length] == '.' ? given
                                                                                            : NULL;
}

/* Whether a parse tree's word for a thing means `kind`: a foreign key is a constraint there, too.
 */
static bool is_kind(const Kind *kind, const Kind *meant) {
    return kind == meant || (kind->type && meant->type && strcmp(meant->type, "CONSTRAINT") == 0 &&
                             strcmp(kind->type, meant->type) == 0);
}

const Object *directive_object(const Catalog *catalog, const Named *named, const char *path_first) {
    const Kind *kind = kind_find(named->kind);
    for (guint i = 0; kind && i < catalog->count; i++) {
        const Object *object = catalog->objects[i];
        if (!is_kind(object->kind, kind) || !rename_has_name(object, named->name))
            continue;
        const Object *top = object_root(object);
        if (named->relation &&
            !(object->parent && rename_has_name(object->parent, named->relation)))
            continue;
        if (kind_find("schema") == kind ||
            schema_of(top, named->schema ? named->schema : path_first) ||
            (!named->schema && !named->relation))
            return object;
    }
    return NULL;
}

/* The first object whose place is after the directive. */
static const Named *next_named(const GPtrArray *created, gsize statement_offset, gsize offset) {
    const Named *best = NULL;
    for (guint i = 0; i < created->len; i++) {
        const Named *named = created->pdata[i];
        if (statement_offset + named->offset >= offset && (!best || named->offset < best->offset))
            best = named;
    }
    return best;
}

static bool refuse(const Script *script, const Directive *directive, const char *message,
                   GError **error) {
    Location where =
        script_origin(script, (Location){script->file, directive->line, directive->column});
    g_set_error(error, SOURCE_ERROR, FAIL_USAGE, "%s:%u:%u: %s", where.file, where.line,
                where.column, message);
    return false;
}

static bool add_rename(const Reading *reading, const Script *script, const Directive *directive,
                       const Object *object, GError **error) {
    const char *from = g_str_has_prefix(directive->arguments, "from ")
                           ? directive->arguments + strlen("from ")
                           : NULL;
    if (!from)
        return refuse(script, directive, "expected \"-- migrate: renamed from OLD_NAME\"", error);
    if (!object)
        return refuse(script, directive,
                      "the directive stands above nothing that can be renamed; put it on the line "
                      "above the object, column, constraint or label",
                      error);
    Location where =
        script_origin(script, (Location){script->file, directive->line, directive->column});
    RenameDirective *rename = g_new0(RenameDirective, 1);
    g_autofree char *name = g_strstrip(g_strdup(from));
    *rename = (RenameDirective){.object = object, .file = g_strdup(where.file), .line = where.line};
    split_name(name, &rename->within, &rename->old_name);
    g_ptr_array_add(reading->renames, rename);
    return true;
}

static bool add_online(const Reading *reading, const Script *script, const Directive *directive,
                       const Object *object, GError **error) {
    if (*directive->arguments)
        return refuse(script, directive, "expected \"-- migrate: online\", and nothing behind it",
                      error);
    if (!object || object->parent)
        return refuse(script, directive,
                      "the directive stands above no table; put it on the line above its CREATE "
                      "TABLE or CREATE MATERIALIZED VIEW",
                      error);
    g_hash_table_add(reading->online, g_strdup(object->identity));
    return true;
}

static bool add(const Reading *reading, const Script *script, const Directive *directive,
                const Statement *statement, GError **error) {
    g_autoptr(GPtrArray) created = tree_created(statement);
    const Named *named = directive->offset < statement->offset && created->len > 0
                             ? created->pdata[0]
                             : next_named(created, statement->offset, directive->offset);
    const Object *object =
        named ? directive_object(reading->catalog, named, reading->path_first) : NULL;
    return reading->renames ? add_rename(reading, script, directive, object, error)
                            : add_online(reading, script, directive, object, error);
}

/* Those of the word that is read. */
static GPtrArray *find(const Reading *reading, const char *file, const char *text, gsize length,
                       GError **error) {
    GPtrArray *directives =
        directives_find(file, text ? text : "", length, schema_directive_words, error);
    for (guint i = directives ? directives->len : 0; i > 0; i--)
        if (strcmp(((const Directive *)directives->pdata[i - 1])->word, reading->word) != 0)
            g_ptr_array_remove_index(directives, i - 1);
    return directives;
}

static bool read_script(const Reading *reading, const Script *script, GError **error) {
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    g_autoptr(GPtrArray) directives = find(reading, script->file, text, length, error);
    if (!directives)
        return false;
    Scanner scanner;
    Statement statement;
    guint next = 0;
    if (directives->len == 0)
        return true;
    if (!scanner_init(&scanner, script->file, text, length, error))
        return false;
    while (next < directives->len && scanner_next(&scanner, &statement, error) == SCAN_STATEMENT)
        for (; next < directives->len; next++) {
            const Directive *directive = directives->pdata[next];
            if (directive->offset >= statement.offset + statement.length)
                break;
            if (!add(reading, script, directive, &statement, error))
                return false;
        }
    if (next == directives->len)
        return true;
    if (error && !*error) {
        const Directive *directive = directives->pdata[next];
        g_set_error(error, SOURCE_ERROR, FAIL_USAGE, "%s:%u:%u: the directive stands above nothing",
                    script->file, directive->line, directive->column);
    }
    return false;
}

static gint by_depth(gconstpointer a, gconstpointer b) {
    const RenameDirective *one = *(RenameDirective *const *)a, *two = *(RenameDirective *const *)b;
    bool is_schema[2] = {strcmp(one->object->kind->name, "schema") == 0,
                         strcmp(two->object->kind->name, "schema") == 0};
    if (is_schema[0] != is_schema[1])
        return is_schema[0] ? -1 : 1;
    return (one->object->parent != NULL) - (two->object->parent != NULL);
}

static bool read_all(const Reading *reading, const Source *schema, GError **error) {
    for (guint i = 0; i < schema->scripts->len; i++)
        if (!read_script(reading, schema->scripts->pdata[i], error))
            return false;
    return true;
}

GPtrArray *directives_read(const Source *schema, const Catalog *catalog, GError **error) {
    g_autoptr(GPtrArray) found =
        g_ptr_array_new_with_free_func((GDestroyNotify)rename_directive_free);
    Reading reading = {"renamed", catalog, schema->path_first, .renames = found};
    if (!read_all(&reading, schema, error))
        return NULL;
    g_ptr_array_sort(found, by_depth);
    return g_steal_pointer(&found);
}

GHashTable *directives_online(const Source *schema, const Catalog *catalog, GError **error) {
    g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Reading reading = {"online", catalog, schema->path_first, .online = found};
    return read_all(&reading, schema, error) ? g_steal_pointer(&found) : NULL;
}
