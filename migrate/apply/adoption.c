#include "apply/adoption.h"

#include "apply/entry.h"
#include "apply/lock.h"
#include "apply/pooled.h"
#include "apply/preflight.h"
#include "apply/session.h"
#include <string.h>

static bool counts(const Run *run) {
    return run->options->from_ledger || run->options->keep ||
           (run->guard.other_ledgers && run->ledger->rows->len == 0 && !run->options->adopt);
}

/* The first tool whose ledger can be kept up to date. */
static const ForeignLedger *kept_tool(void) {
    const ForeignLedger *tool = foreign_ledgers;
    while (tool->tool && !tool->applied)
        tool++;
    return tool;
}

static const char *wanted(const Run *run) {
    if (run->options->from_ledger && *run->options->from_ledger)
        return run->options->from_ledger;
    return run->options->keep ? kept_tool()->table : NULL;
}

bool adoption_read(Run *run, GError **error) {
    g_clear_pointer(&run->adopting, g_ptr_array_unref);
    foreign_clear(&run->foreign);
    if (!counts(run))
        return true;
    if (!foreign_read(run->pg, run->history, wanted(run), run->options->allow_edited, &run->foreign,
                      error))
        return false;
    if (!run->options->from_ledger || !run->foreign.tool)
        return true;
    run->adopting = foreign_missing(&run->foreign, run->ledger);
    foreign_add_rows(&run->foreign, run->history, run->adopting, run->ledger);
    run->chain = ledger_chain(run->ledger);
    return true;
}

/* --- what is said about it */

static char **labels_of(const GPtrArray *migrations) {
    char **labels = g_new0(char *, migrations->len + 1);
    for (guint i = 0; i < migrations->len; i++)
        labels[i] = g_strdup(((const Migration *)migrations->pdata[i])->label);
    return labels;
}

static void tell_unknown_ledger(const Run *run, Findings *findings) {
    findings_refuse(findings, "other-ledger", FAIL_DECISION,
                    "this database has no ledger of ours, but one of another tool: %s",
                    run->guard.other_ledgers)
        ->fix = g_strdup("if its migrations are this history's, record what was applied: migrate "
                         "baseline VERSION; if not, --adopt says that this is meant");
}

static void tell_offer(const Run *run, Findings *findings) {
    const Foreign *foreign = &run->foreign;
    g_autofree char *count = foreign_count(foreign->applied);
    Finding *finding = findings_refuse(findings, "other-ledger", FAIL_DECISION,
                                       "this database has no ledger of ours, but %s's, %s, which "
                                       "has applied %s",
                                       foreign->tool->tool, foreign->table, count);
    finding->objects = labels_of(foreign->applied);
    finding->fix =
        g_strdup("'migrate apply --from-ledger' records those as applied and applies the rest, "
                 "'migrate baseline --from-ledger' only records them; if it is not about this "
                 "history, --adopt says so");
}

static void tell_adoption(const Run *run, Findings *findings) {
    g_autofree char *count = foreign_count(run->adopting);
    Finding *finding = findings_add(findings, "other-ledger", SEVERITY_NOTE,
                                    "%s's ledger, %s, has applied %s: recorded without running",
                                    run->foreign.tool->tool, run->foreign.table, count);
    finding->objects = labels_of(run->adopting);
}

/* The other tool has applied something in the meantime. */
static void tell_behind(const Run *run, const GPtrArray *missing, Findings *findings) {
    g_autofree char *count = foreign_count(missing);
    Finding *finding = findings_refuse(findings, "other-ledger", FAIL_DECISION,
                                       "%s has applied %s, which our ledger does not have",
                                       run->foreign.tool->tool, count);
    finding->objects = labels_of(missing);
    finding->fix = g_strdup("'migrate apply --from-ledger' records that first");
}

static void tell_none(Findings *findings) {
    GString *known = g_string_new(NULL);
    for (const ForeignLedger *tool = foreign_ledgers; tool->tool; tool++)
        g_string_append_printf(known, "%s%s (%s)", known->len ? ", " : "", tool->tool, tool->table);
    findings_refuse(findings, "other-ledger", FAIL_USAGE,
                    "there is no ledger of another tool that is known here")
        ->fix = g_strdup_printf("known are: %s. Otherwise record what was applied with 'migrate "
                                "baseline VERSION'",
                                known->str);
    g_string_free(known, TRUE);
}

static void add_copies(const Findings *from, Findings *to) {
    for (guint i = 0; i < from->len; i++)
        findings_add_copy(to, from->pdata[i]);
}

static void keep_findings(const Run *run, Findings *findings) {
    const Foreign *foreign = &run->foreign;
    if (!foreign->tool)
        return;
    g_autoptr(GPtrArray) missing = foreign_missing(foreign, run->ledger);
    if (missing->len > 0 && run->ledger->rows->len > 0)
        tell_behind(run, missing, findings);
    if (foreign->may_write)
        return;
    findings_refuse(findings, "privileges", FAIL_ENVIRONMENT, "role \"%s\" may not write %s",
                    pg_user(run->pg), foreign->table)
        ->fix = g_strdup_printf("let its owner grant it: GRANT SELECT, INSERT, UPDATE ON %s TO "
                                "\"%s\"",
                                foreign->table, pg_user(run->pg));
}

/* Nothing of ours is there, and nobody has said what that means. */
static void open_findings(const Run *run, Findings *findings) {
    const Foreign *foreign = &run->foreign;
    bool about = foreign->tool && foreign->applied->len > 0;
    if (about || foreign->findings->len > 0)
        add_copies(foreign->findings, findings);
    if (about)
        tell_offer(run, findings);
    else if (run->guard.other_ledgers && foreign->findings->len == 0 &&
             !(run->options->keep && foreign->tool))
        tell_unknown_ledger(run, findings);
}

static void taken_findings(const Run *run, Findings *findings) {
    const Foreign *foreign = &run->foreign;
    add_copies(foreign->findings, findings);
    if (!foreign->tool && foreign->findings->len == 0)
        tell_none(findings);
    else if (run->adopting && run->adopting->len > 0)
        tell_adoption(run, findings);
}

void adoption_findings(const Run *run, Findings *findings) {
    if (!run->ledger || !counts(run))
        return;
    if (run->options->keep)
        keep_findings(run, findings);
    if (run->options->from_ledger)
        taken_findings(run, findings);
    else if (run->ledger->rows->len == 0 && !run->options->adopt)
        open_findings(run, findings);
}

/* --- writing */

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
        run->chain = sum_chain(&run->chain, migration->label, &migration->lf);
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
                "is through",
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
    const ForeignLedger *tool = kept_tool();
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

PgStatement adoption_kept(const Run *run, Arena *arena, const Migration *migration, bool reverted) {
    const Foreign *foreign = &run->foreign;
    if (!run->options->keep || !foreign->tool || !foreign->tool->applied)
        return (PgStatement){0};
    g_autofree char *sql =
        foreign_sql(reverted ? foreign->tool->reverted : foreign->tool->applied, foreign->table);
    g_autofree char *sum = sum_hex(&migration->raw);
    const char **values = arena_alloc(arena, 2 * sizeof *values);
    values[0] = arena_strdup(arena, sum);
    values[1] = arena_strdup(arena, migration->label);
    char *text = arena_strdup(arena, sql);
    return (PgStatement){.text = text, .length = strlen(text), .count = 2, .values = values};
}
