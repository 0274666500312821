/* Directions: what a migration's two scripts say of themselves in their directives. */
#pragma once

#include "base/finding.h"
#include "history/migrations.h"
#include "text/batching.h"

/* Fills in what directives and statements say of `migration`, whose texts are there. What cannot be
 * read, or stands where it has no effect, is added to `findings` as "unreadable". */
void directions_read(Migration *migration, Findings *findings);

/* How the statement is to be carried out in batches, by the directive above it; NULL: it is not.
 * Caller frees. */
Batching *directions_batching(const GPtrArray *directives, const Statement *statement);
/* The directives of a script of a migration; NULL: it cannot be read. Caller unrefs. */
GPtrArray *directions_find(const char *path, GBytes *text);
/* Whether every statement of the script is carried out in batches, each in a transaction of its
 * own. */
bool directions_all_batched(const char *path, GBytes *text);
