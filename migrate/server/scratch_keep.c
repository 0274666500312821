/* A scratch database as a checkpoint, and going on from one.
 *
 * The files of a server that was shut down are kept, and not a copy of the database: after a
 * crash's recovery unlogged tables would be empty, and a copy made with CREATE DATABASE lacks what
 * is set and said for the database itself.
 */
#include "base/term.h"
#include "pg/connection.h"
#include "server/checkpoint.h"
#include "server/scratch_data.h"
#include "sql.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- what is packed */

typedef struct {
    char *wal;     /* the only file of the log that a server which was shut down reads */
    char **others; /* "base/16390" …: of other databases; NULL-terminated */
} Leaving;

static void leaving_clear(Leaving *leaving) {
    g_free(leaving->wal);
    g_strfreev(leaving->others);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Leaving, leaving_clear)

static bool is_left(const char *path, void *data) {
    const Leaving *leaving = data;
    static const char log[] = "pg_wal/";
    if (g_str_has_prefix(path, log))
        return strcmp(path + strlen(log), leaving->wal) != 0 && !strchr(path + strlen(log), '_') &&
               !strstr(path, "summaries");
    return g_strv_contains((const char *const *)leaving->others, path);
}

/* The name of the log's file with the last checkpoint, which pg_control says at the same place in
 * all releases: control/pg_control.h. NULL when that file is not there. */
static char *last_log(const char *data) {
    enum { LSN_AT = 32, SEGMENT_BITS = 20 /* --wal-segsize=1 */, FILE_BITS = 32 - SEGMENT_BITS };
    g_autofree char *control = g_build_filename(data, "global", "pg_control", NULL);
    g_autofree char *text = NULL;
    gsize length = 0;
    guint64 lsn;
    if (!g_file_get_contents(control, &text, &length, NULL) || length < LSN_AT + sizeof lsn)
        return NULL;
    memcpy(&lsn, text + LSN_AT, sizeof lsn);
    guint64 segment = lsn >> SEGMENT_BITS;
    g_autofree char *name = g_strdup_printf("%08X%08X%08X", 1, (guint)(segment >> FILE_BITS),
                                            (guint)(segment & ((1U << FILE_BITS) - 1)));
    g_autofree char *path = g_build_filename(data, "pg_wal", name, NULL);
    return g_file_test(path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer(&name) : NULL;
}

/* Folders of all scratch databases but `database`. NULL on error. */
static char **folders_of_others(Scratch *scratch, const char *database) {
    g_autoptr(Rows) rows = scratch_boot(scratch, NULL)
                               ? pg_query(scratch->boot,
                                          "SELECT 'base/' || oid FROM pg_catalog.pg_database"
                                          " WHERE datname <> 'template1' AND datname <> $1",
                                          1, &database, NULL)
                               : NULL;
    if (!rows)
        return NULL;
    char **folders = g_new0(char *, rows_count(rows) + 1);
    for (guint i = 0; i < rows_count(rows); i++)
        folders[i] = g_strdup(rows_value(rows, i, 0));
    return folders;
}

/* --- keeping it */

bool scratch_is_plain(Scratch *scratch, bool *plain, GError **error) {
    g_autoptr(Rows) rows = scratch_boot(scratch, error) ? pg_ask(scratch->boot, PG_ONE_ROW("!"),
                                                                 SQL_scratch_plain, 0, NULL, error)
                                                        : NULL;
    *plain = rows && strcmp(rows_value(rows, 0, 0), "t") == 0;
    return rows;
}

guint scratch_number(const char *database) {
    guint number = 0;
    return sscanf(database, "scratch%u", &number) == 1 ? number : 0;
}

GPtrArray *scratch_roles(Scratch *scratch) {
    g_autoptr(Rows) rows =
        scratch_boot(scratch, NULL)
            ? pg_query(scratch->boot,
                       "SELECT rolname FROM pg_catalog.pg_roles WHERE oid >= 16384 AND rolname"
                       " <> ALL ('{migrate_owner," SCRATCH_USER "}') ORDER BY rolname",
                       0, NULL, NULL)
            : NULL;
    GPtrArray *roles = rows ? g_ptr_array_new_with_free_func(g_free) : NULL;
    for (guint i = 0; rows && i < rows_count(rows); i++)
        g_ptr_array_add(roles, g_strdup(rows_value(rows, i, 0)));
    return roles;
}

GStrv scratch_extension_folders(Scratch *scratch) {
    g_autoptr(Rows) rows =
        scratch_boot(scratch, NULL)
            ? pg_query(scratch->boot,
                       "SELECT CASE name WHEN 'SHAREDIR' THEN setting || '/extension' ELSE setting"
                       " END FROM pg_catalog.pg_config WHERE name IN ('SHAREDIR', 'PKGLIBDIR')"
                       " ORDER BY name",
                       0, NULL, NULL)
            : NULL;
    GStrv folders = rows ? g_new0(char *, rows_count(rows) + 1) : NULL;
    for (guint i = 0; rows && i < rows_count(rows); i++)
        folders[i] = g_strdup(rows_value(rows, i, 0));
    return folders;
}

static void write_down(Scratch *scratch, Leaving *leaving, const char *database, const Sum *key,
                       const char *note) {
    g_autoptr(GError) failed = NULL;
    g_autofree char *data = g_build_filename(scratch->rundir, "data", NULL);
    leaving->wal = last_log(data);
    int archive = leaving->wal ? archive_pack(data, is_left, leaving, &failed) : -1;
    if (archive < 0) {
        term_verbose("no checkpoint is kept: %s", failed ? failed->message : "pg_control is new");
        return;
    }
    scratch->keeping = checkpoint_write(scratch->cache_dir, key, scratch_number(database), note,
                                        archive, scratch->cache_size);
    close(archive);
}

bool scratch_keep(Scratch *scratch, const char *database, const Sum *key, const char *note,
                  GError **error) {
    g_auto(Leaving) leaving = {.others = folders_of_others(scratch, database)};
    if (scratch->given || scratch->keeping || scratch_number(database) == 0 || !leaving.others)
        return true;
    g_clear_pointer(&scratch->boot, pg_close);
    if (guard_pause(scratch->guard))
        write_down(scratch, &leaving, database, key, note);
    return guard_launch(scratch->guard, error);
}

/* --- going on from one */

bool scratch_is_resumed(const Scratch *scratch) {
    return scratch->kept > 0;
}

Pg *scratch_resume(Scratch *scratch, GError **error) {
    g_autofree char *name = scratch_name(scratch->kept);
    return scratch_reconnect(scratch, name, error);
}

void scratch_drop_role(Scratch *scratch, const char *role) {
    g_autoptr(GError) used = NULL;
    const char *const values[] = {role};
    if (!scratch_boot_execute(scratch,
                              "SELECT pg_catalog.format('DROP ROLE %I', rolname)"
                              " FROM pg_catalog.pg_roles WHERE rolname = $1 AND oid >= 16384",
                              G_N_ELEMENTS(values), values, &used))
        term_verbose("role %s stays: %s", role, used->message);
}
