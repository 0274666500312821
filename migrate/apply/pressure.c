#include "apply/pressure.h"

#include "sql.h"

enum {
    LEAST_ROWS = 50,
    WAIT = 250,
    ASK_EVERY = 200,
    LOCK_WAIT = 100,
    MOST_SEEN = 4096,
    MOST_LOCK_WAITS = 20
};

/* A position of the log. */
typedef struct {
    gint64 lsn, at;
} Seen;

typedef struct {
    gint64 written, replayed, waiting; /* -1: not known, or there is none */
} Now;

void pressure_init(Pressure *pressure, const Batching *batching) {
    *pressure = (Pressure){.batching = batching,
                           .seen = g_array_new(FALSE, FALSE, sizeof(Seen)),
                           .waiting = -1,
                           .size = batching->size};
}

void pressure_clear(Pressure *pressure) {
    g_array_unref(pressure->seen);
}

static gint64 number(const Rows *rows, guint column) {
    return rows_value(rows, 0, column) ? rows_number(rows, 0, column) : -1;
}

static bool ask(Run *run, Now *now, GError **error) {
    g_autoptr(Rows) rows =
        pg_ask(run->pg, &(const PgShape){"...", 1, 1, NULL}, SQL_backfill_pressure, 0, NULL, error);
    if (rows)
        *now = (Now){number(rows, 0), number(rows, 1), number(rows, 2)};
    return rows;
}

/* How long ago, in milliseconds, the log was where the standby is. */
static gint64 lag_of(Pressure *pressure, const Now *now) {
    gint64 at = g_get_monotonic_time();
    GArray *seen = pressure->seen;
    Seen latest = {now->written, at};
    if (now->written < 0 || now->replayed < 0)
        return 0;
    if (seen->len == 0 || g_array_index(seen, Seen, seen->len - 1).lsn < now->written)
        g_array_append_val(seen, latest);
    guint passed = 0;
    while (passed < seen->len && g_array_index(seen, Seen, passed).lsn <= now->replayed)
        passed++;
    if (passed > 0)
        g_array_remove_range(seen, 0, passed);
    if (seen->len > MOST_SEEN) /* the oldest one counts: what comes behind it can be coarser */
        g_array_remove_range(seen, 1, seen->len / 2);
    return seen->len ? (at - g_array_index(seen, Seen, 0).at) / 1000 : 0;
}

/* Smaller where a batch took too long, larger again where it did not. */
static void adapt(Pressure *pressure, guint took) {
    const Batching *batching = pressure->batching;
    guint64 fitting = took > 0 ? (guint64)pressure->size * batching->target / took : batching->size;
    guint64 most = MIN((guint64)pressure->size * 2, batching->size);
    pressure->size = (guint)CLAMP(fitting, MIN((guint)LEAST_ROWS, batching->size), most);
}

/* Where others queue for locks and did not before, batches become smaller, and wait. */
static bool yield_locks(Pressure *pressure, Run *run, const Now *now, guint *waits,
                        GError **error) {
    if (now->waiting <= MAX(pressure->waiting, 0) || ++*waits > MOST_LOCK_WAITS)
        return true;
    pressure->size = MAX(pressure->size / 2, MIN((guint)LEAST_ROWS, pressure->batching->size));
    return run_sleep(run, LOCK_WAIT, error);
}

bool pressure_yield(Pressure *pressure, Run *run, guint took,
                    void (*tell)(const char *why, void *data), void *data, GError **error) {
    Now now;
    adapt(pressure, took);
    if (pressure->batching->pause > 0 && !run_sleep(run, pressure->batching->pause, error))
        return false;
    gint64 asked = g_get_monotonic_time();
    if (pressure->asked && asked - pressure->asked < (gint64)ASK_EVERY * 1000)
        return run_continue(run, error);
    pressure->asked = asked;
    for (guint waits = 0;;) {
        if (!run_continue(run, error) || !ask(run, &now, error))
            return false;
        if (pressure->waiting < 0)
            pressure->waiting = now.waiting;
        gint64 lag = lag_of(pressure, &now);
        if (lag > pressure->batching->max_lag) {
            g_autofree char *why =
                g_strdup_printf("waiting for a standby that is %.1f s behind", (double)lag / 1000);
            tell(why, data);
            if (!run_sleep(run, WAIT, error))
                return false;
            continue;
        }
        guint before = waits;
        if (!yield_locks(pressure, run, &now, &waits, error))
            return false;
        if (waits == before || waits > MOST_LOCK_WAITS)
            return true;
        tell("waiting for others who queue for locks", data);
    }
}
