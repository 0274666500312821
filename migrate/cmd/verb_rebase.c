/* Gives migrations that are not merged yet new versions after the newest merged one. */

#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/report_options.h"
#include "lint/rebase.h"
#include "report/json.h"
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

/* Renaming a folder is one step: it is never there in part. */
static bool move(const RebaseMove *step, GError **error) {
    struct stat info;
    int reason = lstat(step->to, &info) == 0 ? EEXIST : 0;

    if (reason == 0 && rename(step->from, step->to) != 0)
        reason = errno;
    if (reason != 0)
        g_set_error(error, CMD_ERROR, FAIL_ENVIRONMENT,
                    "cannot rename %s to %s: %s. What was renamed so far is consistent; run it "
                    "again to go on",
                    step->from, step->to, g_strerror(reason));
    return reason == 0;
}

static void tell(const RebaseMove *step, bool dry) {
    g_autofree char *from = term_escape(step->from, false), *to = term_escape(step->to, false);

    term_print(stdout, "%s%s%s %s to %s\n", term_style(stdout, dry ? STYLE_CYAN : STYLE_GREEN),
               dry ? "would rename" : "renamed", term_style(stdout, STYLE_PLAIN), from, to);
}

static void tell_nothing(const Rebase *rebase) {
    g_autofree char *base = term_escape(rebase->base, false);
    g_autofree char *newest = rebase->newest ? term_escape(rebase->newest, false) : NULL;

    if (rebase->new_count == 0)
        term_print(stdout, "nothing to do: every migration is on %s\n", base);
    else if (!newest)
        term_print(stdout, "nothing to do: there are no migrations on %s\n", base);
    else
        term_print(stdout, "nothing to do: what is new comes after %s, the newest on %s\n", newest,
                   base);
}

static json_t *move_json(const RebaseMove *step) {
    json_t *object = json_object();
    json_set_text(object, "from", step->from);
    json_set_text(object, "to", step->to);
    return object;
}

static bool run(const Invocation *invocation, GError **error) {
    const Config *config = invocation_config(invocation);
    const LintInput input = {.root = config_root(config),
                             .migrations = config_string(config, "project.migrations"),
                             .schema = config_string(config, "project.schema"),
                             .base = invocation_string(invocation, "base"),
                             .configured = config_string(config, "check.base")};
    bool dry = invocation_flag(invocation, "dry-run");
    g_auto(Rebase) rebase = {0};

    if (!rebase_plan(&input, g_get_real_time() / G_USEC_PER_SEC, &rebase, error))
        return false;
    if (rebase.moves->len == 0)
        tell_nothing(&rebase);
    answer_set(invocation_answer(invocation), "renamed", json_array());
    for (guint i = 0; i < rebase.moves->len; i++) {
        if (!dry && !move(rebase.moves->pdata[i], error))
            return false;
        tell(rebase.moves->pdata[i], dry);
        answer_append(invocation_answer(invocation), "renamed", move_json(rebase.moves->pdata[i]));
    }
    if (rebase.moves->len > 0 && !dry)
        term_print(stdout, "A database that has applied one of them already, such as your own for "
                           "development, knows it by its old version and would apply it again: "
                           "recreate that database.\n");
    return true;
}

const Verb verb_rebase = {
    .name = "rebase",
    .summary = "give new versions to migrations that are not merged yet",
    .description = "When two branches add migrations and the other one is merged first, the "
                   "migrations of this branch may sort before merged ones, or share a version with "
                   "them. This gives every migration that is not on the base branch a new version "
                   "after the newest one there, keeping their order, by renaming its folder. Does "
                   "nothing when the order is right. Commits nothing.\n\n"
                   "The base branch is the one of --base, else the CI system's, else base under "
                   "[check], else the default branch of origin, else main or master.",
    .options =
        (const Option[]){
            {"base", 0, OPTION_STRING, "REF",
             .help = "the branch that this one will be merged into"},
            {"dry-run", 'n', OPTION_FLAG,
             .help = "print what would be renamed, and rename nothing"},
            OPTION_ANSWER,
            {0},
        },
    .examples =
        (const VerbExample[]){
            {"migrate rebase --base origin/main", "after another branch was merged into main"},
            {"migrate rebase --dry-run", "what would be renamed"},
            {"migrate rebase --format json", "for programs"},
            {0},
        },
    .group = GROUP_DEVELOP,
    .answer = ANSWERS_OBJECT,
    .run = run,
};
