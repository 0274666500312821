/* Stages: an online draft, one migration after the other. */
#include "compare/draft_context.h"

#include <string.h>

static void stage_free(gpointer data) {
    DraftStage *stage = data;
    g_free(stage->plan.steps);
    diff_free(stage->diff);
    catalog_free(stage->after);
    g_free(stage->locked);
    g_free(stage->down);
    g_free(stage);
}

static DraftStage *add_stage(Draft *draft, const Plan *plan, bool apart, const char *sql) {
    DraftStage *stage = g_new0(DraftStage, 1);
    stage->apart = apart;
    stage->first = draft->stages->len == 0;
    stage->plan.count = plan ? plan->count : 0;
    stage->plan.steps = plan ? g_memdup2(plan->steps, plan->count * sizeof(Step)) : NULL;
    g_ptr_array_add(draft->stages, stage);
    g_ptr_array_add(draft->parts, g_strdup(sql));
    return stage;
}

/* The renames, which are a stage of their own where the first one is apart. */
static char *renames_sql(const Draft *draft) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < draft->rename_sql->len; i++)
        g_string_append_printf(text, "%s%s;\n", text->len ? "\n" : "",
                               (const char *)draft->rename_sql->pdata[i]);
    return g_string_free(text, FALSE);
}

/* The stages, and the scripts that are to be run: what the renames did is done on scratch already.
 * Caller unrefs. */
static GPtrArray *make_stages(DraftContext *context, bool labels_first) {
    Draft *draft = context->draft;
    GPtrArray *scripts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) stages = plan_stages(draft->plan, labels_first);
    g_autofree char *renames = renames_sql(draft);
    g_ptr_array_set_size(draft->parts, 0);
    if (*renames && (stages->len == 0 || ((const PlanStage *)stages->pdata[0])->apart)) {
        add_stage(draft, NULL, false, renames);
        g_ptr_array_add(scripts, g_strdup(""));
    }
    for (guint i = 0; i < stages->len; i++) {
        const PlanStage *stage = stages->pdata[i];
        g_autofree char *sql = plan_sql(&stage->plan);
        bool with_renames = draft->stages->len == 0 && *renames;
        const char *head = stage->apart ? APART : context->unchecked ? UNCHECKED : "";
        g_autofree char *text =
            g_strconcat(head, with_renames ? renames : "", with_renames ? "\n" : "", sql, NULL);
        add_stage(draft, &stage->plan, stage->apart, text);
        g_ptr_array_add(scripts, g_strconcat(head, sql, NULL));
    }
    return scripts;
}

static const Catalog *before_stage(const DraftContext *context, guint index) {
    const GPtrArray *stages = context->draft->stages;
    return index == 0 ? context->old : ((const DraftStage *)stages->pdata[index - 1])->after;
}

/* What a stage did, once it has been run; `after` is taken over. */
static void end_stage(DraftContext *context, guint index, Catalog *after) {
    DraftStage *stage = context->draft->stages->pdata[index];
    stage->after = after;
    stage->diff = diff_compare(before_stage(context, index), after, context->equals);
}

void draft_close_stages(DraftContext *context) {
    Draft *draft = context->draft;
    guint last = draft->stages->len - 1;
    DraftStage *stage = draft->stages->pdata[last];
    stage->diff = diff_compare(before_stage(context, last), draft->result, context->equals);
}

void draft_end_stages(DraftContext *context, const char *sql, Catalog *now) {
    Draft *draft = context->draft;
    guint last = draft->stages->len - 1;
    DraftStage *stage = draft->stages->pdata[last];
    if (!stage->apart) {
        char *part = draft->parts->pdata[last];
        draft->parts->pdata[last] = g_strdup_printf("%s\n%s", part, sql);
        g_free(part);
        catalog_free(now);
        return;
    }
    end_stage(context, last, now);
    add_stage(draft, NULL, false, sql);
}

/* --- what would be missing for a while */

static bool can_be_exchanged(const Kind *kind) {
    for (const KindOnline *form = kind->online; form && form->change != ONLINE_NEVER; form++)
        if (form->change == ONLINE_REPLACE)
            return true;
    return false;
}

static bool is_made_in(const DraftStage *stage, const Change *change) {
    for (guint i = 0; i < stage->plan.count; i++)
        if (stage->plan.steps[i].change == change && stage->plan.steps[i].type == STEP_CREATE &&
            stage->plan.steps[i].statement_count > 0)
            return true;
    return false;
}

/* What has parts in partitions is made at once, and holds when the last part is there. */
static bool is_whole(const Object *object) {
    const char *whole = object->kind->parts.whole_if;
    return whole && object_value(object, whole);
}

/* Whether a step drops what is made again only after its transaction, for its own sake. */
static bool leaves_gap(const DraftStage *stage, const Step *step) {
    const Change *change = step->change;
    return change && step->type == STEP_DROP && step->statement_count > 0 && step->table &&
           change->type == CHANGE_RECREATE && !change->cause &&
           can_be_exchanged(change->old->kind) &&
           (stage->apart || is_whole(change->new) || !is_made_in(stage, change));
}

static void note_gaps(const DraftContext *context) {
    for (guint i = 0; i < context->draft->stages->len; i++) {
        const DraftStage *stage = context->draft->stages->pdata[i];
        for (guint s = 0; s < stage->plan.count; s++)
            if (leaves_gap(stage, &stage->plan.steps[s]))
                g_string_append_printf(
                    context->unsafe,
                    "\n  %s\n    would be missing until the new one is there, because the two "
                    "cannot be exchanged in one moment here; declare the new one beside it under "
                    "another name, and take the old one out afterwards",
                    stage->plan.steps[s].label);
    }
}

static bool run_one(DraftContext *context, guint index, const char *script, bool last,
                    GError **error) {
    Draft *draft = context->draft;
    DraftStage *stage = draft->stages->pdata[index];
    draft_forget_locks(draft);
    if (*script && !draft_run(context, script, error))
        return false;
    stage->locked = g_strdup(draft->locked);
    if (last)
        return true;
    Catalog *after = catalog_load(context->pg, &context->load, error);
    if (after)
        end_stage(context, index, after);
    return after;
}

/* The plain plan shows in which order it works. The hints borrow from it, so it stays until there
 * is another. */
static bool plan_online(DraftContext *context, bool *labels_first, GError **error) {
    g_autoptr(GArray) hints = g_array_new(FALSE, FALSE, sizeof(PlanHint));
    if (!draft_trace(context, hints, labels_first))
        context->unchecked = true;
    context->unsafe = g_string_new(NULL);
    return draft_plan(context, hints, error);
}

bool draft_run_stages(DraftContext *context, GError **error) {
    bool labels_first = false;
    Draft *draft = context->draft;
    draft->stages = g_ptr_array_new_with_free_func(stage_free);
    if (!plan_online(context, &labels_first, error))
        return false;
    draft_note_rebuilt(context);
    g_autoptr(GPtrArray) scripts = make_stages(context, labels_first);
    note_gaps(context);
    for (guint i = 0; i < scripts->len; i++) {
        GError *objection = NULL;
        if (run_one(context, i, scripts->pdata[i], i + 1 == scripts->len, &objection))
            continue;
        draft_refuse_plan(context, objection, error);
        return false;
    }
    return context->options->undoing || draft_is_safe(context, error);
}
