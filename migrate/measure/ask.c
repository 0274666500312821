#include "measure/ask.h"

#include "sql.h"

static const struct {
    PgPrepared statement;
    const char *columns; /* as in PgShape */
    guint values;
} asks[ASKS] = {
    [ASK_RELATIONS] = {{"migrate_measure_relations", SQL_measure_relations}, "!!!!..!!.", 3},
    [ASK_LOCKS] = {{"migrate_measure_locks", SQL_measure_locks}, "!.......!.", 1},
};

static bool prepare(Asker *asker, Pg *pg, GError **error) {
    PgPrepared statements[ASKS];
    for (guint i = 0; i < ASKS; i++)
        statements[i] = asks[i].statement;
    if (!pg_prepare(pg, statements, ASKS, error))
        return false;
    asker->prepared = pg;
    return true;
}

static Rows *ask_prepared(Asker *asker, Pg *pg, Ask what, const char *const *values,
                          GError **error) {
    if (asker->prepared != pg && !prepare(asker, pg, error))
        return NULL;
    return pg_query_prepared(pg, asks[what].statement.name, asks[what].values, values, error);
}

static Rows *ask_in_words(Pg *pg, Ask what, const char *const *values, GError **error) {
    return pg_query(pg, asks[what].statement.sql, asks[what].values, values, error);
}

Rows *ask(Asker *asker, Pg *pg, Ask what, const char *const *values, GError **error) {
    GError *failed = NULL;
    bool inside = pg_in_transaction(pg), words = asker->in_words;
    g_autoptr(Rows) rows = words ? ask_in_words(pg, what, values, &failed)
                                 : ask_prepared(asker, pg, what, values, &failed);
    asker->in_words = words || pg_fault_is(failed, "26000");
    if (failed && asker->in_words && !words && !inside) {
        g_clear_error(&failed);
        rows = ask_in_words(pg, what, values, &failed);
    }
    if (failed)
        g_propagate_error(error, failed);
    const PgShape shape = {asks[what].columns, 0, G_MAXUINT, NULL};
    return rows && rows_fit(rows, &shape, error) ? g_steal_pointer(&rows) : NULL;
}

void ask_along(Asker *asker, Pg *pg, Ask what, const char *const *values) {
    if (asker->prepared != pg || asker->in_words)
        return;
    asker->along = (PgStatement){.text = asks[what].statement.name,
                                 .prepared = true,
                                 .count = asks[what].values,
                                 .values = values,
                                 .kept = true};
    pg_send_along(pg, &asker->along);
}

void ask_alone(Asker *asker, Pg *pg, const GError *failed) {
    pg_send_along(pg, NULL);
    if (failed && asker->along.text && pg_batch_done(pg) == 1 && pg_fault_is(failed, "26000"))
        asker->in_words = true;
    asker->along.text = NULL;
}
