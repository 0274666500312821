/* Bisect: the first migration after which something fails, by binary search.
 *
 * A place is a number of migrations: what is tried at place n has the first n of them. What holds
 * after one migration is taken to hold until the one that breaks it, as git bisect does; the last
 * good place and the first bad one that are found are always next to each other, or what lies
 * between could not be tried. Pure but for the trials.
 */
#pragma once

#include "base/error.h"

typedef enum { TRIAL_GOOD, TRIAL_BAD, TRIAL_SKIPPED } Trial;

/* Tries a place. False ends the search with an error. */
typedef bool (*BisectTry)(guint place, Trial *trial, void *data, GError **error);

typedef struct {
    guint good, bad; /* that are known */
} BisectRange;

/* Narrows `range`, whose `bad` may be one place behind the last that there is and then is not
 * known to be bad: at most as many trials as the number of places between can be halved, and one
 * more for each that is skipped. */
bool bisect_search(BisectRange *range, BisectTry try, void *data, GError **error);
