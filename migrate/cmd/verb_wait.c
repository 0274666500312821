/* migrate wait: returns when a database answers and has what a release needs. */

#include "apply/await.h"
#include "apply/signals.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/apply_view.h"
#include "cmd/report_options.h"
#include "cmd/services.h"
#include <signal.h>
#include <string.h>

/* Milliseconds. One look never takes the whole time: a server that is starting may drop it. */
enum { PAUSE_FIRST = 100, PAUSE_MOST = 1000, LOOK_LEAST = 1000, LOOK_MOST = 10000 };

typedef struct {
    const Invocation *invocation;
    AwaitWish wish;
    History *history;
    Endpoint endpoint;
    Awaited seen;
    char *name; /* of the database, for people */
    char *told; /* the last reason that was printed */
    gint64 start;
    guint timeout; /* milliseconds */
    bool opened, quiet;
} Waiting;

static void waiting_clear(Waiting *waiting) {
    history_free(waiting->history);
    endpoint_clear(&waiting->endpoint);
    await_clear(&waiting->seen);
    g_free(waiting->name);
    g_free(waiting->told);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Waiting, waiting_clear)

static guint waited(const Waiting *waiting) {
    return (guint)((g_get_monotonic_time() - waiting->start) / 1000);
}

static guint left(const Waiting *waiting) {
    guint gone = waited(waiting);
    return gone < waiting->timeout ? waiting->timeout - gone : 0;
}

static bool prepare(Waiting *waiting, const Invocation *invocation, GError **error) {
    const Config *config = invocation_config(invocation);
    const char *url = invocation_string(invocation, "url");
    waiting->invocation = invocation;
    waiting->start = g_get_monotonic_time();
    waiting->timeout = (guint)config_duration(config, "wait.timeout");
    waiting->quiet = invocation_flag(invocation, "quiet");
    waiting->name = url ? pg_mask(url) : g_strdup(config_environment(config));
    waiting->wish.owner = config_string(config, "env.owner");
    waiting->wish.version = invocation_string(invocation, "to");
    if (waiting->wish.version || invocation_flag(invocation, "reachable"))
        return true;
    waiting->wish.history = waiting->history = configured_history(config, error);
    if (!waiting->history)
        g_prefix_error(error, "what the database needs is not known (--to VERSION says it without "
                              "the migrations, --reachable needs none): ");
    return waiting->history;
}

/* The database is opened once, and its password asked for before each look: it may be good for
 * minutes. False for what waiting cannot cure. */
static bool open_database(Waiting *waiting, GError **error) {
    const Config *config = invocation_config(waiting->invocation);
    if (waiting->opened)
        return endpoint_renew(&waiting->endpoint, error);
    endpoint_clear(&waiting->endpoint);
    waiting->opened = endpoint_open(&waiting->endpoint, config, NULL, ENDPOINT_EXISTING, error);
    return waiting->opened;
}

static bool look(Waiting *waiting, GError **error) {
    GError *failed = NULL;
    await_clear(&waiting->seen);
    if (open_database(waiting, &failed)) {
        waiting->wish.conninfo = waiting->endpoint.conninfo;
        return await_look(&waiting->wish, CLAMP(left(waiting), LOOK_LEAST, LOOK_MOST),
                          &waiting->seen, error);
    }
    if (error_failure(failed) == FAIL_USAGE) {
        g_propagate_error(error, failed);
        return false;
    }
    waiting->seen = (Awaited){.missing = g_ptr_array_new(), .why = g_strdup(failed->message)};
    g_error_free(failed);
    return true;
}

/* Once for each reason: a log is no clock. */
static void tell(Waiting *waiting) {
    if (waiting->quiet || g_strcmp0(waiting->told, waiting->seen.why) == 0)
        return;
    g_free(waiting->told);
    waiting->told = g_strdup(waiting->seen.why);
    g_autofree char *name = term_escape(waiting->name, false);
    g_autofree char *why = term_escape(waiting->told, true);
    term_print(stdout, "waiting for %s: %s\n", name, why);
    term_flush(NULL);
}

static void tell_end(const Waiting *waiting) {
    if (waiting->quiet)
        return;
    guint count = waiting->history ? history_count(waiting->history) : 0;
    const char *version =
        count > 0 ? history_at(waiting->history, count - 1)->label : waiting->wish.version;
    g_autofree char *name = term_escape(waiting->name, false);
    g_autofree char *wanted = term_escape(version ? version : "", false);
    if (count > 0)
        term_print(stdout, "%s has %s, the last of %u\n", name, wanted, count);
    else if (version)
        term_print(stdout, "%s has %s\n", name, wanted);
    else
        term_print(stdout, "%s answers%s\n", name,
                   waiting->history ? ", and there are no migrations here" : "");
}

static void fail_late(const Waiting *waiting, GError **error) {
    double seconds = waiting->timeout / 1000.0;
    if (!waiting->seen.answers) {
        g_set_error(error, CMD_ERROR, FAIL_ENVIRONMENT, "no answer from %s within %g s: %s",
                    waiting->name, seconds, waiting->seen.why);
        return;
    }
    g_autofree char *target = invocation_target(waiting->invocation, NULL);
    g_set_error(error, CMD_ERROR, FAIL_FINDINGS,
                "%s does not have what is needed within %g s ('migrate status %s' says more, "
                "'migrate apply %s' applies what is pending): %s",
                waiting->name, seconds, target, target, waiting->seen.why);
}

static void answer(const Waiting *waiting) {
    Answer *answer = invocation_answer(waiting->invocation);
    json_t *missing = json_array();
    for (guint i = 0; waiting->seen.missing && i < waiting->seen.missing->len; i++)
        json_array_append_new(missing, json_string(waiting->seen.missing->pdata[i]));
    answer_set(answer, "database", json_string(waiting->name));
    answer_set(answer, "answers", json_boolean(waiting->seen.answers));
    answer_set(answer, "missing", missing);
    answer_set(answer, "waited", json_integer(waited(waiting)));
}

/* True with `why` in what was seen: the time is over. */
static bool wait_for_all(Waiting *waiting, GError **error) {
    for (guint pause = PAUSE_FIRST;; pause = MIN(pause * 2, (guint)PAUSE_MOST)) {
        if (!look(waiting, error))
            return false;
        if (!waiting->seen.why || left(waiting) == 0)
            return true;
        tell(waiting);
        if (signals_wait(-1, 0, MIN(pause, left(waiting))) == WAIT_SIGNAL) {
            g_set_error(error, CMD_ERROR, FAIL_ENVIRONMENT, "stopped by %s while waiting for %s",
                        g_strsignal(signals_last()), waiting->name);
            return false;
        }
    }
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Waiting) waiting = {0};
    if (!prepare(&waiting, invocation, error))
        return false;
    /* As the first process of a container it would be deaf to them otherwise. */
    signals_catch();
    bool fine = wait_for_all(&waiting, error);
    signals_release();
    answer(&waiting);
    if (fine && waiting.seen.why)
        fail_late(&waiting, error);
    else if (fine)
        tell_end(&waiting);
    return fine && !waiting.seen.why;
}

const Verb verb_wait = {
    .name = "wait",
    .summary = "wait until a database answers and has what a release needs",
    .description =
        "Returns as soon as the database of the environment answers and has each migration of "
        "this checkout, with the statements that it has here; a database that has more is fine. "
        "With --to one version is enough, which is looked for in the ledger alone, so that an "
        "image without the migrations can ask for it; with --reachable an answer is.\n\n"
        "What is waited for is printed whenever it changes. Nothing is changed, and a role that "
        "may read schema migrate is enough. For init containers, compose and pipelines: 'migrate "
        "help containers'.",
    .options =
        (const Option[]){
            {"to", 0, OPTION_STRING, "VERSION", .help = "the version that is needed, and no other",
             .excludes = "reachable"},
            {"reachable", 0, OPTION_FLAG, .help = "an answer is enough"},
            {"timeout", 0, OPTION_STRING, "DURATION", .help = "how long to wait; 0 looks once",
             .config = "wait.timeout"},
            {"quiet", 'q', OPTION_FLAG, .help = "print nothing but what went wrong in the end"},
            OPTION_ANSWER,
            {0},
        },
    .exits =
        (const VerbExit[]){
            {FAIL_FINDINGS, "the database answers, but lacks what is needed when the time is over"},
            {0},
        },
    .examples =
        (const VerbExample[]){
            {"migrate wait --env production --timeout 5min", "until this release's are applied"},
            {"migrate wait --reachable", "before 'migrate apply --yes'"},
            {"migrate wait --to 20240131120000 --timeout 5min", "an image without the migrations"},
            {"migrate wait --timeout 0", "is it there?"},
            {0},
        },
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET | VERB_IN_ORDER,
    .answer = ANSWERS_OBJECT,
    .run = run,
    .run_services = services_run,
};
