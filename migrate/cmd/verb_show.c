/* migrate show: an object, or the whole schema, as it was at some time, as SQL. */
#include "cmd/answer.h"
#include "cmd/draft_view.h"
#include "cmd/report_options.h"
#include "compare/export_tried.h"

/* What was asked for. */
typedef struct {
    const char *object; /* NULL: all */
    char *source;       /* as source_open() takes it */
    Project project;
    Comparison sides; /* from nothing to then */
} Showing;

static void showing_clear(Showing *showing) {
    comparison_clear(&showing->sides);
    g_free(showing->source);
    project_clear(&showing->project);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Showing, showing_clear)

/* A migration of the history, else a revision of git. Caller frees. */
static char *source_at(const Project *project, const char *at) {
    g_autoptr(Source) now = at ? source_open("migrations", &project->names, NULL) : NULL;
    if (now && history_find(now->history, at))
        return g_strconcat("migrations:", at, NULL);
    return at ? g_strconcat("migrations@", at, NULL) : g_strdup("migrations");
}

static bool draft_all(Showing *showing, GError **error) {
    const DraftOptions options = {.no_rename_at_all = true, .leaves_out_others = true};
    if (!comparison_draft(&showing->sides, &showing->project, "empty", showing->source, &options,
                          error))
        return false;
    draft_print_notes(showing->sides.draft.notes);
    return true;
}

static const Object *find_object(const Showing *showing, GError **error) {
    const Catalog *catalog = showing->sides.new.catalog;
    const Object *found = NULL;
    for (guint i = 0; i < catalog->count; i++) {
        const Object *object = catalog->objects[i];
        if (object->kind->facet || !rename_is_meant(object, showing->object))
            continue;
        if (found) {
            g_set_error(error, CMD_ERROR, FAIL_USAGE,
                        "\"%s\" names both a %s and a %s; write \"%s %s\"", showing->object,
                        found->kind->name, object->kind->name, object->kind->name,
                        object->identity);
            return NULL;
        }
        found = object;
    }
    if (!found)
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s had no object \"%s\"; `migrate log %s` prints when it was there",
                    showing->source, showing->object, showing->object);
    return found;
}

/* The statements that are written with the object: those of the table that it is a part of. */
static char *sql_of(const Showing *showing, const Object *object) {
    const Draft *draft = &showing->sides.draft;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) steps = NULL, units = NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) statements = plan_statements(draft->plan, &steps);
    units =
        export_units(draft->plan, statements, steps, draft->diff->new, export_layout(NULL), names);
    for (guint i = 0; i < units->len; i++) {
        const ExportUnit *unit = &g_array_index(units, ExportUnit, i);
        if (unit->root == export_root(object))
            g_string_append_printf(text, "%s%s;\n", text->len ? "\n" : "", unit->sql);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *sql_of_all(Showing *showing, GError **error) {
    const ExportLayout *layout = export_layout(NULL);
    g_autoptr(GPtrArray) files = export_tried(&showing->sides, "schema.sql", &layout, error);
    if (!files)
        return NULL;
    gsize length;
    GBytes *bytes = ((const GitFile *)files->pdata[0])->bytes;
    const char *text = g_bytes_get_data(bytes, &length);
    return g_strndup(text ? text : "", length);
}

static char *make_sql(Showing *showing, GError **error) {
    if (!showing->object)
        return draft_is_empty(&showing->sides.draft) ? g_strdup("") : sql_of_all(showing, error);
    const Object *object = find_object(showing, error);
    return object ? sql_of(showing, object) : NULL;
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Showing) showing = {.object = invocation_argument(invocation, 0)};
    if (!project_open(&showing.project, invocation_config(invocation), error))
        return false;
    showing.source = source_at(&showing.project, invocation_string(invocation, "at"));
    g_autofree char *sql = draft_all(&showing, error) ? make_sql(&showing, error) : NULL;
    Answer *answer = invocation_answer(invocation);
    if (sql && answer)
        answer_set(answer, "sql", json_string(sql));
    else if (sql)
        draft_print_text(sql);
    return sql;
}

const Verb verb_show = {
    .name = "show",
    .summary = "print an object as it was at some time, as SQL",
    .description =
        "Executes the migrations on a scratch server, up to a migration or as they were at a git "
        "revision, and prints the SQL that makes OBJECT as it was then, with all that belongs to "
        "it: of a table, its columns, constraints, indexes, triggers, policies, comments and "
        "privileges. Of a part, the table that it is a part of. Without OBJECT, the whole "
        "schema.\n\n"
        "OBJECT is named as for `migrate log`, by the name that it had then.",
    .arguments = "[OBJECT]",
    .options = (const Option[]){{"at", .kind = OPTION_STRING, .argument = "VERSION|REVISION",
                                 .help = "after that migration, or with the migrations of that "
                                         "git revision (default: after the last)"},
                                OPTION_ANSWER,
                                {0}},
    .examples = (const VerbExample[]){{"migrate show users", "a table as it is"},
                                      {"migrate show users --at 20240101000000",
                                       "as it was after that migration"},
                                      {"migrate show --at v1.0", "the schema of a release"},
                                      {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .answer = ANSWERS_OBJECT,
    .run = run,
};
