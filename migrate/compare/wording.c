/* Wording: the plan in the words that people write (text/tidy.h), as far as the server prints the
 * same of them. What each object's statements say is proven by that object alone: the plan is run
 * in these words on scratch, and of what came out differently they are taken back, level by level.
 * On the last level a statement is what the server printed. */
#include "compare/draft_context.h"
#include "sql.h"

static bool run_at_once(const DraftContext *context) {
    const Plan *plan = context->draft->plan;
    for (guint i = 0; i < plan->count; i++)
        if (!draft_run_step(context, &plan->steps[i], NULL))
            return false;
    return true;
}

/* What bodies of functions need is not known yet: what fails waits for the rest. */
static void run_again_and_again(const DraftContext *context) {
    const Plan *plan = context->draft->plan;
    g_autofree bool *done = g_new0(bool, plan->count + 1);
    for (bool any = true; any;) {
        any = false;
        for (guint i = 0; i < plan->count; i++)
            if (!done[i] && draft_try_step(context, &plan->steps[i], NULL) == TRIED_DONE)
                done[i] = any = true;
    }
}

/* What the plan makes; the database is left as it was. NULL: that cannot be tried. */
static Catalog *made_by_plan(const DraftContext *context) {
    LoadOptions load = context->load;
    load.inside = true;
    if (!pg_script(context->pg, "BEGIN; SET LOCAL check_function_bodies = off; SAVEPOINT words",
                   NULL))
        return NULL;
    if (!run_at_once(context) && pg_script(context->pg, "ROLLBACK TO SAVEPOINT words", NULL))
        run_again_and_again(context);
    Catalog *made = catalog_load(context->pg, &load, NULL);
    pg_script(context->pg, "ROLLBACK", NULL);
    return made;
}

/* Whether anything is said otherwise on the object's level. */
static bool is_said(const Object *object, TidyIdioms level) {
    for (guint i = 0; object->kind->attrs[i].column; i++) {
        g_autofree char *said = object->values[i] ? tidy_idioms(object->values[i], level) : NULL;
        if (said)
            return true;
    }
    return false;
}

/* Takes back words of what came out differently. False: of nothing. */
static bool take_back(const DraftContext *context, const Catalog *made) {
    g_autoptr(Diff) rest = diff_compare(made, context->new, context->equals);
    bool any = false;
    for (guint i = 0; i < context->new->count; i++) {
        const Object *object = context->new->objects[i];
        TidyIdioms *level = &context->levels[i];
        if (rest->of_new[i]->type == CHANGE_NONE || *level == IDIOMS_NONE ||
            !is_said(object, *level))
            continue;
        *level = rest->of_new[i]->old ? *level + 1 : IDIOMS_NONE;
        any = true;
    }
    return any;
}

static bool says_anything(const DraftContext *context) {
    const Diff *diff = context->draft->diff;
    for (guint i = 0; i < diff->count; i++)
        if (diff->changes[i].type != CHANGE_NONE &&
            diff->changes[i].new &&is_said(diff->changes[i].new, IDIOMS_ALL))
            return true;
    return false;
}

/* The plan as it was built, in the words of now. */
static bool say_again(DraftContext *context) {
    return draft_plan(context, NULL, NULL);
}

/* Whether operators and casts are the server's own there. With others, as extensions bring them, an
 * operator without a cast may be another one, and which one depends on the search_path of whoever
 * executes it. */
static bool has_only_builtin(Pg *pg) {
    g_autoptr(Rows) rows = pg_ask(pg, PG_ANY_ROWS("!"), SQL_wording_foreign, 0, NULL, NULL);
    return rows && rows_count(rows) == 0;
}

/* The new side's database knows best; where that is somebody else's, its extensions are asked of
 * the old side's, which has to have them all. */
static bool knows_operators(const DraftContext *context) {
    static const char *const others[] = {"operator", "cast", "extension", NULL};
    Pg *pg = context->wanted->pg;
    for (guint i = 0; !pg && i < context->new->count; i++)
        if (g_strv_contains(others, context->new->objects[i]->kind->name))
            return false;
    return has_only_builtin(context->pg) && (!pg || has_only_builtin(pg));
}

void draft_word(DraftContext *context) {
    if (!context->wanted || !says_anything(context) || !knows_operators(context))
        return;
    context->levels = g_new0(TidyIdioms, context->new->count + 1);
    for (bool more = say_again(context); more;) {
        g_autoptr(Catalog) made = made_by_plan(context);
        more = made && take_back(context, made) && say_again(context);
        if (!made)
            g_clear_pointer(&context->levels, g_free);
    }
    if (!context->levels)
        say_again(context);
}
