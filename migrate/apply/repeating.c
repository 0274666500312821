#include "apply/repeating.h"

#include "apply/preflight.h"
#include "apply/session.h"
#include "apply/transactional.h"
#include <string.h>

/* The event's key has the sum behind the label. */
static bool repeat_run(Run *run, const Migration *migration, GError **error) {
    g_autoptr(GArray) statements = migration_statements(migration, error);
    g_autoptr(Arena) arena = arena_new();
    g_autofree char *sum = sum_hex(&migration->lf),
                    *key = g_strconcat(migration->label, " ", sum, NULL);
    if (!statements)
        return false;
    Migration noted = *migration;
    noted.key = key;
    Unit unit = {.run = run,
                 .migration = &noted,
                 .path = migration->path,
                 .statements = (const Statement *)(void *)statements->data,
                 .count = statements->len,
                 .first = 1,
                 .total = statements->len,
                 .fence = hook_fence(run, arena),
                 .finish = {"SELECT", strlen("SELECT")},
                 .event = "repeated"};
    return unit_run(&unit, error) && (run->options->pooler || run_reset(run, true, error));
}

bool repeats_run(Run *run, GError **error) {
    for (guint i = 0; run->repeats && i < run->repeats->len; i++) {
        const Migration *migration = run->repeats->pdata[i];
        run->in_flight = migration;
        run->index++;
        run->started = g_get_monotonic_time();
        run_emit(run, (ApplyEvent){.type = APPLY_START, .attempt = 1});
        if (!repeat_run(run, migration, error))
            return false;
        run_emit(run, (ApplyEvent){.type = APPLY_DONE, .elapsed = run_elapsed(run)});
        run->in_flight = NULL;
    }
    g_clear_pointer(&run->repeats, g_ptr_array_unref);
    return true;
}
