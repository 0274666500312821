#include "apply/adoption.h"

#include "apply/preflight.h"
#include "apply/session.h"
#include <string.h>

static bool counts(const Run *run) {
    return run->options->from_ledger || run->options->keep ||
           (run->guard.other_ledgers && run->ledger->rows->len == 0 && !run->options->adopt);
}

const ForeignLedger *adoption_kept_tool(void) {
    const ForeignLedger *tool = foreign_ledgers;
    while (tool->tool && !tool->applied)
        tool++;
    return tool;
}

static const char *wanted(const Run *run) {
    if (run->options->from_ledger && *run->options->from_ledger)
        return run->options->from_ledger;
    return run->options->keep ? adoption_kept_tool()->table : NULL;
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

/* What failed there has to be settled there: that tool does nothing before, whatever ours records.
 */
static void failed_findings(const Run *run, Findings *findings) {
    const Findings *from = run->foreign.findings;
    for (guint i = 0; i < from->len; i++)
        if (strcmp(((const Finding *)from->pdata[i])->code, "half-done") == 0)
            findings_add_copy(findings, from->pdata[i]);
}

static void keep_findings(const Run *run, Findings *findings) {
    const Foreign *foreign = &run->foreign;
    if (!foreign->tool)
        return;
    if (run->ledger->rows->len > 0 && !run->options->from_ledger)
        failed_findings(run, findings);
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
