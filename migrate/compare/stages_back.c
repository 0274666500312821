/* The ways back of an online draft, from its last migration to its first. */
#include "compare/draft_context.h"

#include <string.h>

Draft draft_of_stage(const Draft *draft, guint index, GPtrArray *no_renames) {
    const DraftStage *stage = draft->stages->pdata[index];
    return (Draft){.diff = stage->diff,
                   .plan = (Plan *)&stage->plan,
                   .renames = stage->first ? draft->renames : no_renames,
                   .locked = stage->locked};
}

/* What only changed rows. */
#define NOTHING_TO_UNDO "-- There is nothing to undo: rows keep what they have.\nSELECT;\n"

/* One script of what was made online: statement by statement, where it is more than one
 * transaction. Caller frees. */
static char *one_script(const Draft *draft) {
    if (draft->parts->len == 0)
        return g_strdup(NOTHING_TO_UNDO);
    if (draft->parts->len == 1)
        return g_strdup(draft->parts->pdata[0]);
    g_autoptr(GString) text = g_string_new(APART);
    for (guint i = 0; i < draft->parts->len; i++) {
        const char *part = draft->parts->pdata[i];
        g_string_append_printf(text, "%s%s", i ? "\n" : "",
                               g_str_has_prefix(part, APART) ? part + strlen(APART) : part);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* From `now`, which is what there is after the stage, to what there was before it. What there is
 * then, or NULL; the caller frees it, and `back` before that. */
static bool go_back(Comparison *comparison, guint index, Comparison *back, GError **error) {
    const Draft *draft = &comparison->draft;
    const DraftStage *stage = draft->stages->pdata[index];
    const DraftStage *before = index ? draft->stages->pdata[index - 1] : NULL;
    g_autoptr(GPtrArray) renames = g_ptr_array_new();
    for (guint i = 0; stage->first && i < draft->undo_renames->len; i++)
        g_ptr_array_add(renames, draft->undo_renames->pdata[i]);
    g_ptr_array_add(renames, NULL);
    back->new.catalog = before ? before->after : comparison->old.catalog;
    draft_copy_unsettled(back->old.catalog, stage->after ? stage->after : comparison->new.catalog);
    DraftOptions options = {.renames = (const char *const *)renames->pdata,
                            .no_rename_at_all = true,
                            .undoing = true,
                            .online = ONLINE_ALL,
                            .measures = true};
    return draft_make(back, &options, error);
}

bool draft_reverse_stages(Comparison *comparison, DraftText text, GError **error) {
    Draft *draft = &comparison->draft;
    Catalog *now = g_steal_pointer(&draft->result);
    bool done = true;
    for (guint i = draft->stages->len; done && i-- > 0;) {
        DraftStage *stage = draft->stages->pdata[i];
        Comparison back = {.project = comparison->project, .old = {now, comparison->old.pg}};
        done = go_back(comparison, i, &back, error);
        Catalog *then = done ? g_steal_pointer(&back.draft.result) : NULL;
        if (done && draft_is_empty(&back.draft) && !then)
            then = g_steal_pointer(&now);
        g_autofree char *script = done ? one_script(&back.draft) : NULL;
        if (done)
            stage->down = text ? text(&back.draft, script) : g_steal_pointer(&script);
        done = done && then;
        draft_clear(&back.draft);
        if (then && then != now) {
            catalog_free(now);
            now = then;
        }
    }
    catalog_free(now);
    return done;
}
