/* migrate check: whether schema and migrations say the same. */
#include "base/term.h"
#include "cmd/cmd.h"
#include "cmd/diagram.h"
#include "cmd/drafting.h"
#include "cmd/verdict.h"
#include "git/repo.h"
#include "lint/lint.h"
#include "report/report.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One check, from its sources to its report. */
typedef struct {
    const Invocation *invocation;
    Project project;
    Drafting drafting;
    Findings *findings;
    Report report;
    LintBase base;
    Diagram diagram;
    char *missing_sql, *server, *sandbox, *prefix, *verdict;
} Check;

static void check_clear(Check *check) {
    drafting_clear(&check->drafting);
    project_clear(&check->project);
    if (check->findings)
        g_ptr_array_unref(check->findings);
    lint_base_clear(&check->base);
    diagram_clear(&check->diagram);
    g_free(check->missing_sql);
    g_free(check->server);
    g_free(check->sandbox);
    g_free(check->prefix);
    g_free(check->verdict);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Check, check_clear)

/* A side that does not load is a finding when its SQL is to blame, and an error when the
 * environment is. */
static bool add_failure(Check *check, const char *code, ReplayFault *fault, GError **side_error,
                        GError **error) {
    if (!*side_error)
        return true;
    if (!fault->file || pg_fault_is(*side_error, "08") || pg_fault_is(*side_error, "57") ||
        pg_fault_is(*side_error, "53")) {
        g_propagate_error(error, g_steal_pointer(side_error));
        return false;
    }
    const SqlFault *sql = pg_fault(*side_error);
    Finding *finding = findings_add(check->findings, code, SEVERITY_ERROR, "%s",
                                    sql ? sql->message : (*side_error)->message);
    if (sql) {
        finding->sqlstate = g_strdup(sql->sqlstate);
        finding->why = g_strdup(sql->detail);
        finding->fix = g_strdup(sql->hint);
    }
    finding->file = g_strdup(fault->file);
    finding->line = finding->end_line = fault->line;
    finding->column = finding->end_column = fault->column;
    return true;
}

static const char *setting(const char *code, void *data) {
    g_autofree char *key = g_strdup_printf("check.%s", code);
    return config_string(data, key);
}

/* The rules that need no server. */
static bool lint(Check *check, GError **error) {
    const Config *config = check->project.config;
    LintInput input = {.root = config_root(config),
                       .migrations = check->project.names.migrations,
                       .schema = check->project.names.schema,
                       .base = invocation_string(check->invocation, "base"),
                       .setting = setting,
                       .data = (void *)config};
    return lint_run(&input, check->findings, &check->base, error);
}

/* Reads both sides. What the rules have named already is not said again as an error. */
static bool open_sides(Check *check, GError **error) {
    Drafting *drafting = &check->drafting;
    GError *local = NULL;
    drafting->from = source_open("migrations", &check->project.names, &local);
    if (drafting->from)
        drafting->to = source_open("schema", &check->project.names, &local);
    if (drafting->to)
        return true;
    if (local->code == FAIL_USAGE && findings_count(check->findings, SEVERITY_ERROR) > 0) {
        g_error_free(local);
        return true;
    }
    g_propagate_error(error, local);
    return false;
}

/* Executes both sides. */
static bool load(Check *check, GError **error) {
    Drafting *drafting = &check->drafting;
    ReplayFault faults[2] = {0};
    GError *errors[2] = {NULL};
    if (!project_start_scratch(&check->project, error))
        return false;
    check->sandbox = g_strdup(scratch_sandbox(check->project.scratch));
    check->server = g_strdup_printf("%d.%d", scratch_version(check->project.scratch) / 10000,
                                    scratch_version(check->project.scratch) % 10000);
    source_load_both(check->project.scratch, &check->project.names, drafting->from, drafting->to,
                     &drafting->old, &drafting->new, faults, errors);
    bool done = add_failure(check, "migration-fails", &faults[0], &errors[0], error);
    done = done && add_failure(check, "schema-fails", &faults[1], &errors[1], error);
    for (guint i = 0; i < 2; i++) {
        replay_fault_clear(&faults[i]);
        g_clear_error(&errors[i]);
    }
    return done;
}

/* The completeness gate: what cannot be compared cannot be called the same. */
static void add_unmodelled(Check *check, const Loaded *loaded, const char *side) {
    const Catalog *catalog = loaded->catalog;
    for (guint i = 0; i < catalog->unmodelled_count; i++) {
        const Unmodelled *object = &catalog->unmodelled[i];
        Finding *finding = findings_add(check->findings, "unmodelled", SEVERITY_ERROR,
                                        "the %s has a %s that migrate cannot compare: %s", side,
                                        object->type, object->identity);
        finding->object = g_strdup_printf("%s %s", object->type, object->identity);
        finding->fix =
            g_strdup("drop it, put it in an extension, or name it under [ignore] in migrate.ini");
    }
}

static void add_difference(Check *check) {
    Diff *diff = check->drafting.draft.diff;
    guint objects = 0;
    for (guint i = 0; i < diff->count; i++)
        objects += diff->changes[i].type != CHANGE_NONE && !diff->changes[i].cause;
    check->missing_sql = draft_sql(&check->drafting.draft);
    check->report.missing_sql = check->missing_sql;
    diagram_make(&check->diagram, diff);
    check->report.tables = check->diagram.tables;
    check->report.links = check->diagram.links;
    Finding *finding = findings_add(check->findings, "out-of-sync", SEVERITY_ERROR,
                                    "schema and migrations differ in %u object%s",
                                    objects + check->drafting.draft.renames->len,
                                    objects + check->drafting.draft.renames->len == 1 ? "" : "s");
    finding->fix = g_strdup("run `migrate create NAME` and commit the migration that it writes");
}

/* Works out what is missing. What needs a person's decision is a finding here: a machine runs this.
 */
static bool compare(Check *check, GError **error) {
    Drafting *drafting = &check->drafting;
    g_autoptr(Diff) diff = diff_compare(drafting->old.catalog, drafting->new.catalog, NULL);
    check->report.in_sync = diff_is_empty(diff) ? SYNC_YES : SYNC_NO;
    if (diff_is_empty(diff))
        return true;
    DraftOptions options = {.renames = invocation_list(check->invocation, "rename"),
                            .no_renames = invocation_list(check->invocation, "no-rename"),
                            .no_rename_at_all = invocation_flag(check->invocation, "no-rename")};
    GError *local = NULL;
    if (draft_make(&drafting->draft, check->project.scratch, &check->project.names, &drafting->old,
                   &drafting->new, drafting->to, &options, &local)) {
        if (draft_is_empty(&drafting->draft))
            check->report.in_sync = SYNC_YES;
        else
            add_difference(check);
        return true;
    }
    if (local->code != FAIL_DECISION && local->code != FAIL_USAGE) {
        g_propagate_error(error, local);
        return false;
    }
    Finding *finding = findings_add(check->findings, "out-of-sync", SEVERITY_ERROR,
                                    "schema and migrations differ, and a person must decide how");
    finding->why = g_strdup(local->message);
    finding->fix = g_strdup(
        "run `migrate create NAME` with one of the flags and commit the migration that it writes");
    g_error_free(local);
    return true;
}

static bool targets(const Check *check, GPtrArray *out, GError **error) {
    const char *const *given = invocation_list(check->invocation, "report");
    const char *format = invocation_string(check->invocation, "format");
    for (guint i = 0; given[i]; i++) {
        ReportTarget *target = report_target_parse(given[i], error);
        if (!target)
            return false;
        g_ptr_array_add(out, target);
    }
    if (out->len == 0 || format)
        g_ptr_array_add(out, report_target_parse(format ? format : "text", error));
    return true;
}

static void read_sources(const Source *source, GHashTable *sources) {
    for (guint i = 0; source && source->scripts && i < source->scripts->len; i++) {
        const Script *script = source->scripts->pdata[i];
        g_hash_table_insert(sources, script->file, script->text);
    }
}

/* What leads from the top of the repository to the working directory, which findings' files are
 * relative to. */
static char *prefix_of(const LintBase *base) {
    g_autofree char *here = g_get_current_dir();
    if (!base->top || !g_str_has_prefix(here, base->top))
        return NULL;
    const char *below = here + strlen(base->top);
    while (*below == '/')
        below++;
    return *below ? g_strconcat(below, "/", NULL) : NULL;
}

/* Whether standard output is the log of a GitHub action, and not the summary that it shows. */
static bool is_actions_log(void) {
    const char *summary = g_getenv("GITHUB_STEP_SUMMARY");
    struct stat out, file;
    if (g_strcmp0(g_getenv("GITHUB_ACTIONS"), "true") != 0)
        return false;
    return !summary || fstat(STDOUT_FILENO, &out) != 0 || stat(summary, &file) != 0 ||
           out.st_dev != file.st_dev || out.st_ino != file.st_ino;
}

/* Whether what was found is as grave as --fail-on says. */
static bool is_failure(const Check *check) {
    const char *grave = invocation_string(check->invocation, "fail-on");
    if (g_strcmp0(grave, "never") == 0)
        return false;
    return findings_count(check->findings,
                          g_strcmp0(grave, "warning") == 0 ? SEVERITY_WARNING : SEVERITY_ERROR) > 0;
}

static bool print(Check *check, GError **error) {
    g_autoptr(GPtrArray) to = g_ptr_array_new_with_free_func((GDestroyNotify)report_target_free);
    g_autoptr(GHashTable) sources = g_hash_table_new(g_str_hash, g_str_equal);
    if (!targets(check, to, error))
        return false;
    read_sources(check->drafting.from, sources);
    read_sources(check->drafting.to, sources);
    check->report.command = "check";
    check->report.from = "migrations";
    check->report.to = "schema";
    check->report.server = check->server;
    check->report.findings = check->findings;
    check->report.sources = sources;
    check->report.stream = stdout;
    check->report.base = check->base.base;
    check->report.changes = check->base.changes;
    check->report.sandbox = check->sandbox;
    check->report.prefix = check->prefix = prefix_of(&check->base);
    check->report.rule_summary = lint_summary;
    check->report.in_actions = is_actions_log();
    if (!report_write(&check->report, to, error))
        return false;
    if (!is_failure(check))
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_FINDINGS, "");
    return false;
}

/* Whether both sides say the same, by executing them or by remembering that. */
static bool compare_sides(Check *check, GError **error) {
    Drafting *drafting = &check->drafting;
    check->verdict = verdict_key(&check->project, drafting->from, drafting->to);
    check->server = check->verdict ? verdict_find(&check->project, check->verdict) : NULL;
    if (check->server) {
        check->report.in_sync = SYNC_YES;
        return true;
    }
    guint before = findings_count(check->findings, SEVERITY_ERROR);
    if (!load(check, error))
        return false;
    if (drafting->old.catalog)
        add_unmodelled(check, &drafting->old, "history");
    if (drafting->new.catalog)
        add_unmodelled(check, &drafting->new, "schema");
    if (findings_count(check->findings, SEVERITY_ERROR) > before)
        return true;
    if (!compare(check, error))
        return false;
    if (check->report.in_sync == SYNC_YES && check->verdict)
        verdict_remember(&check->project, check->verdict, check->server);
    return true;
}

static void print_notes(const Config *config) {
    for (const char *const *note = config_notes(config); *note; note++) {
        g_autofree char *text = term_escape(*note, false);
        term_print(stderr, "note: %s\n", text);
    }
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Check) check = {.invocation = invocation, .findings = findings_new()};
    gint64 start = g_get_monotonic_time();
    print_notes(invocation_config(invocation));
    if (!project_open(&check.project, invocation, error) || !lint(&check, error) ||
        !open_sides(&check, error))
        return false;
    if (check.drafting.to && !compare_sides(&check, error))
        return false;
    check.report.duration = g_get_monotonic_time() - start;
    return print(&check, error);
}

const Verb verb_check = {
    .name = "check",
    .summary = "say whether schema and migrations are in step",
    .description =
        "Executes every migration and the schema on a scratch server and compares what the server "
        "made of them. Each "
        "migration must run, the schema must load, both must give the same catalog, and there must "
        "be nothing in either "
        "that migrate cannot compare. What is missing is printed as SQL.\n\n"
        "In a git repository the history is also held to its rules against the base branch "
        "(`migrate explain` lists "
        "them): what is merged is not edited, renamed or deleted, and what is new comes last.\n\n"
        "A result of \"in sync\" is remembered by the bytes of both sides, the server's release "
        "and the tool, so that "
        "asking again costs nothing.",
    .options =
        (const Option[]){DRAFTING_OPTIONS,
                         {"format", .kind = OPTION_STRING, .argument = "FORMAT",
                          .help = "text or json; the same as --report without a file",
                          .choices = (const char *const[]){"text", "json", NULL}},
                         {"report", .kind = OPTION_LIST, .argument = "FORMAT[:FILE]",
                          .help = "text, json, github, sarif, junit, markdown or outputs, to "
                                  "standard output or a file; any number of them"},
                         {"fail-on", .kind = OPTION_STRING, .argument = "SEVERITY",
                          .help = "exit with 1 from this severity on (default: error); a check "
                                  "that cannot be made fails always",
                          .choices = (const char *const[]){"error", "warning", "never", NULL}},
                         {0}},
    .exits = (const VerbExit[]){{1, "something was found"}, {0}},
    .examples = (const VerbExample[]){{"migrate check", "before a commit"},
                                      {"migrate check --report github --report sarif:out.sarif",
                                       "in a pull request"},
                                      {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH | VERB_CHANGE,
    .run = run,
};
