/* What taking over another ledger, and keeping it, writes. */
#include "apply/adoption.h"

#include "apply/entry.h"
#include "apply/lock.h"
#include "apply/pooled.h"
#include <string.h>

/* The rows are added to what is in the database, which `run->ledger` is ahead of. */
static bool insert_all(Run *run, GError **error) {
    g_autoptr(Ledger) now = ledger_read(run->pg, &run->guard, error);
    if (!now)
        return false;
    run->chain = ledger_chain(now);
    for (guint i = 0; i < run->adopting->len; i++) {
        const Migration *migration = run->adopting->pdata[i];
        if (!ledger_insert(run, migration, "baseline", "applied", 0, error))
            return false;
        run->chain = migration_chain(&run->chain, migration);
    }
    const Migration *last = run->adopting->pdata[run->adopting->len - 1];
    return ledger_event(run->pg, run->run_id, "baseline", last->key, NULL, run->foreign.table,
                        error);
}

/* Nobody else applies while what they applied is taken over. */
static bool lock_other(const Run *run, GError **error) {
    const char *const key[] = {run->foreign.tool->lock};
    if (!key[0])
        return true;
    g_autoptr(Rows) rows =
        pg_ask(run->pg, PG_ONE_ROW("!"), "SELECT pg_catalog.pg_try_advisory_xact_lock($1::bigint)",
               1, key, error);
    if (!rows || strcmp(rows_value(rows, 0, 0), "t") == 0)
        return rows;
    g_set_error(error, HISTORY_ERROR, FAIL_LOCKED,
                "%s holds its lock: it is migrating this database. Run the command again when it "
                "has finished",
                run->foreign.tool->tool);
    return false;
}

/* Whether the other ledger still says what was told and confirmed. */
static bool still_same(const Run *run, GError **error) {
    g_auto(Foreign) again = {0};
    if (!foreign_read(run->pg, run->history, run->foreign.table, true, &again, error))
        return false;
    bool same = again.tool == run->foreign.tool && again.applied->len == run->foreign.applied->len;
    for (guint i = 0; same && i < again.applied->len; i++)
        same = again.applied->pdata[i] == run->foreign.applied->pdata[i];
    if (!same)
        g_set_error(error, HISTORY_ERROR, FAIL_LOCKED,
                    "%s has been migrating this database in the meantime. Run the command again",
                    run->foreign.tool->tool);
    return same;
}

bool adoption_write(Run *run, GError **error) {
    if (!run->adopting || run->adopting->len == 0)
        return true;
    bool fine = pg_script(run->pg, "BEGIN", error) && lock_other(run, error) &&
                still_same(run, error) && insert_all(run, error) &&
                pg_script(run->pg, "COMMIT", error);
    if (!fine)
        pg_script(run->pg, "ROLLBACK", NULL);
    return fine;
}

/* --- keeping it up to date */

/* In the schema that unqualified names belong to, as its tool does. */
static bool make_table(Run *run, GError **error) {
    const ForeignLedger *tool = adoption_kept_tool();
    g_autofree char *schema = pg_first_of_path(run_path(run));
    g_autofree char *quoted = pg_quote_ident(run->pg, schema ? schema : "public");
    g_autofree char *table = g_strconcat(quoted, ".", tool->table, NULL);
    g_autofree char *sql = foreign_sql(tool->make, table);
    return pg_script(run->pg, sql, error) && adoption_read(run, error);
}

static bool add_row(const Run *run, const Migration *migration, GError **error) {
    g_autoptr(Arena) arena = arena_new();
    PgStatement row = adoption_kept(run, arena, migration, false);
    g_autoptr(Rows) rows = pg_query(run->pg, row.text, row.count, row.values, error);
    return rows;
}

static bool add_rows(Run *run, GError **error) {
    for (guint i = 0; i < run->ledger->rows->len; i++) {
        const LedgerRow *row = run->ledger->rows->pdata[i];
        const Migration *migration = history_of_row(run->history, row);
        if (migration && ledger_is_applied(row) &&
            !g_ptr_array_find(run->foreign.applied, migration, NULL) &&
            !add_row(run, migration, error))
            return false;
    }
    return true;
}

/* Through a pool, only the transaction has the settings that are asked for. */
bool adoption_prepare(Run *run, GError **error) {
    if (!run->options->keep)
        return true;
    bool fine =
        (run->options->pooler ? pooled_begin(run, error) : pg_script(run->pg, "BEGIN", error)) &&
        (run->foreign.tool || make_table(run, error)) && lock_other(run, error) &&
        add_rows(run, error) && adoption_read(run, error) && pg_script(run->pg, "COMMIT", error);
    if (!fine)
        pg_script(run->pg, "ROLLBACK", NULL);
    return fine;
}
