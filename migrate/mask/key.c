#include "mask/key.h"

#include "base/hash.h"
#include "mask/rule.h"
#include "pg/copy.h"
#include <string.h>

/* HMAC's block is that of SHA-256 (RFC 2104). */
enum { SHORTEST = 16, BLOCK = 64 };
#define VARIABLE "MIGRATE_MASK_KEY"
#define SETTING  "migrate_mask."

bool mask_key_check(GError **error) {
    const char *key = g_getenv(VARIABLE);
    if (key && strlen(key) >= SHORTEST)
        return true;
    g_set_error(
        error, MASK_ERROR, FAIL_USAGE,
        key ? "the key in " VARIABLE " is shorter than %d characters and could be guessed; "
              "make one with `openssl rand -hex 32`, and keep it"
            : "masks need a key of at least %d characters in the environment variable " VARIABLE
              "; make one with `openssl rand -hex 32`, and keep it: the same key "
              "gives the same pseudonyms",
        SHORTEST);
    return false;
}

/* The key of the HMAC, with every byte changed as `pad` says, in hexadecimal digits. */
static char *padded(guint8 pad) {
    static const char digits[] = "0123456789abcdef";
    g_autoptr(Hash) hash = hash_new();
    const char *key = g_getenv(VARIABLE);
    hash_add_text(hash, "migrate mask");
    hash_add_text(hash, key ? key : "");
    Sum sum = hash_end(hash);
    g_autoptr(GString) hex = g_string_new(NULL);
    for (guint i = 0; i < BLOCK; i++) {
        guint8 byte = (guint8)((i < SUM_BYTES ? sum.bytes[i] : 0) ^ pad);
        g_string_append_c(hex, digits[byte >> 4]);
        g_string_append_c(hex, digits[byte & 15]);
    }
    explicit_bzero(&sum, sizeof(sum));
    return g_string_free(g_steal_pointer(&hex), FALSE);
}

static void forget(char *secret) {
    explicit_bzero(secret, strlen(secret));
    g_free(secret);
}

bool mask_key_send(Pg *pg, GError **error) {
    static const char find[] =
        "SELECT 'pg_catalog.set_config(text,text,boolean)'::pg_catalog.regprocedure::oid";
    g_autoptr(Rows) rows = pg_ask(pg, PG_ONE_ROW("!"), find, 0, NULL, error);
    guint32 function = rows ? (guint32)rows_number(rows, 0, 0) : 0;
    if (!rows)
        return false;
    char *inner = padded(0x36), *outer = padded(0x5c);
    bool done = pg_set_unseen(pg, function, SETTING "inner", inner, error) &&
                pg_set_unseen(pg, function, SETTING "outer", outer, error);
    forget(inner);
    forget(outer);
    if (!done)
        g_prefix_error(error, "while giving the key of the masks to the server: ");
    return done;
}

/* The sub-selects are evaluated once for the whole query. */
char *mask_digest(const char *text) {
#define PAD(name) "(SELECT decode(current_setting('" SETTING name "'), 'hex'))"
    return g_strdup_printf(
        "sha256(" PAD("outer") " || sha256(" PAD("inner") " || convert_to(%s, 'UTF8')))", text);
}
