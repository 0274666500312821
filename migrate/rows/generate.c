#include "rows/generate.h"

#include "rows/candidates.h"
#include "rows/order.h"
#include "rows/sequences.h"
#include <string.h>

enum { MOST_TRIES = 600, PROBES = 1000, MOST_ROUNDS = 40 };

/* A value of a column: an expression of n, or the column of a row that a key leads to. */
typedef struct {
    TableColumn *column;
    GPtrArray *candidates; /* of char*; NULL: it comes along a key, and cannot be null */
    guint chosen;
    char *along; /* the expression, where it comes along a key */
} Value;

/* Rows of one table being made. */
typedef struct {
    End *end;
    Table *table;
    gint64 count, start; /* n goes from start + 1 on */
    GArray *values;      /* of Value */
    GString *joins;      /* that keys need */
    guint tries;
} Generating;

static void value_clear(gpointer data) {
    Value *value = data;
    g_clear_pointer(&value->candidates, g_ptr_array_unref);
    g_free(value->along);
}

static void generating_clear(Generating *generating) {
    g_clear_pointer(&generating->values, g_array_unref);
    g_string_free(generating->joins, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Generating, generating_clear)

static Value *value_of(const Generating *generating, const TableColumn *column) {
    for (guint i = 0; i < generating->values->len; i++) {
        Value *value = &g_array_index(generating->values, Value, i);
        if (value->column == column)
            return value;
    }
    return NULL;
}

static bool fail(const Generating *generating, const char *what, GError **error) {
    g_set_error(error, ROWS_ERROR, FAIL_USAGE,
                "no rows can be made up for %s: %s; write them in a file below seeds",
                generating->table->id, what);
    return false;
}

/* --- keys */

static bool count_rows(const Generating *generating, const Table *table, gint64 *count,
                       GError **error) {
    g_autofree char *sql = g_strdup_printf("SELECT count(*) FROM %s", table->id);
    g_autoptr(Rows) rows = pg_ask(generating->end->pg, PG_ONE_ROW("!"), sql, 0, NULL, error);
    *count = rows ? rows_number(rows, 0, 0) : 0;
    return rows;
}

static bool may_be_null(const ForeignKey *key) {
    for (guint i = 0; i < key->columns->len; i++)
        if (!((const TableColumn *)key->columns->pdata[i])->not_null)
            return true;
    return false;
}

/* How many rows a unique key has before the value of `key` may come again: those of the keys that
 * stand before it in the same unique key, multiplied. 0: it need not differ. */
static bool divisor_of(const Generating *generating, const ForeignKey *key, gint64 *divisor,
                       GError **error) {
    const Table *table = generating->table;
    const TableColumn *own = key->columns->pdata[0];
    *divisor = 0;
    for (guint i = 0; i < table->uniques->len; i++) {
        const UniqueKey *unique = table->uniques->pdata[i];
        if (!g_ptr_array_find(unique->columns, own, NULL))
            continue;
        *divisor = MAX(*divisor, 1);
        for (guint n = 0; n < table->references->len; n++) {
            const ForeignKey *other = table->references->pdata[n];
            gint64 count;
            if (other == key)
                break;
            if (!g_ptr_array_find(unique->columns, other->columns->pdata[0], NULL))
                continue;
            if (!count_rows(generating, other->to, &count, error))
                return false;
            *divisor = MIN(*divisor * MAX(count, 1), G_MAXINT32);
        }
    }
    return true;
}

/* The columns of `key` that another key gives a value: what they refer to, as "a, b", and in `on`
 * the condition that both are the same. Caller frees. */
static char *put_shared(const Generating *generating, const ForeignKey *key, guint number,
                        GString *on) {
    g_autoptr(GString) shared = g_string_new(NULL);
    for (guint i = 0; i < key->columns->len; i++) {
        const Value *value = value_of(generating, key->columns->pdata[i]);
        const TableColumn *column = key->referenced->pdata[i];
        if (!value || !value->along)
            continue;
        g_string_append_printf(shared, "%s%s", shared->len ? ", " : "", column->id);
        g_string_append_printf(on, " AND key%u.%s = %s", number, column->id, value->along);
    }
    return g_string_free(g_steal_pointer(&shared), FALSE);
}

/* Of the rows that `key` can lead to, those whose shared columns a later key can lead to as well.
 */
static void put_restriction(const Generating *generating, const ForeignKey *key, GString *where) {
    const GPtrArray *keys = generating->table->references;
    for (guint i = 0; i < keys->len; i++) {
        const ForeignKey *other = keys->pdata[i];
        g_autoptr(GString) same = g_string_new(NULL);
        for (guint n = 0; other != key && n < key->columns->len; n++) {
            guint at;
            if (g_ptr_array_find(other->columns, key->columns->pdata[n], &at))
                g_string_append_printf(same, " AND other.%s = row.%s",
                                       ((TableColumn *)other->referenced->pdata[at])->id,
                                       ((TableColumn *)key->referenced->pdata[n])->id);
        }
        if (same->len > 0)
            g_string_append_printf(where, "%s EXISTS (SELECT FROM %s AS other WHERE true%s)",
                                   where->len ? " AND" : " WHERE", other->to->id, same->str);
    }
}

/* The rows of the table that it refers to, by number; pairs of keys that have to differ go along a
 * diagonal, so that no row is referred to by all. */
static void join_key(Generating *generating, const ForeignKey *key, guint number, gint64 divisor) {
    g_autoptr(GString) columns = g_string_new(NULL), on = g_string_new(NULL);
    g_autoptr(GString) where = g_string_new(NULL);
    for (guint i = 0; i < key->referenced->len; i++)
        g_string_append_printf(columns, "%s%s", i ? ", " : "",
                               ((const TableColumn *)key->referenced->pdata[i])->id);
    g_autofree char *shared = put_shared(generating, key, number, on);
    g_autofree char *which = divisor > 0 ? g_strdup_printf("(n - 1) / %" G_GINT64_FORMAT
                                                           " + (n - 1) %% %" G_GINT64_FORMAT,
                                                           divisor, divisor)
                                         : g_strdup("n * 7919 + 104729");
    const char *partition = *shared ? "PARTITION BY " : "";
    put_restriction(generating, key, where);
    g_autofree char *count =
        *shared ? g_strdup_printf("key%u.migrate_c", number)
                : g_strdup_printf("(SELECT count(*) FROM %s AS row%s)", key->to->id, where->str);
    g_string_append_printf(generating->joins,
                           " LEFT JOIN (SELECT %s, row_number() OVER (%s%s ORDER BY %s) - 1 AS"
                           " migrate_n, count(*) OVER (%s%s) AS migrate_c FROM %s AS row%s) AS"
                           " key%u ON key%u.migrate_n = (%s) %% %s%s",
                           columns->str, partition, shared, columns->str, partition, shared,
                           key->to->id, where->str, number, number, which, count, on->str);
    for (guint i = 0; i < key->columns->len; i++) {
        Value value = {.column = key->columns->pdata[i],
                       .along = g_strdup_printf("key%u.%s", number,
                                                ((TableColumn *)key->referenced->pdata[i])->id)};
        if (!value.column->not_null) {
            value.candidates = g_ptr_array_new_with_free_func(g_free);
            g_ptr_array_add(value.candidates, g_strdup(value.along));
            g_ptr_array_add(value.candidates, g_strdup("NULL"));
        }
        if (value_of(generating, value.column))
            value_clear(&value);
        else
            g_array_append_val(generating->values, value);
    }
}

static bool add_null_key(Generating *generating, const ForeignKey *key) {
    for (guint i = 0; i < key->columns->len; i++) {
        Value value = {.column = key->columns->pdata[i], .along = g_strdup("NULL")};
        if (value.column->not_null || value_of(generating, value.column))
            g_free(value.along);
        else
            g_array_append_val(generating->values, value);
    }
    return true;
}

static bool add_key(Generating *generating, const ForeignKey *key, guint number, GError **error) {
    gint64 count, divisor;
    if (value_of(generating, key->columns->pdata[0]) && key->columns->len == 1)
        return true;
    if (!count_rows(generating, key->to, &count, error) ||
        !divisor_of(generating, key, &divisor, error))
        return false;
    if ((key->to == generating->table || count == 0) && may_be_null(key))
        return add_null_key(generating, key);
    if (count == 0) {
        g_autofree char *what =
            g_strdup_printf("%s refers to %s, which has no rows; make some first, with --generate "
                            "'%s: NUMBER'",
                            key->name, key->to->id, key->to->id);
        return fail(generating, what, error);
    }
    join_key(generating, key, number, divisor);
    return true;
}

/* --- columns */

/* Whether the column itself has to differ, because no other column of the unique key does. */
static bool is_unique(const Generating *generating, const TableColumn *column) {
    const GPtrArray *uniques = generating->table->uniques;
    for (guint i = 0; i < uniques->len; i++) {
        const UniqueKey *key = uniques->pdata[i];
        if (g_ptr_array_find(key->columns, column, NULL))
            return true;
    }
    return false;
}

static bool is_serial(const TableColumn *column) {
    return column->identity ||
           (column->has_default && column->values == VALUES_INTEGER && column->unique);
}

static bool add_column(Generating *generating, TableColumn *column, GError **error) {
    if (column->generated || is_serial(column) || value_of(generating, column))
        return true;
    Value value = {.column = column,
                   .candidates = candidates_of(column, is_unique(generating, column),
                                               generating->table->checks)};
    if (value.candidates->len == 0 && column->has_default) {
        value_clear(&value);
        return true;
    }
    if (value.candidates->len == 0) {
        g_autofree char *what = g_strdup_printf("nothing is known of values of the type %s, which "
                                                "%s needs",
                                                column->declared, column->id);
        value_clear(&value);
        return fail(generating, what, error);
    }
    g_array_append_val(generating->values, value);
    return true;
}

/* --- checks */

static void put_value(GString *sql, const Value *value) {
    const char *expression =
        value->candidates ? value->candidates->pdata[value->chosen] : value->along;
    g_string_append_printf(sql, "(%s)::%s AS %s", expression, value->column->type,
                           value->column->id);
}

static void put_select(const Generating *generating, GString *sql, gint64 count) {
    g_string_append(sql, "SELECT ");
    for (guint i = 0; i < generating->values->len; i++) {
        const Value *value = &g_array_index(generating->values, Value, i);
        g_string_append(sql, i ? ", " : "");
        put_value(sql, value);
    }
    g_string_append_printf(sql,
                           "%s FROM generate_series(%" G_GINT64_FORMAT "::bigint,"
                           " %" G_GINT64_FORMAT ") AS n%s",
                           generating->values->len ? "" : "n AS migrate_n", generating->start + 1,
                           generating->start + count, generating->joins->str);
}

/* Whether the first rows fulfil `check` as values are chosen; an expression that fails does not. */
static bool holds(Generating *generating, const TableCheck *check) {
    g_autoptr(GString) sql = g_string_new(NULL);
    Pg *pg = generating->end->pg;
    if (check->value)
        g_string_append_printf(sql,
                               "SELECT bool_and(coalesce((SELECT %s FROM (SELECT made.%s AS value)"
                               " AS domain), true)) FROM (",
                               check->expression, check->value->id);
    else
        g_string_append_printf(sql, "SELECT bool_and(coalesce(%s, true)) FROM (",
                               check->expression);
    put_select(generating, sql, MIN(generating->count, PROBES));
    g_string_append(sql, ") AS made");
    generating->tries++;
    g_autoptr(Rows) rows = pg_script(pg, "SAVEPOINT migrate_probe", NULL)
                               ? pg_query(pg, sql->str, 0, NULL, NULL)
                               : NULL;
    pg_script(pg, "ROLLBACK TO SAVEPOINT migrate_probe", NULL);
    return rows && g_strcmp0(rows_value(rows, 0, 0), "t") == 0;
}

/* Whether a check before `index` that looks at the same columns still holds. */
static bool others_hold(Generating *generating, guint index) {
    const GPtrArray *checks = generating->table->checks;
    const TableCheck *check = checks->pdata[index];
    for (guint i = 0; i < index; i++) {
        const TableCheck *other = checks->pdata[i];
        for (guint n = 0; n < check->columns->len; n++)
            if (g_ptr_array_find(other->columns, check->columns->pdata[n], NULL)) {
                if (!holds(generating, other))
                    return false;
                break;
            }
    }
    return true;
}

/* Tries the candidates of the columns of a check from the `at`th on. */
static bool solve(Generating *generating, guint index, guint at) {
    const TableCheck *check = generating->table->checks->pdata[index];
    if (generating->tries > MOST_TRIES)
        return false;
    if (at == check->columns->len)
        return holds(generating, check) && others_hold(generating, index);
    Value *value = value_of(generating, check->columns->pdata[at]);
    if (!value || !value->candidates)
        return solve(generating, index, at + 1);
    guint before = value->chosen;
    if (solve(generating, index, at + 1))
        return true;
    for (value->chosen = 0; value->chosen < value->candidates->len; value->chosen++)
        if (value->chosen != before && solve(generating, index, at + 1))
            return true;
    value->chosen = before;
    return false;
}

/* Columns that the database fills by itself count as what it gives. */
static bool is_about_values(const Generating *generating, const TableCheck *check) {
    for (guint i = 0; i < check->columns->len; i++)
        if (!value_of(generating, check->columns->pdata[i]))
            return false;
    return check->columns->len > 0;
}

static bool solve_all(Generating *generating, GError **error) {
    const GPtrArray *checks = generating->table->checks;
    for (guint i = 0; i < checks->len; i++) {
        const TableCheck *check = checks->pdata[i];
        generating->tries = 0;
        if (!is_about_values(generating, check) || solve(generating, i, 0))
            continue;
        g_autofree char *what = g_strdup_printf("the check %s (%s) could not be solved",
                                                check->name, check->expression);
        return fail(generating, what, error);
    }
    return true;
}

/* --- rows */

static bool insert_defaults(Generating *generating, gint64 *rows, GError **error) {
    g_autofree char *sql = g_strdup_printf("INSERT INTO %s DEFAULT VALUES", generating->table->id);
    for (*rows = 0; *rows < generating->count; ++*rows)
        if (!pg_script(generating->end->pg, sql, error))
            return false;
    return true;
}

/* The next `count` rows; those that a unique key refuses are left out where `pass` is. */
static bool insert_some(Generating *generating, gint64 count, bool pass, gint64 *rows,
                        GError **error) {
    g_autoptr(GString) sql = g_string_new(NULL), columns = g_string_new(NULL);
    for (guint i = 0; i < generating->values->len; i++)
        g_string_append_printf(columns, "%s%s", i ? ", " : "",
                               g_array_index(generating->values, Value, i).column->id);
    g_string_printf(sql, "WITH made AS (INSERT INTO %s (%s) ", generating->table->id, columns->str);
    put_select(generating, sql, count);
    g_string_append_printf(sql, " ORDER BY n%s RETURNING 1) SELECT count(*) FROM made",
                           pass ? " ON CONFLICT DO NOTHING" : "");
    g_autoptr(Rows) done = pg_ask(generating->end->pg, PG_ONE_ROW("!"), sql->str, 0, NULL, error);
    *rows = done ? rows_number(done, 0, 0) : 0;
    if (!done)
        g_prefix_error(error, "while making up rows for %s: ", generating->table->id);
    return done;
}

/* Rows that are there have some of the values: goes on behind them, by ever longer steps while none
 * is free. */
static bool insert_around(Generating *generating, gint64 *rows, GError **error) {
    gint64 step = generating->count;
    guint idle = 0;
    for (*rows = 0; *rows < generating->count && idle < MOST_ROUNDS;) {
        gint64 missing = generating->count - *rows, some;
        if (!insert_some(generating, missing, true, &some, error))
            return false;
        *rows += some;
        idle = some > 0 ? 0 : idle + 1;
        step = some > 0 ? missing : MIN(step * 2, G_MAXINT32);
        generating->start += step;
    }
    if (*rows == generating->count)
        return true;
    g_autofree char *what =
        g_strdup_printf("its unique keys and exclusion constraints leave room for %" G_GINT64_FORMAT
                        " rows of %" G_GINT64_FORMAT,
                        *rows, generating->count);
    return fail(generating, what, error);
}

static bool insert(Generating *generating, gint64 *rows, GError **error) {
    GError *local = NULL;
    if (generating->values->len == 0)
        return insert_defaults(generating, rows, error);
    if (!pg_script(generating->end->pg, "SAVEPOINT migrate_rows", error))
        return false;
    bool done = insert_some(generating, generating->count, false, rows, &local);
    if (pg_fault_is(local, "23505") || pg_fault_is(local, "23P01")) {
        g_clear_error(&local);
        done = pg_script(generating->end->pg, "ROLLBACK TO SAVEPOINT migrate_rows", &local) &&
               insert_around(generating, rows, &local);
    }
    if (local)
        g_propagate_error(error, local);
    return done;
}

static bool generate_table(End *end, Table *table, gint64 count, gint64 *rows, GError **error) {
    g_auto(Generating) generating = {.end = end,
                                     .table = table,
                                     .count = count,
                                     .values = g_array_new(FALSE, FALSE, sizeof(Value)),
                                     .joins = g_string_new(NULL)};
    g_array_set_clear_func(generating.values, value_clear);
    if (!count_rows(&generating, table, &generating.start, error))
        return false;
    for (guint i = 0; i < table->references->len; i++)
        if (!add_key(&generating, table->references->pdata[i], i, error))
            return false;
    for (guint i = 0; i < table->columns->len; i++)
        if (!add_column(&generating, table->columns->pdata[i], error))
            return false;
    return solve_all(&generating, error) && sequences_catch_up(end->pg, table, error) &&
           insert(&generating, rows, error) && sequences_catch_up(end->pg, table, error);
}

/* --- what is asked for */

static Table *read_word(const End *end, const char *word, const char *home, gint64 *count,
                        GError **error) {
    const char *colon = strrchr(word, ':');
    g_autofree char *name = g_strstrip(g_strndup(word, colon ? (gsize)(colon - word) : 0));
    g_autofree char *number = g_strstrip(g_strdup(colon ? colon + 1 : ""));
    Table *table = tables_find(end->tables, name, home);
    if (!colon || !g_ascii_string_to_signed(number, 10, 1, 100000000, count, NULL))
        g_set_error(error, ROWS_ERROR, FAIL_USAGE,
                    "--generate: expected TABLE: NUMBER, as in 'people.pupil: 1000', not \"%s\"",
                    word);
    else if (!table)
        g_set_error(error, ROWS_ERROR, FAIL_USAGE, "--generate: %s has no table \"%s\"", end->name,
                    name);
    else
        return table;
    return NULL;
}

bool generate_rows(End *end, const char *const *words, const char *home,
                   void (*tell)(const char *table, gint64 rows, void *data), void *data,
                   GError **error) {
    g_autoptr(GPtrArray) tables = g_ptr_array_new();
    g_autoptr(GHashTable) counts =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    for (; *words; words++) {
        gint64 count;
        Table *table = read_word(end, *words, home, &count, error);
        if (!table)
            return false;
        g_ptr_array_add(tables, table);
        g_hash_table_replace(counts, table, g_memdup2(&count, sizeof(count)));
    }
    g_autoptr(GPtrArray) ordered = tables_in_order(tables);
    for (guint i = 0; i < ordered->len; i++) {
        Table *table = ordered->pdata[i];
        gint64 rows = 0, *count = g_hash_table_lookup(counts, table);
        if (!generate_table(end, table, *count, &rows, error))
            return false;
        tell(table->id, rows, data);
    }
    return true;
}
