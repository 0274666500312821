/* Counters: the place that a sequence has reached is a value that no definition has. */
#pragma once

/* What it counted outlives its being made again, or its giving way to a counter of the other kind,
 * as far as the new bounds allow. One that counted nothing yet leaves the new one its start. */
#define COUNTER_SAVE                                                                               \
    "CREATE SEQUENCE {schema}.{aside} MINVALUE -9223372036854775808 START WITH 1;;"                \
    "SELECT pg_catalog.setval('{schema_literal}.{aside}', last_value, is_called) FROM {id}"
#define COUNTER_RESTORE                                                                            \
    "SELECT pg_catalog.setval({literal}, last_value, is_called) FROM {old.schema}.{aside} WHERE "  \
    "(is_called OR last_value <> {old.all_start})[ AND last_value >= {lowest}];;"                  \
    "DROP SEQUENCE {old.schema}.{aside}"

/* A counter that comes to values goes on behind them. */
#define COUNTER_FILL                                                                               \
    "[{?lowest}SELECT pg_catalog.setval({literal}, pg_catalog.max({filled})) FROM {table} HAVING " \
    "pg_catalog.max({filled}) >= {all_start}]"                                                     \
    "[{!lowest}SELECT pg_catalog.setval({literal}, pg_catalog.min({filled})) FROM {table} HAVING " \
    "pg_catalog.min({filled}) <= {all_start}]"
