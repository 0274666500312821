/* migrate diff: the SQL that turns one source into another. */
#include "base/term.h"
#include "cmd/cmd.h"
#include "cmd/draft_view.h"
#include "cmd/outline.h"
#include "compare/comparison.h"

static bool print(const Invocation *invocation, const Draft *draft, GError **error) {
    Answer *answer = invocation_answer(invocation);
    if (invocation_flag(invocation, "summary"))
        outline_print(draft);
    else if (answer)
        outline_answer(answer, draft);
    else
        draft_print_sql(draft);
    if (draft->untried && !draft_is_empty(draft))
        term_print(stderr, "note: this was not rehearsed (--no-rehearse)\n");
    for (guint i = 0; i < draft->notes->len; i++) {
        g_autofree char *note = term_escape(draft->notes->pdata[i], false);
        term_print(stderr, "note: %s\n", note);
    }
    if (!invocation_flag(invocation, "exit-code") || draft_is_empty(draft))
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_FINDINGS, "");
    return false;
}

/* Where it starts when nobody says: a project without a history starts from nothing. */
static const char *start(const Project *project) {
    if (g_file_test(project->names.migrations, G_FILE_TEST_EXISTS))
        return "migrations";
    if (!*project->names.migrations)
        return "empty";
    g_autofree char *folder = term_escape(project->names.migrations, false);
    term_print(stderr, "note: there is no history at %s, so this starts from nothing\n", folder);
    return "empty";
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Project) project = {0};
    g_auto(Comparison) comparison = {0};
    const char *from = invocation_string(invocation, "from"),
               *to = invocation_string(invocation, "to");
    DraftOptions options = draft_options(invocation, true);
    options.leaves_out_others = true;
    options.untried = invocation_flag(invocation, "no-rehearse");
    options.whole = invocation_flag(invocation, "rehearse-whole");
    return project_open(&project, invocation_config(invocation), error) &&
           (to || draft_has_schema(&project.names, error)) &&
           comparison_draft(&comparison, &project, from ? from : start(&project),
                            to ? to : "schema", &options, error) &&
           print(invocation, &comparison.draft, error);
}

const Verb verb_diff = {
    .name = "diff",
    .summary = "print the SQL that turns one source into another",
    .description =
        "Executes both sources on a scratch server, compares the two catalogs and prints the SQL "
        "that leads from one to the other: in an order that works, and tried on scratch before it "
        "is printed. Steps that lose data are marked with a comment.\n\n"
        "A source is one of\n"
        "  schema               the schema of this project, from its files\n"
        "  migrations           all migrations of this project\n"
        "  migrations:VERSION   the migrations up to VERSION, inclusive\n"
        "  empty                an empty database\n"
        "  URL                  a database\n"
        "  embedded:            the development database in .migrate\n"
        "  PATH                 a file or folder of SQL\n"
        "Those that are files can be read from a git revision: schema@main.",
    .options =
        (const Option[]){
            {"from", .kind = OPTION_STRING, .argument = "SOURCE",
             .help = "the state to start from (default: migrations, or empty without any)"},
            {"to", .kind = OPTION_STRING, .argument = "SOURCE",
             .help = "the state to reach (default: schema)"},
            DRAFT_OPTIONS,
            {"no-rehearse", .kind = OPTION_FLAG,
             .help = "print the SQL as the two catalogs give it, without a trial on scratch, and "
                     "say so in its first lines"},
            {"rehearse-whole", .kind = OPTION_FLAG,
             .help = "try the SQL on a copy of all that the database has, and not only of what it "
                     "touches and what that needs",
             .excludes = "no-rehearse"},
            {"summary", .kind = OPTION_FLAG, .help = "print a tree of what changes instead of SQL"},
            {"format", .kind = OPTION_STRING, .argument = "FORMAT", .help = "how to print",
             .choices = (const char *const[]){"sql", "json", NULL}, .excludes = "summary"},
            {"exit-code", .kind = OPTION_FLAG, .help = "exit with 1 when the two differ"},
            {0}},
    .exits =
        (const VerbExit[]){
            {1, "the two differ (with --exit-code)"},
            {4, "a decision is needed: a rename or a drop, or something that cannot be done"},
            {0}},
    .examples =
        (const VerbExample[]){
            {"migrate diff", "what the next migration would do"},
            {"migrate diff --from schema@main --to schema --summary", "what a branch changes"},
            {"migrate diff --from migrations:20240131120000 --to migrations", "what came since"},
            {"migrate diff --from \"$PRODUCTION_DATABASE_URL\" --to schema --exit-code",
             "a database, in a script"},
            {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .answer = ANSWERS_OBJECT,
    .run = run,
};
