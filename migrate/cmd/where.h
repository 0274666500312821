/* Where migrations are: what the ledgers of environments say, for verbs that tell of the past.
 *
 * Without the options no database is asked. One that does not answer within two seconds is said to
 * be unreachable, which is no error: the past is the history's.
 */
#pragma once

#include "apply/ledger.h"
#include "cmd/cmd.h"
#include <jansson.h>

/* The options' rows, to be put into a verb's table. */
#define WHERE_OPTIONS                                                                              \
    {"env", .kind = OPTION_STRING, .argument = "NAME",                                             \
     .help = "say of each migration since when this environment's database has it",                \
     .excludes = "everywhere"},                                                                    \
    {                                                                                              \
        "everywhere", .kind = OPTION_FLAG,                                                         \
                      .help = "the same of all environments that have a database here"             \
    }

/* One environment. */
typedef struct {
    const char *name;
    Ledger *ledger; /* NULL: unreachable */
} Place;

/* The environments that the options ask for; empty: none. Notes say why one is unreachable.
 * FAIL_USAGE for a name that is none. Array of Place*; caller unrefs. */
GPtrArray *where_read(const Invocation *invocation, const History *history, GError **error);
/* The ledger of one environment, within two seconds. */
Ledger *where_ledger(const Config *config, const char *name, const History *history,
                     GError **error);
/* FAIL_USAGE where no environment is called so. */
bool where_is_environment(const Config *config, const char *name, GError **error);

/* "in production since 2024-05-06 12:00:00 UTC; not in staging"; NULL: no environment was asked.
 * Caller frees. */
char *where_text(const GPtrArray *places, const Migration *migration);
/* [{"environment", "state": "applied" | "pending" | "unreachable", "since": null | time}] */
json_t *where_json(const GPtrArray *places, const Migration *migration);
