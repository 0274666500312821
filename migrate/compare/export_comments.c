#include "compare/export_comments.h"

#include "source/directives.h"
#include "text/comments.h"
#include <string.h>

/* --- what a script says */

/* A later statement of the same says what holds; without a comment, nothing does any more. */
static void keep(GHashTable *comments, const Object *object, char *text) {
    if (text)
        g_hash_table_insert(comments, (gpointer)object, text);
    else
        g_hash_table_remove(comments, object);
}

/* A script, and whose. */
typedef struct {
    const Source *source;
    const Catalog *catalog;
    const char *text;
    gsize length;
} Commented;

static void read_statement(const Commented *script, const Statement *statement,
                           GHashTable *comments) {
    g_autoptr(GPtrArray) created = tree_created(statement);
    for (guint i = 0; i < created->len; i++) {
        const Named *named = created->pdata[i];
        const Named *next = i + 1 < created->len ? created->pdata[i + 1] : NULL;
        const Object *object = directive_object(script->catalog, named, script->source->path_first);
        if (object)
            keep(comments, object,
                 i ? comments_of_part(statement, named->offset, next ? next->offset : 0)
                   : comments_above(script->text, script->length, statement));
    }
}

GHashTable *export_comments(const Source *source, const Catalog *catalog) {
    GHashTable *comments = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    for (guint i = 0; source->scripts && i < source->scripts->len; i++) {
        const Script *script = source->scripts->pdata[i];
        gsize length;
        const char *text = g_bytes_get_data(script->text, &length);
        Scanner scanner;
        Statement statement;
        if (script->origin || !text || !scanner_init(&scanner, script->file, text, length, NULL))
            continue;
        while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT)
            read_statement(&(Commented){source, catalog, text, length}, &statement, comments);
    }
    return comments;
}

/* --- what a statement of the export gets */

/* Where the line of `offset` begins, behind its indentation; false: something stands before it. */
static bool line_of(const char *sql, gsize offset, gsize *start, gsize *indent) {
    gsize at = offset;
    while (at > 0 && sql[at - 1] == ' ')
        at--;
    *start = at;
    *indent = offset - at;
    return at == 0 || sql[at - 1] == '\n';
}

static void insert(GString *out, gsize at, gsize indent, const char *comment) {
    g_auto(GStrv) lines = g_strsplit(comment, "\n", -1);
    g_autoptr(GString) text = g_string_new(NULL);
    for (char **line = lines; *line; line++)
        g_string_append_printf(text, "%*s%s\n", (int)indent, "", *line);
    g_string_insert(out, (gssize)at, text->str);
}

char *export_commented(const char *sql, const Catalog *catalog, GHashTable *comments) {
    g_autoptr(GString) out = g_string_new(sql);
    Scanner scanner;
    Statement statement;
    if (!g_hash_table_size(comments) || !scanner_init(&scanner, "", sql, strlen(sql), NULL) ||
        scanner_next(&scanner, &statement, NULL) != SCAN_STATEMENT)
        return g_strdup(sql);
    g_autoptr(GPtrArray) created = tree_created(&statement);
    for (guint i = created->len; i-- > 0;) {
        const Named *named = created->pdata[i];
        const Object *object = directive_object(catalog, named, NULL);
        const char *comment = object ? g_hash_table_lookup(comments, object) : NULL;
        gsize start = 0, indent = 0;
        bool fits = i == 0 || line_of(sql, statement.offset + named->offset, &start, &indent);
        if (comment && fits)
            insert(out, start, indent, comment);
    }
    return g_strdup(out->str);
}
