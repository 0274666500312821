/* Copy: rows as streams of COPY, and settings whose value nobody may see.
 *
 * A stream belongs to its connection: between the begin and the end nothing else is sent on it.
 * Pieces are of whole rows in the text format, and any number of them take the memory of one. All
 * of it happens inside a transaction that the caller has open.
 */
#pragma once

#include "pg/pg.h"

/* Begins `COPY … TO STDOUT`. */
bool pg_copy_out(Pg *pg, const char *sql, GError **error);
/* Appends the next rows to `piece`, up to about `most` bytes; `*done` with the last ones or behind
 * them, where the stream has ended by itself, and then in `rows` (may be NULL) how many there were.
 */
bool pg_copy_take(Pg *pg, GString *piece, gsize most, bool *done, gint64 *rows, GError **error);
/* Begins `COPY … FROM STDIN`. */
bool pg_copy_in(Pg *pg, const char *sql, GError **error);
/* Sends rows; an error of the server's may come with the end only. */
bool pg_copy_put(Pg *pg, const GString *piece, GError **error);
/* Ends it: whether the server has taken the rows, and how many (may be NULL). `why`, where it is
 * not NULL, takes all of them back, and that is no error. */
bool pg_copy_end(Pg *pg, const char *why, gint64 *rows, GError **error);
/* What is left of a COPY … TO STDOUT is thrown away. */
void pg_copy_stop(Pg *pg);

/* Sets a parameter for the transaction by a function call of the protocol: unlike a statement or
 * what is bound to one, its value is in no log and no view of statements, whatever these record
 * (manual: Function Call; log_statement). `function` is the oid of set_config(text, text,
 * boolean). */
bool pg_set_unseen(Pg *pg, guint32 function, const char *name, const char *value, GError **error);
