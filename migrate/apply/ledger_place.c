#include "apply/ledger_place.h"

#include "history/migrations.h"
#include "history/write.h"
#include "text/sum.h"
#include <string.h>

#define LITERAL "/* ledger */ '" LEDGER_USUAL "'"
#define PREFIX  "migrate_"

/* The third are the bytes of "migrate" in ASCII. */
static const char *const usual_locks[] = {"8269343926772183941", "5941381922869339209",
                                          "30796665482998885"};
enum { LOCKS = G_N_ELEMENTS(usual_locks) };

typedef struct {
    char *schema;       /* NULL: the usual one */
    const char *prefix; /* static */
    GHashTable *texts;  /* SQL → the text for `schema`, char*, owned */
    char *locks[LOCKS];
} Place;

/* The project's, and that of the tenant that the thread works on. */
static Place project = {.prefix = ""};
static _Thread_local Place tenant;
static GMutex texts_lock;

static const Place *place(void) {
    return tenant.schema ? &tenant : &project;
}

/* The first eight bytes of a hash, as a signed number. */
static char *lock_of(const char *schema, const char *prefix, guint lock) {
    g_autofree char *text = g_strdup_printf("%s lock %u of %s %s", LEDGER_USUAL, lock,
                                            *prefix ? "tenant" : "ledger", schema);
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

static void place_clear(Place *old) {
    g_clear_pointer(&old->schema, g_free);
    g_clear_pointer(&old->texts, g_hash_table_unref);
    for (guint i = 0; i < LOCKS; i++)
        g_clear_pointer(&old->locks[i], g_free);
    old->prefix = "";
}

static void place_fill(Place *new, const char *schema, const char *prefix) {
    new->schema = g_strdup(schema);
    new->prefix = prefix;
    new->texts = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    for (guint i = 0; i < LOCKS; i++)
        new->locks[i] = lock_of(schema, prefix, i);
}

bool ledger_place_set(const char *schema, GError **error) {
    if (schema && !is_name(schema)) {
        g_set_error(error, HISTORY_ERROR, FAIL_USAGE,
                    "schema under [ledger] cannot be \"%s\": it is a schema that is for the ledger "
                    "alone, of at most 63 of a-z, 0-9 and _, as migrate_auth",
                    schema);
        return false;
    }
    place_clear(&project);
    if (schema && strcmp(schema, LEDGER_USUAL) != 0)
        place_fill(&project, schema, "");
    return true;
}

void ledger_place_tenant(const char *schema) {
    place_clear(&tenant);
    if (schema)
        place_fill(&tenant, schema, PREFIX);
}

const char *ledger_schema(void) {
    const Place *here = place();
    return here->schema ? here->schema : LEDGER_USUAL;
}

const char *ledger_prefix(void) {
    return place()->prefix;
}

/* A name and a literal that mean the same whatever the session is set to: any name can be that of a
 * tenant's schema. */
static char *quoted(const char *text, char quote) {
    GString *out = g_string_new(quote == '\'' && strchr(text, '\\') ? "E" : "");
    g_string_append_c(out, quote);
    for (; *text; text++) {
        if (*text == quote || (quote == '\'' && *text == '\\'))
            g_string_append_c(out, *text);
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, quote);
    return g_string_free(out, FALSE);
}

static char *text_for(const Place *here, const char *sql) {
    g_autofree char *name = quoted(here->schema, '"'), *literal = quoted(here->schema, '\''),
                    *name_literal = quoted(name, '\'');
    g_autofree char *relation = g_strconcat(name, ".", here->prefix, NULL),
                    *of_relation = g_strconcat(name_literal, " || '.", here->prefix, NULL),
                    *prefix = g_strconcat("'", here->prefix, "'", NULL);
    GString *text = g_string_new(sql);
    g_string_replace(text, LITERAL " || '.", of_relation, 0);
    g_string_replace(text, LITERAL, literal, 0);
    g_string_replace(text, LEDGER ".", relation, 0);
    g_string_replace(text, LEDGER, name, 0);
    g_string_replace(text, LEDGER_PREFIX "''", prefix, 0);
    g_string_replace(text, LEDGER_PREFIX, here->prefix, 0);
    return g_string_free(text, FALSE);
}

const char *ledger_sql(const char *sql) {
    const Place *here = place();
    if (!here->schema)
        return sql;
    g_mutex_lock(&texts_lock);
    char *text = g_hash_table_lookup(here->texts, sql);
    if (!text)
        g_hash_table_insert(here->texts, (gpointer)sql, text = text_for(here, sql));
    g_mutex_unlock(&texts_lock);
    return text;
}

const char *ledger_name(void) {
    return place()->schema ? ledger_sql(LEDGER) : LEDGER_USUAL;
}

const char *ledger_lock(LedgerLock lock) {
    return place()->schema ? place()->locks[lock] : usual_locks[lock];
}
