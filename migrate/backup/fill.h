/* Fill: PostgreSQL's programs putting a dump into a database. Inside backup/ only. */
#pragma once

#include "backup/infile.h"
#include "server/client.h"

typedef struct {
    InFile *file;
    const char *conninfo; /* of the database that is filled */
    const char *bin_dir;
    guint major; /* of the server */
    guint jobs;
    const BackupWatch *watch;
    Program restore, psql;
    Client restore_client, psql_client;
} Fill;

/* Finds the programs. FAIL_USAGE for jobs that the format does not allow; FAIL_ENVIRONMENT for a
 * dump of a newer server, and where programs are missing. */
bool fill_open(Fill *fill, GError **error);
/* Into an empty database that nobody else uses: each statement is a transaction. */
bool fill_apart(Fill *fill, GError **error);
/* In one transaction, between the statements `before` and `after`. */
bool fill_at_once(Fill *fill, const char *before, const char *after, GError **error);
void fill_clear(Fill *fill);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fill, fill_clear)
