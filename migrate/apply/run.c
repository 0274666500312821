#include "apply/run.h"
#include "apply/signals.h"
#include <signal.h>

const ApplyOptions apply_defaults = {
    .lock_wait = 60 * 1000,
    .lock_timeout = 2000,
    .retry_budget = 10 * 60 * 1000,
    .reconnect_budget = 2 * 60 * 1000,
};

void run_init(Run *run, const ApplyOptions *options, const History *history,
              const ApplyEvents *events, ApplyResult *result) {
    *run = (Run){.options = options, .history = history, .events = events, .result = result};
    *result = (ApplyResult){0};
    run->conninfo = options->conninfo;
    run->conninfo_at = g_get_monotonic_time();
    run->run_id = g_uuid_string_random();
    run->done = g_ptr_array_new();
    run->application = g_strdup_printf("migrate/%s run=%.8s", MIGRATE_VERSION, run->run_id);
    signals_catch();
}

void run_clear(Run *run) {
    run_disconnect(run);
    g_free(run->run_id);
    g_ptr_array_unref(run->done);
    g_clear_pointer(&run->together, g_ptr_array_unref);
    g_clear_pointer(&run->repeats, g_ptr_array_unref);
    g_free(run->application);
    g_free(run->search_path);
    g_free(run->own_path);
    g_free(run->set_path);
    g_free(run->act);
    g_free(run->act_again);
    g_free(run->system_identifier);
    g_free(run->schema_before);
    g_free(run->blockers);
    g_free(run->terminated);
    run->result->signal = signals_last();
    signals_release();
}

void run_forget_prepared(Run *run) {
    g_clear_pointer(&run->settings, g_strfreev);
    g_clear_pointer(&run->prepared, g_free);
}

void run_disconnect(Run *run) {
    g_clear_pointer(&run->monitor, pg_close);
    g_clear_pointer(&run->pg, pg_close);
    run_forget_prepared(run);
    run->clean = false;
    g_clear_pointer(&run->ledger, ledger_free);
    g_clear_pointer(&run->adopting, g_ptr_array_unref);
    foreign_clear(&run->foreign);
    guard_clear(&run->guard);
}

const char *run_conninfo(Run *run) {
    enum { GOOD_FOR = 5 * 60 };
    g_autoptr(GError) error = NULL;
    gint64 now = g_get_monotonic_time();
    if (!run->events || !run->events->renew ||
        (run->conninfo_at > 0 && now - run->conninfo_at < (gint64)GOOD_FOR * G_USEC_PER_SEC))
        return run->conninfo;
    const char *renewed = run->events->renew(run->events->data, &error);
    if (renewed) {
        run->conninfo = renewed;
        run->conninfo_at = now;
    } else {
        run_emit(run, (ApplyEvent){.type = APPLY_WARNING, .text = error->message});
    }
    return run->conninfo;
}

const char *run_environment(const Run *run) {
    const char *given = run->options->environment;
    return given                                ? given
           : run->ledger && run->ledger->exists ? run->ledger->environment
                                                : "default";
}

const char *run_path(const Run *run) {
    const char *path = run->set_path ? run->set_path : run->options->search_path;
    return path ? path : run->own_path ? run->own_path : "public";
}

void run_emit(const Run *run, ApplyEvent event) {
    if (!run->events || !run->events->event)
        return;
    if (!event.migration)
        event.migration = run->in_flight;
    event.index = run->index;
    event.count = run->count;
    run->events->event(&event, run->events->data);
}

guint run_elapsed(const Run *run) {
    return (guint)((g_get_monotonic_time() - run->started) / 1000);
}

bool run_continue(const Run *run, GError **error) {
    guint spared = run->in_flight && signals_are_spared() ? 1 : 0;
    if (signals_count() <= spared)
        return true;
    g_set_error(error, HISTORY_ERROR, FAIL_ENVIRONMENT, "stopped by %s",
                signals_last() == SIGINT    ? "SIGINT"
                : signals_last() == SIGTERM ? "SIGTERM"
                                            : "SIGHUP");
    return false;
}

bool run_sleep(const Run *run, guint milliseconds, GError **error) {
    signals_wait(-1, 0, milliseconds);
    return run_continue(run, error);
}

guint run_jitter(guint milliseconds) {
    return (guint)g_random_int_range((gint32)(milliseconds * 3 / 4),
                                     (gint32)(milliseconds * 5 / 4) + 1);
}

bool run_lost(const GError *error) {
    const SqlFault *fault = pg_fault(error);
    return fault && fault->connection_lost;
}
