/* Whether a timestamp gets a time zone, or loses it, without being written again is the session's
 * TimeZone's to say: on scratch, where that is UTC, it does; a production's can be another. So such
 * a change counts as the rewrite that it may be. */
#include "measure/room.h"

#include "sql.h"
#include <string.h>

/* pg_type.dat */
enum { OID_TIMESTAMP = 1114, OID_TIMESTAMPTZ = 1184 };

static bool is_word(const Statement *statement, const char *word) {
    gsize length = strlen(word);
    for (gsize i = 0; i + length <= statement->length; i++)
        if (g_ascii_strncasecmp(statement->text + i, word, length) == 0)
            return true;
    return false;
}

/* A set of "table column type". */
static GHashTable *read_times(Pg *pg, GError **error) {
    g_autoptr(Rows) rows = pg_ask(pg, PG_ANY_ROWS("!!!"), SQL_measure_times, 0, NULL, error);
    GHashTable *times = rows ? g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) : NULL;
    for (guint i = 0; rows && i < rows_count(rows); i++)
        g_hash_table_add(times, g_strjoin(" ", rows_value(rows, i, 0), rows_value(rows, i, 1),
                                          rows_value(rows, i, 2), NULL));
    return times;
}

bool times_begin(GHashTable **before, Pg *pg, const Statement *statement, GError **error) {
    *before = NULL;
    if (!statement_matches(statement, "alter") || !is_word(statement, "timestamp"))
        return true;
    return (*before = read_times(pg, error)) != NULL;
}

static bool had_other(GHashTable *before, const char *entry) {
    g_auto(GStrv) parts = g_strsplit(entry, " ", 3);
    bool zoned = g_ascii_strtoll(parts[2], NULL, 10) == OID_TIMESTAMPTZ;
    g_autofree char *other =
        g_strdup_printf("%s %s %d", parts[0], parts[1], zoned ? OID_TIMESTAMP : OID_TIMESTAMPTZ);
    return g_hash_table_contains(before, other);
}

GHashTable *times_changed(GHashTable *before, Pg *pg, GError **error) {
    g_autoptr(GHashTable) after = read_times(pg, error);
    if (!after)
        return NULL;
    GHashTable *changed = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer entry;
    g_hash_table_iter_init(&iter, after);
    while (g_hash_table_iter_next(&iter, &entry, NULL)) {
        gint64 table = g_ascii_strtoll(entry, NULL, 10);
        if (had_other(before, entry))
            g_hash_table_add(changed, g_memdup2(&table, sizeof table));
    }
    return changed;
}
