/* Aside: a new database beside the one that it is to replace.
 *
 * It is filled while the old one is in use, and then takes its name in one transaction, together
 * with its owner, privileges, settings and comment. Whatever dies in between, the name belongs to
 * the old one, whole, or to the new one, whole; what a dead run left behind goes at the beginning
 * of the next one. Runs for the same database keep each other out. Starts as {0}.
 */
#pragma once

#include "backup/destination.h"

typedef struct {
    Destination *destination; /* borrowed */
    char *name;               /* NULL: it does not exist, or has its name already */
    char *conninfo;
    char *old;  /* what the replaced one is called since; NULL: none was replaced */
    char *hash; /* of the name of the destination */
} Aside;

/* Makes an empty one that is like the destination. `owner`: of one that did not exist, NULL: who
 * connects. FAIL_LOCKED where another run loads into the same database. */
bool aside_create(Aside *aside, Destination *destination, const char *owner, GError **error);
/* Puts it in the place of the destination, whose sessions are ended. */
bool aside_swap(Aside *aside, GError **error);
/* Drops what was replaced. */
bool aside_drop_old(Aside *aside, GError **error);
/* Drops it, if it did not take its place. */
void aside_clear(Aside *aside);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Aside, aside_clear)
