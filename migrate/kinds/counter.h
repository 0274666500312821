/* Counters: the current value of a sequence is in no definition. */
#pragma once

/* The value is kept when the counter is dropped and created again, or replaced by one of the other
 * kind, as far as the new bounds allow. One that has not counted yet leaves the new one its start.
 */
#define COUNTER_SAVE                                                                               \
    "CREATE SEQUENCE {schema}.{aside} MINVALUE -9223372036854775808 START WITH 1;;"                \
    "SELECT pg_catalog.setval('{schema_literal}.{aside}', last_value, is_called) FROM {id}"
#define COUNTER_RESTORE                                                                            \
    "SELECT pg_catalog.setval({literal}, last_value, is_called) FROM {old.schema}.{aside} WHERE "  \
    "(is_called OR last_value <> {old.all_start})"                                                 \
    "[{!descending} AND last_value >= {bottom}][{?descending} AND last_value <= {top}];;"          \
    "DROP SEQUENCE {old.schema}.{aside}"

/* A counter that is created for a column with values goes on behind them. */
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
