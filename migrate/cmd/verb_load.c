/* migrate load: a dump into a database. */
#include "backup/load.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/apply_hooks.h"
#include "cmd/backup_view.h"
#include "cmd/report_options.h"
#include "report/json.h"

static bool is_free(const Config *config, GError **error) {
    if (!config_boolean(config, "env.protected"))
        return true;
    g_set_error(error, CMD_ERROR, FAIL_DECISION,
                "the environment \"%s\" is protected, and nothing is ever loaded into it",
                config_environment(config));
    return false;
}

static bool fits_checkout(const Config *config, const InFile *file, GError **error) {
    if (!file->manifest.version)
        return true;
    g_autoptr(History) history = configured_history(config, error);
    return history && load_fits_history(file, history, error);
}

static bool take_options(const Invocation *invocation, const Project *project,
                         LoadRunOptions *options, GError **error) {
    const Config *config = invocation_config(invocation);
    /* A database that was given by its address alone is not known to be the environment's. */
    options->environment = invocation_string(invocation, "url") ? NULL : config_environment(config);
    options->owner = project->names.owner;
    options->bin_dir = config_string(config, "scratch.bin_dir");
    options->session_pooler = g_strcmp0(config_string(config, "env.pooler"), "session") == 0;
    options->create = invocation_flag(invocation, "create");
    options->replace = invocation_flag(invocation, "replace");
    options->make_roles = invocation_flag(invocation, "make-roles");
    return backup_jobs(invocation, &options->jobs, error);
}

static void tell(const InFile *file, const LoadResult *result, const BackupView *view,
                 Answer *answer) {
    const Manifest *manifest = &file->manifest;
    g_autofree char *path = term_escape(file->path, false),
                    *database = term_escape(result->database, false),
                    *took = backup_view_took(view, file->size),
                    *label = manifest->label ? term_escape(manifest->label, false) : NULL;
    term_print(stdout, "%sloaded%s %s into the database %s: %s%s%s, taken at %s\n",
               term_style(stdout, STYLE_GREEN), term_style(stdout, STYLE_PLAIN), path, database,
               took, label ? ", at migration " : "", label ? label : "",
               manifest->taken_at ? manifest->taken_at : "?");
    if (result->left)
        term_print(stderr,
                   "note: what the database was before is still there, as %s; drop it, or load "
                   "again, which does\n",
                   result->left);
    answer_set(answer, "database", json_text(result->database));
    answer_set(answer, "manifest", manifest_json(manifest));
}

static bool load(const Invocation *invocation, BackupView *view, GError **error) {
    const Config *config = invocation_config(invocation);
    LoadRunOptions options = {0};
    g_auto(InFile) file = {.fd = -1};
    g_auto(Project) project = {0};
    g_auto(Endpoint) endpoint = {0};
    g_auto(LoadResult) result = {0};
    if (!is_free(config, error) || !project_open(&project, config, error) ||
        !take_options(invocation, &project, &options, error) ||
        !infile_open(&file, invocation_argument(invocation, 0), &view->watch, error) ||
        !fits_checkout(config, &file, error) ||
        !endpoint_open(&endpoint, config, NULL, ENDPOINT_MAKE, error))
        return false;
    if (options.owner && !endpoint_add_owner(&endpoint, options.owner, error))
        return false;
    g_autofree const char **names = config_protected(config);
    options.conninfo = endpoint.conninfo;
    options.guarded = names;
    bool fine = load_run(&options, &file, &view->watch, &result, error);
    backup_view_clear(view);
    if (fine)
        tell(&file, &result, view, invocation_answer(invocation));
    return fine;
}

/* As 'migrate apply' does it, for people; the answer is the verb's. */
static bool apply(const Invocation *invocation, GError **error) {
    g_auto(ApplyView) view = {0};
    if (!apply_view_init(&view, invocation, ENDPOINT_EXISTING, "apply", "applied", error) ||
        !apply_hooks_open(&view, error))
        return false;
    view.json = false;
    apply_view_note_commit(&view);
    ApplyResult result = {0};
    GError *failed = NULL;
    apply_run(&view.options, view.history, &view.events, &result, &failed);
    return apply_view_finish(&view, &result, failed, error);
}

static bool run(const Invocation *invocation, GError **error) {
    BackupView view;
    backup_view_init(&view);
    return backup_view_end(&view, load(invocation, &view, error)) &&
           (!invocation_flag(invocation, "apply") || apply(invocation, error));
}

const Verb verb_load = {
    .name = "load",
    .summary = "load a dump into a database",
    .description =
        "Takes what 'migrate dump' has written, in any format, which it recognises by the content. "
        "The checksum and the manifest are verified first, and the migration that the dump is of "
        "has to be one of this checkout.\n\n"
        "A whole dump is loaded beside the database and takes its place at once, with its owner, "
        "privileges and settings; sessions that are connected then are ended. Whatever dies "
        "before, the database is as it was. A role without CREATEDB loads in one transaction, "
        "which comes to the same. A dump of rows or of some tables is added to what is there, in "
        "one transaction, to rows at the same migration.\n\n"
        "The ledger comes along and says from then on that it is of this database and "
        "environment. A protected environment is refused.",
    .arguments = "FILE",
    .options =
        (const Option[]){
            {"create", 0, OPTION_FLAG, .help = "create the database if it does not exist"},
            {"replace", 0, OPTION_FLAG, .help = "replace a database that is not empty"},
            {"make-roles", 0, OPTION_FLAG,
             .help = "create roles that the dump names and the server lacks (NOLOGIN)"},
            {"jobs", 'j', OPTION_STRING, "N",
             .help = "with how many processes pg_restore loads (formats custom and directory)"},
            {"apply", 0, OPTION_FLAG, .help = "apply the migrations that are pending afterwards"},
            {"yes", 'y', OPTION_FLAG, .help = "do not ask", .hidden = true},
            OPTION_ANSWER,
            REPORT_OPTION(NULL),
            {0},
        },
    .exits =
        (const VerbExit[]){
            {FAIL_FINDINGS, "a statement of a migration failed, with --apply"},
            {FAIL_DECISION, "the environment is protected, the database is not empty, roles are "
                            "missing, or the dump is of a newer migration"},
            {FAIL_LOCKED, "another run is loading into the same database"},
            {0},
        },
    .examples =
        (const VerbExample[]){
            {"migrate load app-20261201T120000Z.dump --env staging --replace --apply",
             "restore a backup and bring it up to date"},
            {"migrate load backup.sql.zst --url postgresql:///new --create",
             "into a database that is made for it"},
            {"migrate load backup.dir --env dev --replace --jobs 4 --make-roles",
             "with several processes, and with the roles that are lacking here"},
            {0},
        },
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET,
    .answer = ANSWERS_OBJECT,
    .run = run,
};
