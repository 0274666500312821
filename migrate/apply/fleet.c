#include "apply/fleet.h"

#include "apply/signals.h"
#include "base/finding.h"

enum { LOOK_EVERY = 100 /* milliseconds */ };

/* What the threads share is under the lock. */
typedef struct {
    const GPtrArray *members;
    GPtrArray *order; /* the same, as they are begun */
    const FleetWork *work;
    GMutex lock;
    GCond changed;
    GQueue later;       /* FleetMember*: left for later */
    GAsyncQueue *ended; /* FleetMember*, borrowed */
    guint next;         /* the first one that was never begun */
    guint first_looks;  /* under way, of those that may be left for later */
    guint canaries;     /* that have not ended */
    guint failures;
    bool canary_failed, met; /* `met`: another run is at the same tenants */
} Fleet;

static const char *const state_names[FLEET_STATES] = {
    [FLEET_LEFT] = "left", [FLEET_BEGUN] = "begun",   [FLEET_LATER] = "locked",
    [FLEET_DONE] = "done", [FLEET_FAILED] = "failed", [FLEET_ABSENT] = "absent",
};

const char *fleet_state_name(FleetState state) {
    return state_names[state];
}

static void member_free(gpointer data) {
    FleetMember *member = data;
    g_clear_error(&member->error);
    g_free(member->migration);
    g_free(member->place);
    g_free(member);
}

GPtrArray *fleet_new(const GPtrArray *tenants) {
    GPtrArray *members = g_ptr_array_new_full(tenants->len, member_free);
    for (guint i = 0; i < tenants->len; i++) {
        FleetMember *member = g_new0(FleetMember, 1);
        member->tenant = tenants->pdata[i];
        g_ptr_array_add(members, member);
    }
    return members;
}

/* --- in the threads */

static bool is_canary(const Fleet *fleet, const FleetMember *member) {
    for (guint i = 0; i < MIN(fleet->work->canaries, fleet->members->len); i++)
        if (fleet->members->pdata[i] == member)
            return true;
    return false;
}

static bool is_over(const Fleet *fleet) {
    return signals_count() > 0 || fleet->canary_failed ||
           fleet->failures > fleet->work->max_failures;
}

/* The next one that can be begun now; NULL: none. A canary is waited for at once. */
static FleetMember *pick(Fleet *fleet) {
    bool canary = fleet->next < fleet->work->canaries;
    if (fleet->next < fleet->members->len && (canary || fleet->canaries == 0)) {
        FleetMember *member = fleet->order->pdata[fleet->next++];
        member->again = canary;
        fleet->first_looks += !canary;
        return member;
    }
    bool all_begun = fleet->next == fleet->members->len && fleet->canaries == 0;
    FleetMember *later = all_begun ? g_queue_pop_head(&fleet->later) : NULL;
    if (later)
        later->again = true;
    return later;
}

/* Whether one may come that cannot be begun yet. */
static bool may_come(const Fleet *fleet) {
    return fleet->next < fleet->members->len || fleet->first_looks > 0;
}

static FleetMember *begin(Fleet *fleet) {
    FleetMember *member = NULL;
    g_mutex_lock(&fleet->lock);
    while (!is_over(fleet) && !(member = pick(fleet)) && may_come(fleet))
        g_cond_wait_until(&fleet->changed, &fleet->lock,
                          g_get_monotonic_time() + LOOK_EVERY * G_TIME_SPAN_MILLISECOND);
    if (member)
        member->state = FLEET_BEGUN;
    g_mutex_unlock(&fleet->lock);
    return member;
}

static FleetState state_after(const FleetMember *member, bool fine) {
    return fine ? (member->error ? FLEET_ABSENT : FLEET_DONE)
           : error_failure(member->error) == FAIL_LOCKED && !member->again ? FLEET_LATER
                                                                           : FLEET_FAILED;
}

/* Runs that go through the same list side by side meet at every tenant: the first one that is locked
 * makes this one take the others as they come. */
static void part_ways(Fleet *fleet) {
    if (fleet->met)
        return;
    fleet->met = true;
    for (guint i = fleet->next; i < fleet->order->len; i++) {
        guint k = (guint)g_random_int_range((gint32)i, (gint32)fleet->order->len);
        gpointer kept = fleet->order->pdata[i];
        fleet->order->pdata[i] = fleet->order->pdata[k];
        fleet->order->pdata[k] = kept;
    }
}

static void end(Fleet *fleet, FleetMember *member, bool fine) {
    g_mutex_lock(&fleet->lock);
    fleet->first_looks -= !member->again;
    member->state = state_after(member, fine);
    if (member->state == FLEET_LATER) {
        g_queue_push_tail(&fleet->later, member);
        part_ways(fleet);
    }
    fleet->failures += member->state == FLEET_FAILED;
    if (is_canary(fleet, member)) {
        fleet->canaries--;
        fleet->canary_failed = fleet->canary_failed || member->state == FLEET_FAILED;
    }
    g_cond_broadcast(&fleet->changed);
    g_mutex_unlock(&fleet->lock);
    g_async_queue_push(fleet->ended, member);
}

static gpointer work(gpointer data) {
    Fleet *fleet = data;
    FleetMember *member;
    while ((member = begin(fleet))) {
        g_clear_error(&member->error);
        member->began = g_get_monotonic_time();
        bool fine = fleet->work->work(member, fleet->work->data);
        member->elapsed = (guint)((g_get_monotonic_time() - member->began) / 1000);
        end(fleet, member, fine);
    }
    g_async_queue_push(fleet->ended, fleet);
    return NULL;
}

/* --- around them */

static void tell(const Fleet *fleet, const FleetMember *ended) {
    if (fleet->work->told)
        fleet->work->told(fleet->members, ended, fleet->work->data);
}

/* A thread that ends says so by no member at all. */
static void tell_all(Fleet *fleet, guint threads) {
    while (threads > 0) {
        gpointer ended =
            g_async_queue_timeout_pop(fleet->ended, LOOK_EVERY * (guint64)G_TIME_SPAN_MILLISECOND);
        threads -= ended == fleet;
        tell(fleet, ended == fleet ? NULL : ended);
    }
}

void fleet_run(GPtrArray *members, const FleetWork *wanted) {
    g_autoptr(GPtrArray) order = g_ptr_array_copy(members, NULL, NULL);
    g_ptr_array_set_free_func(order, NULL);
    Fleet fleet = {.members = members,
                   .order = order,
                   .work = wanted,
                   .later = G_QUEUE_INIT,
                   .ended = g_async_queue_new(),
                   .canaries = MIN(wanted->canaries, members->len)};
    g_autoptr(GPtrArray) threads = g_ptr_array_new();
    g_mutex_init(&fleet.lock);
    g_cond_init(&fleet.changed);
    for (guint i = 0; i < MIN(MAX(wanted->parallel, 1u), members->len); i++)
        g_ptr_array_add(threads, g_thread_new("tenant", work, &fleet));
    tell_all(&fleet, threads->len);
    for (guint i = 0; i < threads->len; i++)
        g_thread_join(threads->pdata[i]);
    g_queue_clear(&fleet.later);
    g_async_queue_unref(fleet.ended);
    g_mutex_clear(&fleet.lock);
    g_cond_clear(&fleet.changed);
}

guint fleet_count(const GPtrArray *members, FleetState state) {
    guint count = 0;
    for (guint i = 0; i < members->len; i++)
        count += ((const FleetMember *)members->pdata[i])->state == state;
    return count;
}

Failure fleet_failure(const GPtrArray *members, const FleetWork *wanted) {
    g_autoptr(GPtrArray) all = findings_new();
    guint failed = fleet_count(members, FLEET_FAILED);
    for (guint i = 0; i < members->len; i++) {
        const FleetMember *member = members->pdata[i];
        if (member->state == FLEET_FAILED || member->state == FLEET_LATER)
            findings_refuse(all, "stopped", error_failure(member->error), "%s", "");
    }
    return failed > 0 && failed <= wanted->max_failures && fleet_count(members, FLEET_LATER) == 0
               ? FAIL_FINDINGS
               : findings_failure(all);
}
