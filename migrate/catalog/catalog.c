#include "catalog/catalog.h"

#include <stdlib.h>
#include <string.h>

void catalog_free(Catalog *catalog) {
    if (!catalog)
        return;
    if (catalog->by_identity)
        g_hash_table_unref(catalog->by_identity);
    arena_free(catalog->arena);
}

const Parent *object_parents(const Object *object, guint *count) {
    *count = object->parent_count;
    return object->parents;
}

const Object *object_link_target(const Object *link) {
    return link->kind->inheritance.links && link->dep_count ? link->deps[0].object : NULL;
}

const Object *object_link(const Object *object, const Object *parent) {
    guint count;
    const Parent *parents = object_parents(object_root(object), &count);
    for (guint i = 0; i < count; i++)
        if (parents[i].object == parent)
            return parents[i].link;
    return NULL;
}

static void add_with_ancestors(const Object *object, GPtrArray *all) {
    guint count;
    const Parent *parents = object_parents(object, &count);
    if (g_ptr_array_find(all, object, NULL))
        return;
    g_ptr_array_add(all, (gpointer)object);
    for (guint i = 0; i < count; i++)
        add_with_ancestors(parents[i].object, all);
}

GPtrArray *object_with_ancestors(const Object *object) {
    GPtrArray *all = g_ptr_array_new();
    add_with_ancestors(object, all);
    return all;
}

bool object_is_inheritable(const Object *object) {
    return object->kind->inheritance.inherited_if &&
           object_value(object, object->kind->inheritance.inherited_if);
}

const Object *object_counterpart(const Object *child, const Object *object) {
    for (guint i = 0; i < child->child_count; i++)
        if (child->children[i]->kind == object->kind &&
            g_strcmp0(child->children[i]->name, object->name) == 0)
            return child->children[i];
    return NULL;
}

bool object_is_alike(const Object *one, const Object *two) {
    for (guint i = 0; one->kind->attrs[i].column; i++)
        if (one->kind->attrs[i].policy != ATTR_IGNORE &&
            g_strcmp0(one->values[i], two->values[i]) != 0)
            return false;
    return true;
}

int object_order(gconstpointer a, gconstpointer b) {
    const Object *one = *(Object *const *)a, *two = *(Object *const *)b;
    return one->kind == two->kind ? strcmp(one->identity, two->identity)
                                  : strcmp(one->kind->name, two->kind->name);
}

int object_sibling_order(gconstpointer a, gconstpointer b) {
    const Object *one = *(Object *const *)a, *two = *(Object *const *)b;
    if (one->ord != two->ord)
        return one->ord < two->ord ? -1 : 1;
    return object_order(a, b);
}

static void add_child(Catalog *catalog, Object *parent, Object *child) {
    Object **children = arena_alloc(catalog->arena, (parent->child_count + 2) * sizeof(Object *));
    if (parent->child_count)
        memcpy(children, parent->children, parent->child_count * sizeof(Object *));
    children[parent->child_count++] = child;
    parent->children = children;
    qsort(children, parent->child_count, sizeof(Object *), object_sibling_order);
}

void catalog_take_in(Catalog *catalog, const GPtrArray *added) {
    guint count = catalog->count + added->len;
    Object **objects = arena_alloc(catalog->arena, (count + 1) * sizeof(Object *));
    if (catalog->count)
        memcpy(objects, catalog->objects, catalog->count * sizeof(Object *));
    for (guint i = 0; i < added->len; i++) {
        Object *object = added->pdata[i];
        objects[catalog->count + i] = object;
        g_hash_table_add(catalog->by_identity, object);
        if (object->parent)
            add_child(catalog, object->parent, object);
    }
    qsort(objects, count, sizeof(Object *), object_order);
    for (guint i = 0; i < count; i++)
        objects[i]->index = i;
    catalog->objects = objects;
    catalog->count = count;
}

guint object_hash(gconstpointer key) {
    const Object *object = key;
    return g_str_hash(object->identity) ^ g_direct_hash(object->kind);
}

gboolean object_equal(gconstpointer a, gconstpointer b) {
    const Object *one = a, *two = b;
    return one->kind == two->kind && strcmp(one->identity, two->identity) == 0;
}

Object *catalog_find(const Catalog *catalog, const Kind *kind, const char *identity) {
    Object key = {.kind = kind, .identity = identity};
    return g_hash_table_lookup(catalog->by_identity, &key);
}

bool object_is_on_others(const Object *object) {
    return object->kind->on_others && !object->parent;
}

void catalog_leave_out_others(Catalog *catalog) {
    guint kept = 0;
    for (guint i = 0; i < catalog->count; i++) {
        Object *object = catalog->objects[i];
        if (object_is_on_others(object)) {
            g_hash_table_remove(catalog->by_identity, object);
            continue;
        }
        object->index = kept;
        catalog->objects[kept++] = object;
    }
    catalog->count = kept;
}

const Object *catalog_nameable(const Catalog *catalog, guint i) {
    if (i < catalog->count)
        return catalog->objects[i];
    i -= catalog->count;
    return i < catalog->tacit_count ? catalog->tacit[i] : NULL;
}

const char *object_value(const Object *object, const char *attribute) {
    for (guint i = 0; object->kind->attrs[i].column; i++)
        if (strcmp(object->kind->attrs[i].column, attribute) == 0)
            return object->values[i];
    return NULL;
}

const char *object_label(Arena *arena, const Object *object) {
    GString *words = g_string_new(object->kind->name);
    for (char *c = words->str; *c; c++)
        if (*c == '_')
            *c = ' ';
    g_string_append_printf(words, object->kind->facet ? " on %s" : " %s", object->identity);
    const char *label = arena_strdup(arena, words->str);
    g_string_free(words, TRUE);
    return label;
}

bool object_holds_data(const Object *object) {
    if (object->kind->data.loss != DATA_HOLDS)
        return false;
    return !object->kind->data.derived_if || !object_value(object, object->kind->data.derived_if);
}

const Object *object_root(const Object *object) {
    while (object->parent)
        object = object->parent;
    return object;
}

const Kind *kind_find(const char *name) {
    for (guint i = 0; kinds[i]; i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return NULL;
}
