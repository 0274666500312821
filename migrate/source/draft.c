#include "source/draft.h"

#include "source/directives.h"
#include <string.h>

enum { MAX_HINTS = 200, ROUNDS = 3 };

/* What is at hand while a draft is made. */
typedef struct {
    Draft *draft;
    Scratch *scratch;
    LoadOptions load;
    Pg *pg; /* the old side's scratch database */
    const Catalog *original; /* the old side before any rename */
    const Catalog *old, *new;
    const DraftOptions *options;
    Equals *equals;
    bool unchecked; /* bodies of functions name what is not there, on the wanted side too */
    GHashTable *refused; /* Object* of the old catalog that --no-rename names, by identity */
} Making;

void draft_clear(Draft *draft) {
    plan_free(draft->plan);
    diff_free(draft->diff);
    catalog_free(draft->renamed);
    catalog_free(draft->start);
    GPtrArray **arrays[] = {&draft->rename_sql, &draft->renames, &draft->parts, &draft->notes,
                           &draft->undo_renames};
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_clear_pointer(arrays[i], g_ptr_array_unref);
    *draft = (Draft){0};
}

bool draft_is_empty(const Draft *draft) {
    return draft->parts->len == 0;
}

char *draft_sql(const Draft *draft) {
    GString *text = g_string_new(NULL);
    if (draft->parts->len > 1)
        g_string_append(text, "-- migrate: no-transaction\n-- What comes first has to be committed before the rest can use it.\n\n");
    for (guint i = 0; i < draft->parts->len; i++)
        g_string_append_printf(text, "%s%s", i ? "\n" : "", (const char *)draft->parts->pdata[i]);
    return g_string_free(text, FALSE);
}

#define UNCHECKED "SET check_function_bodies = off;\n\n"

static bool run_text(const Making *making, const char *sql, GError **error) {
    g_autofree char *text = g_strconcat(making->unchecked ? UNCHECKED : "", sql, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    Script *script = script_new(making->options->file ? making->options->file : "generated SQL", bytes, true);
    bool done = replay(making->scratch, making->pg, script, NULL, error);
    script_free(script);
    return done;
}

static const Object *find_address(const Catalog *catalog, const Address *address) {
    for (guint i = 0; i < catalog->count; i++)
        if (catalog->objects[i]->address.classid && memcmp(&catalog->objects[i]->address, address, sizeof *address) == 0)
            return catalog->objects[i];
    return NULL;
}

/* Carries one rename out on scratch and reads the old side again, so that the server itself puts the name into every definition. */
static bool rename_one(Making *making, const Object *old, const Object *new, GError **error) {
    g_autoptr(Arena) arena = arena_new();
    Scope scope = {.object = old, .new_name = new->name, .new_literal = object_value(new, "label")};
    const char *sql = template_text(arena, old->kind->rename, &scope);
    if (!run_text(making, sql, error)) {
        g_prefix_error(error, "while renaming %s %s: ", old->kind->name, old->identity);
        return false;
    }
    g_ptr_array_add(making->draft->rename_sql, g_strdup(sql));
    g_ptr_array_add(making->draft->renames, g_strdup_printf("%s to %s", object_label(arena, old), new->name));
    const Object *before = find_address(making->original, &old->address);
    g_ptr_array_add(making->draft->undo_renames,
                    g_strdup_printf("%s %s=%s %s", new->kind->name, new->identity, old->kind->name,
                                    before ? before->identity : old->identity));
    Catalog *again = catalog_load(making->pg, &making->load, error);
    if (!again)
        return false;
    catalog_free(making->draft->renamed);
    making->old = making->draft->renamed = again;
    return true;
}

/* A --rename, understood before anything is renamed: addresses outlive renames. */
typedef struct {
    Address old;
    const Object *new;
} Request;

static bool read_request(const Making *making, const char *text, Request *request, GError **error) {
    g_autofree char *from = NULL, *to = NULL;
    if (!rename_split(text, &from, &to, error))
        return false;
    const Object *old = rename_find(making->old, NULL, from, "the history", error);
    const Object *new = old ? rename_find(making->new, old->kind, to, "the schema", error) : NULL;
    if (!new)
        return false;
    *request = (Request){old->address, new};
    return true;
}

/* Objects first, then what belongs to them. */
static gint by_depth(gconstpointer a, gconstpointer b) {
    const Request *one = a, *two = b;
    return (one->new->parent != NULL) - (two->new->parent != NULL);
}

static bool obey_flags(Making *making, GError **error) {
    g_autoptr(GArray) requests = g_array_new(FALSE, FALSE, sizeof(Request));
    const char *const *renames = making->options->renames;
    for (guint i = 0; renames && renames[i]; i++) {
        Request request;
        if (!read_request(making, renames[i], &request, error))
            return false;
        g_array_append_val(requests, request);
    }
    g_array_sort(requests, by_depth);
    for (guint i = 0; i < requests->len; i++) {
        const Request *request = &g_array_index(requests, Request, i);
        const Object *old = find_address(making->old, &request->old);
        if (!rename_is_sibling(old, request->new)) {
            g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                        "%s %s cannot become %s by a rename: a rename changes an object's own name, not its schema, its table or its arguments",
                        old->kind->name, old->identity, request->new->identity);
            return false;
        }
        if (!rename_one(making, old, request->new, error))
            return false;
    }
    return true;
}

/* The old object that a directive speaks of. */
static const Object *find_old(const Making *making, const RenameDirective *directive) {
    for (guint i = 0; i < making->old->count; i++) {
        const Object *old = making->old->objects[i];
        if (old->kind == directive->object->kind && rename_has_name(old, directive->old_name) &&
            rename_is_sibling(old, directive->object))
            return old;
    }
    return NULL;
}

static bool obey_directive(Making *making, const RenameDirective *directive, GError **error) {
    const Object *new = directive->object;
    if (catalog_find(making->old, new->kind, new->identity)) {
        g_ptr_array_add(making->draft->notes,
                        g_strdup_printf("%s:%u: the rename from %s is in the history already; the directive can go",
                                        directive->file, directive->line, directive->old_name));
        return true;
    }
    const Object *old = new->kind->rename ? find_old(making, directive) : NULL;
    if (!old) {
        g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                    "%s:%u: %s %s says that it was renamed from %s, but the history has no such %s", directive->file,
                    directive->line, new->kind->name, new->identity, directive->old_name, new->kind->name);
        return false;
    }
    return rename_one(making, old, new, error);
}

static bool obey_directives(Making *making, const Source *schema, GError **error) {
    if (!schema || schema->type != SOURCE_SCHEMA)
        return true;
    g_autoptr(GPtrArray) directives = directives_read(schema, making->new, error);
    for (guint i = 0; directives && i < directives->len; i++)
        if (!obey_directive(making, directives->pdata[i], error))
            return false;
    return directives != NULL;
}

/* Renames that come to the same as a drop and an add, and cost less. */
static bool rename_equals(Making *making, GError **error) {
    for (bool again = true; again;) {
        g_autoptr(Diff) diff = diff_compare(making->old, making->new, making->equals);
        g_autoptr(GArray) found = rename_look_alikes(diff, false);
        again = found->len > 0;
        g_autoptr(GArray) requests = g_array_new(FALSE, FALSE, sizeof(Request));
        for (guint i = 0; i < found->len; i++) {
            const LookAlike *alike = &g_array_index(found, LookAlike, i);
            Request request = {alike->old->address, alike->candidates->pdata[0]};
            g_array_append_val(requests, request);
        }
        for (guint i = 0; i < requests->len; i++) {
            const Request *request = &g_array_index(requests, Request, i);
            if (!rename_one(making, find_address(making->old, &request->old), request->new, error))
                return false;
        }
    }
    return true;
}

static bool is_refused(const Making *making, const Object *old) {
    if (making->options->no_rename_at_all)
        return true;
    const char *const *given = making->options->no_renames;
    for (guint i = 0; given && given[i]; i++) {
        g_autofree char *qualified = g_strdup_printf("public.%s", given[i]);
        if (strcmp(given[i], old->identity) == 0 || strcmp(qualified, old->identity) == 0)
            return true;
    }
    return g_hash_table_contains(making->refused, old->identity);
}

static void describe_question(const LookAlike *alike, GString *text) {
    g_string_append_printf(text, "\n  %s %s goes and %s comes, with the same definition; choose:\n", alike->old->kind->name,
                           alike->old->identity, alike->candidates->len > 1 ? "one of several" : "another");
    for (guint i = 0; i < alike->candidates->len; i++) {
        const Object *new = alike->candidates->pdata[i];
        g_autofree char *pair = g_strdup_printf("%s=%s", alike->old->identity, new->identity);
        g_autofree char *quoted = g_shell_quote(pair);
        g_string_append_printf(text, "    --rename %s\n", quoted);
    }
    g_autofree char *quoted = g_shell_quote(alike->old->identity);
    g_string_append_printf(text, "    --no-rename=%s (a drop and an add)", quoted);
}

/* Asks about one look-alike, or collects the question. True when the catalogs changed. */
static bool settle(Making *making, const LookAlike *alike, GString *open, bool *renamed, GError **error) {
    if (is_refused(making, alike->old))
        return true;
    const DraftOptions *options = making->options;
    int answer = options->ask ? options->ask(alike, options->ask_data) : ANSWER_UNKNOWN;
    if (answer == ANSWER_UNKNOWN)
        describe_question(alike, open);
    else if (answer == ANSWER_NONE)
        g_hash_table_add(making->refused, g_strdup(alike->old->identity));
    else {
        *renamed = true;
        return rename_one(making, alike->old, alike->candidates->pdata[answer], error);
    }
    return true;
}

static bool settle_look_alikes(Making *making, GError **error) {
    for (bool renamed = true; renamed;) {
        renamed = false;
        g_autoptr(Diff) diff = diff_compare(making->old, making->new, making->equals);
        g_autoptr(GArray) found = rename_look_alikes(diff, true);
        g_autoptr(GString) open = g_string_new(NULL);
        for (guint i = 0; i < found->len && !renamed; i++)
            if (!settle(making, &g_array_index(found, LookAlike, i), open, &renamed, error))
                return false;
        if (open->len) {
            g_set_error(error, SOURCE_ERROR, FAIL_DECISION,
                        "a rename and a drop with an add look the same, and only you know which it is:%s\n"
                        "  Or write \"-- migrate: renamed from OLD_NAME\" above the new name in the schema.",
                        open->str);
            return false;
        }
    }
    return true;
}

/* The scripts of a plan: what cannot be used before it is committed goes first, in one of its own. */
static GPtrArray *word(const Draft *draft, bool split) {
    GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) steps = NULL;
    g_autoptr(GPtrArray) statements = plan_statements(draft->plan, &steps);
    GString *texts[2] = {g_string_new(NULL), g_string_new(NULL)};
    for (guint i = 0; i < draft->rename_sql->len; i++)
        g_string_append_printf(texts[0], "%s%s;\n", texts[0]->len ? "\n" : "", (const char *)draft->rename_sql->pdata[i]);
    for (guint i = 0; i < statements->len; i++) {
        const Step *step = &draft->plan->steps[g_array_index(steps, guint, i)];
        bool first = split && step->type == STEP_CREATE && change_kind(step->change)->commit_before_use;
        GString *text = texts[split && !first];
        g_string_append_printf(text, "%s%s;\n", text->len ? "\n" : "", (const char *)statements->pdata[i]);
    }
    for (guint i = 0; i < 2; i++) {
        if (texts[i]->len)
            g_ptr_array_add(parts, g_strdup(texts[i]->str));
        g_string_free(texts[i], TRUE);
    }
    return parts;
}

/* What the renames did is done on scratch already; the rest of the script is still to be run. */
static bool run_plan(Making *making, bool split, GError **error) {
    Draft *draft = making->draft;
    g_autoptr(GPtrArray) renames = g_steal_pointer(&draft->rename_sql);
    draft->rename_sql = g_ptr_array_new();
    g_autoptr(GPtrArray) parts = word(draft, split);
    g_ptr_array_unref(draft->rename_sql);
    draft->rename_sql = g_steal_pointer(&renames);
    for (guint i = 0; i < parts->len; i++)
        if (!run_text(making, parts->pdata[i], error))
            return false;
    return true;
}

static bool is_undefined(const GError *error) {
    static const char *const states[] = {"42P01", "42883", "42704", "42703", "3F000", "42P13"};
    for (guint i = 0; i < G_N_ELEMENTS(states); i++)
        if (pg_fault_is(error, states[i]))
            return true;
    return false;
}

/* How a step went on scratch. */
typedef enum {
    TRIED_DONE,
    TRIED_LATER, /* it uses what has to be committed first */
    TRIED_FAILED,
} Tried;

static Tried run_step(const Making *making, const Step *step) {
    if (!pg_script(making->pg, "SAVEPOINT step", NULL))
        return TRIED_FAILED;
    for (guint i = 0; i < step->statement_count; i++) {
        const Sql *sql = &step->statements[i];
        g_autofree char *text = g_strjoin(" ", sql->prefix, sql->action, sql->suffix, NULL);
        g_autoptr(GError) error = NULL;
        if (!pg_run(making->pg, text, strlen(text), &error)) {
            pg_script(making->pg, "ROLLBACK TO SAVEPOINT step", NULL);
            return pg_fault_is(error, "55P04") ? TRIED_LATER : TRIED_FAILED;
        }
    }
    return TRIED_DONE;
}

static void retry_waiting(const Making *making, const Step *done, GPtrArray *waiting, GArray *hints) {
    for (guint w = 0; w < waiting->len;) {
        const Step *step = waiting->pdata[w];
        if (run_step(making, step) == TRIED_FAILED) {
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

/* Trace: bodies of functions hide what they need. Runs the steps one by one; those that fail wait until another step lets them pass, and
 * that is the dependency nobody recorded. True when every step passed. */
static bool trace(const Making *making, GArray *hints) {
    const Plan *plan = making->draft->plan;
    g_autoptr(GPtrArray) waiting = g_ptr_array_new();
    if (!pg_script(making->pg, "BEGIN", NULL))
        return false;
    for (guint i = 0; i < plan->count && hints->len < MAX_HINTS; i++) {
        const Step *step = &plan->steps[i];
        if (run_step(making, step) != TRIED_FAILED)
            retry_waiting(making, step, waiting, hints);
        else
            g_ptr_array_add(waiting, (gpointer)step);
    }
    pg_script(making->pg, "ROLLBACK", NULL);
    return waiting->len == 0;
}

/* Orders the plan anew by what a trace shows. The hints borrow their labels from the plan that was traced. */
static bool learn_order(Making *making, GError **error) {
    g_autoptr(GArray) hints = g_array_new(FALSE, FALSE, sizeof(PlanHint));
    if (!trace(making, hints) || hints->len == 0)
        return false;
    Plan *plan = plan_build(making->draft->diff, hints, error);
    if (!plan)
        return false;
    plan_free(making->draft->plan);
    making->draft->plan = plan;
    return true;
}

/* Runs the plan; learns from what the server objects to. */
static bool rehearse(Making *making, bool *split, GError **error) {
    bool learned = false;
    for (;;) {
        GError *objection = NULL;
        if (run_plan(making, *split, &objection))
            return true;
        if (pg_fault_is(objection, "55P04") && !*split) {
            *split = true;
        } else if (is_undefined(objection) && !learned && !pg_in_transaction(making->pg) && learn_order(making, NULL)) {
            learned = true;
        } else if (is_undefined(objection) && !making->unchecked) {
            making->unchecked = true;
        } else {
            g_propagate_prefixed_error(error, objection,
                                       "the generated SQL does not run; please report this, with both sides: ");
            return false;
        }
        g_clear_error(&objection);
    }
}

static char *describe_rest(const Diff *rest) {
    GString *text = g_string_new(NULL);
    guint named = 0;
    for (guint i = 0; i < rest->count && named < 10; i++)
        if (rest->changes[i].type != CHANGE_NONE)
            g_string_append_printf(text, "%s%s %s", named++ ? ", " : "", change_kind(&rest->changes[i])->name,
                                   change_object(&rest->changes[i])->identity);
    return g_string_free(text, FALSE);
}

/* Where the plan executed a text of the new side and the server now prints another one, the two are the same expression: the server prints some
 * casts differently once it has read its own print again. */
static bool learn_equals(const Making *making, const Diff *rest) {
    guint before = g_hash_table_size(making->equals);
    for (guint i = 0; i < rest->count; i++) {
        const Change *left = &rest->changes[i];
        if (left->type == CHANGE_NONE || !left->old || !left->new)
            continue;
        const Change *done = making->draft->diff->of_new[left->new->index];
        bool made = done->type == CHANGE_CREATE || done->type == CHANGE_RECREATE;
        for (guint a = 0; left->new->kind->attrs[a].column; a++)
            if (left->new->kind->attrs[a].expression && left->old->values[a] && left->new->values[a] &&
                left->differing >> a & 1 && (made || done->differing >> a & 1))
                equals_add(making->equals, left->old->values[a], left->new->values[a]);
    }
    return g_hash_table_size(making->equals) > before;
}

/* Whether what was learned makes a change of the plan needless. */
static bool makes_needless(const Making *making) {
    g_autoptr(Diff) again = diff_compare(making->old, making->new, making->equals);
    for (guint i = 0; i < again->count; i++) {
        const Change *now = &again->changes[i];
        if (now->old && now->new && now->type == CHANGE_NONE) {
            const Change *before = making->draft->diff->of_new[now->new->index];
            if (before->type != CHANGE_NONE && !before->cause)
                return true;
        }
    }
    return false;
}

static bool may_be_needless(const Diff *diff) {
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        for (guint a = 0; change->old && change->new && change->new->kind->attrs[a].column; a++)
            if (change->differing >> a & 1 && change->new->kind->attrs[a].expression && change->old->values[a] &&
                change->new->values[a])
                return true;
    }
    return false;
}

/* Tries the plan in a transaction that is rolled back, to learn which of its changes only look like ones. */
static bool probe(Making *making) {
    if (!may_be_needless(making->draft->diff) || !pg_script(making->pg, "BEGIN", NULL))
        return false;
    bool learned = false;
    LoadOptions load = making->load;
    load.inside = true;
    bool ran = true;
    for (guint i = 0; ran && i < making->draft->plan->count; i++)
        ran = run_step(making, &making->draft->plan->steps[i]) == TRIED_DONE;
    g_autoptr(Catalog) now = ran ? catalog_load(making->pg, &load, NULL) : NULL;
    if (now) {
        g_autoptr(Diff) rest = diff_compare(now, making->new, making->equals);
        learned = learn_equals(making, rest) && makes_needless(making);
    }
    pg_script(making->pg, "ROLLBACK", NULL);
    return learned;
}

/* What default privileges and the like did by themselves while the plan ran is put right by a second plan. */
static bool finish(Making *making, GPtrArray *parts, GError **error) {
    for (guint round = 0; round < ROUNDS; round++) {
        g_autoptr(Catalog) now = catalog_load(making->pg, &making->load, error);
        if (!now)
            return false;
        g_autoptr(Diff) rest = diff_compare(now, making->new, making->equals);
        if (!diff_is_empty(rest) && learn_equals(making, rest)) {
            diff_free(rest);
            rest = diff_compare(now, making->new, making->equals);
        }
        if (diff_is_empty(rest))
            return true;
        g_autoptr(Plan) plan = round + 1 < ROUNDS && diff_rebuild(rest, NULL) ? plan_build(rest, NULL, NULL) : NULL;
        g_autofree char *sql = plan ? plan_sql(plan) : NULL;
        bool harmless = plan && parts->len > 0;
        for (guint i = 0; harmless && i < plan->count; i++)
            harmless = plan->steps[i].hazard_count == 0;
        if (!harmless || !run_text(making, sql, NULL)) {
            g_autofree char *names = describe_rest(rest);
            g_set_error(error, SOURCE_ERROR, FAIL_DECISION,
                        "the generated SQL runs but does not lead to the schema; these still differ: %s. Please report this, with both sides.",
                        names);
            return false;
        }
        char *last = parts->pdata[parts->len - 1];
        parts->pdata[parts->len - 1] = g_strdup_printf("%s\n%s", last, sql);
        g_free(last);
    }
    return true;
}

static bool plan_diff(Making *making, GError **error) {
    Draft *draft = making->draft;
    plan_free(g_steal_pointer(&draft->plan));
    diff_free(draft->diff);
    draft->diff = diff_compare(making->old, making->new, making->equals);
    if (diff_rebuild(draft->diff, error))
        draft->plan = plan_build(draft->diff, NULL, error);
    return draft->plan != NULL;
}

static bool make_plan(Making *making, GError **error) {
    Draft *draft = making->draft;
    bool split = false;
    if (!plan_diff(making, error) || (probe(making) && !plan_diff(making, error)) || !rehearse(making, &split, error))
        return false;
    draft->parts = word(draft, split);
    if (making->unchecked && draft->parts->len > 0) {
        char **last = (char **)&draft->parts->pdata[draft->parts->len - 1];
        char *checked = *last;
        *last = g_strconcat(UNCHECKED, checked, NULL);
        g_free(checked);
    }
    return finish(making, draft->parts, error);
}

/* Builds a database's schema on scratch, so that a plan for it can be tried there. */
static bool copy_to_scratch(Making *making, Loaded *old, GError **error) {
    old->pg = making->pg = scratch_database(making->scratch, error);
    if (!making->pg)
        return false;
    making->load.default_owner = pg_user(making->pg);
    g_autoptr(Catalog) empty = catalog_load(making->pg, &making->load, error);
    if (!empty)
        return false;
    Draft copy = {.rename_sql = g_ptr_array_new(), .notes = g_ptr_array_new(), .renames = g_ptr_array_new(),
                  .undo_renames = g_ptr_array_new()};
    Making inner = *making;
    inner.draft = &copy;
    inner.old = empty;
    inner.new = old->catalog;
    bool done = make_plan(&inner, error);
    draft_clear(&copy);
    if (!done)
        g_prefix_error(error, "while copying the database's schema to scratch, to try the plan there: ");
    return done;
}

static bool make(Making *making, const Source *schema, GError **error) {
    return obey_flags(making, error) && obey_directives(making, schema, error) && settle_look_alikes(making, error) &&
           rename_equals(making, error) && make_plan(making, error);
}

bool draft_make(Draft *draft, Scratch *scratch, const SourceNames *names, Loaded *old, const Loaded *new,
                const Source *schema, const DraftOptions *options, GError **error) {
    *draft = (Draft){.rename_sql = g_ptr_array_new_with_free_func(g_free),
                     .renames = g_ptr_array_new_with_free_func(g_free),
                     .notes = g_ptr_array_new_with_free_func(g_free),
                     .undo_renames = g_ptr_array_new_with_free_func(g_free)};
    Making making = {.draft = draft,
                     .scratch = scratch,
                     .load = {NULL, names->ignore, names->ignore_data},
                     .pg = old->pg,
                     .original = old->catalog,
                     .old = old->catalog,
                     .new = new->catalog,
                     .options = options,
                     .equals = equals_new(),
                     .refused = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    bool done = making.pg || copy_to_scratch(&making, old, error);
    if (done) {
        making.load.default_owner = pg_user(making.pg);
        done = make(&making, schema, error);
    }
    g_hash_table_unref(making.refused);
    g_hash_table_unref(making.equals);
    return done;
}

bool draft_reverse(Draft *reverse, const Draft *draft, Scratch *scratch, const SourceNames *names, Loaded *old,
                   GError **error) {
    LoadOptions load = {pg_user(old->pg), names->ignore, names->ignore_data};
    Loaded now = {catalog_load(old->pg, &load, error), old->pg}, before = {old->catalog, NULL};
    if (!now.catalog)
        return false;
    g_autoptr(GPtrArray) renames = g_ptr_array_new();
    for (guint i = 0; i < draft->undo_renames->len; i++)
        g_ptr_array_add(renames, draft->undo_renames->pdata[i]);
    g_ptr_array_add(renames, NULL);
    DraftOptions options = {.renames = (const char *const *)renames->pdata, .no_rename_at_all = true};
    bool done = draft_make(reverse, scratch, names, &now, &before, NULL, &options, error);
    reverse->start = now.catalog;
    return done;
}
