/* Disk: how much of a database's disk each relation has, as the server says it. */
#pragma once

#include <glib.h>

/* Identity of a table, materialized view or index → text for people, "8192 bytes", "1 MB, 2 MB with
 * indexes, rows: about 300". Caller unrefs. */
GHashTable *disk_read(const char *conninfo, GError **error);
