/* Counters: the place that a sequence has reached is a value that no definition has. */
#pragma once

/* What it counted outlives its being made again, or its giving way to a counter of the other kind,
 * as far as the new bounds allow. One that counted nothing yet leaves the new one its start. */
#define COUNTER_SAVE                                                                               \
    "CREATE SEQUENCE {schema}.{aside} MINVALUE -9223372036854775808 START WITH 1;;"                \
    "SELECT pg_catalog.setval('{schema_literal}.{aside}', last_value, is_called) FROM {id}"
#define COUNTER_RESTORE                                                                            \
    "SELECT pg_catalog.setval({literal}, last_value, is_called) FROM {old.schema}.{aside} WHERE "  \
    "(is_called OR last_value <> {old.all_start})"                                                 \
    "[{!descending} AND last_value >= {bottom}][{?descending} AND last_value <= {top}];;"          \
    "DROP SEQUENCE {old.schema}.{aside}"

/* A counter that comes to values goes on behind them. */
#define COUNTER_FILL                                                                               \
    "[{!descending}SELECT pg_catalog.setval({literal}, pg_catalog.max({filled})) FROM {table}"     \
    " HAVING pg_catalog.max({filled}) >= {all_start}]"                                             \
    "[{?descending}SELECT pg_catalog.setval({literal}, pg_catalog.min({filled})) FROM {table}"     \
    " HAVING pg_catalog.min({filled}) <= {all_start}]"

/* A counter that has not reached the new bounds is moved into them before they are set. */
#define COUNTER_MOVE                                                                               \
    "[{!descending}{>bottom}{>=old.top bottom}SELECT pg_catalog.setval({literal}, {bottom}, "      \
    "false) FROM {id} WHERE last_value < {bottom};;]"                                              \
    "[{?descending}{<top}{<=old.bottom top}SELECT pg_catalog.setval({literal}, {top}, false) "     \
    "FROM {id} WHERE last_value > {top};;]"
