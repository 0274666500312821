/* migrate stats: how large the tables of a database are, for whoever judges migrations without it.
 */
#include "base/output.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/report_options.h"
#include "compare/sized.h"
#include <string.h>

static void set_answer(Answer *answer, const char *text) {
    json_t *root = answer ? json_loads(text, 0, NULL) : NULL;
    if (root)
        answer_set(answer, "relations", json_incref(json_object_get(root, "relations")));
    json_decref(root);
}

static bool write_file(const Invocation *invocation, const char *path, const Sizes *sizes,
                       const char *text, GError **error) {
    g_autofree char *top = report_untrusted_top(invocation_config(invocation));
    if (!output_write(path, text, strlen(text), OUTPUT_REPLACE, top, error))
        return false;
    g_autofree char *shown = term_escape(path, false);
    answer_wrote(invocation_answer(invocation), path);
    term_print(stdout, "%swrote%s %s (%u relations)\n", term_style(stdout, STYLE_GREEN),
               term_style(stdout, STYLE_PLAIN), shown, sizes_count(sizes));
    return true;
}

static bool pull(const Invocation *invocation, GError **error) {
    const char *path = invocation_string(invocation, "output");
    g_autoptr(Sizes) sizes = sized_ask(invocation_config(invocation), NULL, error);
    if (!sizes)
        return false;
    g_autofree char *text = sizes_print(sizes);
    set_answer(invocation_answer(invocation), text);
    if (path)
        return write_file(invocation, path, sizes, text, error);
    if (!invocation_answer(invocation))
        term_data(stdout, text);
    return true;
}

static bool run(const Invocation *invocation, GError **error) {
    const char *name = invocation_argument(invocation, 0);
    if (strcmp(name, "pull") == 0)
        return pull(invocation, error);
    g_set_error(error, CMD_ERROR, FAIL_USAGE, "`migrate stats` has no command \"%s\"; it has pull",
                name);
    return false;
}

const Verb verb_stats = {
    .name = "stats",
    .summary = "read how large the tables of a database are",
    .description =
        "'migrate stats pull' writes the name, the rows and the bytes of each table and "
        "materialized view of the environment's database, as VACUUM and ANALYZE last saw them; "
        "bytes are with indexes and TOAST, and a partitioned table has those of its partitions. "
        "Nothing else is read or written: no value, no address. The file is to be committed; "
        "`migrate check --sizes FILE`, or sizes in the section [check] of migrate.ini, judges "
        "new migrations by it without a database; 'migrate help measure' says how.",
    .arguments = "COMMAND",
    .options = (const Option[]){{"output", 'o', OPTION_STRING, "FILE",
                                 .help = "write to this file (default: standard output)"},
                                OPTION_ANSWER,
                                {0}},
    .examples =
        (const VerbExample[]){
            {"migrate stats pull --env production -o ci/sizes.json", NULL},
            {"migrate check --sizes ci/sizes.json", "in CI, without a secret"},
            {"migrate stats pull --url \"$PRODUCTION_DATABASE_URL\" -o ci/sizes.json",
             "without a name in migrate.ini"},
            {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET,
    .answer = ANSWERS_FILES,
    .run = run,
};
