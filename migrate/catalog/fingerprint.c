#include "catalog/fingerprint.h"

#include "catalog/identity.h"
#include <string.h>

/* A sum that is under way. */
typedef struct {
    GChecksum *sum;
    const char *own; /* the schema whose name does not count, as the server quotes it; NULL: none */
} Print;

/* The length goes first, so that no text can look like the end of one and the start of the next. A
 * catalog has so many that printf() would take as long as the sum. */
static void add_bytes(GChecksum *sum, const char *text) {
    if (!text) {
        g_checksum_update(sum, (const guchar *)"-", 1);
        return;
    }
    gsize length = strlen(text), rest = length;
    char digits[24], *end = digits + sizeof digits, *at = end;
    *--at = ':';
    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    g_checksum_update(sum, (const guchar *)at, end - at);
    g_checksum_update(sum, (const guchar *)text, (gssize)length);
}

static bool is_inside_name(char c) {
    return g_ascii_isalnum(c) || c == '_' || c == '$' || c == '"' || (guchar)c >= 0x80;
}

/* `text` with a byte that no text has wherever a word of it is `own`. Caller frees. */
static char *without_own(const char *text, const char *own) {
    gsize length = strlen(own);
    GString *out = g_string_new(NULL);
    for (const char *at = text, *found;; at = found + length) {
        found = strstr(at, own);
        g_string_append_len(out, at, found ? found - at : (gssize)strlen(at));
        if (!found)
            return g_string_free(out, FALSE);
        bool whole =
            (found == text || !is_inside_name(found[-1])) && !is_inside_name(found[length]);
        g_string_append(out, whole ? "\1" : own);
    }
}

static void add_text(const Print *print, const char *text) {
    bool may_have = text && print->own && strstr(text, print->own);
    g_autofree char *neutral = may_have ? without_own(text, print->own) : NULL;
    add_bytes(print->sum, neutral ? neutral : text);
}

static void add_name(const Print *print, const Object *object) {
    add_text(print, object ? object->kind->name : NULL);
    add_text(print, object ? object->identity : NULL);
}

static void add_object(const Print *print, const Object *object) {
    add_text(print, "object");
    add_name(print, object);
    add_name(print, object->parent);
    for (guint i = 0; object->kind->attrs[i].column; i++) {
        if (object->kind->attrs[i].policy == ATTR_IGNORE)
            continue;
        add_text(print, object->kind->attrs[i].column);
        add_text(print, object->values[i]);
    }
    for (guint i = 0; i < object->child_count; i++)
        if (object->children[i]->kind->within.ordered)
            add_name(print, object->children[i]);
}

static int compare_unmodelled(gconstpointer a, gconstpointer b) {
    const Unmodelled *one = *(const Unmodelled *const *)a, *two = *(const Unmodelled *const *)b;
    int order = strcmp(one->type, two->type);
    return order ? order : strcmp(one->identity, two->identity);
}

/* They come in the order of their oids, which is the server's. */
static void add_unmodelled(const Print *print, const Catalog *catalog) {
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (guint i = 0; i < catalog->unmodelled_count; i++)
        g_ptr_array_add(all, &catalog->unmodelled[i]);
    g_ptr_array_sort(all, compare_unmodelled);
    for (guint i = 0; i < all->len; i++) {
        const Unmodelled *one = all->pdata[i];
        add_text(print, "unmodelled");
        add_text(print, one->type);
        add_text(print, one->identity);
    }
}

/* Its end; frees it. */
static Sum finish(GChecksum *checksum) {
    Sum sum;
    gsize length = sizeof sum.bytes;
    g_checksum_get_digest(checksum, sum.bytes, &length);
    g_checksum_free(checksum);
    return sum;
}

Sum catalog_fingerprint(const Catalog *catalog) {
    const Print print = {g_checksum_new(G_CHECKSUM_SHA256), NULL};
    for (guint i = 0; i < catalog->count; i++)
        add_object(&print, catalog->objects[i]);
    add_unmodelled(&print, catalog);
    return finish(print.sum);
}

/* The schema that the object lies in, or is; NULL: none. Caller frees. */
static char *schema_of(const Object *object) {
    for (; object; object = object->parent) {
        char *schema = strcmp(object->kind->name, "schema") == 0
                           ? g_strdup(object->identity)
                           : identity_schema(object->kind->name, object->identity);
        if (schema)
            return schema;
    }
    return NULL;
}

GHashTable *catalog_fingerprint_schemas(const Catalog *catalog) {
    g_autoptr(GHashTable) open = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < catalog->count; i++) {
        char *schema = schema_of(catalog->objects[i]);
        GChecksum *sum = schema ? g_hash_table_lookup(open, schema) : NULL;
        if (!schema)
            continue;
        if (!sum)
            g_hash_table_insert(open, g_strdup(schema), sum = g_checksum_new(G_CHECKSUM_SHA256));
        const Print print = {sum, schema};
        add_object(&print, catalog->objects[i]);
        g_free(schema);
    }
    GHashTable *sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    GHashTableIter iter;
    gpointer schema, sum;
    g_hash_table_iter_init(&iter, open);
    while (g_hash_table_iter_next(&iter, &schema, &sum)) {
        const Sum end = finish(sum);
        g_hash_table_insert(sums, g_strdup(schema), sum_hex(&end));
    }
    return sums;
}
