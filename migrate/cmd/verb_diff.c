/* migrate diff: the SQL that turns one source into another. */
#include "base/term.h"
#include "cmd/cmd.h"
#include "cmd/project.h"
#include "plan/plan.h"

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Project) project = {0};
    if (!project_open(&project, invocation, error))
        return false;
    const char *from = invocation_string(invocation, "from"), *to = invocation_string(invocation, "to");
    g_autoptr(Source) old_source = source_open(from ? from : "migrations", &project.names, error);
    g_autoptr(Source) new_source = old_source ? source_open(to ? to : "schema", &project.names, error) : NULL;
    if (!new_source)
        return false;
    g_auto(Loaded) old = {0}, new = {0};
    if (!project_start_scratch(&project, error) ||
        !source_load_pair(project.scratch, &project.names, old_source, new_source, &old, &new, NULL, error))
        return false;
    g_autoptr(Diff) diff = diff_compare(old.catalog, new.catalog);
    g_autoptr(Plan) plan = diff_rebuild(diff, error) ? plan_build(diff, NULL, error) : NULL;
    if (!plan)
        return false;
    g_autofree char *sql = plan_sql(plan);
    term_print(stdout, "%s", sql);
    return true;
}

const Verb verb_diff = {
    .name = "diff",
    .summary = "print the SQL that turns one source into another",
    .description = "Executes both sources on a scratch server, compares what the server made of them and prints ordered SQL.",
    .options = (const Option[]){{"from", .kind = OPTION_STRING, .argument = "SOURCE", .help = "what is there"},
                                {"to", .kind = OPTION_STRING, .argument = "SOURCE", .help = "what is wanted"},
                                {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .run = run,
};
