#include "compare/draft_context.h"

#include <string.h>

G_DEFINE_QUARK(migrate_compare_error, compare_error)

bool draft_plan(DraftContext *context, const GArray *hints, GError **error) {
    Draft *draft = context->draft;
    draft->diff->online = context->unsafe ? &context->choice : NULL;
    Plan *plan = plan_build(draft->diff, hints, error);
    if (!plan)
        return false;
    plan_free(draft->plan);
    draft->plan = plan;
    draft_say(context);
    if (context->options->spoil)
        context->options->spoil(plan, context->options->spoil_data);
    return true;
}

Diff *draft_diff(DraftContext *context) {
    Draft *draft = context->draft;
    if (!draft->diff)
        draft->diff = diff_compare(context->old, context->new, context->equals);
    return draft->diff;
}

void draft_forget_diff(DraftContext *context) {
    g_clear_pointer(&context->draft->plan, plan_free);
    g_clear_pointer(&context->draft->diff, diff_free);
}

void draft_copy_unsettled(Catalog *copy, const Catalog *meant) {
    for (guint i = 0; i < copy->count; i++) {
        Object *object = copy->objects[i];
        const KindAttr *attrs = object->kind->attrs;
        const Object *other = catalog_find(meant, object->kind, object->identity);
        for (guint a = 0; other && attrs[a].column; a++)
            if (attrs[a].settled_by_parts && other->values[a] && !object->values[a])
                object->values[a] = arena_strdup(copy->arena, other->values[a]);
    }
}

GPtrArray *draft_render(const DraftContext *context, bool split) {
    const Draft *draft = context->draft;
    GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) stages = plan_stages(draft->plan, split);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < draft->rename_sql->len; i++)
        g_string_append_printf(text, "%s%s;\n", text->len ? "\n" : "",
                               (const char *)draft->rename_sql->pdata[i]);
    for (guint i = 0; i < stages->len; i++) {
        g_autofree char *sql = plan_sql(&((const PlanStage *)stages->pdata[i])->plan);
        g_string_append_printf(text, "%s%s", text->len && *sql ? "\n" : "", sql);
        if (text->len)
            g_ptr_array_add(parts, g_strdup(text->str));
        g_string_truncate(text, 0);
    }
    if (text->len)
        g_ptr_array_add(parts, g_strdup(text->str));
    return parts;
}

/* Keeps the strongest lock, and of those the one that is held for the longest work. */
static void take_locks(Draft *draft, const Measured *measured) {
    for (guint i = 0; i < measured->relations->len; i++) {
        const MeasuredRelation *relation = measured->relations->pdata[i];
        bool stronger = relation->lock > draft->lock ||
                        (relation->lock == draft->lock && relation->work > draft->work);
        if (!stronger || strcmp(relation->kind, "table") != 0 ||
            relation->lock < LOCK_SHARE_UPDATE_EXCLUSIVE || !measured_is_due(relation))
            continue;
        draft->lock = relation->lock;
        draft->work = relation->work;
        g_free(draft->locked);
        draft->locked = measured_sentence(relation);
    }
}

void draft_forget_locks(Draft *draft) {
    draft->lock = LOCK_NONE;
    draft->work = WORK_MOMENT;
    g_clear_pointer(&draft->locked, g_free);
}

bool draft_run(const DraftContext *context, const char *sql, GError **error) {
    bool apart = g_str_has_prefix(sql, APART);
    g_autofree char *text = g_strconcat(context->unchecked && !apart ? UNCHECKED : "", sql, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    Script *script = script_new(context->options->file ? context->options->file : "generated SQL",
                                bytes, !apart);
    script->measure = context->draft->measure;
    bool done = replay(context->scratch, context->pg, script, NULL, error);
    for (guint i = 0; done && i < script->measured->len; i++) {
        take_locks(context->draft, script->measured->pdata[i]);
        if (context->unsafe)
            draft_note_unsafe(context, text, script->measured->pdata[i]);
    }
    script_free(script);
    return done;
}

bool draft_run_step(const DraftContext *context, const Step *step, GError **error) {
    for (guint i = 0; i < step->statement_count; i++) {
        const Sql *sql = &step->statements[i];
        g_autofree char *text = g_strjoin(" ", sql->prefix, sql->action, sql->suffix, NULL);
        if (!pg_run(context->pg, text, strlen(text), error))
            return false;
    }
    return true;
}

Tried draft_try_step(const DraftContext *context, const Step *step, GError **objection) {
    g_autoptr(GError) error = NULL;
    if (!pg_script(context->pg, "SAVEPOINT step", objection))
        return TRIED_FAILED;
    if (draft_run_step(context, step, &error)) {
        pg_script(context->pg, "RELEASE SAVEPOINT step", NULL);
        return TRIED_DONE;
    }
    pg_script(context->pg, "ROLLBACK TO SAVEPOINT step; RELEASE SAVEPOINT step", NULL);
    bool later = pg_fault_is(error, "55P04");
    g_propagate_error(objection, g_steal_pointer(&error));
    return later ? TRIED_LATER : TRIED_FAILED;
}
