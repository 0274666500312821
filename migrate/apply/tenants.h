/* Tenants: databases, or schemas of one database, that have the same history.
 *
 * A Tenant is a name and where its database is. They are listed by whoever knows them: a query of
 * the application's own, the server's databases, or the schemas of a database. The list is as long
 * as there are tenants, so it has no more than that.
 */
#pragma once

#include "pg/pg.h"

typedef enum {
    TENANTS_QUERY,     /* a query that returns names and connection strings */
    TENANTS_DATABASES, /* the databases whose names match, of the server that is connected to */
    TENANTS_SCHEMAS,   /* the schemas whose names match, of the database that is connected to */
    TENANTS_WAYS
} TenantsWay;

typedef struct {
    char *name;
    char *conninfo; /* NULL: it has no database yet */
    char *schema;   /* that is the tenant's; NULL: the database is */
} Tenant;

/* Array of Tenant*, by the query's order, else by name. `text`: the query, or a regular expression
 * (PCRE2). FAIL_USAGE for an expression that is wrong, a query whose answer is anything else, and a
 * name that two have. Caller unrefs. */
GPtrArray *tenants_list(const char *conninfo, TenantsWay way, const char *text, GError **error);

/* Which of them, and in what order. */
typedef enum { TENANTS_LISTED, TENANTS_BY_NAME, TENANTS_SHUFFLED } TenantsOrder;
typedef struct {
    const char *only; /* a regular expression for names; NULL: all */
    TenantsOrder order;
    guint shard, shards; /* the share `shard` (from 0) of `shards`; 0 shards: everything */
} TenantsChoice;

/* Whether the text is I/N, with I from 0 and below N. */
bool tenants_read_shard(const char *text, TenantsChoice *choice, GError **error);
/* Leaves those that are chosen. A tenant is in the same shard in every run, whoever else is there.
 * FAIL_USAGE where `only` is wrong or names none. */
bool tenants_choose(GPtrArray *tenants, const TenantsChoice *choice, GError **error);

/* How many connections there are for us: what the server takes, without those that it keeps for
 * superusers, those that are open, and a tenth for whoever comes. 0: it cannot be asked. */
guint tenants_connections(const char *conninfo);
