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

/* Caller frees. */
static char *name_of(const Asker *asker, Ask what) {
    return g_strdup_printf("%s_%u", asks[what].statement.name, asker->number);
}

static bool prepare(Asker *asker, Pg *pg, GError **error) {
    static gint askers;
    asker->number = (guint)g_atomic_int_add(&askers, 1);
    for (guint i = 0; i < ASKS; i++) {
        g_autofree char *name = name_of(asker, i);
        const PgPrepared statement = {name, asks[i].statement.sql};
        if (!pg_prepare(pg, &statement, 1, error))
            return false;
    }
    asker->prepared = pg;
    return true;
}

static Rows *ask_prepared(Asker *asker, Pg *pg, Ask what, const char *const *values,
                          GError **error) {
    if (asker->prepared != pg && !prepare(asker, pg, error))
        return NULL;
    g_autofree char *name = name_of(asker, what);
    return pg_query_prepared(pg, name, asks[what].values, values, error);
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
    g_free(asker->name);
    asker->name = name_of(asker, what);
    asker->along = (PgStatement){.text = asker->name,
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

void asker_clear(Asker *asker) {
    g_free(asker->name);
}
