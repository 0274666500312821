#include "history/migrations.h"

#include <stdio.h>
#include <string.h>

enum { MAX_NEW_NAME = 100 };

void replaces_free(Replaces *replaces) {
    if (!replaces)
        return;
    g_free(replaces->first);
    g_free(replaces->last);
    g_free(replaces->commit);
    g_free(replaces);
}

void migration_free(gpointer data) {
    Migration *migration = data;
    g_free(migration->version);
    g_free(migration->name);
    g_free(migration->label);
    g_free(migration->key);
    g_free(migration->path);
    g_free(migration->below);
    g_free(migration->down_path);
    g_clear_pointer(&migration->text, g_bytes_unref);
    g_clear_pointer(&migration->down, g_bytes_unref);
    g_clear_pointer(&migration->directives, g_ptr_array_unref);
    replaces_free(migration->replaces);
    g_free(migration);
}

void history_free(History *history) {
    if (!history)
        return;
    g_free(history->folder);
    g_ptr_array_unref(history->migrations);
    g_clear_pointer(&history->repeats, g_ptr_array_unref);
    g_clear_pointer(&history->tags, g_hash_table_unref);
    g_free(history);
}

guint history_count(const History *history) {
    return history->migrations->len;
}

const Migration *history_at(const History *history, guint index) {
    return g_ptr_array_index(history->migrations, index);
}

/* The only one whose version is that number, however many zeros it is written with. */
static const Migration *find_number(const History *history, const char *version) {
    const Migration *found = NULL;
    if (!*version || version[strspn(version, "0123456789.")])
        return NULL;
    for (guint i = 0; i < history->migrations->len; i++) {
        const Migration *migration = history_at(history, i);
        if (!*migration->version || version_compare(migration->version, version) != 0)
            continue;
        if (found)
            return NULL;
        found = migration;
    }
    return found;
}

const Migration *history_find(const History *history, const char *version) {
    const char *label = history->tags ? g_hash_table_lookup(history->tags, version) : NULL;
    const Migration *found = NULL;
    for (guint i = 0; i < history->migrations->len; i++) {
        const Migration *migration = history_at(history, i);
        if (strcmp(migration->label, label ? label : version) == 0)
            return migration;
        if (strcmp(migration->version, version) == 0 ||
            (migration->place && strcmp(migration->name, version) == 0))
            found = migration;
    }
    return found ? found : find_number(history, version);
}

const Migration *history_of_key(const History *history, const char *key) {
    for (guint i = 0; i < history->migrations->len; i++)
        if (strcmp(history_at(history, i)->key, key) == 0)
            return history_at(history, i);
    return NULL;
}

GHashTable *history_labels(const History *history) {
    GHashTable *labels = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < history_count(history); i++)
        g_hash_table_add(labels, history_at(history, i)->label);
    return labels;
}

guint history_position(const History *history, const Migration *migration) {
    guint index = 0;
    return g_ptr_array_find(history->migrations, migration, &index) ? index + 1 : 0;
}

Sum history_chain_before(const History *history, guint index) {
    return index == 0 ? (Sum){{0}} : history_at(history, index - 1)->chain;
}

bool history_stretch(const History *history, const Sum *before, const Sum *chain, guint *first,
                     guint *last) {
    bool begun = false;
    for (guint i = 0; i < history_count(history); i++) {
        Sum previous = history_chain_before(history, i);
        if (!begun && sum_equal(&previous, before)) {
            begun = true;
            *first = i;
        }
        *last = i;
        if (begun && sum_equal(&history_at(history, i)->chain, chain))
            return true;
    }
    return false;
}

Sum migration_chain(const Sum *previous, const Migration *migration) {
    return migration->replaces ? migration->replaces->chain
                               : sum_chain(previous, migration->label, &migration->lf);
}

Sum migration_sum_sql(const Migration *migration) {
    gsize length;
    const char *text = g_bytes_get_data(migration->text, &length);
    return sum_sql(text ? text : "", length);
}

int migration_compare(gconstpointer a, gconstpointer b) {
    const Migration *const *one = a, *const *two = b;
    int order = version_compare((*one)->version, (*two)->version);
    return order != 0 ? order : strcmp((*one)->label, (*two)->label);
}

static char *second_after(const char *version) {
    int year, month, day, hour, minute, second;
    if (strlen(version) == 14 &&
        sscanf(version, "%4d%2d%2d%2d%2d%2d", &year, &month, &day, &hour, &minute, &second) == 6) {
        g_autoptr(GDateTime) last = g_date_time_new_utc(year, month, day, hour, minute, second);
        g_autoptr(GDateTime) next = last ? g_date_time_add_seconds(last, 1) : NULL;
        if (next)
            return g_date_time_format(next, "%Y%m%d%H%M%S");
    }
    return g_strdup_printf("%" G_GUINT64_FORMAT, g_ascii_strtoull(version, NULL, 10) + 1);
}

/* What follows a number, seconds or milliseconds since 1970; NULL: `last` is another time. */
static char *counted_after(const char *last, bool stamped, gint64 now) {
    enum { DATE = 8, SECONDS = 10, MILLISECONDS = 13 };
    const char *point = strrchr(last, '.');
    if (point && !stamped)
        return g_strdup_printf("%.*s.%0*" G_GINT64_FORMAT, (int)(point - last), last,
                               (int)strlen(point + 1), g_ascii_strtoll(point + 1, NULL, 10) + 1);
    gsize digits = strlen(last);
    gint64 next = g_ascii_strtoll(last, NULL, 10) + 1;
    bool date = digits == DATE && (g_str_has_prefix(last, "20") || g_str_has_prefix(last, "19"));
    if (digits == SECONDS || digits == MILLISECONDS)
        next = MAX(next, digits == SECONDS ? now : now * 1000);
    else if (digits > SECONDS || date || stamped)
        return NULL;
    return g_strdup_printf("%0*" G_GINT64_FORMAT, (int)digits, next);
}

char *history_next_version(const History *history, gint64 now) {
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(now);
    g_autofree char *version = g_date_time_format(time, "%Y%m%d%H%M%S");
    if (history->migrations->len == 0)
        return g_steal_pointer(&version);
    const Migration *last = history_at(history, history->migrations->len - 1);
    bool stamped = !history->layout || history->layout->stamped;
    char *counted = counted_after(last->version, stamped, now);
    if (counted)
        return counted;
    if (version_compare(version, last->version) > 0)
        return g_steal_pointer(&version);
    return second_after(last->version);
}

bool migration_name_valid(const char *name, GError **error) {
    gsize length = strlen(name);
    if (length > 0 && length <= MAX_NEW_NAME &&
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length)
        return true;
    g_autofree char *lower = g_ascii_strdown(name, MIN(length, (gsize)MAX_NEW_NAME));
    for (char *c = lower; *c != '\0'; c++)
        if (!g_ascii_islower(*c) && !g_ascii_isdigit(*c))
            *c = '_';
    g_set_error(error, HISTORY_ERROR, FAIL_USAGE,
                "'%s' cannot be the name of a migration: it has to be 1 to %d of a-z, 0-9 and "
                "'_', such as '%s'",
                name, MAX_NEW_NAME, *lower == '\0' ? "add_users" : lower);
    return false;
}
