#include "apply/ledger_place.h"

#include "history/migrations.h"
#include "history/write.h"
#include "text/sum.h"
#include <string.h>

#define LITERAL "/* ledger */ '" LEDGER_USUAL "'"

/* The third are the bytes of "migrate" in ASCII. */
static const char *const usual_locks[] = {"8269343926772183941", "5941381922869339209",
                                          "30796665482998885"};
enum { LOCKS = G_N_ELEMENTS(usual_locks) };

static struct {
    char *schema;      /* NULL: the usual one */
    GHashTable *texts; /* SQL → the text for `schema`, which is interned */
    char *locks[LOCKS];
} place;

/* The first eight bytes of a hash, as a signed number. */
static char *lock_of(const char *schema, guint lock) {
    g_autofree char *text = g_strdup_printf("%s lock %u of ledger %s", LEDGER_USUAL, lock, schema);
    Sum sum = sum_lf(text, strlen(text));
    gint64 key;
    memcpy(&key, sum.bytes, sizeof key);
    return g_strdup_printf("%" G_GINT64_FORMAT, GINT64_FROM_BE(key));
}

static bool is_name(const char *schema) {
    enum { MOST = 63 };
    gsize length = strlen(schema);
    return length > 0 && length <= MOST && !g_ascii_isdigit(*schema) &&
           strspn(schema, G_CSET_a_2_z G_CSET_DIGITS "_") == length &&
           !g_str_has_prefix(schema, "pg_") && strcmp(schema, "information_schema") != 0 &&
           strcmp(schema, "public") != 0;
}

bool ledger_place_set(const char *schema, GError **error) {
    if (schema && !is_name(schema)) {
        g_set_error(error, HISTORY_ERROR, FAIL_USAGE,
                    "schema under [ledger] cannot be \"%s\": it is a schema that is for the ledger "
                    "alone, of at most 63 of a-z, 0-9 and _, as migrate_auth",
                    schema);
        return false;
    }
    g_clear_pointer(&place.schema, g_free);
    g_clear_pointer(&place.texts, g_hash_table_unref);
    for (guint i = 0; i < LOCKS; i++)
        g_clear_pointer(&place.locks[i], g_free);
    if (!schema || strcmp(schema, LEDGER_USUAL) == 0)
        return true;
    place.schema = g_strdup(schema);
    place.texts = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (guint i = 0; i < LOCKS; i++)
        place.locks[i] = lock_of(schema, i);
    return true;
}

const char *ledger_schema(void) {
    return place.schema ? place.schema : LEDGER_USUAL;
}

static const char *text_for(const char *sql) {
    g_autofree char *name = g_strdup_printf("\"%s\"", place.schema);
    g_autofree char *literal = g_strdup_printf("'%s'", place.schema);
    g_autoptr(GString) text = g_string_new(sql);
    g_string_replace(text, LITERAL, literal, 0);
    g_string_replace(text, LEDGER, name, 0);
    return g_intern_string(text->str);
}

const char *ledger_sql(const char *sql) {
    if (!place.schema)
        return sql;
    const char *text = g_hash_table_lookup(place.texts, sql);
    if (!text)
        g_hash_table_insert(place.texts, (gpointer)sql, (gpointer)(text = text_for(sql)));
    return text;
}

const char *ledger_name(void) {
    return place.schema ? ledger_sql(LEDGER) : LEDGER_USUAL;
}

const char *ledger_lock(LedgerLock lock) {
    return place.schema ? place.locks[lock] : usual_locks[lock];
}
