/* Sizes: how many rows and bytes the relations of a database have, as VACUUM and ANALYZE last saw
 * them, and how long work on them takes by that.
 *
 * Nothing but names and numbers is read, from catalogs alone: no table is opened, so nothing waits
 * for a lock. They travel in a file, so that whoever judges a migration needs no database.
 */
#pragma once

#include "measure/measure.h"

/* For what the room cannot read. */
GQuark measure_error_quark(void);
#define MEASURE_ERROR measure_error_quark()

/* -1: not known. */
typedef struct {
    gint64 rows, bytes; /* of a table with its indexes and TOAST, of a partitioned one with all of
                           its partitions */
} Size;

typedef struct Sizes Sizes;

/* Those of the tables and materialized views of the database of `pg`. NULL on error. */
Sizes *sizes_read(Pg *pg, GError **error);
/* Those of a file that sizes_print() has made; FAIL_USAGE with its name and what is wrong. */
Sizes *sizes_parse(GBytes *text, const char *file, GError **error);
void sizes_free(Sizes *sizes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sizes, sizes_free)

/* JSON, a line for each relation, by name; the same bytes for the same numbers. Caller frees. */
char *sizes_print(const Sizes *sizes);
guint sizes_count(const Sizes *sizes);
/* NULL: not known. Borrowed. */
const Size *sizes_find(const Sizes *sizes, const char *schema, const char *name);
/* The same by the name that it has where nothing of what was measured was executed yet. */
const Size *sizes_of(const Sizes *sizes, const MeasuredRelation *relation);

/* How long such work on it takes by a cautious estimate: "seconds", "minutes", "hours" …; static.
 * NULL where it does not depend on the size, or that is not known. */
const char *size_time(const Size *size, Work work);
/* "41 GB, 120 M rows", and ": minutes" for work that takes time; NULL when nothing is known. Caller
 * frees. */
char *size_words(const Size *size, Work work);
/* "41 GB". Caller frees. */
char *bytes_words(gint64 bytes);
