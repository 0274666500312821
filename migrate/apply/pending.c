#include "apply/pending.h"
#include "apply/ahead.h"
#include "apply/backfill.h"
#include "apply/fault_point.h"
#include "apply/hook.h"
#include "apply/nontransactional.h"
#include "apply/pooled_findings.h"
#include "apply/repeating.h"
#include "apply/repeats.h"
#include "apply/session.h"
#include "apply/space.h"
#include "apply/together_findings.h"
#include "apply/transactional.h"
#include <string.h>

/* What the pending statements do, for those who look ahead. */
typedef struct {
    GHashTable *tables;
    Needs *needs;
} Doing;

static void add_doing(const Statement *statement, const StatementClass *found, void *data) {
    const Doing *doing = data;
    tables_add(doing->tables, found);
    needs_add(doing->needs, statement, found);
}

GPtrArray *run_pending(const Run *run, Findings *findings) {
    const ApplyOptions *options = run->options;
    GPtrArray *pending = preflight_pending(run->history, run->ledger, options->to,
                                           options->allow_out_of_order, findings);
    if (options->strict)
        preflight_refuse_older(findings);
    return pending;
}

bool run_writes(const Run *run, const GPtrArray *pending) {
    return pending->len > 0 || repeats_count(run) > 0 || run->in_flight || run->options->adopt ||
           run->after_due || run->replaced_due || (run->adopting && run->adopting->len > 0);
}

/* What is to be executed, in its order. Caller unrefs. */
static GPtrArray *all_pending(const Run *run, const GPtrArray *pending) {
    GPtrArray *all = g_ptr_array_copy((GPtrArray *)pending, NULL, NULL);
    for (guint i = 0; i < repeats_count(run); i++)
        g_ptr_array_add(all, run->repeats->pdata[i]);
    return all;
}

/* Everything that can be said without changing anything, once: target, ledger, files. */
bool apply_plan(Run *run, const GPtrArray *versions, Findings *findings, GError **error) {
    g_autoptr(GPtrArray) pending = all_pending(run, versions);
    g_autoptr(GHashTable) tables = tables_new();
    g_autoptr(Needs) needs = needs_new();
    Doing doing = {tables, needs};
    StatementVisit visit = run->options->pooler ? NULL : add_doing;
    for (guint i = 0; i < pending->len; i++)
        preflight_statements(pending->pdata[i], findings, visit, &doing);
    if (pending->len > 0)
        hooks_findings(run, findings);
    if (run->options->together)
        together_findings(pending, findings);
    if (run->options->pooler) {
        pooled_findings(pending, findings);
    } else {
        run_blockers_ahead(run, tables, findings);
        run_space_ahead(run, needs, findings);
    }
    if (!run_report(run, findings, error))
        return false;
    run->result->pending = pending->len;
    run->count = pending->len;
    run_emit(run, (ApplyEvent){.type = APPLY_PLAN});
    if (run->events && run->events->plan)
        run->events->plan(pending, run->events->data);
    if (run->options->dry_run && !backfill_tell_ahead(run, pending, error))
        return false;
    bool adopts = run->adopting && run->adopting->len > 0;
    if (run->options->dry_run || (pending->len == 0 && !adopts) || !run->events ||
        !run->events->confirm || run->events->confirm(pending, run->events->data))
        return true;
    g_set_error_literal(error, HISTORY_ERROR, FAIL_DECISION, "not confirmed; nothing was changed");
    return false;
}

static void begin_migration(Run *run, const Migration *migration, guint index) {
    run->in_flight = migration;
    run->index = index;
    run->attempt = 1;
    run->started = g_get_monotonic_time();
    run_emit(run, (ApplyEvent){.type = APPLY_START, .attempt = run->attempt});
}

static void end_migration(Run *run, const char *text) {
    const Migration *migration = run->in_flight;
    run->result->applied++;
    g_ptr_array_add(run->done, (gpointer)migration);
    run->chain = migration_chain(&run->chain, migration);
    run_emit(run, (ApplyEvent){.type = APPLY_DONE, .elapsed = run_elapsed(run), .text = text});
    run->in_flight = NULL;
    g_clear_pointer(&run->schema_before, g_free);
}

/* After a lost connection: the lock was taken again, so the old session is gone and the ledger's
 * word is final. */
static void read_in_flight(Run *run) {
    if (!run->in_flight)
        return;
    g_autoptr(GPtrArray) together = g_steal_pointer(&run->together);
    g_autoptr(GPtrArray) alone = g_ptr_array_new();
    g_ptr_array_add(alone, (gpointer)run->in_flight);
    const GPtrArray *all = together ? together : alone;
    Sum chain = run->chain;
    for (guint i = 0; i < all->len; i++) {
        const Migration *migration = all->pdata[i];
        const LedgerRow *row = ledger_find(run->ledger, migration->key);
        if (!row || !ledger_is_applied(row) || strcmp(row->run_id, run->run_id) != 0)
            continue;
        run->in_flight = migration;
        end_migration(run, "verified in the ledger after the connection was lost");
    }
    run->chain = chain;
}

/* A server that took over may lack what the one before it had said to be done. */
static void forget_lost(Run *run) {
    guint before = run->done->len;
    for (guint i = before; i > 0; i--) {
        const Migration *migration = run->done->pdata[i - 1];
        const LedgerRow *row = ledger_find(run->ledger, migration->key);
        if (!row || strcmp(row->run_id, run->run_id) != 0)
            g_ptr_array_remove_index(run->done, i - 1);
    }
    guint lost = before - run->done->len;
    run->result->applied = run->done->len;
    if (lost == 0)
        return;
    g_autofree char *text =
        g_strdup_printf("%u migration%s that this run had applied %s not in the ledger any more: "
                        "another server has taken over, which did not have %s yet. %s done again",
                        lost, lost == 1 ? "" : "s", lost == 1 ? "is" : "are",
                        lost == 1 ? "it" : "them", lost == 1 ? "It is" : "They are");
    run_emit(run, (ApplyEvent){.type = APPLY_WARNING, .text = text});
}

void apply_read_verdict(Run *run) {
    forget_lost(run);
    read_in_flight(run);
}

static bool apply_together(Run *run, GPtrArray *pending, GError **error) {
    guint before = run->result->applied;
    run->together = g_ptr_array_ref(pending);
    if (!together_run(run, pending, error))
        return false;
    for (guint i = 0; i < pending->len; i++) {
        run->in_flight = pending->pdata[i];
        run->index = before + i + 1;
        end_migration(run, NULL);
    }
    repeats_end(run, before + pending->len);
    g_clear_pointer(&run->together, g_ptr_array_unref);
    return true;
}

static bool apply_each(Run *run, const GPtrArray *pending, GError **error) {
    if (pending->len > 1 && !run->options->pooler && !run_prepare_many(run, error))
        return false;
    for (guint i = 0; i < pending->len; i++) {
        const Migration *migration = pending->pdata[i];
        begin_migration(run, migration, run->result->applied + 1);
        bool fine = migration->transactional ? transactional_run(run, migration, error)
                                             : nontransactional_run(run, migration, error);
        if (!fine)
            return false;
        end_migration(run, NULL);
        if (i + 1 < pending->len && !run_continue(run, error))
            return false;
        if (i + 1 < pending->len && !run->options->pooler &&
            !run_reset(run, !migration->transactional, error))
            return false;
        fault_point("reset");
    }
    return true;
}

static bool apply_separately(Run *run, const GPtrArray *pending, GError **error) {
    bool resets = pending->len > 0 && repeats_count(run) > 0;
    return apply_each(run, pending, error) && (!resets || run_reset(run, true, error)) &&
           repeats_run(run, error);
}

bool apply_pending(Run *run, GPtrArray *pending, GError **error) {
    run->count = run->result->applied + pending->len + repeats_count(run);
    if (run->count > run->result->applied) {
        if (!hooks_before(run, error))
            return false;
        g_clear_pointer(&run->together, g_ptr_array_unref);
        if (!(run->options->together ? apply_together(run, pending, error)
                                     : apply_separately(run, pending, error)))
            return false;
        run->after_due = true;
    }
    return !run->after_due || hooks_after(run, error);
}
