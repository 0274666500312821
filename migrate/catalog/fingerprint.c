#include "catalog/fingerprint.h"

#include <string.h>

/* The length goes first, so that no text can look like the end of one and the start of the next. A
 * catalog has so many that printf() would take as long as the sum. */
static void add_text(GChecksum *sum, const char *text) {
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

static void add_name(GChecksum *sum, const Object *object) {
    add_text(sum, object ? object->kind->name : NULL);
    add_text(sum, object ? object->identity : NULL);
}

static void add_object(GChecksum *sum, const Object *object) {
    add_text(sum, "object");
    add_name(sum, object);
    add_name(sum, object->parent);
    for (guint i = 0; object->kind->attrs[i].column; i++) {
        if (object->kind->attrs[i].policy == ATTR_IGNORE)
            continue;
        add_text(sum, object->kind->attrs[i].column);
        add_text(sum, object->values[i]);
    }
    for (guint i = 0; i < object->child_count; i++)
        if (object->children[i]->kind->within.ordered)
            add_name(sum, object->children[i]);
}

static int compare_unmodelled(gconstpointer a, gconstpointer b) {
    const Unmodelled *one = *(const Unmodelled *const *)a, *two = *(const Unmodelled *const *)b;
    int order = strcmp(one->type, two->type);
    return order ? order : strcmp(one->identity, two->identity);
}

/* They come in the order of their oids, which is the server's. */
static void add_unmodelled(GChecksum *sum, const Catalog *catalog) {
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (guint i = 0; i < catalog->unmodelled_count; i++)
        g_ptr_array_add(all, &catalog->unmodelled[i]);
    g_ptr_array_sort(all, compare_unmodelled);
    for (guint i = 0; i < all->len; i++) {
        const Unmodelled *one = all->pdata[i];
        add_text(sum, "unmodelled");
        add_text(sum, one->type);
        add_text(sum, one->identity);
    }
}

Sum catalog_fingerprint(const Catalog *catalog) {
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < catalog->count; i++)
        add_object(checksum, catalog->objects[i]);
    add_unmodelled(checksum, catalog);
    Sum sum;
    gsize length = sizeof sum.bytes;
    g_checksum_get_digest(checksum, sum.bytes, &length);
    g_checksum_free(checksum);
    return sum;
}
