/* Masked rows that constraints would not take. */
#include "mask/refusal.h"

#include <string.h>

typedef struct {
    const Masks *masks;
    Pg *pg;
    MaskRefusal refusal;
} Verifying;

/* What is wrong with a row where its condition is false. */
typedef struct {
    GString *conditions; /* counted side by side */
    GPtrArray *names;    /* of char* */
} Doubts;

static void doubts_clear(Doubts *doubts) {
    g_string_free(doubts->conditions, TRUE);
    g_ptr_array_unref(doubts->names);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Doubts, doubts_clear)

static void doubt(Doubts *doubts, char *name, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void doubt(Doubts *doubts, char *name, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *condition = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_string_append_printf(doubts->conditions, "%scount(*) FILTER (WHERE NOT (%s))",
                           doubts->names->len ? ", " : "", condition);
    g_ptr_array_add(doubts->names, name);
}

void masks_censor(const Table *table, GError **error) {
    const SqlFault *fault = error && *error ? pg_fault(*error) : NULL;
    if (!fault || fault->connection_lost)
        return;
    g_autofree char *state = g_strdup(fault->sqlstate ? fault->sqlstate : "?");
    g_clear_error(error);
    g_set_error(
        error, MASK_ERROR, FAIL_FINDINGS,
        "masking %s failed with the server's error %s. Its message is not repeated, because "
        "it may hold a value; the server's log has it",
        table->id, state);
}

static bool is_masked(const Verifying *verifying, const TableColumn *column) {
    return masks_of(verifying->masks, column)->rule;
}

/* The same value that a domain's check calls VALUE. */
static void add_check(const Verifying *verifying, Doubts *doubts, const TableCheck *check) {
    bool any = false;
    for (guint i = 0; i < check->columns->len; i++)
        any = any || is_masked(verifying, check->columns->pdata[i]);
    if (!any)
        return;
    if (check->value)
        doubt(doubts,
              g_strdup_printf("the check %s of the domain of %s", check->name, check->value->id),
              "(SELECT %s FROM (SELECT migrate_masked.%s AS value) AS domain)", check->expression,
              check->value->id);
    else
        doubt(doubts, g_strdup_printf("the check %s", check->name), "%s", check->expression);
}

static void add_column(const Verifying *verifying, Doubts *doubts, const TableColumn *column) {
    if (!is_masked(verifying, column))
        return;
    if (column->most > 0)
        doubt(doubts, g_strdup_printf("%s, which takes %u characters", column->id, column->most),
              "length(%s::text) <= %u", column->id, column->most);
    if (column->not_null)
        doubt(doubts, g_strdup_printf("%s, which is NOT NULL", column->id), "%s IS NOT NULL",
              column->id);
}

/* Kinds give NULL only for NULL, but for those whose result nobody knows. */
static void find_doubts(const Verifying *verifying, const Table *table, Doubts *doubts) {
    for (guint i = 0; i < table->checks->len; i++)
        add_check(verifying, doubts, table->checks->pdata[i]);
    for (guint i = 0; i < table->columns->len; i++) {
        const TableColumn *column = table->columns->pdata[i];
        const MaskRule *rule = masks_of(verifying->masks, column)->rule;
        if (rule && (column->most > 0 || rule->kind->unsure))
            add_column(verifying, doubts, column);
    }
}

static bool verify_rows(Verifying *verifying, const Table *table, const char *query,
                        GError **error) {
    g_auto(Doubts) doubts = {g_string_new(NULL), g_ptr_array_new_with_free_func(g_free)};
    find_doubts(verifying, table, &doubts);
    if (doubts.names->len == 0)
        return true;
    g_autofree char *sql =
        g_strdup_printf("SELECT %s FROM (%s) AS migrate_masked", doubts.conditions->str, query);
    g_autoptr(Rows) rows = pg_query(verifying->pg, sql, 0, NULL, error);
    for (guint i = 0; rows && i < doubts.names->len; i++)
        if (rows_number(rows, 0, i) > 0)
            mask_refuse(&verifying->refusal, "of %s, %" G_GINT64_FORMAT " masked rows break %s",
                        table->id, rows_number(rows, 0, i), (char *)doubts.names->pdata[i]);
    return rows;
}

/* A key with a column of which only the rows show whether it stays unique. */
static bool verify_key(Verifying *verifying, const Table *table, const UniqueKey *key,
                       const char *query, GError **error) {
    g_autoptr(GString) columns = g_string_new(NULL), sure = g_string_new(NULL);
    bool unsure = false;
    for (guint i = 0; i < key->columns->len; i++) {
        const TableColumn *column = key->columns->pdata[i];
        const MaskRule *rule = masks_of(verifying->masks, column)->rule;
        unsure = unsure || (rule && rule->kind->unsure);
        g_string_append_printf(columns, "%s%s", i ? ", " : "", column->id);
        g_string_append_printf(sure, "%s%s IS NOT NULL", i ? " AND " : "", column->id);
    }
    if (!unsure || !key->plain)
        return true;
    g_autofree char *sql = g_strdup_printf(
        "SELECT count(*) FROM (SELECT FROM (%s) AS migrate_masked WHERE %s GROUP BY %s"
        " HAVING count(*) > 1) AS twice",
        query, sure->str, columns->str);
    g_autoptr(Rows) rows = pg_ask(verifying->pg, PG_ONE_ROW("!"), sql, 0, NULL, error);
    if (rows && rows_number(rows, 0, 0) > 0)
        mask_refuse(&verifying->refusal,
                    "of %s, masked rows have the same %s, which the index %s does not allow",
                    table->id, columns->str, key->name);
    return rows;
}

static bool verify_table(Verifying *verifying, const Table *table, const char *condition,
                         GError **error) {
    g_autofree char *query = masks_query(verifying->masks, verifying->pg, table, condition);
    GError *local = NULL;
    bool done = verify_rows(verifying, table, query, &local);
    for (guint i = 0; done && i < table->uniques->len; i++)
        done = verify_key(verifying, table, table->uniques->pdata[i], query, &local);
    if (local) {
        masks_censor(table, &local);
        g_propagate_error(error, local);
    }
    return done;
}

bool masks_verify(const Masks *masks, Pg *pg, char *(*condition)(const Table *, void *), void *data,
                  GError **error) {
    Verifying verifying = {.masks = masks, .pg = pg};
    bool done = true;
    for (guint i = 0; done && i < masks->tables->tables->len; i++) {
        const Table *table = masks->tables->tables->pdata[i];
        g_autofree char *which = condition ? condition(table, data) : NULL;
        if (masks_touch(masks, table))
            done = verify_table(&verifying, table, which, error);
    }
    return mask_refusal_end(&verifying.refusal, done ? error : NULL) && done;
}
