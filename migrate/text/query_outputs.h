/* Outputs of a query: which columns decide whether one of them can be NULL.
 *
 * Says only what follows from the query's text, which has to be as the server prints it under an
 * empty search path: names without a schema are pg_catalog's, every relation has its own. An output
 * is proven not to be NULL as long as none of the columns that it names can be; where a join may
 * fill in NULL, where rows are grouped by sets, and wherever anything is not understood, it is not
 * proven. A text that cannot be parsed has no outputs.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A column of a relation, unquoted. */
typedef struct {
    const char *schema, *relation, *column;
} OutputColumn;

typedef struct {
    char *name; /* as a subquery around it would call it; NULL: not known */
    bool proven;
    OutputColumn *of;   /* nothing but this column; NULL: something else, or not known */
    GPtrArray *columns; /* of OutputColumn*: all of them have to be without NULL */
} Output;

/* What the query gives, in order; empty when it cannot be parsed. Array of Output*. Caller unrefs.
 */
GPtrArray *query_outputs(const char *sql);
