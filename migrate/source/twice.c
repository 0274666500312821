#include "source/twice.h"

#include "text/tree.h"
#include <string.h>

/* "already exists" of relations, other objects, functions and schemas. */
static bool is_duplicate(const GError *error) {
    return pg_fault_is(error, "42P07") || pg_fault_is(error, "42710") ||
           pg_fault_is(error, "42723") || pg_fault_is(error, "42P06");
}

static const char *schema_of(const Named *named) {
    return named->schema ? named->schema : "public";
}

static bool is_same(const Named *one, const Named *other) {
    return strcmp(one->kind, other->kind) == 0 && strcmp(one->name, other->name) == 0 &&
           g_strcmp0(one->relation, other->relation) == 0 &&
           strcmp(schema_of(one), schema_of(other)) == 0;
}

/* Steps through the statements of a script up to the one that begins at `until`. `visit` returns
 * whether it has seen enough. */
typedef bool (*Visit)(const Script *script, const Scanner *scanner, const Statement *statement,
                      void *data);

static void visit_statements(const Script *script, gsize until, Visit visit, void *data) {
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    Scanner scanner;
    Statement statement;
    if (!scanner_init(&scanner, script->file, text ? text : "", length, NULL))
        return;
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT && statement.offset <= until)
        if (visit(script, &scanner, &statement, data))
            return;
}

typedef struct {
    gsize offset;       /* of the second statement */
    GPtrArray *created; /* what it creates, of Named* */
    char *first;
} Search;

static bool find_second(const Script *script, const Scanner *scanner, const Statement *statement,
                        void *data) {
    Search *search = data;
    (void)script;
    (void)scanner;
    if (statement->offset == search->offset)
        search->created = tree_created(statement);
    return search->created;
}

static bool find_first(const Script *script, const Scanner *scanner, const Statement *statement,
                       void *data) {
    Search *search = data;
    g_autoptr(GPtrArray) created = tree_created(statement);
    if (created->len == 0 || !is_same(created->pdata[0], search->created->pdata[0]))
        return false;
    Location where = script_origin(script, scanner_locate(scanner, statement, 1));
    search->first = g_strdup_printf("%s:%u:%u", where.file, where.line, where.column);
    return true;
}

void twice_tell(const Source *source, guint index, ReplayFault *fault, GError *error) {
    if (!source->several || !fault->file || !is_duplicate(error))
        return;
    Search search = {.offset = fault->statement};
    visit_statements(source->scripts->pdata[index], fault->statement, find_second, &search);
    for (guint i = 0; search.created && search.created->len > 0 && i < index && !search.first; i++)
        visit_statements(source->scripts->pdata[i], G_MAXSIZE, find_first, &search);
    g_clear_pointer(&search.created, g_ptr_array_unref);
    if (!search.first)
        return;
    char *message = g_strdup_printf("%s. It is created at %s already; keep one of the two",
                                    error->message, search.first);
    g_free(error->message);
    error->message = message;
    fault->first = search.first;
}
