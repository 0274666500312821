#include "compare/draft_context.h"

#include "base/term.h"
#include "catalog/kept.h"
#include "source/directives.h"
#include "source/ignore.h"
#include "source/prisma.h"
#include <string.h>

enum { ROUNDS = 3 };

void draft_clear(Draft *draft) {
    plan_free(draft->plan);
    diff_free(draft->diff);
    catalog_free(draft->renamed);
    catalog_free(draft->start);
    catalog_free(draft->result);
    measure_free(draft->measure);
    g_free(draft->locked);
    GPtrArray **arrays[] = {&draft->rename_sql, &draft->renames,      &draft->parts,
                            &draft->notes,      &draft->undo_renames, &draft->stages};
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_clear_pointer(arrays[i], g_ptr_array_unref);
    *draft = (Draft){0};
}

Draft draft_new(void) {
    return (Draft){.rename_sql = g_ptr_array_new_with_free_func(g_free),
                   .renames = g_ptr_array_new_with_free_func(g_free),
                   .notes = g_ptr_array_new_with_free_func(g_free),
                   .undo_renames = g_ptr_array_new_with_free_func(g_free),
                   .parts = g_ptr_array_new_with_free_func(g_free)};
}

bool draft_is_empty(const Draft *draft) {
    return draft->parts->len == 0;
}

static const char UNTRIED[] = "-- Not rehearsed (--no-rehearse): nobody has executed this. It may "
                              "fail, leave a difference, or\n"
                              "-- change what is only worded in another way.\n\n";

char *draft_sql(const Draft *draft) {
    GString *text = g_string_new(draft->untried && !draft_is_empty(draft) ? UNTRIED : NULL);
    if (draft->parts->len > 1 && !draft->stages)
        g_string_append(text, "-- migrate: no-transaction\n-- What comes first has to be committed "
                              "before the rest can use it.\n\n");
    for (guint i = 0; i < draft->parts->len; i++) {
        g_string_append(text, i ? "\n" : "");
        if (draft->stages && draft->parts->len > 1)
            g_string_append_printf(text, "-- Migration %u of %u\n\n", i + 1, draft->parts->len);
        g_string_append(text, draft->parts->pdata[i]);
    }
    return g_string_free(text, FALSE);
}

static char *describe_rest(const Diff *rest) {
    GString *text = g_string_new(NULL);
    guint named = 0;
    for (guint i = 0; i < rest->count && named < 10; i++)
        if (rest->changes[i].type != CHANGE_NONE)
            g_string_append_printf(text, "%s%s %s", named++ ? ", " : "",
                                   change_kind(&rest->changes[i])->name,
                                   change_object(&rest->changes[i])->identity);
    return g_string_free(text, FALSE);
}

#define ONLY_A_SUPERUSER                                                                           \
    "Only a superuser can change this on what an extension or the server brought along: set "      \
    "privileged = true in the section [scratch] of migrate.ini"

/* Whether it changes something on what an extension or the server brought along. */
static bool is_on_others(const Diff *rest) {
    for (guint i = 0; i < rest->count; i++)
        if (rest->changes[i].type != CHANGE_NONE &&
            object_is_on_others(change_object(&rest->changes[i])))
            return true;
    return false;
}

static bool has_rights(const DraftContext *context, bool *rights, GError **error) {
    g_autoptr(Rows) rows = pg_query(context->pg,
                                    "SELECT FROM pg_catalog.pg_roles WHERE rolname OPERATOR("
                                    "pg_catalog.=) current_user AND rolsuper",
                                    0, NULL, error);
    *rights = rows && rows_count(rows) > 0;
    return rows;
}

static bool has_others(const Catalog *catalog) {
    guint i = 0;
    while (i < catalog->count && !object_is_on_others(catalog->objects[i]))
        i++;
    return i < catalog->count;
}

/* What cannot be tried on scratch is left out of both sides, and named where they differ in it. */
static bool leave_out_others(DraftContext *context, const Loaded *old, const Loaded *new,
                             GError **error) {
    bool rights = true;
    if (!context->options->leaves_out_others ||
        (!has_others(old->catalog) && !has_others(new->catalog)))
        return true;
    if (!has_rights(context, &rights, error))
        return false;
    if (rights)
        return true;
    Draft *draft = context->draft;
    const Diff *diff = draft_diff(context);
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        if (change->type == CHANGE_NONE || !object_is_on_others(change_object(change)))
            continue;
        draft->left_out++;
        g_ptr_array_add(draft->notes,
                        g_strdup_printf("%s differs and is left out. " ONLY_A_SUPERUSER,
                                        object_label(diff->arena, change_object(change))));
    }
    catalog_leave_out_others(old->catalog);
    catalog_leave_out_others(new->catalog);
    draft_forget_diff(context);
    return true;
}

/* Nothing to do is no answer where something was left out. */
static bool says_enough(const Draft *draft, GError **error) {
    if (!draft->left_out || !draft_is_empty(draft))
        return true;
    g_autoptr(GString) text = g_string_new("there is no plan for what differs:");
    for (guint i = 0; i < draft->notes->len; i++)
        g_string_append_printf(text, "\n  %s", (const char *)draft->notes->pdata[i]);
    g_set_error_literal(error, COMPARE_ERROR, FAIL_DECISION, text->str);
    return false;
}

/* What default privileges and the like did by themselves while the plan ran is put right by a
 * second plan. */
static bool finish(DraftContext *context, GPtrArray *parts, GError **error) {
    for (guint round = 0; round < ROUNDS; round++) {
        g_autoptr(Catalog) now = catalog_load(context->pg, &context->load, error);
        if (!now)
            return false;
        if (context->wanted)
            loaded_settle(context->wanted, now);
        g_autoptr(Diff) rest = diff_compare(now, context->new, context->equals);
        if (!diff_is_empty(rest) && draft_learn(context, now)) {
            diff_free(rest);
            rest = diff_compare(now, context->new, context->equals);
        }
        diff_forget_unsettled(rest);
        if (diff_is_empty(rest)) {
            context->draft->result = g_steal_pointer(&now);
            return true;
        }
        g_autoptr(Plan) plan =
            round + 1 < ROUNDS && diff_rebuild(rest, NULL) ? plan_build(rest, NULL, NULL) : NULL;
        g_autofree char *sql = plan ? plan_sql(plan) : NULL;
        bool harmless = plan && parts->len > 0;
        for (guint i = 0; harmless && i < plan->count; i++)
            harmless = plan->steps[i].hazard_count == 0;
        if (!harmless || !draft_run(context, sql, NULL)) {
            g_autofree char *names = describe_rest(rest);
            g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                        "there is no plan, because the one that was tried on scratch leaves a "
                        "difference: %s. %s, or write this one by hand.",
                        names,
                        is_on_others(rest) ? ONLY_A_SUPERUSER
                                           : "Split the change over two migrations");
            return false;
        }
        if (context->draft->stages) {
            draft_end_stages(context, sql, g_steal_pointer(&now));
            continue;
        }
        char *last = parts->pdata[parts->len - 1];
        parts->pdata[parts->len - 1] = g_strdup_printf("%s\n%s", last, sql);
        g_free(last);
    }
    return true;
}

static bool plan_diff(DraftContext *context, GError **error) {
    draft_diff(context);
    return diff_rebuild(context->draft->diff, error) && draft_plan(context, NULL, error);
}

/* Plans once more where the server shows that some of the changes only look like ones. */
static bool plan_needed(DraftContext *context, GError **error) {
    if (!plan_diff(context, error))
        return false;
    if (!draft_probe(context))
        return true;
    draft_forget_diff(context);
    return plan_diff(context, error);
}

static bool make_plan(DraftContext *context, GError **error) {
    Draft *draft = context->draft;
    bool split = false;
    if (!plan_needed(context, error))
        return false;
    draft_word(context);
    term_verbose("trying a plan of %u steps on scratch", draft->plan->count);
    if (context->choice.takes) {
        bool done = draft_run_stages(context, error) && finish(context, draft->parts, error);
        if (done)
            draft_close_stages(context);
        return done;
    }
    if (!draft_rehearse(context, &split, error))
        return false;
    g_ptr_array_unref(draft->parts);
    draft->parts = draft_render(context, split);
    if (context->unchecked && draft->parts->len > 0) {
        char **last = (char **)&draft->parts->pdata[draft->parts->len - 1];
        char *checked = *last;
        *last = g_strconcat(UNCHECKED, checked, NULL);
        g_free(checked);
    }
    return finish(context, draft->parts, error);
}

/* Two databases were read without a scratch server. The plan is tried as who owns them. */
static bool start_scratch(const Comparison *comparison, GError **error) {
    Project *project = comparison->project;
    return project->scratch ||
           (project_start_scratch(project, error) &&
            scratch_act_as(project->scratch, comparison->old.catalog->default_owner, error));
}

/* Builds a database's schema on scratch, so that a plan for it can be tried there. From then on the
 * copy is the old side: addresses are those of one database only. */
static bool copy_to_scratch(DraftContext *context, Comparison *comparison, GError **error) {
    Loaded *old = &comparison->old, *new = &comparison->new;
    if (!start_scratch(comparison, error))
        return false;
    context->scratch = comparison->project->scratch;
    old->pg = context->pg = scratch_database(context->scratch, error);
    if (!context->pg || !leave_out_others(context, old, new, error))
        return false;
    draft_leave_out_untouched(context, old->catalog, new->catalog);
    context->load.default_owner = pg_user(context->pg);
    g_autoptr(Catalog) empty = catalog_load(context->pg, &context->load, error);
    if (!empty)
        return false;
    g_auto(Draft) copy = draft_new();
    DraftContext inner = *context;
    inner.draft = &copy;
    inner.old = empty;
    inner.new = old->catalog;
    inner.wanted = NULL;
    inner.choice = (Online){0};
    if (!make_plan(&inner, error)) {
        g_prefix_error(error,
                       "while copying the database's schema to scratch, to try the plan there: ");
        return false;
    }
    draft_forget_diff(context);
    context->original = context->old = context->draft->start = g_steal_pointer(&copy.result);
    draft_copy_unsettled(context->draft->start, old->catalog);
    loaded_follow(context->wanted, context->old);
    return true;
}

/* Plans what the two sides differ in, and executes nothing. */
static bool make_untried(DraftContext *context, GError **error) {
    Draft *draft = context->draft;
    draft->untried = true;
    if (!draft_rename(context, error) || !plan_diff(context, error))
        return false;
    g_ptr_array_unref(draft->parts);
    draft->parts = draft_render(context, false);
    return true;
}

/* Plans what the two sides differ in, or are said to, and tries it. */
static bool make(DraftContext *context, Comparison *comparison, GError **error) {
    if (context->options->untried)
        return make_untried(context, error);
    if (!(context->pg ? leave_out_others(context, &comparison->old, &comparison->new, error)
                      : copy_to_scratch(context, comparison, error)))
        return false;
    context->load.default_owner = pg_user(context->pg);
    return draft_rename(context, error) && make_plan(context, error) &&
           says_enough(context->draft, error);
}

/* The directives of the wanted side, where that is a schema. Nothing is renamed that comes from
 * nothing. */
static bool read_directives(DraftContext *context, const Comparison *comparison, GError **error) {
    const Source *from = comparison->from, *to = comparison->to;
    bool schema = to && to->type == SOURCE_SCHEMA && !(from && from->type == SOURCE_EMPTY);
    context->prisma = schema && prisma_is_source(to);
    context->directives = schema ? directives_read(to, context->new, error) : g_ptr_array_new();
    if (schema && context->directives)
        context->online = directives_online(to, context->new, error);
    return context->directives && (!schema || context->online);
}

/* Two names can be swapped where nothing else differs. */
static bool is_needed(DraftContext *context) {
    const char *const *renames = context->options->renames;
    return (renames && *renames) || context->directives->len > 0 ||
           !diff_is_same(draft_diff(context));
}

/* What the schema declares and an ignore rule leaves out. */
static void note_ignored(Draft *draft, const Comparison *comparison) {
    const Source *to = comparison->to;
    if (!to || to->type != SOURCE_SCHEMA)
        return;
    g_autoptr(GPtrArray) labels =
        ignores_outermost(comparison->new.catalog, comparison->project->ignores);
    for (guint i = 0; i < labels->len; i++)
        g_ptr_array_add(draft->notes, g_strdup_printf("%s is declared, and left out by a pattern "
                                                      "under [ignore] in migrate.ini",
                                                      (const char *)labels->pdata[i]));
}

/* What the history keeps that the schema's language does not say. */
static void note_kept(Draft *draft, const Catalog *catalog) {
    g_autofree char *counts = catalog_kept_counts(catalog);
    if (counts)
        g_ptr_array_add(draft->notes, g_strdup_printf(KEPT_MESSAGE, counts));
}

bool draft_make(Comparison *comparison, const DraftOptions *options, GError **error) {
    const Loaded *old = &comparison->old;
    Loaded *new = &comparison->new;
    const SourceNames *names = &comparison->project->names;
    Diff *diff = comparison->draft.diff;
    comparison->draft = draft_new();
    comparison->draft.diff = diff;
    comparison->draft.measure = options->measures ? measure_new(true) : NULL;
    DraftContext context = {.draft = &comparison->draft,
                            .scratch = comparison->project->scratch,
                            .load = {NULL, names->ignore, names->ignore_data},
                            .pg = old->pg,
                            .original = old->catalog,
                            .old = old->catalog,
                            .new = new->catalog,
                            .wanted = new,
                            .options = options,
                            .equals = equals_new(),
                            .refused =
                                g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    bool done = read_directives(&context, comparison, error);
    draft_choose_online(&context);
    done = done && (is_needed(&context) ? make(&context, comparison, error)
                                        : draft_plan(&context, NULL, error));
    if (context.draft->diff)
        context.draft->diff->online = NULL;
    if (done) {
        note_ignored(context.draft, comparison);
        note_kept(context.draft, new->catalog);
    }
    g_clear_pointer(&context.directives, g_ptr_array_unref);
    g_clear_pointer(&context.online, g_hash_table_unref);
    if (context.unsafe)
        g_string_free(context.unsafe, TRUE);
    g_hash_table_unref(context.refused);
    g_hash_table_unref(context.equals);
    g_free(context.levels);
    return done;
}

bool draft_reverse(Comparison *comparison, Draft *reverse, GError **error) {
    Draft *draft = &comparison->draft;
    Comparison back = {.project = comparison->project,
                       .old = {g_steal_pointer(&draft->result), comparison->old.pg},
                       .new = {.catalog = comparison->old.catalog}};
    draft_copy_unsettled(back.old.catalog, comparison->new.catalog);
    g_autoptr(GPtrArray) renames = g_ptr_array_new();
    for (guint i = 0; i < draft->undo_renames->len; i++)
        g_ptr_array_add(renames, draft->undo_renames->pdata[i]);
    g_ptr_array_add(renames, NULL);
    DraftOptions options = {.renames = (const char *const *)renames->pdata,
                            .no_rename_at_all = true,
                            .undoing = true,
                            .measures = draft->measure != NULL};
    bool done = draft_make(&back, &options, error);
    *reverse = back.draft;
    reverse->start = back.old.catalog;
    return done;
}
