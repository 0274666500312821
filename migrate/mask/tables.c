#include "mask/tables.h"

#include "sql.h"
#include <string.h>

/* Reading them. */
typedef struct {
    Tables *tables;
    Pg *pg;
    LoadIgnore ignore;
    void *data;
} TablesRead;

static GPtrArray *new_list(Tables *tables) {
    GPtrArray *list = g_ptr_array_new();
    g_ptr_array_add(tables->lists, list);
    return list;
}

static const char *keep(Tables *tables, const Rows *rows, guint row, guint column) {
    const char *value = rows_value(rows, row, column);
    return value ? arena_strdup(tables->arena, value) : NULL;
}

static Table *by_oid(const Tables *tables, const char *oid) {
    return g_hash_table_lookup(tables->by_oid, GUINT_TO_POINTER(g_ascii_strtoull(oid, NULL, 10)));
}

/* --- tables */

static void add_table(TablesRead *reading, const Rows *rows, guint row) {
    Tables *tables = reading->tables;
    const char *id = rows_value(rows, row, 3);
    if (reading->ignore && reading->ignore("table", id, reading->data))
        return;
    Table *table = ARENA_NEW(tables->arena, Table);
    *table = (Table){.oid = (guint32)rows_number(rows, row, 0),
                     .schema = keep(tables, rows, row, 1),
                     .name = keep(tables, rows, row, 2),
                     .id = keep(tables, rows, row, 3),
                     .partitioned = rows_value(rows, row, 4),
                     .estimate = MAX(rows_number(rows, row, 5), 0),
                     .columns = new_list(tables),
                     .references = new_list(tables),
                     .referencing = new_list(tables),
                     .checks = new_list(tables),
                     .uniques = new_list(tables),
                     .parents = new_list(tables)};
    g_ptr_array_add(tables->tables, table);
    g_hash_table_insert(tables->by_oid, GUINT_TO_POINTER(table->oid), table);
}

static bool read_tables(TablesRead *reading, GError **error) {
    g_autoptr(Rows) rows = pg_ask(reading->pg, PG_ANY_ROWS("!!!!.!."), SQL_tables, 0, NULL, error);
    for (guint i = 0; rows && i < rows_count(rows); i++)
        add_table(reading, rows, i);
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        Table *table = by_oid(reading->tables, rows_value(rows, i, 0));
        const char *above = rows_value(rows, i, 6);
        g_auto(GStrv) oids = g_strsplit(above ? above : "", " ", -1);
        for (guint n = 0; table && oids[n]; n++) {
            Table *parent = by_oid(reading->tables, oids[n]);
            if (parent)
                g_ptr_array_add(table->parents, parent);
        }
    }
    return rows;
}

/* --- columns */

static const struct {
    const char *type;
    Values values;
} types[] = {
    {"int2", VALUES_INTEGER},   {"int4", VALUES_INTEGER},   {"int8", VALUES_INTEGER},
    {"numeric", VALUES_NUMBER}, {"float4", VALUES_NUMBER},  {"float8", VALUES_NUMBER},
    {"date", VALUES_DATE},      {"timestamp", VALUES_DATE}, {"timestamptz", VALUES_DATE},
    {"inet", VALUES_NETWORK},   {"cidr", VALUES_NETWORK},   {"json", VALUES_JSON},
    {"jsonb", VALUES_JSON},     {"uuid", VALUES_UUID},      {"bytea", VALUES_BYTES},
};

static Values values_of(const char *type, const char *category) {
    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        if (strcmp(types[i].type, type) == 0)
            return types[i].values;
    return *category == 'S' ? VALUES_TEXT : VALUES_OTHER;
}

static void add_column(Tables *tables, Table *table, const Rows *rows, guint row) {
    const char *type = rows_value(rows, row, 5), *category = rows_value(rows, row, 6);
    const char *identity = rows_value(rows, row, 9);
    TableColumn *column = ARENA_NEW(tables->arena, TableColumn);
    *column = (TableColumn){
        .name = keep(tables, rows, row, 1),
        .id = keep(tables, rows, row, 2),
        .type = keep(tables, rows, row, 3),
        .declared = keep(tables, rows, row, 4),
        .values = values_of(type, category),
        .array = *category == 'A',
        .personal = rows_value(rows, row, 15),
        .not_null = rows_value(rows, row, 7),
        .generated = rows_value(rows, row, 8),
        .identity = identity,
        .always = g_strcmp0(identity, "a") == 0,
        .folds = strcmp(type, "citext") == 0,
        .most = (guint)rows_number(rows, row, 10),
        .label = keep(tables, rows, row, 11),
        .has_default = rows_value(rows, row, 12),
        .enum_labels = keep(tables, rows, row, 13),
        .parts = keep(tables, rows, row, 14),
        .json_cast = rows_value(rows, row, 16),
    };
    g_ptr_array_add(table->columns, column);
}

static bool read_columns(TablesRead *reading, GError **error) {
    g_autoptr(Rows) rows =
        pg_ask(reading->pg, PG_ANY_ROWS("!!!!!!!.........."), SQL_tables_columns, 0, NULL, error);
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        Table *table = by_oid(reading->tables, rows_value(rows, i, 0));
        if (table)
            add_column(reading->tables, table, rows, i);
    }
    return rows;
}

/* --- constraints */

static void add_key_pair(Tables *tables, Table *from, Table *to, const Rows *rows, guint row) {
    bool first = row == 0 || strcmp(rows_value(rows, row, 0), rows_value(rows, row - 1, 0)) != 0;
    ForeignKey *key;
    if (first) {
        key = ARENA_NEW(tables->arena, ForeignKey);
        *key = (ForeignKey){.name = keep(tables, rows, row, 1),
                            .from = from,
                            .to = to,
                            .columns = new_list(tables),
                            .referenced = new_list(tables),
                            .deferrable = rows_value(rows, row, 6)};
        g_ptr_array_add(from->references, key);
        g_ptr_array_add(to->referencing, key);
    } else {
        key = from->references->pdata[from->references->len - 1];
    }
    g_ptr_array_add(key->columns, table_column(from, rows_value(rows, row, 4)));
    g_ptr_array_add(key->referenced, table_column(to, rows_value(rows, row, 5)));
}

/* A key to or from a partition alone, or what is ignored, is no part of what is read. */
static bool read_keys(TablesRead *reading, GError **error) {
    g_autoptr(Rows) rows =
        pg_ask(reading->pg, PG_ANY_ROWS("!!!!!!."), SQL_tables_keys, 0, NULL, error);
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        Table *from = by_oid(reading->tables, rows_value(rows, i, 2));
        Table *to = by_oid(reading->tables, rows_value(rows, i, 3));
        if (from && to)
            add_key_pair(reading->tables, from, to, rows, i);
    }
    return rows;
}

static void add_unique_column(Tables *tables, Table *table, const Rows *rows, guint row) {
    bool first = row == 0 || strcmp(rows_value(rows, row, 1), rows_value(rows, row - 1, 1)) != 0;
    TableColumn *column = table_column(table, rows_value(rows, row, 3));
    UniqueKey *key = table->uniques->len ? table->uniques->pdata[table->uniques->len - 1] : NULL;
    if (first) {
        key = ARENA_NEW(tables->arena, UniqueKey);
        *key = (UniqueKey){.name = keep(tables, rows, row, 2),
                           .columns = new_list(tables),
                           .plain = rows_value(rows, row, 4),
                           .primary = rows_value(rows, row, 5)};
        g_ptr_array_add(table->uniques, key);
    }
    g_ptr_array_add(key->columns, column);
    column->unique = column->unique ? column->unique : key->name;
    column->primary = column->primary || key->primary;
}

static bool read_uniques(TablesRead *reading, GError **error) {
    g_autoptr(Rows) rows =
        pg_ask(reading->pg, PG_ANY_ROWS("!!!!.."), SQL_tables_uniques, 0, NULL, error);
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        Table *table = by_oid(reading->tables, rows_value(rows, i, 0));
        if (table)
            add_unique_column(reading->tables, table, rows, i);
    }
    return rows;
}

static void add_check_column(Tables *tables, Table *table, const Rows *rows, guint row) {
    TableColumn *column =
        rows_value(rows, row, 4) ? table_column(table, rows_value(rows, row, 4)) : NULL;
    bool of_domain = rows_value(rows, row, 5);
    bool first = row == 0 || of_domain ||
                 strcmp(rows_value(rows, row, 1), rows_value(rows, row - 1, 1)) != 0 ||
                 strcmp(rows_value(rows, row, 0), rows_value(rows, row - 1, 0)) != 0;
    if (first) {
        TableCheck *check = ARENA_NEW(tables->arena, TableCheck);
        *check = (TableCheck){.name = keep(tables, rows, row, 2),
                              .expression = keep(tables, rows, row, 3),
                              .value = of_domain ? column : NULL,
                              .columns = new_list(tables)};
        g_ptr_array_add(table->checks, check);
    }
    TableCheck *check = table->checks->pdata[table->checks->len - 1];
    if (column)
        g_ptr_array_add(check->columns, column);
}

static bool read_checks(TablesRead *reading, GError **error) {
    g_autoptr(Rows) rows =
        pg_ask(reading->pg, PG_ANY_ROWS("!!!!.."), SQL_tables_checks, 0, NULL, error);
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        Table *table = by_oid(reading->tables, rows_value(rows, i, 0));
        if (table)
            add_check_column(reading->tables, table, rows, i);
    }
    return rows;
}

static bool read_others(TablesRead *reading, GError **error) {
    Tables *tables = reading->tables;
    g_autoptr(Rows) rows =
        pg_ask(reading->pg, PG_ANY_ROWS(".!!!"), SQL_tables_others, 0, NULL, error);
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        const char *id = rows_value(rows, i, 1);
        if (!reading->ignore || !reading->ignore(rows_value(rows, i, 3), id, reading->data))
            g_ptr_array_add(rows_value(rows, i, 0) ? tables->sequences : tables->views,
                            arena_strdup(tables->arena, id));
    }
    return rows;
}

Tables *tables_read(Pg *pg, LoadIgnore ignore, void *data, GError **error) {
    g_autoptr(Tables) tables = g_new0(Tables, 1);
    tables->arena = arena_new();
    tables->lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    tables->tables = new_list(tables);
    tables->sequences = new_list(tables);
    tables->views = new_list(tables);
    tables->by_oid = g_hash_table_new(g_direct_hash, g_direct_equal);
    TablesRead reading = {tables, pg, ignore, data};
    return read_tables(&reading, error) && read_columns(&reading, error) &&
                   read_keys(&reading, error) && read_uniques(&reading, error) &&
                   read_checks(&reading, error) && read_others(&reading, error)
               ? g_steal_pointer(&tables)
               : NULL;
}

void tables_free(Tables *tables) {
    if (!tables)
        return;
    g_ptr_array_unref(tables->lists);
    g_hash_table_unref(tables->by_oid);
    arena_free(tables->arena);
    g_free(tables);
}

/* --- finding */

Table *tables_named(const Tables *tables, const char *schema, const char *name) {
    for (guint i = 0; i < tables->tables->len; i++) {
        Table *table = tables->tables->pdata[i];
        if (strcmp(table->name, name) == 0 && strcmp(table->schema, schema) == 0)
            return table;
    }
    return NULL;
}

/* The name that `*at` begins with, in quotes or up to a dot, without its quotes. Caller frees. */
static char *take_name(const char **at) {
    g_autoptr(GString) name = g_string_new(NULL);
    bool quoted = **at == '"';
    for (*at += quoted; **at && (quoted || **at != '.'); ++*at) {
        if (quoted && **at == '"' && *++*at != '"')
            break;
        g_string_append_c(name, **at);
    }
    return g_string_free(g_steal_pointer(&name), FALSE);
}

/* By a name as SQL has it, which may be quoted in parts. */
static Table *find_quoted(const Tables *tables, const char *name, const char *home) {
    g_autofree char *first = take_name(&name);
    bool dot = *name == '.';
    name += dot;
    g_autofree char *second = dot ? take_name(&name) : NULL;
    if (*name)
        return NULL;
    return dot ? tables_named(tables, first, second) : tables_named(tables, home, first);
}

Table *tables_find(const Tables *tables, const char *name, const char *home) {
    for (guint i = 0; i < tables->tables->len; i++) {
        Table *table = tables->tables->pdata[i];
        g_autofree char *plain = g_strdup_printf("%s.%s", table->schema, table->name);
        if (strcmp(table->id, name) == 0 || strcmp(plain, name) == 0)
            return table;
    }
    home = home ? home : "public";
    Table *table = tables_named(tables, home, name);
    return table || !strchr(name, '"') ? table : find_quoted(tables, name, home);
}

TableColumn *table_column(const Table *table, const char *name) {
    for (guint i = 0; i < table->columns->len; i++) {
        TableColumn *column = table->columns->pdata[i];
        if (strcmp(column->name, name) == 0)
            return column;
    }
    return NULL;
}

char *table_column_list(const Table *table) {
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < table->columns->len; i++) {
        const TableColumn *column = table->columns->pdata[i];
        if (!column->generated)
            g_string_append_printf(list, "%s%s", list->len ? ", " : "", column->id);
    }
    return g_string_free(g_steal_pointer(&list), FALSE);
}

char *table_only(const Table *table) {
    return g_strconcat(table->partitioned ? "" : "ONLY ", table->id, NULL);
}
