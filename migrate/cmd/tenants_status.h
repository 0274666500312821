/* migrate status of an environment with tenants: how many are at which version, and who is not
 * where the others are.
 */
#pragma once

#include "cmd/cmd.h"
#include "cmd/tenants.h"
#include "history/migrations.h"
#include <jansson.h>

typedef struct TenantsStatus TenantsStatus;

/* Looks at all of them that are meant. NULL where it is not known who they are. */
TenantsStatus *tenants_status_new(const Invocation *invocation, const History *history,
                                  const char *environment, GError **error);
void tenants_status_free(gpointer status);

void tenants_status_print(const TenantsStatus *status);
/* Caller unrefs. */
json_t *tenants_status_json(const TenantsStatus *status);
void tenants_status_add_findings(const TenantsStatus *status, Findings *findings);
/* As of one database: 4 where one is half done or does not match, 3 where one cannot be reached,
 * with --exit-code 1 where one is behind. */
Failure tenants_status_failure(const TenantsStatus *status);
