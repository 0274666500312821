/* Destination: the database that a dump is to be loaded into, as it is before.
 *
 * What is done beside it goes through `control`, a session in another database of the server; where
 * no other lets the role in, or it may not create databases, everything has to happen in the
 * database itself, in one transaction. Starts as {0}.
 */
#pragma once

#include "apply/ledger.h"
#include "backup/infile.h"
#include "pg/pg.h"

typedef struct {
    const char *conninfo; /* borrowed */
    char *name;
    Pg *control; /* NULL: there is no such session */
    Pg *pg;      /* in the database; NULL: it does not exist */
    Guard guard; /* of `pg` */
    guint major; /* of the server */
    bool exists, empty;
    bool may_create; /* databases beside it, and rename this one */
} Destination;

typedef struct {
    const char *conninfo;
    const char *environment;    /* that the database is to be; NULL: not known */
    const char *const *guarded; /* environments that it may not be; NULL-terminated */
    bool session_pooler;        /* see SnapshotOptions.session */
    bool create, replace;       /* it may be missing; it may hold something */
} DestinationOptions;

/* FAIL_ENVIRONMENT for one that cannot be written; FAIL_DECISION for one that is replicated. */
bool destination_open(Destination *destination, const DestinationOptions *options, GError **error);
/* Whether all that is in it may give way: FAIL_USAGE for a database that does not exist;
 * FAIL_DECISION for one that holds something, or belongs to another environment. */
bool destination_may_fill(const Destination *destination, const DestinationOptions *options,
                          GError **error);
/* The roles that the dump names and the server lacks are created, or named by FAIL_DECISION. */
bool destination_roles(const Destination *destination, const Manifest *manifest, bool make,
                       GError **error);
/* Either of its sessions. */
Pg *destination_any(const Destination *destination);
void destination_clear(Destination *destination);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Destination, destination_clear)
