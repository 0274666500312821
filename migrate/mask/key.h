/* Key: the secret that pseudonyms are made with.
 *
 * It comes from the environment variable MIGRATE_MASK_KEY and from nowhere else: a file would be
 * read, and an argument is in the list of processes. What a server gets is made of a sum of it, as
 * settings of one transaction, and by a way that no log records (pg/copy.h).
 */
#pragma once

#include "pg/pg.h"

/* FAIL_USAGE where there is none, or one that could be guessed. */
bool mask_key_check(GError **error);
/* Gives it to the transaction that is open on `pg`, which reads rows. */
bool mask_key_send(Pg *pg, GError **error);
/* SQL for the digest of `text`, an expression of type text, in such a transaction. Caller frees. */
char *mask_digest(const char *text);
