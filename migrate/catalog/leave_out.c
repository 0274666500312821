#include "catalog/catalog.h"

/* Objects to take out of one catalog. */
typedef struct {
    bool *chosen; /* by Object.index: itself */
} Leaving;

static bool goes(const Leaving *leaving, const Object *object) {
    for (; object; object = object->parent)
        if (leaving->chosen[object->index])
            return true;
    return false;
}

static void trim(const Leaving *leaving, Object *object) {
    guint deps = 0, children = 0;
    for (guint i = 0; i < object->dep_count; i++)
        if (!goes(leaving, object->deps[i].object))
            object->deps[deps++] = object->deps[i];
    for (guint i = 0; i < object->child_count; i++)
        if (!goes(leaving, object->children[i]))
            object->children[children++] = object->children[i];
    object->dep_count = deps;
    object->child_count = children;
    if (object->origin && goes(leaving, object->origin))
        object->origin = NULL;
}

static void trim_tacit(const Leaving *leaving, Catalog *catalog) {
    guint kept = 0;
    for (guint i = 0; i < catalog->tacit_count; i++)
        if (!goes(leaving, catalog->tacit[i]->parent))
            catalog->tacit[kept++] = catalog->tacit[i];
    catalog->tacit_count = kept;
}

guint catalog_leave_out(Catalog *catalog, CatalogChoice choice, void *data) {
    g_autofree bool *chosen = g_new0(bool, catalog->count + 1);
    g_autofree Object **left = g_new(Object *, catalog->count + 1);
    const Leaving leaving = {chosen};
    guint count = 0, kept = 0;
    for (guint i = 0; i < catalog->count; i++)
        count += chosen[i] = choice(catalog->objects[i], data);
    if (count == 0)
        return 0;
    trim_tacit(&leaving, catalog);
    for (guint i = 0; i < catalog->count; i++) {
        Object *object = catalog->objects[i];
        if (goes(&leaving, object))
            g_hash_table_remove(catalog->by_identity, object);
        else
            left[kept++] = object;
    }
    for (guint i = 0; i < kept; i++)
        trim(&leaving, left[i]);
    for (guint i = 0; i < kept; i++) {
        catalog->objects[i] = left[i];
        left[i]->index = i;
    }
    catalog->count = kept;
    return count;
}
