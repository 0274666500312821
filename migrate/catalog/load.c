#include "catalog/load.h"

#include "catalog/gate.h"
#include "catalog/link.h"

#include "sql.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ATTEMPTS = 5 };

/* Whether the conditions behind a line's mark, such as "140000 <160000 ~180000", hold. */
static bool holds_for_version(const char *at, const char *end, int version, int as) {
    bool holds = true;
    while (at < end) {
        bool below = *at == '<', words = *at == '~';
        char *next;
        long bound = strtol(at + (below || words), &next, 10);
        holds = holds && (below ? version < bound : (words ? as : version) >= bound);
        at = next == at + (below || words) ? end : next + strspn(next, " ");
    }
    return holds;
}

/* The lines of `sql` that are for a server of `version`, in the terms of version `as`. */
static void append_for_version(GString *out, const char *sql, int version, int as) {
    while (*sql) {
        const char *end = strchrnul(sql, '\n');
        const char *mark = g_strstr_len(sql, end - sql, "--@ ");
        if (!mark || holds_for_version(mark + 4, end, version, as)) {
            g_string_append_len(out, sql, end - sql);
            g_string_append_c(out, '\n');
        }
        sql = *end ? end + 1 : end;
    }
}

static bool kind_applies(const Kind *kind, int version) {
    return version >= kind->min_server;
}

/* A kind's query, with the identity where the query does not give it. */
static void append_kind(GString *batch, const Kind *kind, int version, int as) {
    bool asks = !kind->facet && !kind->named && !kind->identified;
    g_string_append_printf(batch, "SELECT q.*%s FROM (\n", asks ? ", i.identity" : "");
    append_for_version(batch, kind->sql, version, as);
    g_string_append(batch, ") q");
    if (asks)
        g_string_append(batch, ", LATERAL pg_catalog.pg_identify_object(q.classid, q.objid, "
                               "greatest(q.objsubid, 0)) i");
    g_string_append(batch, ";\n");
}

/* Named last, pg_temp is not searched first: no temporary object can replace a catalog. Compiling a
 * query over catalogs (jit) takes longer than running it, and so does the search for another order
 * of its joins than the one that is written. */
#define BEGIN                                                                                      \
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n"                                           \
    "SET LOCAL search_path = pg_catalog, pg_temp;\nSET LOCAL jit = off;\n"                         \
    "SET LOCAL join_collapse_limit = 1;\nSET LOCAL from_collapse_limit = 1;\n"

static bool is_inside(const LoadOptions *options) {
    return options && options->inside;
}

static void append_setting(GString *batch, Pg *pg, const char *name, const char *value) {
    g_autofree char *literal = pg_quote_literal(pg, value ? value : "");
    g_string_append_printf(batch, "SELECT pg_catalog.set_config('migrate.%s', %s, true);\n", name,
                           literal);
}

/* Two results: nothing, and the default owner. */
static void append_owner(GString *batch, Pg *pg, const LoadOptions *options) {
    append_setting(batch, pg, "owner", options ? options->default_owner : NULL);
    g_string_append_printf(batch, "%s;\n", SQL_default_owner);
}

/* The column of the answer to append_presence() that has the one to `question`. */
static bool find_question(const GPtrArray *questions, const char *question, guint *column) {
    return g_ptr_array_find_with_equal_func((GPtrArray *)questions, question, g_str_equal, column);
}

/* The questions whether there is anything to read (Kind.asked_if), each once: several kinds ask the
 * same. Caller frees. */
static GPtrArray *questions_of_kinds(int version) {
    GPtrArray *questions = g_ptr_array_new();
    for (guint i = 0; kinds[i]; i++)
        if (kind_applies(kinds[i], version) && kinds[i]->asked_if &&
            !find_question(questions, kinds[i]->asked_if, NULL))
            g_ptr_array_add(questions, (gpointer)kinds[i]->asked_if);
    return questions;
}

/* Two results: nothing; and one row with an answer to each of `questions` and the addresses of what
 * lies in the schema that is left out. */
static void append_presence(GString *batch, Pg *pg, const LoadOptions *options,
                            const GPtrArray *questions) {
    append_setting(batch, pg, "ignored", options ? options->ignored_schema : NULL);
    g_string_append(batch, "SELECT ");
    for (guint i = 0; i < questions->len; i++)
        g_string_append_printf(batch, "EXISTS (%s),\n    ", (const char *)questions->pdata[i]);
    g_string_append_printf(batch, "ignored.members\n  FROM (%s) ignored;\n", SQL_ignored);
}

/* The kinds that are read, in the order of the registry. Caller frees. */
static GPtrArray *kinds_asked(const GPtrArray *questions, const Rows *presence, int version) {
    GPtrArray *asked = g_ptr_array_new();
    for (guint i = 0; kinds[i]; i++) {
        const char *question = kinds[i]->asked_if;
        guint column;
        if (kind_applies(kinds[i], version) &&
            (!question || !find_question(questions, question, &column) ||
             *rows_value(presence, 0, column) == 't'))
            g_ptr_array_add(asked, (gpointer)kinds[i]);
    }
    return asked;
}

static bool send_kinds(Pg *pg, const LoadOptions *options, const GPtrArray *asked, GError **error) {
    g_autoptr(GString) batch = g_string_new(SQL_depend);
    g_string_append(batch, ";\n");
    int version = pg_version(pg);
    int as = options && options->words_of ? MIN(options->words_of, version) : version;
    for (guint i = 0; i < asked->len; i++)
        append_kind(batch, asked->pdata[i], version, as);
    append_for_version(batch, SQL_census, version, as);
    g_string_append(batch, is_inside(options) ? ";\n" : ";\nCOMMIT;\n");
    return pg_send(pg, batch->str, error);
}

static const char *text_at(const Rows *rows, guint row, int column) {
    return column < 0 ? NULL : rows_value(rows, row, (guint)column);
}

/* Where the columns of a kind's query are; -1: it has none of that name. */
typedef struct {
    AddressColumns own, parent, origin;
    int identity, id, name, place, ord, depends;
    guint attr_count;
    int *attrs;
} Columns;

static bool find_columns(const Kind *kind, const Rows *rows, Columns *columns, GError **error) {
    *columns = (Columns){
        .own = address_columns(rows, ""),
        .parent = address_columns(rows, "parent_"),
        .origin = address_columns(rows, "origin_"),
        .identity = rows_column(rows, "identity"),
        .id = rows_column(rows, "id"),
        .name = rows_column(rows, "name"),
        .place = rows_column(rows, "place"),
        .ord = rows_column(rows, "ord"),
        .depends = rows_column(rows, "depends"),
    };
    while (kind->attrs[columns->attr_count].column)
        columns->attr_count++;
    columns->attrs = g_new(int, columns->attr_count + 1);
    for (guint i = 0; i < columns->attr_count; i++) {
        columns->attrs[i] = rows_column(rows, kind->attrs[i].column);
        if (columns->attrs[i] < 0) {
            g_set_error(error, CATALOG_ERROR, FAIL_ENVIRONMENT,
                        "the query of kind \"%s\" has no column \"%s\"", kind->name,
                        kind->attrs[i].column);
            return false;
        }
    }
    return true;
}

static void read_row(Loader *loader, const Kind *kind, const Rows *rows, guint row,
                     const Columns *columns) {
    Arena *arena = loader->catalog->arena;
    Object *object = ARENA_NEW(arena, Object);
    object->kind = kind;
    object->address = kind->facet ? (Address){0} : address_at(rows, row, &columns->own);
    object->identity = arena_strdup(arena, text_at(rows, row, columns->identity));
    object->id = arena_strdup(arena, text_at(rows, row, columns->id));
    object->name = arena_strdup(arena, text_at(rows, row, columns->name));
    object->place = arena_strdup(arena, text_at(rows, row, columns->place));
    const char *ord = text_at(rows, row, columns->ord);
    object->ord = ord ? (gint32)strtol(ord, NULL, 10) : 0;
    object->values = arena_alloc(arena, (columns->attr_count + 1) * sizeof *object->values);
    for (guint i = 0; i < columns->attr_count; i++)
        object->values[i] = arena_strdup(arena, text_at(rows, row, columns->attrs[i]));
    Pending *pending = ARENA_NEW(arena, Pending);
    pending->object = object;
    pending->has_parent = columns->parent.part[1] >= 0;
    pending->parent = address_at(rows, row, &columns->parent);
    pending->origin = address_at(rows, row, &columns->origin);
    pending->depends = arena_strdup(arena, text_at(rows, row, columns->depends));
    bool tacit = kind->tacit_if && object_value(object, kind->tacit_if);
    g_ptr_array_add(tacit ? loader->tacit : loader->pending, pending);
    if (object->address.classid && !tacit)
        g_hash_table_insert(loader->by_address, &object->address, object);
}

static bool read_kind(Loader *loader, const Kind *kind, const Rows *rows, GError **error) {
    Columns columns;
    bool found = find_columns(kind, rows, &columns, error);
    for (guint row = 0; found && row < rows_count(rows); row++)
        read_row(loader, kind, rows, row, &columns);
    g_free(columns.attrs);
    return found;
}

/* The next result that has columns; commands such as BEGIN have none. */
static Rows *next_result(Pg *pg, GError **error) {
    for (;;) {
        GError *local = NULL;
        Rows *rows = pg_next(pg, &local);
        if (local)
            g_propagate_error(error, local);
        if (!rows && !local)
            g_set_error(error, CATALOG_ERROR, FAIL_ENVIRONMENT,
                        "the server answered fewer catalog queries than were sent");
        if (!rows || rows_columns(rows) > 0)
            return rows;
        rows_free(rows);
    }
}

/* Reads the remaining answers, so that the connection can be used again. */
static bool drain(Pg *pg, GError **error) {
    for (;;) {
        GError *local = NULL;
        g_autoptr(Rows) rows = pg_next(pg, &local);
        if (local) {
            if (error && !*error)
                g_propagate_error(error, local);
            else
                g_error_free(local);
            return false;
        }
        if (!rows)
            return true;
    }
}

/* The answer to append_owner(). Caller frees. */
static char *receive_owner(Pg *pg, GError **error) {
    g_autoptr(Rows) set = next_result(pg, error);
    g_autoptr(Rows) owner = set ? next_result(pg, error) : NULL;
    return owner && rows_fit(owner, PG_ONE_ROW("!"), error) ? g_strdup(rows_value(owner, 0, 0))
                                                            : NULL;
}

char *catalog_default_owner(Pg *pg, const LoadOptions *options, GError **error) {
    g_autoptr(GString) batch = g_string_new(NULL);
    append_owner(batch, pg, options);
    if (!pg_send(pg, batch->str, error))
        return NULL;
    char *owner = receive_owner(pg, error);
    drain(pg, NULL);
    return owner;
}

/* The answer to append_presence(). Caller frees. */
static Rows *receive_presence(Pg *pg, guint questions, GError **error) {
    g_autofree char *answers = g_strnfill(questions, '!'), *signs = g_strconcat(answers, ".", NULL);
    g_autoptr(Rows) set = next_result(pg, error);
    g_autoptr(Rows) presence = set ? next_result(pg, error) : NULL;
    return presence && rows_fit(presence, PG_ONE_ROW(signs), error) ? g_steal_pointer(&presence)
                                                                    : NULL;
}

/* Begins the transaction in which everything is read; returns what has to be asked. */
static GPtrArray *begin(Loader *loader, Pg *pg, GError **error) {
    g_autoptr(GString) batch = g_string_new(is_inside(loader->options) ? "" : BEGIN);
    g_autoptr(GPtrArray) questions = questions_of_kinds(pg_version(pg));
    append_owner(batch, pg, loader->options);
    append_presence(batch, pg, loader->options, questions);
    if (!pg_send(pg, batch->str, error))
        return NULL;
    g_autofree char *owner = receive_owner(pg, error);
    g_autoptr(Rows) presence = owner ? receive_presence(pg, questions->len, error) : NULL;
    if (!presence || !drain(pg, error))
        return NULL;
    loader->catalog->default_owner = arena_strdup(loader->catalog->arena, owner);
    loader_leave_out(loader, rows_value(presence, 0, questions->len));
    return kinds_asked(questions, presence, pg_version(pg));
}

static bool receive_kinds(Loader *loader, Pg *pg, const GPtrArray *asked, GError **error) {
    for (guint i = 0; i < asked->len; i++) {
        const Kind *kind = asked->pdata[i];
        g_autoptr(Rows) rows = next_result(pg, error);
        if (!rows) {
            g_prefix_error(error, "while reading objects of kind \"%s\": ", kind->name);
            return false;
        }
        if (!read_kind(loader, kind, rows, error))
            return false;
    }
    return true;
}

/* While this side reads an answer, the server prepares the next one. */
static bool read_all(Loader *loader, Pg *pg, GError **error) {
    g_autoptr(GPtrArray) asked = begin(loader, pg, error);
    if (!asked || !send_kinds(pg, loader->options, asked, error))
        return false;
    g_autoptr(Rows) depend = next_result(pg, error);
    if (!depend)
        return false;
    loader_read_dependencies(loader, depend);
    if (!receive_kinds(loader, pg, asked, error) || !loader_link(loader, error))
        return false;
    g_autoptr(Rows) census = next_result(pg, error);
    return census && drain(pg, error) && loader_count(loader, pg, census, error);
}

static Catalog *load_once(Pg *pg, const LoadOptions *options, GError **error) {
    Arena *arena = arena_new();
    Catalog *catalog = ARENA_NEW(arena, Catalog);
    catalog->arena = arena;
    catalog->server_version = pg_version(pg);
    Loader loader = {.catalog = catalog,
                     .options = options,
                     .objects = g_ptr_array_new(),
                     .by_address = g_hash_table_new(address_hash, address_equal),
                     .owners = g_hash_table_new(address_hash, address_equal),
                     .foreign = g_hash_table_new(address_hash, address_equal),
                     .dependencies = g_array_new(FALSE, FALSE, sizeof(Dependency)),
                     .orphans = g_ptr_array_new(),
                     .pending = g_ptr_array_new(),
                     .ignored = g_ptr_array_new(),
                     .tacit = g_ptr_array_new()};
    bool done = read_all(&loader, pg, error);
    g_ptr_array_unref(loader.objects);
    g_hash_table_unref(loader.by_address);
    g_hash_table_unref(loader.owners);
    g_hash_table_unref(loader.foreign);
    g_array_unref(loader.dependencies);
    g_ptr_array_unref(loader.orphans);
    g_ptr_array_unref(loader.pending);
    g_ptr_array_unref(loader.ignored);
    g_ptr_array_unref(loader.tacit);
    if (done)
        return catalog;
    drain(pg, NULL);
    catalog_free(catalog);
    return NULL;
}

/* An object was dropped between the snapshot and the function that prints it. */
static bool is_race(const GError *error) {
    return pg_fault_is(error, "XX000") || pg_fault_is(error, "42P01") ||
           pg_fault_is(error, "42704");
}

Catalog *catalog_load(Pg *pg, const LoadOptions *options, GError **error) {
    for (guint attempt = 1;; attempt++) {
        GError *local = NULL;
        Catalog *catalog = load_once(pg, options, &local);
        if (catalog)
            return catalog;
        if (attempt >= ATTEMPTS || !is_race(local) || is_inside(options)) {
            g_propagate_error(error, local);
            return NULL;
        }
        g_clear_error(&local);
        if (pg_in_transaction(pg) && !pg_script(pg, "ROLLBACK", error))
            return NULL;
    }
}
