/* migrate mask: what is personal, replaced in the database itself. */
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/report_options.h"
#include "rows/in_place.h"
#include <string.h>

static bool confirm(const Invocation *invocation, const char *name, GError **error) {
    if (invocation_flag(invocation, "yes"))
        return true;
    if (!term_is_interactive(stderr)) {
        g_set_error(error, CMD_ERROR, FAIL_DECISION,
                    "what is personal in %s would be replaced for ever, so nothing was; --yes "
                    "confirms it",
                    name);
        return false;
    }
    g_autofree char *shown = term_escape(name, false);
    g_autofree char *question =
        g_strdup_printf("What is personal in %s will be replaced, and nothing brings it back. Type "
                        "its name to go on (%s): ",
                        shown, shown);
    g_autofree char *answer = term_ask(question);
    if (answer && strcmp(g_strstrip(answer), name) == 0)
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_DECISION, "not confirmed; nothing was masked");
    return false;
}

static void tell(const Invocation *invocation, const End *end, const InPlace *done) {
    Answer *answer = invocation_answer(invocation);
    g_autofree char *shown = term_escape(end->name, false);
    answer_set(answer, "tables", json_integer(done->tables));
    answer_set(answer, "columns", json_integer(done->columns));
    answer_set(answer, "rows", json_integer(done->rows));
    answer_set(answer, "resumed", json_boolean(done->resumed));
    g_autofree char *columns = term_count(done->columns, "column"),
                    *tables = term_count(done->tables, "table"),
                    *rows = term_count(done->rows, "row");
    term_print(stdout, "%smasked%s %s: %s of %s, %s%s\n", term_style(stdout, STYLE_GREEN),
               term_style(stdout, STYLE_PLAIN), shown, columns, tables, rows,
               done->resumed ? ", besides those of a run before" : "");
    if (!done->vacuumed)
        term_print(stderr, "note: VACUUM could not be run for all tables; until it is, their files "
                           "hold old rows\n");
}

static bool run(const Invocation *invocation, GError **error) {
    const Config *config = invocation_config(invocation);
    g_auto(Project) project = {0};
    g_auto(End) end = {0};
    InPlace done = {0};
    if (!project_open(&project, config, error) ||
        !end_open(&end, config, NULL, "migrate mask", error) ||
        !end_refuse_protected(&end, "masked in place", error) ||
        !confirm(invocation, end.name, error) || !mask_in_place(&end, &project, &done, error))
        return false;
    tell(invocation, &end, &done);
    return true;
}

const Verb verb_mask = {
    .name = "mask",
    .summary = "replace what is personal in a database itself",
    .description =
        "Replaces the values of all columns that the schema states a mask for, in batches, and "
        "runs VACUUM. Nothing brings them back. A run that was stopped goes on when it is started "
        "again with the same key, and no row is masked twice. Nobody else may write to the "
        "database meanwhile.\n\n"
        "The key is in the environment variable MIGRATE_MASK_KEY. A column of which nothing is "
        "said stops it before anything is changed; so does a mask that would break a constraint. "
        "'migrate help masking' says more. A copy that is masked on its way, 'migrate copy "
        "--mask', leaves no values anywhere.\n\n"
        "Refuses a protected environment.",
    .options =
        (const Option[]){{"yes", 'y', OPTION_FLAG, .help = "do not ask"}, OPTION_ANSWER, {0}},
    .exits =
        (const VerbExit[]){{FAIL_LOCKED, "another run is masking it"},
                           {FAIL_DECISION, "the environment is protected, it was not confirmed, "
                                           "or a column is not classified"},
                           {0}},
    .examples =
        (const VerbExample[]){{"migrate mask --env staging", "asks first"},
                              {"migrate mask --url postgresql:///copy --yes",
                               "a copy that has no name in migrate.ini, in a script"},
                              {"migrate mask --env staging --yes --format json", "for programs"},
                              {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET | VERB_CHANGE,
    .answer = ANSWERS_OBJECT,
    .run = run,
};
