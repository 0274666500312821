/* Live: what a running database is, read without disturbing it – catalogs and the ledger only, in
 * read-only transactions, with short timeouts. Works on a standby and with a role that may read no
 * table.
 */
#pragma once

#include "cmd/endpoint.h"
#include "history/ledger.h"
#include "source/source.h"

typedef struct {
    Catalog *catalog;
    Ledger *ledger; /* what it says was applied; NULL: there is none that can be read, and … */
    char *ledger_absent; /* … why, as half a sentence */
    char *database, *system_identifier;
    guint major;
} Live;

/* `ledger`: read it, too. */
bool live_read(Live *live, const char *conninfo, const SourceNames *names, bool ledger,
               GError **error);
void live_clear(Live *live);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Live, live_clear)
