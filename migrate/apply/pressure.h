/* Pressure: whether the database can take the next batch. Inside apply/ only.
 *
 * A standby's lag is how long ago the log was where the standby is now, by what this run saw of the
 * log between its batches: what a standby says of its own lag stands still while it is held back.
 */
#pragma once

#include "apply/run.h"
#include "text/batching.h"

typedef struct {
    const Batching *batching;
    GArray *seen;   /* of positions of the log, and when; the oldest first */
    gint64 waiting; /* sessions that waited for locks before the first batch */
    gint64 asked;   /* when the server was asked, monotonic microseconds */
    guint size;     /* of the next batch */
} Pressure;

void pressure_init(Pressure *pressure, const Batching *batching);
void pressure_clear(Pressure *pressure);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pressure, pressure_clear)

/* After a batch that took so many milliseconds: adapts the size, and waits for as long as a standby
 * is too far behind, or others queue for locks. `tell` is called while it waits. */
bool pressure_yield(Pressure *pressure, Run *run, guint took,
                    void (*tell)(const char *why, void *data), void *data, GError **error);
