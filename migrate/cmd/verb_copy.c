/* migrate copy: the rows of one database in another. */
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/confirm_rows.h"
#include "cmd/report_options.h"
#include "rows/copy.h"

static json_t *table_json(const CopiedTable *table) {
    return json_pack("{s:s, s:I}", "table", table->table, "rows", (json_int_t)table->rows);
}

static void tell(const Invocation *invocation, const Copied *copied) {
    Answer *answer = invocation_answer(invocation);
    gint64 rows = 0;
    answer_set(answer, "from", json_string(copied->from));
    answer_set(answer, "to", json_string(copied->to));
    answer_set(answer, "masked_columns", json_integer(copied->masked));
    answer_set(answer, "tables", json_array());
    for (guint i = 0; i < copied->tables->len; i++) {
        const CopiedTable *table = &g_array_index(copied->tables, CopiedTable, i);
        g_autofree char *shown = term_escape(table->table, false);
        rows += table->rows;
        if (answer)
            answer_append(answer, "tables", table_json(table));
        g_autofree char *count = term_count(table->rows, "row");
        term_print(stdout, "%scopied%s %s (%s)\n", term_style(stdout, STYLE_GREEN),
                   term_style(stdout, STYLE_PLAIN), shown, count);
    }
    g_autofree char *tables = term_count(copied->tables->len, "table"),
                    *all = term_count(rows, "row"),
                    *masked = term_count(copied->masked, "masked column"),
                    *sequences = term_count(copied->sequences, "sequence");
    term_print(stdout, "%s, %s, %s, %s\n", tables, all, masked, sequences);
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Project) project = {0};
    g_auto(Copied) copied = {0};
    const CopyRequest request = {
        .project = &project,
        .from = invocation_string(invocation, "from"),
        .to = invocation_string(invocation, "to"),
        .samples = invocation_list(invocation, "sample"),
        .mask = invocation_flag(invocation, "mask"),
        .replace = invocation_flag(invocation, "replace"),
        .confirm = confirm_rows,
        .data = (gpointer)invocation,
    };
    if (!request.from || !request.to) {
        g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                            "where from and where to? migrate copy --from NAME --to NAME");
        return false;
    }
    bool done = project_open(&project, invocation_config(invocation), error) &&
                copy_rows(&request, &copied, error);
    if (done)
        tell(invocation, &copied);
    return done;
}

const Verb verb_copy = {
    .name = "copy",
    .summary = "copy the rows of one database into another",
    .description =
        "Streams the rows of every table from one database into another one that has the same "
        "tables, as `migrate apply` makes them. What is read is of one moment, and what is written "
        "is one transaction: whatever happens, the target is as it was or whole. Its tables have "
        "to "
        "be empty, or --replace empties them. Sequences go on where those of the source are.\n\n"
        "With --mask, what the schema says to be personal is replaced while it is read, so that it "
        "never leaves the source; the key is in the environment variable MIGRATE_MASK_KEY, and a "
        "column of which nothing is said stops the copy. 'migrate help masking' says more.\n\n"
        "With --sample, only so many rows of a table are drawn, and with them the rows that refer "
        "to one of them, and what any of these refers to.\n\n"
        "A protected environment is never copied to, and copied from without --mask only after a "
        "question.",
    .options =
        (const Option[]){
            {"from", 0, OPTION_STRING, "NAME|URL",
             .help = "the environment to read, or a database"},
            {"to", 0, OPTION_STRING, "NAME|URL", .help = "the one to write"},
            {"mask", .kind = OPTION_FLAG, .help = "replace what is personal"},
            {"sample", .kind = OPTION_LIST, .argument = "TABLE:PERCENT",
             .help = "draw so much of this table, and copy what belongs to it alone"},
            {"replace", .kind = OPTION_FLAG, .help = "take away the rows that are there"},
            {"yes", 'y', OPTION_FLAG, .help = "do not ask"},
            OPTION_ANSWER,
            {0}},
    .exits = (const VerbExit[]){{1, "masked or drawn rows break a constraint"},
                                {FAIL_DECISION, "an environment is protected, rows are in the way, "
                                                "or a column is not classified"},
                                {0}},
    .examples =
        (const VerbExample[]){{"migrate copy --from production --to staging --mask --replace",
                               "without what is personal"},
                              {"migrate copy --from production --to dev --mask --sample "
                               "'people.pupil: 5 %'",
                               "a twentieth of it"},
                              {"migrate copy --from postgresql:///old --to postgresql:///new",
                               "everything, into empty tables"},
                              {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_CHANGE,
    .answer = ANSWERS_OBJECT,
    .run = run,
};
