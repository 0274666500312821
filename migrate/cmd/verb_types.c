/* migrate types: source code of the application, made of the schema. */
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/report_options.h"
#include "cmd/services.h"
#include "compare/derived.h"
#include "config/endpoint.h"
#include "report/report.h"

/* What was asked for. */
typedef struct {
    const Invocation *invocation;
    Project project;
    Endpoint endpoint; /* of a database that is the source */
    Source *source;
    Loaded loaded;
} Deriving;

static void deriving_clear(Deriving *deriving) {
    loaded_clear(&deriving->loaded);
    source_free(deriving->source);
    endpoint_clear(&deriving->endpoint);
    project_clear(&deriving->project);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Deriving, deriving_clear)

static bool open_source(Deriving *deriving, GError **error) {
    Project *project = &deriving->project;
    const char *from = invocation_string(deriving->invocation, "from");
    if (!from)
        from = "schema";
    if (endpoint_is_embedded(from) &&
        !endpoint_open_url(&deriving->endpoint, project->config, from, ENDPOINT_EXISTING, error))
        return false;
    deriving->source = source_open(deriving->endpoint.conninfo ? deriving->endpoint.conninfo : from,
                                   &project->names, error);
    if (!deriving->source)
        return false;
    bool database = deriving->source->type == SOURCE_DATABASE;
    if (!database)
        project_files_only(project);
    return (database || project_start_scratch_for(project, deriving->source, NULL, error)) &&
           source_load(project->scratch, &project->names, deriving->source, &deriving->loaded, NULL,
                       error);
}

static bool print(const Deriving *deriving, GError **error) {
    const char *name = invocation_argument(deriving->invocation, 0);
    const Target *target = name ? target_find(name) : NULL;
    if (!target || invocation_argument(deriving->invocation, 1)) {
        g_autofree char *all = g_strjoinv(", ", (char **)target_names());
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "--stdout prints one target: name one of %s",
                    all);
        return false;
    }
    g_autofree char *text =
        derived_text(&deriving->project, deriving->loaded.catalog, target, error);
    Answer *answer = invocation_answer(deriving->invocation);
    if (text && answer)
        answer_set(answer, "text", json_string(text));
    else if (text)
        term_print(stdout, "%s", text);
    return text;
}

static bool check(const Deriving *deriving, const GArray *files, GError **error) {
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GString) text = g_string_new(NULL);
    const Report report = {.stream = stdout};
    if (!derived_check(&deriving->project, files, deriving->loaded.catalog, findings, error))
        return false;
    for (guint i = 0; i < findings->len; i++)
        report_append_finding(&report, findings->pdata[i], text);
    answer_add_findings(invocation_answer(deriving->invocation), findings);
    term_print(stdout, "%s", text->str);
    if (findings->len == 0) {
        term_print(stdout, "the types are up to date\n");
        return true;
    }
    g_set_error_literal(error, CMD_ERROR, FAIL_FINDINGS, "");
    return false;
}

static bool write_all(const Deriving *deriving, const GArray *files, GError **error) {
    if (!derived_may_write(&deriving->project, files, error))
        return false;
    for (guint i = 0; i < files->len; i++) {
        const DerivedFile *file = &g_array_index(files, DerivedFile, i);
        bool changed;
        if (!derived_write(&deriving->project, file, deriving->loaded.catalog, &changed, error))
            return false;
        g_autofree char *shown = term_escape(file->path, false);
        if (changed)
            answer_wrote(invocation_answer(deriving->invocation), file->path);
        if (changed)
            term_print(stdout, "%swrote%s %s\n", term_style(stdout, STYLE_GREEN),
                       term_style(stdout, STYLE_PLAIN), shown);
        else
            term_print(stdout, "%s is up to date\n", shown);
    }
    return true;
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Deriving) deriving = {.invocation = invocation};
    bool prints = invocation_flag(invocation, "stdout");
    if (!project_open(&deriving.project, invocation_config(invocation), error))
        return false;
    g_autoptr(GArray) files =
        prints ? NULL : derived_files(&deriving.project, invocation_arguments(invocation), error);
    if ((!prints && !files) || !open_source(&deriving, error))
        return false;
    return prints                                 ? print(&deriving, error)
           : invocation_flag(invocation, "check") ? check(&deriving, files, error)
                                                  : write_all(&deriving, files, error);
}

const Verb verb_types = {
    .name = "types",
    .summary = "write types of the application that fit the schema",
    .description =
        "Executes the schema on a scratch server and writes the source code that the section "
        "[types] of migrate.ini asks for, a file for each target. With TARGET, only those. The "
        "text depends on the schema and on migrate.ini alone, so it is to be committed; `migrate "
        "check` says when a file is not what the migrations give, and `migrate create` writes all "
        "again.\n\n"
        "'migrate help targets' says which targets there are and what can be set.",
    .arguments = "[TARGET...]",
    .options =
        (const Option[]){
            {"from", .kind = OPTION_STRING, .argument = "SOURCE",
             .help = "make them of this state (default: schema); see `migrate diff`"},
            {"check", .kind = OPTION_FLAG,
             .help = "write nothing; exit with 1 when a file is missing or different",
             .excludes = "stdout"},
            {"stdout", .kind = OPTION_FLAG, .help = "print one target instead of writing it"},
            OPTION_ANSWER,
            {0}},
    .exits = (const VerbExit[]){{1, "a file is missing or different (with --check)"}, {0}},
    .examples = (const VerbExample[]){{"migrate types", "after editing the schema"},
                                      {"migrate types --check", "in the application's build"},
                                      {"migrate types kysely --stdout", "have a look at one"},
                                      {"migrate types zod --stdout --from migrations",
                                       "what the history comes to"},
                                      {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .answer = ANSWERS_FILES,
    .run = run,
    .run_services = services_run,
};
