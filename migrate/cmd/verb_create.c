/* migrate create: generates a migration from schema changes. */
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/draft_view.h"
#include "cmd/head.h"
#include "cmd/outline.h"
#include "cmd/report_options.h"
#include "compare/comparison.h"
#include "compare/derived.h"
#include "compare/sized.h"
#include "history/write.h"
#include "report/report.h"
#include <string.h>

/* What `create` works with. */
typedef struct {
    const Invocation *invocation;
    Project *project;
    const char *name;
    GPtrArray *written; /* char*: the files */
} Creating;

static void print_no_down(const GError *error) {
    g_autofree char *reason =
        term_escape(error ? error->message : "it takes more than one transaction", false);
    term_print(stderr, "note: no down migration was written: %s\n", reason);
}

/* The down migration, tried on scratch like the migration itself; where there cannot be one, prints
 * why. Caller frees. */
static char *reverse_sql(Comparison *sides) {
    if (sides->draft.parts->len != 1)
        return NULL;
    g_auto(Draft) reverse = {0};
    g_autoptr(GError) error = NULL;
    if (draft_reverse(sides, &reverse, &error) && reverse.parts->len == 1)
        return head_put(&reverse, reverse.parts->pdata[0]);
    print_no_down(error);
    return NULL;
}

/* A migration that is on disk. */
typedef struct {
    char *version, *name;
    bool down;
} Written;

static void written_clear(gpointer data) {
    g_free(((Written *)data)->version);
    g_free(((Written *)data)->name);
}

static void tell_written(const Creating *creating, const Layout *layout, const Written *written,
                         const char *path) {
    g_autofree char *down_path = layout_path(layout, written->version, written->name, true),
                    *shown = term_escape(path, false),
                    *down_file = !down_path      ? NULL
                                 : layout->index ? g_strdup(down_path)
                                                 : g_path_get_basename(down_path);
    term_print(stdout, "%swrote%s %s%s%s%s%s\n", term_style(stdout, STYLE_GREEN),
               term_style(stdout, STYLE_PLAIN), shown,
               !written->down           ? ""
               : down_file              ? " and "
               : layout_is_both(layout) ? " with its way back"
                                        : "; this layout has no down migrations",
               written->down && down_file ? down_file : "",
               layout->index ? ", and its line in " : "", layout->index ? layout->index->file : "");
    answer_wrote(invocation_answer(creating->invocation), path);
    if (written->down && down_path)
        answer_wrote(invocation_answer(creating->invocation), down_path);
}

/* Writes the migration at `index` behind those that are there; `all` (of Written) gets it. */
static bool write_one(const Creating *creating, GArray *all, const char *text, const char *down,
                      GError **error) {
    g_autoptr(History) history = history_read(creating->project->names.migrations, error);
    if (!history)
        return false;
    Written written = {history_next_version(history, g_get_real_time() / G_USEC_PER_SEC),
                       migration_part_name(creating->name, all->len), down != NULL};
    char *path = migration_write(history, written.version, written.name, text, down, error);
    if (!path) {
        written_clear(&written);
        return false;
    }
    g_array_append_val(all, written);
    g_ptr_array_add(creating->written, path);
    return true;
}

/* Writes all of them or, where one cannot be written, none. `downs` may have NULL. */
static bool write_all(const Creating *creating, const GPtrArray *texts, const GPtrArray *downs,
                      GError **error) {
    g_autoptr(History) history = history_read(creating->project->names.migrations, error);
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Written));
    g_array_set_clear_func(all, written_clear);
    bool done = history;
    for (guint i = 0; done && i < texts->len; i++)
        done = write_one(creating, all, texts->pdata[i], downs->pdata[i], error);
    for (guint i = 0; i < all->len; i++) {
        const Written *written = &g_array_index(all, Written, i);
        if (done)
            tell_written(creating, history->layout, written, creating->written->pdata[i]);
        else
            migration_remove(history, written->version, written->name);
    }
    return done;
}

/* The ways back of all migrations, by index, NULL where there is none: each was tried. Caller
 * unrefs. */
static GPtrArray *make_downs(const Creating *creating, Comparison *sides) {
    GPtrArray *downs = g_ptr_array_new_with_free_func(g_free);
    Draft *draft = &sides->draft;
    g_ptr_array_set_size(downs, (gint)draft->parts->len);
    if (invocation_flag(creating->invocation, "no-down"))
        return downs;
    if (!draft->stages) {
        downs->pdata[0] = reverse_sql(sides);
        return downs;
    }
    g_autoptr(GError) error = NULL;
    if (!draft_reverse_stages(sides, head_put, &error))
        print_no_down(error);
    for (guint i = 0; i < draft->stages->len; i++)
        downs->pdata[i] = g_steal_pointer(&((DraftStage *)draft->stages->pdata[i])->down);
    return downs;
}

/* A part with its head. Caller frees. */
static char *part_text(const Draft *draft, guint index) {
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    if (!draft->stages)
        return head_put(draft, draft->parts->pdata[index]);
    Draft stage = draft_of_stage(draft, index, none);
    return head_put(&stage, draft->parts->pdata[index]);
}

/* A part that has to be committed before the next one becomes a separate migration. All are
 * written, or none. */
static bool write_parts(const Creating *creating, Comparison *sides, GError **error) {
    const Draft *draft = &sides->draft;
    guint count = draft->parts->len;
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < count; i++)
        g_ptr_array_add(texts, part_text(draft, i));
    g_autoptr(GPtrArray) downs = make_downs(creating, sides);
    return write_all(creating, texts, downs, error);
}

/* Executes the history with what was written, and removes warnings that turn out not to apply.
 * Where that cannot be tried, they stay. */
static void settle(const Creating *creating, const LintInput *input, const LintBase *base,
                   Findings *findings) {
    if (!base->due || g_hash_table_size(base->due) == 0)
        return;
    const SourceNames *names = &creating->project->names;
    g_auto(Loaded) loaded = {0};
    g_autoptr(Source) history = source_open("migrations", names, NULL);
    if (!history)
        return;
    source_measure(history, base->due, base->together);
    source_load(creating->project->scratch, names, history, &loaded, NULL, NULL);
    lint_settle_measured(input, base, history, findings, findings->len);
}

/* Prints the warnings that `check` will give about what was written. */
static bool print_hazards(const Creating *creating, GError **error) {
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GString) text = g_string_new(NULL);
    const Report report = {.stream = stdout};
    LintInput input = project_lint_input(creating->project, NULL);
    g_ptr_array_add(creating->written, NULL);
    input.written = (const char *const *)creating->written->pdata;
    g_auto(LintBase) base = {0};
    g_autoptr(Sizes) sizes = NULL;
    if (!sized_open(creating->project, false, &sizes, error))
        return false;
    input.sizes = sizes;
    if (!lint_hazards(&input, findings, &base, error))
        return false;
    settle(creating, &input, &base, findings);
    answer_add_findings(invocation_answer(creating->invocation), findings);
    for (guint i = 0; i < findings->len; i++)
        report_append_finding(&report, findings->pdata[i], text);
    term_print(stdout, "%s", text->str);
    return true;
}

/* The files of the application's types; empty: migrate.ini names none. Caller unrefs. */
static GArray *types_of(const Creating *creating, GError **error) {
    static const char *const all[] = {NULL};
    g_autoptr(GArray) files = derived_any(creating->project)
                                  ? derived_files(creating->project, all, error)
                                  : g_array_new(FALSE, FALSE, sizeof(DerivedFile));
    return files && derived_may_write(creating->project, files, error) ? g_steal_pointer(&files)
                                                                       : NULL;
}

/* They fit the schema, and what is the history now. */
static bool write_types(const Creating *creating, const GArray *files, const Catalog *catalog,
                        GError **error) {
    for (guint i = 0; i < files->len; i++) {
        const DerivedFile *file = &g_array_index(files, DerivedFile, i);
        bool changed;
        if (!derived_write(creating->project, file, catalog, &changed, error))
            return false;
        g_autofree char *shown = changed ? term_escape(file->path, false) : NULL;
        if (changed)
            answer_wrote(invocation_answer(creating->invocation), file->path);
        if (changed)
            term_print(stdout, "%swrote%s %s\n", term_style(stdout, STYLE_GREEN),
                       term_style(stdout, STYLE_PLAIN), shown);
    }
    return true;
}

/* A flag decides, else the setting; a table that the schema marks is changed online in any case but
 * with --no-online. */
static OnlineWhich online_of(const Creating *creating) {
    const Invocation *invocation = creating->invocation;
    if (invocation_flag(invocation, "no-online"))
        return ONLINE_NONE;
    return invocation_flag(invocation, "online") ||
                   config_boolean(creating->project->config, "create.online")
               ? ONLINE_ALL
               : ONLINE_MARKED;
}

static bool create_from_schema(const Creating *creating, GError **error) {
    g_auto(Comparison) sides = {0};
    g_autoptr(History) history = history_read(creating->project->names.migrations, error);
    DraftOptions options = draft_options(creating->invocation, true);
    g_autoptr(Sizes) sizes = NULL;
    options.leaves_out_others = options.measures = true;
    options.online = online_of(creating);
    if (!history || !sized_open(creating->project, false, &sizes, error))
        return false;
    options.sizes = sizes;
    if (!comparison_draft(&sides, creating->project, "migrations", "schema", &options, error))
        return false;
    draft_print_notes(sides.draft.notes);
    outline_answer(invocation_answer(creating->invocation), &sides.draft);
    if (draft_is_empty(&sides.draft)) {
        term_print(stdout, "nothing to do: schema and migrations are the same\n");
        return true;
    }
    if (!draft_losses_are_allowed(creating->invocation, sides.draft.plan, error))
        return false;
    if (invocation_flag(creating->invocation, "stdout")) {
        if (!invocation_answer(creating->invocation))
            draft_print_sql(&sides.draft);
        return true;
    }
    g_autoptr(GArray) types = types_of(creating, error);
    if (!types || !write_parts(creating, &sides, error) ||
        !write_types(creating, types, sides.new.catalog, error))
        return false;
    outline_print(&sides.draft);
    return print_hazards(creating, error);
}

static bool create_empty(const Creating *creating, GError **error) {
    static const char text[] =
        "-- Write the migration here. It runs in one transaction; where a statement cannot,\n"
        "-- begin the file with the directive `migrate: no-transaction` in a comment.\n";
    if (invocation_flag(creating->invocation, "stdout")) {
        term_print(stdout, "%s", text);
        return true;
    }
    g_autoptr(GPtrArray) texts = g_ptr_array_new(), downs = g_ptr_array_new();
    g_ptr_array_add(texts, (gpointer)text);
    g_ptr_array_add(downs, NULL);
    return write_all(creating, texts, downs, error);
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Project) project = {0};
    g_autoptr(GPtrArray) written = g_ptr_array_new_with_free_func(g_free);
    Creating creating = {invocation, &project, invocation_argument(invocation, 0), written};
    if (!migration_name_valid(creating.name, error) ||
        !project_open(&project, invocation_config(invocation), error))
        return false;
    return invocation_flag(invocation, "empty")
               ? create_empty(&creating, error)
               : draft_has_schema(&project.names, error) && create_from_schema(&creating, error);
}

const Verb verb_create = {
    .name = "create",
    .summary = "generate a migration from schema changes",
    .description =
        "Executes the history and the schema on a scratch server, works out the "
        "difference, runs the new migration on top of the history, compares the result "
        "with the schema, and only then writes migrations/<version>_NAME/migration.sql, "
        "with a down.sql that reverts it. Both begin with what comes, goes and changes, in counts "
        "and names, the strongest lock, and what is lost. Nothing is written when there is no "
        "difference. Dangers of the migration are reported as `migrate check` will "
        "report them, with what to do instead; 'migrate explain CODE' says why. The files "
        "that [types] in migrate.ini names are written again.\n\n"
        "Steps that lose data are refused by name; --allow-data-loss=OBJECT allows one, "
        "--allow-data-loss alone all of them, for throwaway databases. Where a change "
        "can be a rename or a drop and an add, you are asked at the terminal; without a "
        "terminal it is an error that lists the flags to choose from.\n\n"
        "Where it takes more than one migration, they are NAME, NAME_2, NAME_3 …: a new enum label "
        "cannot be used in the transaction that adds it, so the labels come first; and with "
        "--online, what would hold a strong lock while a table is read, written again or an index "
        "is built is split so that nobody waits ('migrate help online'). What has no such form is "
        "refused by name, with the reason.",
    .arguments = "NAME",
    .options =
        (const Option[]){
            DRAFT_OPTIONS,
            ALLOW_DATA_LOSS_OPTION,
            {"online", .kind = OPTION_FLAG,
             .help = "write what makes nobody wait, in as many migrations as it takes"},
            {"no-online", .kind = OPTION_FLAG,
             .help = "write the plain form, also of tables that the schema marks as online"},
            {"empty", .kind = OPTION_FLAG,
             .help = "write an empty migration, to be filled by hand"},
            {"stdout", .kind = OPTION_FLAG, .help = "print the migration instead of writing it"},
            {"no-down", .kind = OPTION_FLAG, .help = "do not write a down migration"},
            OPTION_ANSWER,
            {0}},
    .exits =
        (const VerbExit[]){
            {4,
             "a decision is needed: data would be lost, or a rename is not stated or not possible"},
            {0}},
    .examples =
        (const VerbExample[]){
            {"migrate create add_screening", "after editing the schema"},
            {"migrate create drop_fax --allow-data-loss=public.pupil.fax", "the loss is intended"},
            {"migrate create rename --rename public.pupil.name=public.pupil.full_name",
             "a rename, and no loss"},
            {"migrate create fill_grades --empty", "to be written by hand"},
            {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .answer = ANSWERS_FILES,
    .run = run,
};
