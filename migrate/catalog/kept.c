/* What was taken over for want of a word, told to people. */
#include "catalog/kept.h"

#include "catalog/keep.h"
#include <string.h>

static char *spaced(const char *name) {
    return g_strdelimit(g_strdup(name), "_", ' ');
}

/* Calls `tell` for each object and attribute that was taken over for want of a word; `what` is the
 * kind's or the attribute's name. */
static void each_kept(const Catalog *schema,
                      void (*tell)(const Object *object, const char *what, void *data),
                      void *data) {
    for (guint i = 0; i < schema->count; i++) {
        const Object *object = schema->objects[i];
        const KindAttr *attrs = object->kind->attrs;
        if (object->kept == KEPT_UNSAID && (!object->parent || !object->parent->kept))
            tell(object, object->kind->name, data);
        for (guint a = 0; !object->kept && attrs[a].column; a++)
            if (attrs[a].policy != ATTR_IGNORE && catalog_attr_is_kept(object, a))
                tell(object, attrs[a].column, data);
    }
}

static void add_label(const Object *object, const char *what, void *data) {
    g_autoptr(Arena) arena = arena_new();
    g_autofree char *words = spaced(what);
    const char *label = object_label(arena, object);
    g_ptr_array_add(data, what == object->kind->name ? g_strdup(label)
                                                     : g_strconcat(words, " of ", label, NULL));
}

GPtrArray *catalog_kept(const Catalog *schema) {
    GPtrArray *labels = g_ptr_array_new_with_free_func(g_free);
    each_kept(schema, add_label, labels);
    return labels;
}

static void count_word(const Object *object, const char *what, void *data) {
    (void)object;
    g_ptr_array_add(data, (gpointer)what);
}

static int compare_words(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *plural(const char *words) {
    if (g_str_has_suffix(words, "ics") || g_str_has_suffix(words, "security"))
        return "";
    return g_str_has_suffix(words, "x") || g_str_has_suffix(words, "s") ? "es" : "s";
}

void catalog_append_count(GString *text, guint count, const char *what) {
    g_autofree char *words = spaced(what);
    if (text->len)
        g_string_append(text, ", ");
    g_string_append_printf(text, "%u %s", count, words);
    if (count > 1 && g_str_has_suffix(words, "y") && !g_str_has_suffix(words, "ey") &&
        *plural(words)) {
        g_string_truncate(text, text->len - 1);
        g_string_append(text, "ies");
    } else if (count > 1) {
        g_string_append(text, plural(words));
    }
}

char *catalog_kept_counts(const Catalog *schema) {
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    GString *text = g_string_new(NULL);
    each_kept(schema, count_word, words);
    g_ptr_array_sort(words, compare_words);
    for (guint i = 0, from = 0; i < words->len; i++) {
        if (i + 1 < words->len && strcmp(words->pdata[i], words->pdata[i + 1]) == 0)
            continue;
        catalog_append_count(text, i + 1 - from, words->pdata[i]);
        from = i + 1;
    }
    return g_string_free(text, text->len == 0);
}
