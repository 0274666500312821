/* A statement that is carried out in batches (text/batching.h). Inside apply/ only.
 *
 * Each batch is a transaction that begins with its row in migrate.batch, so that it happens once or
 * not at all, and a run goes on behind the last one that is committed. Rows are taken in the order
 * of the key, up to the greatest key that there was at the beginning. Between batches nothing is
 * held. What is counted, and by which key, is in the statement's row from its beginning on, and
 * does not change before its end.
 */
#pragma once

#include "apply/work.h"
#include "text/batching.h"

/* Whether the statement with batches of an earlier attempt, if there is one behind the first `done`
 * statements, is the one that stands there now; else FAIL_DECISION. Only by its text: what the text
 * means is looked up by backfill_run(). */
bool backfill_is_same(const Work *work, guint done, GError **error);

/* The statement at `at`, from where earlier runs have come to. */
bool backfill_run(const Work *work, const Batching *batching, GError **error);

/* Tells of each statement of the migrations (const Migration*) that is carried out in batches about
 * how many these will be. Only reads. */
bool backfill_tell_ahead(Run *run, const GPtrArray *migrations, GError **error);
