/* Live: what a running database is, read without disturbing it – catalogs and the ledger only, in
 * read-only transactions, with short timeouts. Works on a standby and with a role that may read no
 * table.
 */
#pragma once

#include "apply/ledger.h"
#include "config/endpoint.h"
#include "config/project.h"
#include "source/source.h"

typedef struct {
    Pg *pg;        /* until live_load() */
    bool borrowed; /* the connection is somebody else's, and stays open */
    Catalog *catalog;
    Ledger *ledger;      /* what it says was applied; NULL: none that can be read, and … */
    char *path;          /* search_path of the role or the database; NULL: the server's usual one */
    char *ledger_absent; /* … why, as half a sentence */
    bool other_ledgers;  /* other tools have theirs there */
    char *database, *system_identifier;
    guint major;
} Live;

/* Connects, with the rights of `owner` where that is possible (NULL: the login's); `ledger`: reads
 * it, too. */
bool live_open(Live *live, const char *conninfo, const char *owner, bool ledger, GError **error);
/* The same with a connection that is there already, and without the ledger. */
void live_borrow(Live *live, Pg *pg, const Guard *guard);
/* Reads the catalog, to be compared on a server of `scratch_major`, and gives the connection up. */
bool live_load(Live *live, const SourceNames *names, guint scratch_major, GError **error);
/* Makes what was read one side of a comparison: rebuilt on the scratch server, which runs, where
 * that words definitions as another version does. */
bool live_take(Live *live, const Project *project, Loaded *side, GError **error);
void live_clear(Live *live);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Live, live_clear)
