/* Tenancy: what an environment says about tenants (apply/tenants.h).
 *
 * One of the keys tenants, databases and schemas of [env NAME] makes an environment one of tenants.
 * A database that is given by --url, or chosen by --tenant, is one of its own.
 */
#pragma once

#include "apply/tenants.h"
#include "config/endpoint.h"

typedef struct {
    TenantsWay way;   /* TENANTS_WAYS: it has none */
    const char *text; /* the query or the regular expression; borrowed */
} Tenancy;

/* FAIL_USAGE when it says so in two ways. `environment` NULL: the one in force. */
bool tenancy_read(Tenancy *tenancy, const Config *config, const char *environment, GError **error);
/* The tenants. `endpoint` is open: the environment's. Caller unrefs. */
GPtrArray *tenancy_list(const Tenancy *tenancy, const Endpoint *endpoint, GError **error);

/* The search_path for the tenant whose schema that is: it stands in the place of the first one of
 * `path`, which is the project's (NULL: public alone). Caller frees. */
char *tenancy_path(const char *schema, const char *path);
