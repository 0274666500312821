/* The order of an enum's labels, which Prisma does not compare. */
#include "source/prisma.h"

#include <string.h>

/* The labels of an enum, in order. */
static GPtrArray *labels_of(const Object *type) {
    GPtrArray *labels = g_ptr_array_new();
    for (guint i = 0; i < type->child_count; i++)
        if (strcmp(type->children[i]->kind->name, "enum_label") == 0)
            g_ptr_array_add(labels, type->children[i]);
    return labels;
}

static bool has(const GPtrArray *labels, const Object *label) {
    return g_ptr_array_find_with_equal_func((GPtrArray *)labels, label, object_equal, NULL);
}

/* Those of `labels` that `others` has, too (or has not), in their order. */
static GPtrArray *chosen(const GPtrArray *labels, const GPtrArray *others, bool shared) {
    GPtrArray *found = g_ptr_array_new();
    for (guint i = 0; i < labels->len; i++)
        if (has(others, labels->pdata[i]) == shared)
            g_ptr_array_add(found, labels->pdata[i]);
    return found;
}

/* The objects of the new catalog for those of the history. */
static GPtrArray *translated(const GPtrArray *old, const GPtrArray *labels) {
    GPtrArray *found = g_ptr_array_new();
    for (guint i = 0; i < old->len; i++)
        for (guint n = 0; n < labels->len; n++)
            if (object_equal(old->pdata[i], labels->pdata[n]))
                g_ptr_array_add(found, labels->pdata[n]);
    return found;
}

static bool is_label_of(const Object *object, const Object *type) {
    return object->parent == type && strcmp(object->kind->name, "enum_label") == 0;
}

/* A label is made after the one before it. */
static void depend(Catalog *catalog, Object *label, Object *before) {
    Dep *deps = arena_alloc(catalog->arena, (label->dep_count + 1) * sizeof(Dep));
    guint count = 0;
    for (guint i = 0; i < label->dep_count; i++)
        if (!is_label_of(label->deps[i].object, label->parent))
            deps[count++] = label->deps[i];
    if (before)
        deps[count++] = (Dep){.object = before, .type = DEP_NORMAL};
    label->deps = deps;
    label->dep_count = count;
}

/* Puts the labels into this order: their places among the type's children, their numbers, and what
 * each is made after. */
static void put_in_order(Catalog *catalog, Object *type, const GPtrArray *order) {
    guint next = 0;
    for (guint i = 0; i < type->child_count; i++) {
        if (!is_label_of(type->children[i], type))
            continue;
        Object *label = order->pdata[next];
        type->children[i] = label;
        label->ord = (gint32)next + 1;
        depend(catalog, label, next > 0 ? order->pdata[next - 1] : NULL);
        next++;
    }
}

static void order_labels(Catalog *catalog, Object *type, const Object *old) {
    g_autoptr(GPtrArray) labels = labels_of(type);
    g_autoptr(GPtrArray) before = labels_of(old);
    g_autoptr(GPtrArray) shared = chosen(labels, before, true);
    g_autoptr(GPtrArray) order = translated(before, labels);
    bool same = shared->len == order->len;
    for (guint i = 0; same && i < shared->len; i++)
        same = shared->pdata[i] == order->pdata[i];
    if (same)
        return;
    g_autoptr(GPtrArray) added = chosen(labels, before, false);
    for (guint i = 0; i < added->len; i++)
        g_ptr_array_add(order, added->pdata[i]);
    put_in_order(catalog, type, order);
}

void prisma_order_labels(Catalog *catalog, const Catalog *history) {
    const Object *last = NULL;
    for (guint i = 0; i < catalog->count; i++) {
        Object *label = catalog->objects[i];
        if (strcmp(label->kind->name, "enum_label") != 0 || label->parent == last)
            continue;
        last = label->parent;
        const Object *old = catalog_find(history, last->kind, last->identity);
        if (old)
            order_labels(catalog, label->parent, old);
    }
}
