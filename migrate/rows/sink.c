#include "rows/sink.h"

#include "sql.h"
#include <string.h>

/* Whether the session may act as a replica: a superuser's, or one with that privilege. */
static bool become_replica(Sink *sink, GError **error) {
    static const char become[] = "SAVEPOINT migrate_replica;"
                                 "SET LOCAL session_replication_role = replica";
    GError *local = NULL;
    if (pg_script(sink->end->pg, become, &local)) {
        sink->replica = true;
        return true;
    }
    bool refused = pg_fault_is(local, "42501");
    if (!refused)
        g_propagate_error(error, g_steal_pointer(&local));
    g_clear_error(&local);
    return refused && pg_script(sink->end->pg, "ROLLBACK TO SAVEPOINT migrate_replica", error);
}

/* Runs the statements that the columns of a query's rows hold. */
static bool run_rows(Pg *pg, const Rows *rows, guint column, GError **error) {
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        const char *sql = rows_value(rows, i, column);
        if (!pg_run(pg, sql, strlen(sql), error))
            return false;
    }
    return rows;
}

/* Takes constraints, and triggers where they are meant, out of the way, and notes how they are put
 * back. */
static Rows *set_aside(Pg *pg, const GPtrArray *tables, bool triggers, GError **error) {
    g_autoptr(GString) oids = g_string_new(NULL);
    for (guint i = 0; i < tables->len; i++)
        g_string_append_printf(oids, "%s%u", i ? "," : "{", ((Table *)tables->pdata[i])->oid);
    g_string_append(oids, oids->len ? "}" : "{}");
    const char *const values[] = {oids->str, triggers ? "t" : "f"};
    g_autoptr(Rows) aside = pg_ask(pg, PG_ANY_ROWS("!!"), SQL_sink_aside, 2, values, error);
    return run_rows(pg, aside, 0, error) && pg_script(pg, "SET CONSTRAINTS ALL DEFERRED", error)
               ? g_steal_pointer(&aside)
               : NULL;
}

Rows *sink_defer_keys(Pg *pg, Table *table, GError **error) {
    g_autoptr(GPtrArray) tables = g_ptr_array_new();
    g_ptr_array_add(tables, table);
    return set_aside(pg, tables, false, error);
}

bool sink_restore_keys(Pg *pg, const Rows *aside, GError **error) {
    return run_rows(pg, aside, 1, error);
}

static char *list_of(const GPtrArray *tables) {
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < tables->len; i++)
        g_string_append_printf(list, "%s%s", i ? ", " : "", ((Table *)tables->pdata[i])->id);
    return g_string_free(g_steal_pointer(&list), FALSE);
}

static bool require_empty(const Sink *sink, const GPtrArray *tables, GError **error) {
    g_autoptr(GString) sql = g_string_new(NULL);
    for (guint i = 0; i < tables->len; i++) {
        const Table *table = tables->pdata[i];
        g_autofree char *name = pg_quote_literal(sink->end->pg, table->id);
        g_string_append_printf(sql, "%sSELECT %s WHERE EXISTS (SELECT FROM %s)",
                               i ? " UNION ALL " : "", name, table->id);
    }
    g_autoptr(Rows) rows = pg_ask(sink->end->pg, PG_ANY_ROWS("!"), sql->str, 0, NULL, error);
    if (!rows || rows_count(rows) == 0)
        return rows;
    g_set_error(error, ROWS_ERROR, FAIL_DECISION,
                "%u tables of %s have rows, the first is %s; --replace takes them all away first",
                rows_count(rows), sink->end->name, rows_value(rows, 0, 0));
    return false;
}

/* Emptied in any case: what is in a new file need not be written to the log twice. */
static bool empty(const Sink *sink, const GPtrArray *tables, bool replace, GError **error) {
    g_autofree char *list = list_of(tables);
    g_autofree char *lock = g_strdup_printf("LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE", list);
    g_autofree char *truncate = g_strdup_printf("TRUNCATE %s", list);
    if (tables->len == 0)
        return true;
    return pg_script(sink->end->pg, lock, error) &&
           (replace || require_empty(sink, tables, error)) &&
           pg_script(sink->end->pg, truncate, error);
}

bool sink_begin(Sink *sink, End *end, const GPtrArray *tables, bool replace, GError **error) {
    *sink = (Sink){.end = end};
    if (!become_replica(sink, error) || !empty(sink, tables, replace, error))
        return false;
    if (!sink->replica)
        sink->aside = set_aside(end->pg, tables, true, error);
    return sink->replica || sink->aside;
}

void sink_put_missing(GString *sql, const ForeignKey *key, const char *own) {
    g_autofree char *to = table_only(key->to);
    g_string_append_printf(sql, "NOT EXISTS (SELECT FROM %s AS other WHERE true", to);
    for (guint i = 0; i < key->columns->len; i++)
        g_string_append_printf(sql, " AND %s.%s = other.%s", own,
                               ((TableColumn *)key->columns->pdata[i])->id,
                               ((TableColumn *)key->referenced->pdata[i])->id);
    g_string_append(sql, ")");
    for (guint i = 0; i < key->columns->len; i++)
        g_string_append_printf(sql, " AND %s.%s IS NOT NULL", own,
                               ((TableColumn *)key->columns->pdata[i])->id);
}

bool sink_check_key(const Sink *sink, const ForeignKey *key, GError **error) {
    g_autofree char *from = table_only(key->from);
    g_autoptr(GString) sql = g_string_new(NULL);
    g_string_append_printf(sql, "SELECT count(*) FROM %s AS own WHERE ", from);
    sink_put_missing(sql, key, "own");
    g_autoptr(Rows) rows = pg_ask(sink->end->pg, PG_ONE_ROW("!"), sql->str, 0, NULL, error);
    if (!rows || rows_number(rows, 0, 0) == 0)
        return rows;
    g_set_error(error, ROWS_ERROR, FAIL_FINDINGS,
                "%" G_GINT64_FORMAT " rows of %s would refer to nothing in %s by the foreign key "
                "%s; nothing was written",
                rows_number(rows, 0, 0), key->from->id, key->to->id, key->name);
    return false;
}

bool sink_finish(Sink *sink, GError **error) {
    if (sink->replica)
        return pg_script(sink->end->pg, "SET LOCAL session_replication_role = origin", error);
    return pg_script(sink->end->pg, "SET CONSTRAINTS ALL IMMEDIATE", error) &&
           run_rows(sink->end->pg, sink->aside, 1, error);
}

void sink_clear(Sink *sink) {
    rows_free(sink->aside);
    *sink = (Sink){0};
}
