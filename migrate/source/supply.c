#include "source/supply.h"

#include "text/tree.h"
#include <string.h>

enum { MAX_DEPTH = 8 };

struct Supply {
    const Source *history;
    GHashTable *made; /* "kind name" */
    guint depth;      /* of statements that wait for what they need themselves */
};

Supply *supply_new(const Source *history) {
    Supply *supply = g_new0(Supply, 1);
    *supply = (Supply){.history = history,
                       .made = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    return supply;
}

void supply_free(Supply *supply) {
    if (!supply)
        return;
    g_hash_table_unref(supply->made);
    g_free(supply);
}

void supply_add_extension(Supply *supply, const char *name) {
    g_hash_table_add(supply->made, g_strconcat("extension ", name, NULL));
}

/* What the message says does not exist, without its schema: 'function public.f(text) does not
 * exist', 'type "t" does not exist'. NULL: it says no name. Caller frees. */
static char *name_in(const char *message) {
    const char *end = strstr(message, " does not exist");
    const char *from = strchr(message, '"'), *function = strstr(message, "function ");
    if (!end)
        return NULL;
    if (from && from < end) {
        from++;
        end--;
    } else if (function && function < end) {
        from = function + strlen("function ");
        const char *open = strchr(from, '(');
        end = open && open < end ? open : end;
    } else {
        return NULL;
    }
    const char *dot = end > from ? g_strrstr_len(from, end - from, ".") : NULL;
    from = dot ? dot + 1 : from;
    return g_strndup(from, (gsize)(end - from));
}

static bool says_missing(const GError *error) {
    return pg_fault_is(error, "42883") || pg_fault_is(error, "42P01") ||
           pg_fault_is(error, "42704");
}

/* Tables and what stands on them are the schema's own. */
static bool can_be_lent(const Named *named) {
    static const char *const own[] = {"table", "view", "materialized_view", "index", NULL};
    return named->name && !named->relation && !g_strv_contains(own, named->kind);
}

typedef struct {
    char *text;
    char *key; /* as in Supply.made */
} Definition;

static void definition_clear(Definition *definition) {
    g_clear_pointer(&definition->text, g_free);
    g_clear_pointer(&definition->key, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Definition, definition_clear)

static void find_in(const Script *script, const char *name, Definition *found) {
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    Scanner scanner;
    Statement statement;
    if (!text || !g_strstr_len(text, (gssize)length, name) ||
        !scanner_init(&scanner, script->file, text, length, NULL))
        return;
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT) {
        g_autoptr(GPtrArray) created = tree_created(&statement);
        const Named *first = created->len ? created->pdata[0] : NULL;
        if (!first || !can_be_lent(first) || strcmp(first->name, name) != 0)
            continue;
        definition_clear(found);
        *found = (Definition){g_strndup(statement.text, statement.length),
                              g_strdup_printf("%s %s", first->kind, first->name)};
    }
}

/* Bodies of functions name tables that are not there yet. */
static bool run(Supply *supply, Pg *pg, const char *sql) {
    GError *error = NULL;
    bool done = pg_script(pg, "SET check_function_bodies = off", &error);
    while (done && !pg_run(pg, sql, strlen(sql), &error)) {
        done = supply_missing(pg, error, supply);
        g_clear_error(&error);
    }
    g_clear_error(&error);
    return done;
}

bool supply_missing(Pg *pg, const GError *error, void *data) {
    Supply *supply = data;
    g_autofree char *name = says_missing(error) ? name_in(pg_fault(error)->message) : NULL;
    g_auto(Definition) found = {0};
    for (guint i = 0; name && i < supply->history->scripts->len; i++)
        find_in(supply->history->scripts->pdata[i], name, &found);
    if (!found.text || supply->depth >= MAX_DEPTH ||
        !g_hash_table_add(supply->made, g_strdup(found.key)))
        return false;
    supply->depth++;
    bool done = run(supply, pg, found.text);
    supply->depth--;
    return done;
}

/* --- in the catalog */

typedef struct {
    const Supply *supply;
    GHashTable *stated, *needed;
} Marking;

static bool is_made(const Supply *supply, const Object *object) {
    const char *name = object->name ? object->name : object->identity;
    g_autofree char *plain = *name == '"' ? g_strndup(name + 1, strlen(name) - 2) : g_strdup(name);
    g_auto(GStrv) parts = g_strsplit(plain, "\"\"", -1);
    g_autofree char *bare = g_strjoinv("\"", parts);
    g_autofree char *key = g_strdup_printf("%s %s", object->kind->name, bare);
    return !object->parent && g_hash_table_contains(supply->made, key);
}

static bool is_idle(const Object *object, void *data) {
    const Marking *marking = data;
    return g_hash_table_contains(marking->stated, object->kind) &&
           is_made(marking->supply, object) && !g_hash_table_contains(marking->needed, object);
}

void supply_mark(const Supply *supply, Catalog *schema, GHashTable *stated) {
    if (g_hash_table_size(supply->made) == 0)
        return;
    g_autoptr(GHashTable) needed = g_hash_table_new(NULL, NULL);
    Marking marking = {supply, stated, needed};
    for (guint i = 0; i < schema->count; i++)
        for (guint d = 0; d < schema->objects[i]->dep_count; d++)
            g_hash_table_add(needed, schema->objects[i]->deps[d].object);
    catalog_leave_out(schema, is_idle, &marking);
    for (guint i = 0; i < schema->count; i++)
        if (is_made(supply, schema->objects[i]))
            schema->objects[i]->kept = KEPT_UNSAID;
}
