/* Batching: an UPDATE or DELETE that is carried out in batches, and how.
 *
 *     -- migrate: batch key=id size=5000 pause=20ms target=200ms max_lag=10s
 *     UPDATE orders SET total = net + tax WHERE total IS NULL;
 *
 * The statement stays what it is: whoever executes it as it stands changes all rows at once. A
 * batch is the same statement with one more condition, on the key. Pure: no server is asked what
 * table and key are.
 */
#pragma once

#include "text/scan.h"

/* Times are milliseconds. */
typedef struct {
    char *key;     /* a column, as it was written */
    guint size;    /* the most rows of a batch; 5000 */
    guint pause;   /* between two; 0 */
    guint target;  /* how long one may take until they become smaller; 200 */
    guint max_lag; /* how far a standby may be behind; 10 s */
} Batching;

/* The arguments of the directive; FAIL_USAGE. Caller frees. */
Batching *batching_parse(const char *arguments, GError **error);
void batching_free(Batching *batching);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Batching, batching_free)

typedef struct {
    char *table;     /* as it was written */
    char *name;      /* what its columns are qualified by */
    char *head;      /* all before the condition */
    char *condition; /* NULL: none */
} Batched;

/* FAIL_USAGE where the statement cannot be cut into batches: it is neither UPDATE nor DELETE, it
 * returns rows, or it changes the key, by which they are counted. `batched` is to be cleared,
 * whatever the result. */
bool batching_read(const Batching *batching, const Statement *statement, Batched *batched,
                   GError **error);
void batched_clear(Batched *batched);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Batched, batched_clear)

/* The statement for the rows whose key is greater than `low` (NULL: all) and at most `high`, both
 * quoted literals. Caller frees. */
char *batched_sql(const Batched *batched, const char *key, const char *low, const char *high);
