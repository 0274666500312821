/* Formats of the ledger's tables: a row for each that a release has made.
 *
 * Ledgers of older formats are read as they are, and brought to LEDGER_FORMAT before they are
 * written. A format is told by the shape of its tables (guard.sql), never by what the ledger says
 * of itself. A new one is a row at the end: its shape, how it is read, and the script that makes it
 * out of the one before.
 */
#pragma once

#include <glib.h>

/* The one that is written. */
enum { LEDGER_FORMAT = 4 };

/* All are constant texts. */
typedef struct {
    const char *shape;   /* the hash in guard.sql of columns and their types */
    const char *read;    /* a query with the columns of ledger_read.sql */
    const char *upgrade; /* from the format before, in the transaction of ledger_bootstrap(); NULL
                            for the first */
} LedgerFormat;

/* By format; row 0 is empty. */
extern const LedgerFormat ledger_formats[LEDGER_FORMAT + 1];

/* 0 when it is of no known format. `shape` may be NULL. */
guint ledger_format_of(const char *shape);
