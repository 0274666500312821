/* migrate bisect: which migration broke something, by binary search. */
#include "base/term.h"
#include "cmd/past_view.h"
#include "cmd/report_options.h"
#include "compare/bisect.h"
#include "diff/rename.h"
#include "server/shell.h"
#include "text/tree.h"

#include <string.h>

/* Exit statuses of a command, as git bisect takes them; a shell's words for one that it cannot run
 * are none about the database. */
enum { COMMAND_SKIPS = 125, COMMAND_NOT_RUN = 126 };

typedef struct {
    const Invocation *invocation;
    PastView view; /* without a past */
    const char *command, *query, *object;
    bool there; /* the object at the last place that is known to be good */
    BisectRange range;
    guint last;       /* place that may be bad */
    GPtrArray *tried; /* of Tried*, in their order */
} Bisection;

typedef struct {
    guint place;
    Trial trial;
    int status; /* of a command; -1: there was none */
} Tried;

static void bisection_clear(Bisection *bisection) {
    past_view_clear(&bisection->view);
    g_clear_pointer(&bisection->tried, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bisection, bisection_clear)

static const char *label_at(const Bisection *bisection, guint place) {
    return place == 0 ? "nothing" : past_view_migration(&bisection->view, place - 1)->label;
}

/* --- one place */

static char **command_environment(const Bisection *bisection, const Loaded *loaded, guint place,
                                  GError **error) {
    const Project *project = &bisection->view.project;
    g_autofree char *url = scratch_url(project->scratch, loaded->pg);
    char **environment = shell_environment(url, error);
    if (!environment)
        return NULL;
    if (project->names.path)
        environment = shell_add_path(environment, project->names.path);
    environment = g_environ_setenv(environment, "DATABASE_URL", url, TRUE);
    return g_environ_setenv(environment, "MIGRATE_VERSION",
                            place == 0 ? "" : label_at(bisection, place), TRUE);
}

/* Standard output is the answer's. */
static bool run_command(const Bisection *bisection, const Loaded *loaded, Tried *tried,
                        GError **error) {
    g_autofree char *text = g_strconcat("exec 1>&2\n", bisection->command, NULL);
    const char *const argv[] = {"/bin/sh", "-c", text, NULL};
    g_auto(GStrv) environment = command_environment(bisection, loaded, tried->place, error);
    const char *root = config_root(bisection->view.project.config);
    if (!environment || !shell_run(argv, environment, root, &tried->status, error))
        return false;
    tried->trial = tried->status == 0               ? TRIAL_GOOD
                   : tried->status == COMMAND_SKIPS ? TRIAL_SKIPPED
                                                    : TRIAL_BAD;
    if (tried->status < COMMAND_NOT_RUN)
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "the command ended with exit status %d after %s: 0 means that it succeeds, 1 to "
                "124 that it fails, 125 that it cannot tell there; others end the search",
                tried->status, label_at(bisection, tried->place));
    return false;
}

/* What no server would take, whatever the migrations: blaming one of them would be wrong. */
static bool is_never_taken(const Bisection *bisection, const GError *refused) {
    return pg_fault_is(refused, "42601") && !tree_parses(bisection->query);
}

/* Looks for names where the migrations do. */
static bool take_path(const Bisection *bisection, Pg *pg, GError **error) {
    const char *values[] = {scratch_path(bisection->view.project.scratch)};
    g_autoptr(Rows) rows =
        pg_query(pg, "SELECT pg_catalog.set_config('search_path', $1, false)", 1, values, error);
    return rows;
}

static bool run_query(const Bisection *bisection, const Loaded *loaded, Tried *tried,
                      GError **error) {
    GError *refused = NULL;
    if (!take_path(bisection, loaded->pg, error))
        return false;
    g_autoptr(Rows) rows = pg_query(loaded->pg, bisection->query, 0, NULL, &refused);
    const SqlFault *fault = pg_fault(refused);
    if (!rows && (!fault || !fault->sqlstate || fault->connection_lost)) {
        g_propagate_error(error, refused);
        return false;
    }
    if (refused && is_never_taken(bisection, refused)) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "what --query has is no SQL, whatever the migrations: %s", refused->message);
        g_error_free(refused);
        return false;
    }
    bool is_false = rows && rows_count(rows) > 0 && rows_is_boolean(rows, 0) &&
                    g_strcmp0(rows_value(rows, 0, 0), "f") == 0;
    tried->trial = rows && !is_false ? TRIAL_GOOD : TRIAL_BAD;
    if (refused)
        term_verbose("%s", refused->message);
    g_clear_error(&refused);
    return true;
}

static bool has_object(const Catalog *catalog, const char *name) {
    for (guint i = 0; i < catalog->count; i++)
        if (!catalog->objects[i]->kind->facet && rename_is_meant(catalog->objects[i], name))
            return true;
    return false;
}

/* A server for each place: what a command or a migration leaves behind in it is not for the next.
 */
static bool execute(Bisection *bisection, guint place, Loaded *loaded, GError **error) {
    Project *project = &bisection->view.project;
    g_clear_pointer(&project->scratch, scratch_stop);
    return project_start_scratch(project, error) &&
           source_load_first(project->scratch, &project->names, bisection->view.source, place,
                             loaded, error);
}

static bool judge(Bisection *bisection, Tried *tried, GError **error) {
    g_auto(Loaded) loaded = {0};
    if (!execute(bisection, tried->place, &loaded, error))
        return false;
    if (bisection->command)
        return run_command(bisection, &loaded, tried, error);
    if (bisection->query)
        return run_query(bisection, &loaded, tried, error);
    bool there = has_object(loaded.catalog, bisection->object);
    tried->trial = there == bisection->there ? TRIAL_GOOD : TRIAL_BAD;
    return true;
}

static const char *outcome(const Bisection *bisection, const Tried *tried) {
    if (bisection->object)
        return (tried->trial == TRIAL_GOOD) == bisection->there ? "there" : "not there";
    return tried->trial == TRIAL_GOOD  ? "succeeds"
           : tried->trial == TRIAL_BAD ? "fails"
                                       : "skipped";
}

/* BisectTry. */
static bool try_place(guint place, Trial *trial, void *data, GError **error) {
    Bisection *bisection = data;
    Tried *tried = g_new(Tried, 1);
    *tried = (Tried){place, TRIAL_SKIPPED, -1};
    g_ptr_array_add(bisection->tried, tried);
    if (!judge(bisection, tried, error))
        return false;
    *trial = tried->trial;
    g_autofree char *label = term_escape(label_at(bisection, place), false);
    term_print(stdout, "%safter %s:%s %s\n", term_style(stdout, STYLE_DIM), label,
               term_style(stdout, STYLE_PLAIN), outcome(bisection, tried));
    return term_flush(error);
}

/* --- the search */

/* The place of the migration that an option names; `otherwise` where it was not given. */
static bool read_place(const Bisection *bisection, const char *option, guint otherwise,
                       guint *place, GError **error) {
    const History *history = bisection->view.source->history;
    const char *version = invocation_string(bisection->invocation, option);
    const Migration *migration = version ? history_find(history, version) : NULL;
    *place = migration ? history_position(history, migration) : otherwise;
    if (!version || migration)
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "%s has no migration \"%s\"; `migrate status` lists them", history->folder,
                version);
    return false;
}

static bool read_range(Bisection *bisection, GError **error) {
    guint behind = bisection->view.source->scripts->len + 1;
    if (!read_place(bisection, "good", 0, &bisection->range.good, error) ||
        !read_place(bisection, "bad", behind, &bisection->range.bad, error))
        return false;
    bisection->last = MIN(bisection->range.bad, behind - 1);
    if (bisection->range.good < bisection->range.bad)
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                        "the migration of --good has to come before that of --bad");
    return false;
}

/* The server takes one statement, and would refuse two after every migration. */
static bool is_one_statement(const char *sql, GError **error) {
    Scanner scanner;
    Statement statement;
    guint count = 0;
    if (!scanner_init(&scanner, "--query", sql, strlen(sql), error))
        return false;
    ScanResult result;
    while ((result = scanner_next(&scanner, &statement, error)) == SCAN_STATEMENT)
        count++;
    if (result == SCAN_ERROR || count == 1)
        return result != SCAN_ERROR;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "--query takes one statement, and this is %u; several can be one command: "
                "--run 'psql -X -v ON_ERROR_STOP=1 -f FILE'",
                count);
    return false;
}

static bool read_test(Bisection *bisection, GError **error) {
    const Invocation *invocation = bisection->invocation;
    bisection->command = invocation_string(invocation, "run");
    bisection->query = invocation_string(invocation, "query");
    bisection->object = invocation_string(invocation, "object");
    if (!bisection->command + !bisection->query + !bisection->object == 2)
        return !bisection->query || is_one_statement(bisection->query, error);
    g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                        "say what is to be tried with one of --run, --query and --object");
    return false;
}

/* An object that was there at the good place is looked for until it is gone. */
static bool look_at_good(Bisection *bisection, GError **error) {
    g_auto(Loaded) loaded = {0};
    if (!bisection->object || bisection->range.good == 0)
        return true;
    if (!execute(bisection, bisection->range.good, &loaded, error))
        return false;
    bisection->there = has_object(loaded.catalog, bisection->object);
    return true;
}

static bool is_known_bad(const Bisection *bisection) {
    return bisection->range.bad <= bisection->last;
}

static bool is_found(const Bisection *bisection) {
    return is_known_bad(bisection) && bisection->range.bad == bisection->range.good + 1;
}

static bool none_left(const Bisection *bisection) {
    return !is_known_bad(bisection) && bisection->range.good == bisection->last;
}

/* --- what was found */

static const char *verdict(const Bisection *bisection) {
    return !bisection->object ? "it fails" : bisection->there ? "it is gone" : "it is there";
}

static void print_candidates(const Bisection *bisection) {
    if (is_found(bisection))
        term_print(stdout, "\nThe first migration after which %s:\n", verdict(bisection));
    else
        term_print(stdout, "\nWhat was skipped leaves more than one migration after which %s%s:\n",
                   verdict(bisection), is_known_bad(bisection) ? "" : ", if it ever is so");
    guint end = MIN(bisection->range.bad, bisection->last);
    for (guint place = bisection->range.good + 1; place <= end; place++)
        past_view_print_migration(&bisection->view, place - 1);
    if (is_found(bisection) && bisection->range.good == 0 && !bisection->object)
        term_print(stdout, "\nIt was not tried whether it succeeds before; where it did later, say "
                           "after which migration with --good.\n");
}

static json_t *tried_json(const Bisection *bisection, const Tried *tried) {
    return json_pack("{s:s, s:s, s:o}", "migration", label_at(bisection, tried->place), "outcome",
                     outcome(bisection, tried), "exit",
                     tried->status < 0 ? json_null() : json_integer(tried->status));
}

static void answer_all(const Bisection *bisection) {
    Answer *answer = invocation_answer(bisection->invocation);
    json_t *tried = json_array(), *candidates = json_array();
    guint end = MIN(bisection->range.bad, bisection->last);
    for (guint i = 0; i < bisection->tried->len; i++)
        json_array_append_new(tried, tried_json(bisection, bisection->tried->pdata[i]));
    for (guint place = bisection->range.good + 1; place <= end; place++)
        json_array_append_new(candidates, past_view_migration_json(&bisection->view, place - 1));
    answer_set(answer, "first",
               is_found(bisection) ? json_string(label_at(bisection, bisection->range.bad))
                                   : json_null());
    answer_set(answer, "candidates", candidates);
    answer_set(answer, "tried", tried);
}

static bool conclude(const Bisection *bisection, GError **error) {
    answer_all(bisection);
    if (none_left(bisection)) {
        g_set_error(error, CMD_ERROR, FAIL_FINDINGS, "there is no migration after which %s",
                    verdict(bisection));
        return false;
    }
    print_candidates(bisection);
    if (is_found(bisection))
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_DECISION,
                        "the first one is not known, because the command skipped those between");
    return false;
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Bisection)
        bisection = {.invocation = invocation, .tried = g_ptr_array_new_with_free_func(g_free)};
    if (!read_test(&bisection, error) ||
        !past_view_open_history(&bisection.view, invocation, error) ||
        !read_range(&bisection, error))
        return false;
    project_files_only(&bisection.view.project);
    return look_at_good(&bisection, error) &&
           bisect_search(&bisection.range, try_place, &bisection, error) &&
           conclude(&bisection, error);
}

const Verb verb_bisect = {
    .name = "bisect",
    .summary = "find the migration that broke something, by binary search",
    .description =
        "Executes the first half of the migrations on a scratch server and tries there whether "
        "something still works; then more or fewer of them, until the first migration after which "
        "it fails is found. Of 1000 migrations that takes 10 trials.\n\n"
        "COMMAND is run by the shell in the project's folder, with DATABASE_URL and the PG* "
        "variables set for the scratch database, and in MIGRATE_VERSION the last migration that "
        "was executed. Its exit status is understood as by git bisect: 0 for success, 125 where it "
        "cannot tell, up to 124 for failure; any other ends the search.\n\n"
        "SQL is one statement. It fails where the server refuses it, or where its first value is "
        "false. An OBJECT, named as for `migrate log`, is looked for until it is there; with "
        "--good VERSION, after which it was there, until it is gone.",
    .options =
        (const Option[]){
            {"run", .kind = OPTION_STRING, .argument = "COMMAND", .help = "try this command",
             .excludes = "query"},
            {"query", .kind = OPTION_STRING, .argument = "SQL", .help = "try this statement",
             .excludes = "object"},
            {"object", .kind = OPTION_STRING, .argument = "OBJECT",
             .help = "try whether this object is there", .excludes = "run"},
            {"good", .kind = OPTION_STRING, .argument = "VERSION",
             .help = "it is known to succeed after this migration (default: before the first)"},
            {"bad", .kind = OPTION_STRING, .argument = "VERSION",
             .help = "it is known to fail after this one (default: that is tried)"},
            OPTION_ANSWER,
            {0}},
    .exits = (const VerbExit[]){{FAIL_FINDINGS, "it never fails"},
                                {FAIL_DECISION, "what was skipped leaves several migrations"},
                                {0}},
    .examples =
        (const VerbExample[]){
            {"migrate bisect --run 'npm test'", "the first migration that the tests fail with"},
            {"migrate bisect --query 'SELECT email FROM users' --good 20240101000000", NULL},
            {"migrate bisect --object public.users.email", "which migration brought it"},
            {"migrate bisect --object users.phone --good 20240102000000",
             "which migration took it away"},
            {"migrate bisect --run ./smoke.sh --format json", "for programs"},
            {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .answer = ANSWERS_OBJECT,
    .run = run,
};
