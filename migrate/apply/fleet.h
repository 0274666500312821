/* Fleet: the same work on many tenants, some at a time.
 *
 * The first ones are canaries: they are worked on before all others, and when one of them fails, no
 * other is begun. Then the others go on as long as no more have failed than may; nothing that
 * failed is tried again. A tenant that somebody else is working on is left for later: when all
 * others are done, it is looked at once more, and then waited for. So any number of runs share the
 * work, without knowing of each other; those that meet go on in different orders. A signal lets
 * what is under way end, and begins nothing.
 *
 * The work is done in threads; what is told, is told on the caller's.
 */
#pragma once

#include "apply/tenants.h"

typedef enum {
    FLEET_LEFT,  /* not begun */
    FLEET_BEGUN, /* under way */
    FLEET_LATER, /* left for later */
    FLEET_DONE,
    FLEET_FAILED,
    FLEET_ABSENT, /* it has no database: passed over */
    FLEET_STATES
} FleetState;

typedef struct {
    const Tenant *tenant;
    FleetState state;
    bool again;              /* it was left for later, and is now waited for */
    bool copy;               /* it failed because --adopt has to say that it is meant */
    guint applied, pending;  /* what the work says */
    GError *error;           /* why it failed, or has no database; NULL */
    char *migration, *place; /* at which it failed, and where in its file; NULL */
    gint64 began;            /* monotonic microseconds */
    guint elapsed;           /* milliseconds */
    gpointer data;           /* the work's own */
} FleetMember;

/* Works on one, in a thread of the fleet's. False with `member->error`. FAIL_LOCKED, for one that
 * is not `again`, leaves it for later. */
typedef bool (*FleetWorker)(FleetMember *member, void *data);

typedef struct {
    guint parallel;     /* at a time; at least 1 */
    guint canaries;     /* how many are */
    guint max_failures; /* that may fail */
    FleetWorker work;
    /* Told when one has ended, and with NULL now and then. NULL: not told. */
    void (*told)(const GPtrArray *members, const FleetMember *ended, void *data);
    void *data;
} FleetWork;

/* Array of FleetMember*, one for each of `tenants`, which it borrows. Caller unrefs. */
GPtrArray *fleet_new(const GPtrArray *tenants);
/* Does it. signals_catch() was called, so that a signal ends it in order. */
void fleet_run(GPtrArray *members, const FleetWork *work);

guint fleet_count(const GPtrArray *members, FleetState state);
const char *fleet_state_name(FleetState state);
/* What the run ends with: 0 when nothing failed, FAIL_FINDINGS when no more did than may, else the
 * first of 4, 3, 2, 75 and 1 that one of them ended with. */
Failure fleet_failure(const GPtrArray *members, const FleetWork *work);
