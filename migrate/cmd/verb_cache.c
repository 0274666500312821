/* migrate cache: what is kept between runs. */
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/report_options.h"
#include "server/cache.h"

static json_t *use_json(const CacheUse *use) {
    return json_pack("{s:i, s:I}", "count", (int)use->count, "bytes", (json_int_t)use->bytes);
}

static void print_use(const char *what, const CacheUse *use) {
    term_print(stdout, "%-12s %6u %9.1f MB\n", what, use->count, (double)use->bytes / (1 << 20));
}

static bool show(const Invocation *invocation, const char *cache, const char *limit) {
    Answer *answer = invocation_answer(invocation);
    const CacheUses uses = cache_uses(cache);
    g_autofree char *folder = term_escape(cache, false);
    term_print(stdout, "%s, %s at most\n\n", folder, limit);
    print_use("servers", &uses.servers);
    print_use("checkpoints", &uses.checkpoints);
    print_use("verdicts", &uses.verdicts);
    answer_set(answer, "folder", json_string(cache));
    answer_set(answer, "servers", use_json(&uses.servers));
    answer_set(answer, "checkpoints", use_json(&uses.checkpoints));
    answer_set(answer, "verdicts", use_json(&uses.verdicts));
    return true;
}

static bool run(const Invocation *invocation, GError **error) {
    const Config *config = invocation_config(invocation);
    g_autofree char *cache = cache_find(config_string(config, "scratch.cache_dir"));
    if (!cache) {
        term_print(stdout, "there is no cache\n");
        answer_set(invocation_answer(invocation), "folder", json_null());
        return true;
    }
    if (invocation_flag(invocation, "clear") && !cache_clear(cache, error))
        return false;
    return show(invocation, cache, config_string(config, "scratch.cache_size"));
}

const Verb verb_cache = {
    .name = "cache",
    .summary = "show what is kept between runs, or remove it",
    .description =
        "Prints the cache folder and what is in it: data directories of fresh scratch servers, "
        "checkpoints of histories that were executed, verdicts of checks. All of it is made again "
        "when it is missing. With --clear it is removed.\n\n"
        "'migrate help caching' tells more.",
    .options = (const Option[]){{"clear", .kind = OPTION_FLAG, .help = "remove all that is in it"},
                                OPTION_ANSWER,
                                {0}},
    .examples = (const VerbExample[]){{"migrate cache", NULL},
                                      {"migrate cache --clear", "to begin from nothing"},
                                      {"migrate cache --format json", "for programs"},
                                      {"migrate cache --clear --format json", "what was removed"},
                                      {0}},
    .group = GROUP_PROJECT,
    .answer = ANSWERS_OBJECT,
    .run = run,
};
