/* Stages: a plan as the migrations that it takes. Strong locks and what takes time are in different
 * ones, and strong locks on two tables, too; else as much as may happen at once is in one. */
#include "plan/plan.h"

#include <string.h>

typedef struct {
    const Plan *plan;
    guint *next; /* of each step: the first statement that is in no stage yet */
    bool
        *done; /* of each step: all of it is in a stage, or it has nothing, and so have its needs */
    GPtrArray *stages;
} Staging;

static void stage_free(gpointer data) {
    PlanStage *stage = data;
    g_free(stage->plan.steps);
    g_free(stage);
}

static PlanStage *stage_new(const Staging *staging) {
    PlanStage *stage = g_new0(PlanStage, 1);
    stage->plan.steps = g_new0(Step, staging->plan->count + 1);
    g_ptr_array_add(staging->stages, stage);
    return stage;
}

/* Where the part that begins at statement `from` ends. */
static guint part_end(const Step *step, guint from) {
    guint end = from + 1;
    while (end < step->statement_count && !step->statements[end].begins &&
           step->statements[end].mode == step->statements[from].mode)
        end++;
    return end;
}

static bool is_early(const Step *step, guint next) {
    return next < step->statement_count && step->statements[next].early;
}

static bool is_ready(const Staging *staging, guint index) {
    const Step *step = &staging->plan->steps[index];
    bool early = is_early(step, staging->next[index]);
    for (guint i = 0; i < step->need_count; i++)
        if (!staging->done[step->needs[i]] && !(early && step->needs[i] + 1 == step->replaces))
            return false;
    return true;
}

static bool has_rest(const Staging *staging, guint index) {
    return staging->next[index] < staging->plan->steps[index].statement_count;
}

/* Whether the step's next part may come now, and is of that sort. */
static bool may_come(const Staging *staging, guint index, bool apart) {
    const Step *step = &staging->plan->steps[index];
    return has_rest(staging, index) && is_ready(staging, index) &&
           (step->statements[staging->next[index]].mode != PART_MOMENT) == apart;
}

/* Steps without a statement are done with what they need. */
static void settle(Staging *staging) {
    for (bool more = true; more;) {
        more = false;
        for (guint i = 0; i < staging->plan->count; i++)
            if (!staging->done[i] && !has_rest(staging, i) && is_ready(staging, i))
                staging->done[i] = more = true;
    }
}

static void take_part(Staging *staging, PlanStage *stage, guint index) {
    const Step *step = &staging->plan->steps[index];
    guint from = staging->next[index], to = part_end(step, from);
    Step *taken = &stage->plan.steps[stage->plan.count++];
    *taken = *step;
    taken->statements = step->statements + from;
    taken->statement_count = to - from;
    taken->hazard_count = from == 0 ? step->hazard_count : 0;
    staging->next[index] = to;
    settle(staging);
}

static void take_momentary(Staging *staging) {
    PlanStage *stage = stage_new(staging);
    const Object *table = NULL;
    bool wide = false;
    for (guint i = 0; i < staging->plan->count; i++) {
        const Step *step = &staging->plan->steps[i];
        if (!may_come(staging, i, false))
            continue;
        bool widens = step->statements[staging->next[i]].wide;
        if (table && step->table && (step->table != table || wide || widens))
            continue;
        wide = wide || widens;
        table = step->table ? step->table : table;
        take_part(staging, stage, i);
    }
}

static void take_lasting(Staging *staging) {
    PlanStage *stage = stage_new(staging);
    guint alone = 0, scans = 0;
    for (guint i = 0; i < staging->plan->count; i++)
        while (may_come(staging, i, true)) {
            const Step *step = &staging->plan->steps[i];
            PartMode mode = step->statements[staging->next[i]].mode;
            guint count = part_end(step, staging->next[i]) - staging->next[i];
            *(mode == PART_ALONE ? &alone : &scans) += count;
            take_part(staging, stage, i);
        }
    stage->apart = alone || scans > 1;
}

static bool has_any(const Staging *staging, bool apart) {
    for (guint i = 0; i < staging->plan->count; i++)
        if (may_come(staging, i, apart))
            return true;
    return false;
}

static void take_labels(Staging *staging) {
    PlanStage *stage = NULL;
    for (guint i = 0; i < staging->plan->count; i++) {
        const Step *step = &staging->plan->steps[i];
        if (step->type != STEP_CREATE || !change_kind(step->change)->commit_before_use)
            continue;
        if (!stage)
            stage = stage_new(staging);
        take_part(staging, stage, i);
    }
}

/* `apart`: whether what takes time comes first. */
static GPtrArray *arrange(const Plan *plan, bool labels_first, bool apart) {
    Staging staging = {plan, g_new0(guint, plan->count + 1), g_new0(bool, plan->count + 1),
                       g_ptr_array_new_with_free_func(stage_free)};
    settle(&staging);
    if (labels_first)
        take_labels(&staging);
    if (apart && has_any(&staging, true))
        take_lasting(&staging);
    while (has_any(&staging, false) || has_any(&staging, true)) {
        while (has_any(&staging, false))
            take_momentary(&staging);
        if (has_any(&staging, true))
            take_lasting(&staging);
    }
    g_free(staging.next);
    g_free(staging.done);
    return staging.stages;
}

GPtrArray *plan_stages(const Plan *plan, bool labels_first) {
    GPtrArray *one = arrange(plan, labels_first, false), *other = arrange(plan, labels_first, true);
    bool better = other->len < one->len;
    g_ptr_array_unref(better ? one : other);
    return better ? other : one;
}
