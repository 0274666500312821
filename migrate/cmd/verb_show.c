/* migrate show: an object, or the whole schema, as it was at some time, as SQL. */
#include "cmd/answer.h"
#include "cmd/draft_view.h"
#include "cmd/moment.h"
#include "cmd/report_options.h"
#include "cmd/where.h"
#include "compare/export_tried.h"
#include <string.h>

/* What was asked for. */
typedef struct {
    const char *object; /* NULL: all */
    const char *at;     /* NULL: now */
    const char *env;    /* NULL: the migrations are asked, and no database */
    char *source;       /* as source_open() takes it */
    char *owner;        /* the default owner in the environment's database */
    Endpoint endpoint;  /* of the environment */
    Project project;
    Comparison sides; /* from nothing to then */
} Showing;

static void showing_clear(Showing *showing) {
    comparison_clear(&showing->sides);
    endpoint_clear(&showing->endpoint);
    g_free(showing->source);
    g_free(showing->owner);
    project_clear(&showing->project);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Showing, showing_clear)

static const char *origin_of(const Showing *showing) {
    return showing->env ? showing->env : showing->source;
}

/* --- what is executed or asked; each makes `source` */

static bool take_database(Showing *showing, GError **error) {
    const Config *config = showing->project.config;
    g_autofree char *key = g_strdup_printf("env %s.owner", showing->env);
    if (!endpoint_open(&showing->endpoint, config, showing->env, ENDPOINT_EXISTING, error))
        return false;
    showing->owner = g_strdup(config_string(config, key));
    showing->project.names.owner = showing->owner;
    showing->source = g_strdup(showing->endpoint.conninfo);
    return true;
}

/* Whether the ledger had it at `when`, a time as it writes them. */
static bool had(const Ledger *ledger, const Migration *migration, const char *when) {
    const LedgerRow *row = ledger_find(ledger, migration->key);
    return row && ledger_is_applied(row) && row->finished && strcmp(row->finished, when) <= 0;
}

/* What the environment had then, if that is where the history begins. */
static bool take_ledger(Showing *showing, const History *history, gint64 when, GError **error) {
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(when);
    g_autofree char *limit = g_date_time_format(time, "%Y-%m-%dT%H:%M:%S.999Z");
    g_autoptr(Ledger) ledger = where_ledger(showing->project.config, showing->env, history, error);
    const Migration *last = NULL, *lacking = NULL;
    for (guint i = 0; ledger && i < history_count(history); i++) {
        const Migration *migration = history_at(history, i);
        if (!had(ledger, migration, limit)) {
            lacking = lacking ? lacking : migration;
            continue;
        }
        last = migration;
        if (!lacking)
            continue;
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s had %s then, and not %s, which comes before it; --at VERSION shows what "
                    "the migrations up to one come to",
                    showing->env, last->label, lacking->label);
        return false;
    }
    if (ledger)
        showing->source = last ? g_strconcat("migrations:", last->label, NULL) : g_strdup("empty");
    return ledger;
}

static bool take_commit(Showing *showing, gint64 when, GError **error) {
    const char *folder = showing->project.names.migrations;
    GError *failed = NULL;
    g_autoptr(GitRepo) repo = git_open(folder, &failed);
    if (!repo && !failed)
        g_set_error(&failed, CMD_ERROR, FAIL_USAGE,
                    "%s is in no git repository, so what it was at some time is not known", folder);
    g_autofree char *commit = failed ? NULL : git_commit_at(repo, when, &failed);
    if (commit)
        showing->source = g_strconcat("migrations@", commit, NULL);
    if (failed)
        g_propagate_error(error, failed);
    return commit;
}

static bool take_moment(Showing *showing, gint64 when, GError **error) {
    if (!showing->env)
        return take_commit(showing, when, error);
    g_autoptr(History) now = history_read(showing->project.names.migrations, error);
    return now && take_ledger(showing, now, when, error);
}

/* A migration of the history, a time, else a revision of git. */
static bool take_then(Showing *showing, GError **error) {
    gint64 when;
    g_autoptr(Source) now = source_open("migrations", &showing->project.names, NULL);
    bool version = !showing->env && now && now->history && history_find(now->history, showing->at);
    if (!version && moment_parse(showing->at, &when))
        return take_moment(showing, when, error);
    if (showing->env) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "with --env, --at is a time as in 2024-05-06 or '2024-05-06 12:00', not '%s'",
                    showing->at);
        return false;
    }
    showing->source = g_strconcat(version ? "migrations:" : "migrations@", showing->at, NULL);
    return true;
}

static bool choose_source(Showing *showing, GError **error) {
    if (showing->env && !where_is_environment(showing->project.config, showing->env, error))
        return false;
    if (showing->at)
        return take_then(showing, error);
    if (showing->env)
        return take_database(showing, error);
    showing->source = g_strdup("migrations");
    return true;
}

/* --- its SQL */

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
                    origin_of(showing), showing->object, showing->object);
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
    g_auto(Showing) showing = {.object = invocation_argument(invocation, 0),
                               .at = invocation_string(invocation, "at"),
                               .env = invocation_string(invocation, "env")};
    if (!project_open(&showing.project, invocation_config(invocation), error) ||
        !choose_source(&showing, error))
        return false;
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
        "revision or some time, and prints the SQL that makes OBJECT as it was then, with all that "
        "belongs to it: of a table, its columns, constraints, indexes, triggers, policies, "
        "comments and privileges. Of a part, the table that it is a part of. Without OBJECT, the "
        "whole schema.\n\n"
        "DATE is 2024-05-06, which means the end of that day, or '2024-05-06 12:00', with seconds "
        "and a zone (Z, +02:00) if need be: with the migrations of the last commit by then. With "
        "--env it is what the database of an environment has now, or with the migrations that it "
        "had at DATE.\n\n"
        "OBJECT is named as for `migrate log`, by the name that it had then.",
    .arguments = "[OBJECT]",
    .options = (const Option[]){{"at", .kind = OPTION_STRING, .argument = "VERSION|DATE|REVISION",
                                 .help = "after that migration, at that time, or with the "
                                         "migrations of that git revision (default: after the "
                                         "last)"},
                                {"env", .kind = OPTION_STRING, .argument = "NAME",
                                 .help = "as this environment's database has it, or had it at "
                                         "DATE"},
                                OPTION_ANSWER,
                                {0}},
    .examples = (const VerbExample[]){{"migrate show users", "a table as it is"},
                                      {"migrate show users --at 20240101000000",
                                       "as it was after that migration"},
                                      {"migrate show --at v1.0", "the schema of a release"},
                                      {"migrate show users --env production", NULL},
                                      {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .answer = ANSWERS_OBJECT,
    .run = run,
};
