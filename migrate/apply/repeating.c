#include "apply/repeating.h"

#include "apply/repeats.h"
#include "apply/session.h"
#include "apply/transactional.h"

static void end_repeat(Run *run) {
    run->result->repeated++;
    run_emit(run, (ApplyEvent){.type = APPLY_DONE, .elapsed = run_elapsed(run)});
    run->in_flight = NULL;
}

bool repeats_run(Run *run, GError **error) {
    for (guint i = 0; i < repeats_count(run); i++) {
        const Migration *migration = run->repeats->pdata[i];
        run->in_flight = migration;
        run->index++;
        run->started = g_get_monotonic_time();
        run_emit(run, (ApplyEvent){.type = APPLY_START, .attempt = 1});
        if (!repeated_run(run, migration, error) ||
            (!run->options->pooler && !run_reset(run, true, error)))
            return false;
        end_repeat(run);
    }
    g_clear_pointer(&run->repeats, g_ptr_array_unref);
    return true;
}

void repeats_end(Run *run, guint index) {
    for (guint i = 0; i < repeats_count(run); i++) {
        run->in_flight = run->repeats->pdata[i];
        run->index = index + i + 1;
        end_repeat(run);
    }
    g_clear_pointer(&run->repeats, g_ptr_array_unref);
}
