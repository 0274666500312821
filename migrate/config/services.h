/* Services: the projects of one repository, each in a folder with a migrate.ini of its own.
 *
 * The section [services] of the migrate.ini above them names the folders; in an untrusted run that
 * is the base branch's file. `after` under [project] of a service's own file names those that have
 * to be done before it is begun, which only orders them.
 */
#pragma once

#include "config/config.h"

typedef struct {
    char *name, *folder; /* the folder as whoever runs would write it */
    char **after;        /* names of other services; never NULL */
} Service;

/* Array of Service*, each behind those that it comes after, else in the order of the file; empty
 * where there is no such section. FAIL_USAGE, with the place, for a folder without a migrate.ini,
 * for an `after` that names none, and for a circle. A file that cannot be read says nothing here:
 * whoever runs the service is told. Caller unrefs. */
GPtrArray *services_of(const Config *config, GError **error);
