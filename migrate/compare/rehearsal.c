/* Rehearsal: running the plan on scratch, and what order is learned from it. */
#include "compare/making.h"

#include <string.h>

enum { MAX_HINTS = 200 };

bool making_run(const Making *making, const char *sql, GError **error) {
    g_autofree char *text = g_strconcat(making->unchecked ? UNCHECKED : "", sql, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    Script *script =
        script_new(making->options->file ? making->options->file : "generated SQL", bytes, true);
    bool done = replay(making->scratch, making->pg, script, NULL, error);
    script_free(script);
    return done;
}

/* What the renames did is done on scratch already; the rest of the script is still to be run. */
static bool run_plan(Making *making, bool split, GError **error) {
    Draft *draft = making->draft;
    g_autoptr(GPtrArray) renames = g_steal_pointer(&draft->rename_sql);
    draft->rename_sql = g_ptr_array_new();
    g_autoptr(GPtrArray) parts = making_word(making, split);
    g_ptr_array_unref(draft->rename_sql);
    draft->rename_sql = g_steal_pointer(&renames);
    for (guint i = 0; i < parts->len; i++)
        if (!making_run(making, parts->pdata[i], error))
            return false;
    return true;
}

static bool run_statements(const Making *making, const Step *step, GError **objection) {
    for (guint i = 0; i < step->statement_count; i++) {
        const Sql *sql = &step->statements[i];
        g_autofree char *text = g_strjoin(" ", sql->prefix, sql->action, sql->suffix, NULL);
        if (!pg_run(making->pg, text, strlen(text), objection))
            return false;
    }
    return true;
}

Tried making_try_step(const Making *making, const Step *step, GError **objection) {
    g_autoptr(GError) error = NULL;
    if (!pg_script(making->pg, "SAVEPOINT step", objection))
        return TRIED_FAILED;
    if (run_statements(making, step, &error)) {
        pg_script(making->pg, "RELEASE SAVEPOINT step", NULL);
        return TRIED_DONE;
    }
    pg_script(making->pg, "ROLLBACK TO SAVEPOINT step; RELEASE SAVEPOINT step", NULL);
    bool later = pg_fault_is(error, "55P04");
    g_propagate_error(objection, g_steal_pointer(&error));
    return later ? TRIED_LATER : TRIED_FAILED;
}

static void retry_waiting(const Making *making, const Step *done, GPtrArray *waiting,
                          GArray *hints) {
    for (guint w = 0; w < waiting->len;) {
        const Step *step = waiting->pdata[w];
        if (making_try_step(making, step, NULL) == TRIED_FAILED) {
            w++;
            continue;
        }
        PlanHint hint = {done->label, step->label};
        g_array_append_val(hints, hint);
        g_ptr_array_remove_index(waiting, w);
        retry_waiting(making, step, waiting, hints);
        w = 0;
    }
}

/* Whether these steps pass and those that wait still have to. Nothing has happened if not. */
static bool run_chunk(const Making *making, const Step *steps, guint count,
                      const GPtrArray *waiting) {
    if (!pg_script(making->pg, "SAVEPOINT chunk", NULL))
        return false;
    bool passes = true;
    for (guint i = 0; passes && i < count; i++)
        passes = run_statements(making, &steps[i], NULL);
    for (guint w = 0; passes && w < waiting->len; w++)
        passes = making_try_step(making, waiting->pdata[w], NULL) == TRIED_FAILED;
    return pg_script(making->pg,
                     passes ? "RELEASE SAVEPOINT chunk"
                            : "ROLLBACK TO SAVEPOINT chunk; RELEASE SAVEPOINT chunk",
                     NULL) &&
           passes;
}

static void trace_step(const Making *making, const Step *step, GPtrArray *waiting, GArray *hints) {
    if (making_try_step(making, step, NULL) != TRIED_FAILED)
        retry_waiting(making, step, waiting, hints);
    else
        g_ptr_array_add(waiting, (gpointer)step);
}

/* Trace: bodies of functions hide what they need. Runs the steps one by one; those that fail wait
 * until another step lets them pass, and that is the dependency nobody recorded. True when every
 * step passed. Steps that teach nothing run many at a time: a savepoint for each of thousands takes
 * the server longer than they do. */
static bool trace(const Making *making, GArray *hints) {
    enum { CHUNK = 64 };
    const Plan *plan = making->draft->plan;
    g_autoptr(GPtrArray) waiting = g_ptr_array_new();
    if (!pg_script(making->pg, "BEGIN", NULL))
        return false;
    for (guint from = 0, to; from < plan->count && hints->len < MAX_HINTS; from = to) {
        to = MIN(from + CHUNK, plan->count);
        if (run_chunk(making, &plan->steps[from], to - from, waiting))
            continue;
        for (guint i = from; i < to && hints->len < MAX_HINTS; i++)
            trace_step(making, &plan->steps[i], waiting, hints);
    }
    pg_script(making->pg, "ROLLBACK", NULL);
    return waiting->len == 0;
}

/* Orders the plan again by what a trace shows. The hints borrow their labels from the plan that was
 * traced. */
static bool learn_order(Making *making, GError **error) {
    g_autoptr(GArray) hints = g_array_new(FALSE, FALSE, sizeof(PlanHint));
    return trace(making, hints) && hints->len > 0 && making_plan(making, hints, error);
}

/* Whether the server may take the statement later: what it needs is not there yet, the grant that
 * another one rests on included, or what needs it is not gone yet. */
static bool may_be_early(const GError *objection) {
    return making_is_undefined(objection) || pg_fault_is(objection, "42501") ||
           pg_fault_is(objection, "2BP01");
}

/* Runs the plan; learns from what the server objects to. */
bool making_rehearse(Making *making, bool *split, GError **error) {
    bool learned = false;
    for (;;) {
        GError *objection = NULL;
        if (run_plan(making, *split, &objection))
            return true;
        if (pg_fault_is(objection, "55P04") && !*split) {
            *split = true;
        } else if (may_be_early(objection) && !learned && !pg_in_transaction(making->pg) &&
                   learn_order(making, NULL)) {
            learned = true;
        } else if (making_is_undefined(objection) && !making->unchecked) {
            making->unchecked = true;
        } else {
            making_refuse_plan(making, objection, error);
            return false;
        }
        g_clear_error(&objection);
    }
}
