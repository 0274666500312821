#include "source/personal.h"

#include "source/directives.h"
#include "text/directive.h"
#include "text/lex.h"
#include "text/tree.h"
#include <string.h>

static void personal_free(gpointer data) {
    Personal *personal = data;
    g_free(personal->schema);
    g_free(personal->table);
    g_free(personal->column);
    g_free(personal->mask);
    g_free(personal->file);
    g_free(personal);
}

/* Reading one script. */
typedef struct {
    const Script *script;
    const char *home; /* the schema of names without one */
    const char *text;
    gsize length;
    GPtrArray *found;
} PersonalRead;

static bool fail(const PersonalRead *reading, const Directive *directive, const char *what,
                 GError **error) {
    Location where = script_origin(
        reading->script, (Location){reading->script->file, directive->line, directive->column});
    g_set_error(error, SOURCE_ERROR, FAIL_USAGE, "%s:%u:%u: %s", where.file, where.line,
                where.column, what);
    return false;
}

static bool is_about_persons(const Directive *directive) {
    return strcmp(directive->word, "mask") == 0 || strcmp(directive->word, "not") == 0;
}

/* Behind something, it would be taken for what comes next. */
static bool begins_its_line(const PersonalRead *reading, const Directive *directive) {
    const char *at = reading->text + directive->offset;
    while (at > reading->text && (at[-1] == ' ' || at[-1] == '\t'))
        at--;
    return at == reading->text || at[-1] == '\n';
}

static bool is_table(const Named *named) {
    return strcmp(named->kind, "table") == 0 || strcmp(named->kind, "foreign_table") == 0;
}

/* What comes next after the directive, at whatever distance. */
static const Named *next_after(const GPtrArray *created, gsize start, const Directive *directive) {
    const Named *best = NULL;
    if (directive->offset < start)
        return created->len > 0 ? created->pdata[0] : NULL;
    for (guint i = 0; i < created->len; i++) {
        const Named *named = created->pdata[i];
        if (start + named->offset >= directive->offset && (!best || named->offset < best->offset))
            best = named;
    }
    return best;
}

/* ALTER TABLE … ADD COLUMN creates a column and no table, wherever the directive stands. */
static bool add(PersonalRead *reading, const GPtrArray *created, gsize start,
                const Directive *directive, GError **error) {
    const Named *named = next_after(created, start, directive);
    bool mask = strcmp(directive->word, "mask") == 0;
    if (!begins_its_line(reading, directive))
        return fail(reading, directive,
                    "the directive stands behind something on its line; put it on a line of its "
                    "own above the column that it is about",
                    error);
    if (mask ? !*directive->arguments : strcmp(directive->arguments, "personal") != 0)
        return fail(reading, directive,
                    mask ? "expected \"-- migrate: mask KIND\"; `migrate help masking` lists the "
                           "kinds"
                         : "expected \"-- migrate: not personal\"",
                    error);
    bool column = named && strcmp(named->kind, "column") == 0;
    if (!named || (!column && !is_table(named)))
        return fail(reading, directive,
                    "the directive stands above nothing that has rows; put it on the line above a "
                    "column or a table",
                    error);
    Personal *personal = g_new0(Personal, 1);
    Location where = script_origin(
        reading->script, (Location){reading->script->file, directive->line, directive->column});
    *personal = (Personal){.schema = g_strdup(named->schema ? named->schema : reading->home),
                           .table = g_strdup(column ? named->relation : named->name),
                           .column = column ? g_strdup(named->name) : NULL,
                           .mask = mask ? g_strdup(directive->arguments) : NULL,
                           .file = g_strdup(where.file),
                           .line = where.line};
    g_ptr_array_add(reading->found, personal);
    return true;
}

/* Those of one statement, the first of which is at `next`. */
static bool add_all(PersonalRead *reading, const GPtrArray *directives, guint *next,
                    const Statement *statement, GError **error) {
    g_autoptr(GPtrArray) created = NULL;
    for (; *next < directives->len; ++*next) {
        const Directive *directive = directives->pdata[*next];
        if (directive->offset >= statement->offset + statement->length)
            return true;
        if (!is_about_persons(directive))
            continue;
        if (!created)
            created = tree_created(statement);
        if (!add(reading, created, statement->offset, directive, error))
            return false;
    }
    return true;
}

static bool read_script(PersonalRead *reading, GError **error) {
    static const char marker[] = "migrate:";
    const char *file = reading->script->file;
    if (!memmem(reading->text, reading->length, marker, strlen(marker)))
        return true;
    g_autoptr(GPtrArray) directives =
        directives_find(file, reading->text, reading->length, schema_directive_words, error);
    Scanner scanner;
    Statement statement;
    guint next = 0;
    if (!directives || directives->len == 0)
        return directives;
    if (!scanner_init(&scanner, file, reading->text, reading->length, error))
        return false;
    while (next < directives->len) {
        ScanResult scanned = scanner_next(&scanner, &statement, error);
        if (scanned != SCAN_STATEMENT)
            break;
        if (!add_all(reading, directives, &next, &statement, error))
            return false;
    }
    if (error && *error)
        return false;
    for (; next < directives->len; next++)
        if (is_about_persons(directives->pdata[next]))
            return fail(reading, directives->pdata[next], "the directive stands above nothing",
                        error);
    return true;
}

GPtrArray *personal_read(const Source *schema, GError **error) {
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(personal_free);
    for (guint i = 0; schema->type == SOURCE_SCHEMA && i < schema->scripts->len; i++) {
        PersonalRead reading = {.script = schema->scripts->pdata[i],
                                .home = schema->path_first ? schema->path_first : "public",
                                .found = found};
        reading.text = g_bytes_get_data(reading.script->text, &reading.length);
        GError *local = NULL;
        if (reading.text && !read_script(&reading, &local)) {
            g_propagate_error(error, local);
            return NULL;
        }
    }
    return g_steal_pointer(&found);
}

char *personal_name(const char *schema, const char *table, const char *column) {
    return g_strjoin("\n", schema, table, column ? column : "", NULL);
}

/* Where `offset` of the statement was written. Caller frees. */
static Location *place_of(const Script *script, const Statement *statement, const char *text,
                          gsize offset) {
    Location *place = g_new(Location, 1);
    *place = (Location){script->file, statement->line, statement->column};
    location_advance(place, text + statement->offset, offset);
    *place = script_origin(script, *place);
    return place;
}

static bool add_columns(GHashTable *columns, const Script *script, const char *home,
                        GError **error) {
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    Scanner scanner;
    Statement statement;
    if (!text)
        return true;
    if (!scanner_init(&scanner, script->file, text, length, error))
        return false;
    for (;;) {
        ScanResult scanned = scanner_next(&scanner, &statement, error);
        if (scanned != SCAN_STATEMENT)
            return scanned == SCAN_END;
        g_autoptr(GPtrArray) created = tree_created(&statement);
        for (guint i = 0; i < created->len; i++) {
            const Named *named = created->pdata[i];
            if (strcmp(named->kind, "column") == 0)
                g_hash_table_replace(columns,
                                     personal_name(named->schema ? named->schema : home,
                                                   named->relation, named->name),
                                     place_of(script, &statement, text, named->offset));
        }
    }
}

GHashTable *personal_columns(const Source *schema, GError **error) {
    g_autoptr(GHashTable) columns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const char *home = schema->path_first ? schema->path_first : "public";
    for (guint i = 0; i < schema->scripts->len; i++)
        if (!add_columns(columns, schema->scripts->pdata[i], home, error))
            return NULL;
    return g_steal_pointer(&columns);
}
