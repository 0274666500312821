/* Rehearsal: running the plan on scratch, and what order is learned from it. */
#include "compare/draft_context.h"

#include <string.h>

enum { MAX_HINTS = 200 };

/* What the renames did is done on scratch already; the rest of the script is still to be run. */
static bool run_plan(DraftContext *context, bool split, GError **error) {
    Draft *draft = context->draft;
    g_autoptr(GPtrArray) renames = g_steal_pointer(&draft->rename_sql);
    draft->rename_sql = g_ptr_array_new();
    draft_forget_locks(draft);
    g_autoptr(GPtrArray) parts = draft_render(context, split);
    g_ptr_array_unref(draft->rename_sql);
    draft->rename_sql = g_steal_pointer(&renames);
    for (guint i = 0; i < parts->len; i++)
        if (!draft_run(context, parts->pdata[i], error))
            return false;
    return true;
}

static void retry_waiting(const DraftContext *context, const Step *done, GPtrArray *waiting,
                          GArray *hints) {
    for (guint w = 0; w < waiting->len;) {
        const Step *step = waiting->pdata[w];
        if (draft_try_step(context, step, NULL) == TRIED_FAILED) {
            w++;
            continue;
        }
        PlanHint hint = {done->label, step->label};
        g_array_append_val(hints, hint);
        g_ptr_array_remove_index(waiting, w);
        retry_waiting(context, step, waiting, hints);
        w = 0;
    }
}

/* Whether these steps pass and those that wait still have to. Nothing has happened if not. */
static bool run_chunk(const DraftContext *context, const Step *steps, guint count,
                      const GPtrArray *waiting) {
    if (!pg_script(context->pg, "SAVEPOINT chunk", NULL))
        return false;
    bool passes = true;
    for (guint i = 0; passes && i < count; i++)
        passes = draft_run_step(context, &steps[i], NULL);
    for (guint w = 0; passes && w < waiting->len; w++)
        passes = draft_try_step(context, waiting->pdata[w], NULL) == TRIED_FAILED;
    return pg_script(context->pg,
                     passes ? "RELEASE SAVEPOINT chunk"
                            : "ROLLBACK TO SAVEPOINT chunk; RELEASE SAVEPOINT chunk",
                     NULL) &&
           passes;
}

static void trace_step(const DraftContext *context, const Step *step, GPtrArray *waiting,
                       GArray *hints, bool *later) {
    Tried tried = draft_try_step(context, step, NULL);
    *later = *later || tried == TRIED_LATER;
    if (tried != TRIED_FAILED)
        retry_waiting(context, step, waiting, hints);
    else
        g_ptr_array_add(waiting, (gpointer)step);
}

/* Trace: bodies of functions hide what they need. Runs the steps one by one; those that fail wait
 * until another step lets them pass, and that is the dependency nobody recorded. True when every
 * step passed. Steps that teach nothing run many at a time: a savepoint for each of thousands takes
 * the server longer than they do. */
bool draft_trace(const DraftContext *context, GArray *hints, bool *later) {
    enum { CHUNK = 64 };
    const Plan *plan = context->draft->plan;
    g_autoptr(GPtrArray) waiting = g_ptr_array_new();
    if (!pg_script(context->pg, "BEGIN", NULL))
        return false;
    for (guint from = 0, to; from < plan->count && hints->len < MAX_HINTS; from = to) {
        to = MIN(from + CHUNK, plan->count);
        if (run_chunk(context, &plan->steps[from], to - from, waiting))
            continue;
        for (guint i = from; i < to && hints->len < MAX_HINTS; i++)
            trace_step(context, &plan->steps[i], waiting, hints, later);
    }
    pg_script(context->pg, "ROLLBACK", NULL);
    return waiting->len == 0;
}

/* Orders the plan again by what a trace shows. The hints borrow their labels from the plan that was
 * traced. */
static bool learn_order(DraftContext *context, GError **error) {
    g_autoptr(GArray) hints = g_array_new(FALSE, FALSE, sizeof(PlanHint));
    bool later = false;
    return draft_trace(context, hints, &later) && hints->len > 0 &&
           draft_plan(context, hints, error);
}

/* Whether the server may take the statement later: what it needs is not there yet, the grant that
 * another one rests on included, or what needs it is not gone yet. */
static bool may_be_early(const GError *objection) {
    return draft_is_undefined(objection) || pg_fault_is(objection, "42501") ||
           pg_fault_is(objection, "2BP01");
}

/* Runs the plan; learns from what the server objects to. */
bool draft_rehearse(DraftContext *context, bool *split, GError **error) {
    bool learned = false;
    for (;;) {
        GError *objection = NULL;
        if (run_plan(context, *split, &objection))
            return true;
        if (pg_fault_is(objection, "55P04") && !*split) {
            *split = true;
        } else if (may_be_early(objection) && !learned && !pg_in_transaction(context->pg) &&
                   learn_order(context, NULL)) {
            learned = true;
        } else if (draft_is_undefined(objection) && !context->unchecked) {
            context->unchecked = true;
        } else {
            draft_refuse_plan(context, objection, error);
            return false;
        }
        g_clear_error(&objection);
    }
}
