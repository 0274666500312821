/* Linking: identities, parents, children and dependencies. */
#include "catalog/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

G_DEFINE_QUARK(migrate_catalog_error, catalog_error)

enum {
    OWNER_STEPS = 8,
    FIRST_USER_OID = 16384,
    BEFORE = -1 /* objsubid of what stands before an object */
};

static bool is_ignored(const Loader *loader, const Object *object) {
    const LoadOptions *options = loader->options;
    return options && options->ignore &&
           options->ignore(object->kind->name, object->identity, options->ignore_data);
}

static void remember_foreign(Loader *loader, const Address *address) {
    g_hash_table_add(loader->foreign,
                     arena_memdup(loader->catalog->arena, address, 1, sizeof *address));
}

/* The next of addresses that are written as in `depends` of kind.h; false: there is none. */
static bool next_address(const char **text, Address *address) {
    int length = 0;
    *address = (Address){0};
    *text += strspn(*text, ", ");
    if (sscanf(*text, "%u %u %d%n", &address->classid, &address->objid, &address->objsubid,
               &length) != 3)
        return false;
    *text += length;
    return true;
}

void loader_leave_out(Loader *loader, const char *addresses) {
    Address address;
    while (addresses && next_address(&addresses, &address))
        remember_foreign(loader, &address);
}

/* The identity of a facet or a named part comes from its parent's; a named object at the top has
 * its name. */
static void name_part(Loader *loader, Object *object) {
    Arena *arena = loader->catalog->arena;
    const char *name = object->name;
    if (object->kind->facet)
        object->identity =
            !object->parent
                ? name
                : arena_printf(arena, "%s %s%s%s", object->parent->kind->name,
                               object->parent->identity, name ? " " : "", name ? name : "");
    else
        object->identity =
            object->parent ? arena_printf(arena, "%s.%s", object->parent->identity, name) : name;
}

/* Whether it or its whole belongs to an extension. */
static bool is_member(const Loader *loader, const Address *address) {
    Address whole = {address->classid, address->objid, 0};
    return g_hash_table_contains(loader->foreign, &whole);
}

/* Places `pending` below its parent; parents first. False when it is left out. */
static bool place(Loader *loader, Pending *pending, GHashTable *placed) {
    Object *object = pending->object;
    gpointer known = g_hash_table_lookup(placed, object);
    if (known)
        return known == GINT_TO_POINTER(1);
    bool keep = !is_member(loader, &object->address);
    if (pending->has_parent && pending->parent.classid) {
        Object *parent = g_hash_table_lookup(loader->by_address, &pending->parent);
        keep = keep && parent;
        if (keep) {
            Pending *above = g_hash_table_lookup(placed, &parent->address);
            keep = !above || place(loader, above, placed);
            object->parent = parent;
        } else if (object->kind->facet && pending->parent.objid >= FIRST_USER_OID) {
            g_ptr_array_add(loader->orphans, pending);
        }
    }
    if (keep && !object->identity)
        name_part(loader, object);
    keep = keep && object->identity;
    if (keep && is_ignored(loader, object)) {
        g_ptr_array_add(loader->ignored, object);
        keep = false;
    }
    g_hash_table_insert(placed, object, GINT_TO_POINTER(keep ? 1 : 2));
    return keep;
}

static void place_all(Loader *loader) {
    g_autoptr(GHashTable) placed = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (guint i = 0; i < loader->pending->len; i++) {
        Pending *pending = loader->pending->pdata[i];
        if (pending->object->address.classid)
            g_hash_table_insert(placed, &pending->object->address, pending);
    }
    for (guint i = 0; i < loader->pending->len; i++) {
        Pending *pending = loader->pending->pdata[i];
        Object *object = pending->object;
        if (place(loader, pending, placed)) {
            if (!object->id)
                object->id = object->identity;
            if (!object->place && !object->kind->facet)
                object->place = object->identity;
            g_ptr_array_add(loader->objects, object);
        } else if (object->address.classid) {
            g_hash_table_remove(loader->by_address, &object->address);
            remember_foreign(loader, &object->address);
        }
    }
}

/* Follows an address to the nearest known object: itself, its whole, its owner along an internal
 * edge, else an automatic one. */
Object *loader_resolve(const Loader *loader, Address address, bool internal_only) {
    for (guint step = 0; step < OWNER_STEPS; step++) {
        Object *object = g_hash_table_lookup(loader->by_address, &address);
        if (object)
            return object;
        OwnerEdge *edge = g_hash_table_lookup(loader->owners, &address);
        if (address.objsubid && !edge) {
            address.objsubid = 0;
            continue;
        }
        if (!edge || (internal_only && edge->type != 'i' && edge->type != 'P'))
            return NULL;
        address = edge->to;
    }
    return NULL;
}

/* Whether an address belongs to an extension, or to something the user ignores. */
bool loader_is_foreign(const Loader *loader, Address address) {
    for (guint step = 0; step < OWNER_STEPS; step++) {
        if (g_hash_table_contains(loader->foreign, &address))
            return true;
        if (address.objsubid) {
            Address whole = {address.classid, address.objid, 0};
            if (g_hash_table_contains(loader->foreign, &whole))
                return true;
        }
        OwnerEdge *edge = g_hash_table_lookup(loader->owners, &address);
        if (edge)
            address = edge->to;
        else if (address.objsubid)
            address.objsubid = 0;
        else
            return false;
    }
    return false;
}

/* Which of an address's edges says best what it belongs to, higher is better; 0: none does. P: the
 * server made it for a partition as it made that of the parent table. */
static guint owner_rank(char type) {
    static const char order[] = "aePi";
    const char *at = strchr(order, type);
    return at ? (guint)(at - order) + 1 : 0;
}

static void add_owner(Loader *loader, const Dependency *dependency) {
    const Address *from = &dependency->edge.from;
    guint rank = owner_rank(dependency->type);
    OwnerEdge *known = g_hash_table_lookup(loader->owners, from);
    if (!rank || (known && owner_rank(known->type) >= rank))
        return;
    Arena *arena = loader->catalog->arena;
    OwnerEdge *owner = known ? known : ARENA_NEW(arena, OwnerEdge);
    *owner = (OwnerEdge){dependency->edge.to, dependency->type};
    if (!known)
        g_hash_table_insert(loader->owners, arena_memdup(arena, from, 1, sizeof *from), owner);
}

void loader_read_dependencies(Loader *loader, const Rows *depend) {
    AddressColumns own = address_columns(depend, ""), ref = address_columns(depend, "ref");
    int type = rows_column(depend, "deptype");
    for (guint row = 0; type >= 0 && row < rows_count(depend); row++) {
        Dependency dependency = {{address_at(depend, row, &own), address_at(depend, row, &ref)},
                                 rows_value(depend, row, (guint)type)[0]};
        g_array_append_val(loader->dependencies, dependency);
        if (dependency.type == 'e')
            remember_foreign(loader, &dependency.edge.from);
        add_owner(loader, &dependency);
    }
}

static bool is_above(const Object *above, const Object *object) {
    for (; object; object = object->parent)
        if (object == above)
            return true;
    return false;
}

/* `deps` holds the lists while they grow: Object* → GArray of Dep. */
static void add_dep(GHashTable *deps, Object *from, Object *to, DepType type) {
    if (!from || !to || is_above(to, from) || is_above(from, to))
        return;
    GArray *list = g_hash_table_lookup(deps, from);
    if (!list) {
        list = g_array_new(FALSE, FALSE, sizeof(Dep));
        g_hash_table_insert(deps, from, list);
    }
    for (guint i = 0; i < list->len; i++) {
        Dep *dep = &g_array_index(list, Dep, i);
        if (dep->object == to) {
            if (type == DEP_AUTO)
                dep->type = DEP_AUTO;
            return;
        }
    }
    Dep dep = {to, type, false};
    g_array_append_val(list, dep);
}

static guint edge_hash(gconstpointer key) {
    const Edge *edge = key;
    return address_hash(&edge->from) * 31 + address_hash(&edge->to);
}

static gboolean edge_equal(gconstpointer a, gconstpointer b) {
    return memcmp(a, b, sizeof(Edge)) == 0;
}

static bool has_before(const Loader *loader) {
    for (guint i = 0; i < loader->pending->len; i++) {
        const Pending *pending = loader->pending->pdata[i];
        if (pending->object->address.objsubid == BEFORE)
            return true;
    }
    return false;
}

/* The edges that, where they exist, close a circle with a dependency of an object that has another
 * one before it. */
static GHashTable *find_circles(const Loader *loader) {
    GHashTable *circles = g_hash_table_new_full(edge_hash, edge_equal, g_free, NULL);
    bool has = has_before(loader);
    for (guint i = 0; has && i < loader->dependencies->len; i++) {
        const Edge *edge = &g_array_index(loader->dependencies, Dependency, i).edge;
        Address before = {edge->from.classid, edge->from.objid, BEFORE};
        Edge back = {edge->to, edge->from};
        if (edge->from.objsubid == 0 && g_hash_table_contains(loader->by_address, &before))
            g_hash_table_add(circles, g_memdup2(&back, sizeof back));
    }
    return circles;
}

/* Whether the server made it for a partition as it made that of the parent table, which does not
 * need what this one needs. */
static bool is_copy(const Loader *loader, const Address *address) {
    const OwnerEdge *edge = g_hash_table_lookup(loader->owners, address);
    return edge && edge->type == 'P' && !g_hash_table_contains(loader->by_address, address);
}

static void resolve_deps(Loader *loader, GHashTable *deps) {
    g_autoptr(GHashTable) circles = find_circles(loader);
    Address last = {0};
    Object *from = NULL;
    for (guint i = 0; i < loader->dependencies->len; i++) {
        Dependency dependency = g_array_index(loader->dependencies, Dependency, i);
        Edge *edge = &dependency.edge;
        if (dependency.type == 'e')
            continue;
        bool circle = g_hash_table_size(circles) > 0 && g_hash_table_contains(circles, edge);
        if (circle)
            edge->to.objsubid = BEFORE;
        /* The server keeps most of an object's dependencies side by side. */
        if (!address_equal(&last, &edge->from)) {
            last = edge->from;
            from = is_copy(loader, &last) ? NULL : loader_resolve(loader, last, false);
        }
        Object *to = from ? loader_resolve(loader, edge->to, false) : NULL;
        add_dep(deps, from, to, dependency.type == 'n' && !circle ? DEP_NORMAL : DEP_AUTO);
    }
}

/* The dependencies that a kind's own query names. */
static void read_named_deps(Loader *loader, GHashTable *deps) {
    for (guint i = 0; i < loader->pending->len; i++) {
        Pending *pending = loader->pending->pdata[i];
        const char *depends = pending->depends;
        Address address;
        while (depends && next_address(&depends, &address))
            add_dep(deps, pending->object, loader_resolve(loader, address, false), DEP_NORMAL);
    }
}

static int compare_deps(gconstpointer a, gconstpointer b) {
    const Dep *one = a, *two = b;
    return one->object->index < two->object->index ? -1 : one->object->index > two->object->index;
}

/* An edge of a parent that a child names too is the child's doing. */
static void mark_severable(Object *object) {
    for (guint i = 0; object->parent && i < object->dep_count; i++)
        for (guint p = 0; p < object->parent->dep_count; p++) {
            Dep *dep = &object->parent->deps[p];
            if (dep->object == object->deps[i].object ||
                dep->object == object->deps[i].object->parent)
                dep->severable = true;
        }
}

static void store_deps(Loader *loader, GHashTable *deps) {
    Catalog *catalog = loader->catalog;
    for (guint i = 0; i < catalog->count; i++) {
        GArray *list = g_hash_table_lookup(deps, catalog->objects[i]);
        if (!list)
            continue;
        g_array_sort(list, compare_deps);
        catalog->objects[i]->deps =
            arena_memdup(catalog->arena, list->data, list->len, sizeof(Dep));
        catalog->objects[i]->dep_count = list->len;
    }
    for (guint i = 0; i < loader->pending->len; i++) {
        Pending *pending = loader->pending->pdata[i];
        if (pending->depends)
            mark_severable(pending->object);
    }
}

static bool index_objects(Loader *loader, GError **error) {
    Catalog *catalog = loader->catalog;
    g_ptr_array_sort(loader->objects, object_order);
    catalog->count = loader->objects->len;
    catalog->objects =
        arena_memdup(catalog->arena, loader->objects->pdata, catalog->count, sizeof(Object *));
    catalog->by_identity = g_hash_table_new(object_hash, object_equal);
    for (guint i = 0; i < catalog->count; i++) {
        Object *object = catalog->objects[i];
        object->index = i;
        if (!g_hash_table_add(catalog->by_identity, object)) {
            g_set_error(error, CATALOG_ERROR, FAIL_ENVIRONMENT,
                        "two objects of the database have the same identity: %s %s",
                        object->kind->name, object->identity);
            return false;
        }
        if (object->parent)
            object->parent->child_count++;
    }
    return true;
}

static void link_children(Loader *loader) {
    Catalog *catalog = loader->catalog;
    for (guint i = 0; i < catalog->count; i++) {
        Object *object = catalog->objects[i];
        object->children =
            arena_alloc(catalog->arena, (object->child_count + 1) * sizeof(Object *));
        object->child_count = 0;
    }
    for (guint i = 0; i < catalog->count; i++) {
        Object *object = catalog->objects[i];
        if (object->parent)
            object->parent->children[object->parent->child_count++] = object;
    }
    for (guint i = 0; i < catalog->count; i++)
        if (catalog->objects[i]->child_count > 1)
            qsort(catalog->objects[i]->children, catalog->objects[i]->child_count, sizeof(Object *),
                  object_sibling_order);
    for (guint i = 0; i < loader->pending->len; i++) {
        Pending *pending = loader->pending->pdata[i];
        if (pending->origin.classid)
            pending->object->origin = g_hash_table_lookup(loader->by_address, &pending->origin);
    }
}

/* What an object inherits from is said by its links, which are children of it. */
static void link_parents(Loader *loader, Object *object) {
    g_autoptr(GArray) parents = NULL;
    for (guint c = 0; c < object->child_count; c++) {
        Parent parent = {object->children[c], object_link_target(object->children[c])};
        if (!parent.object)
            continue;
        if (!parents)
            parents = g_array_new(FALSE, FALSE, sizeof(Parent));
        g_array_append_val(parents, parent);
    }
    if (!parents)
        return;
    object->parents =
        arena_memdup(loader->catalog->arena, parents->data, parents->len, sizeof(Parent));
    object->parent_count = parents->len;
}

/* The object that inherits from itself through `object`; NULL: none does. */
static const Object *find_circle(const Object *object, guint8 *states) {
    enum { UNSEEN, OPEN, DONE };
    guint count;
    const Parent *parents = object_parents(object, &count);
    if (states[object->index] != UNSEEN)
        return states[object->index] == OPEN ? object : NULL;
    states[object->index] = OPEN;
    for (guint i = 0; i < count; i++) {
        const Object *circle = find_circle(parents[i].object, states);
        if (circle)
            return circle;
    }
    states[object->index] = DONE;
    return NULL;
}

/* The server makes no circle, but a catalog can be damaged, and a walk up would never end. */
static bool check_circles(const Catalog *catalog, GError **error) {
    g_autofree guint8 *states = g_new0(guint8, catalog->count + 1);
    const Object *circle = NULL;
    for (guint i = 0; i < catalog->count && !circle; i++) {
        const Object *object = catalog->objects[i], *root = object_root(object);
        circle = object->origin && object_root(object->origin) == root
                     ? root
                     : find_circle(object, states);
    }
    if (circle)
        g_set_error(error, CATALOG_ERROR, FAIL_ENVIRONMENT,
                    "%s %s inherits from itself, so that pg_inherits is damaged. Remove a link of "
                    "the circle (ALTER TABLE … NO INHERIT …), and try again.",
                    circle->kind->name, circle->identity);
    return !circle;
}

/* What is tacit belongs to an object that is there, and nothing belongs to it. */
static void store_tacit(Loader *loader) {
    Catalog *catalog = loader->catalog;
    catalog->tacit = arena_alloc(catalog->arena, (loader->tacit->len + 1) * sizeof(Object *));
    for (guint i = 0; i < loader->tacit->len; i++) {
        const Pending *pending = loader->tacit->pdata[i];
        Object *object = pending->object;
        object->parent = g_hash_table_lookup(loader->by_address, &pending->parent);
        object->id = object->identity;
        if (object->parent)
            catalog->tacit[catalog->tacit_count++] = object;
    }
    if (catalog->tacit_count > 1)
        qsort(catalog->tacit, catalog->tacit_count, sizeof(Object *), object_order);
}

static void store_ignored(Loader *loader) {
    Catalog *catalog = loader->catalog;
    g_ptr_array_sort(loader->ignored, object_order);
    catalog->ignored_count = loader->ignored->len;
    catalog->ignored = arena_memdup(catalog->arena, loader->ignored->pdata, loader->ignored->len,
                                    sizeof(Object *));
}

static void free_array(gpointer array) {
    g_array_unref(array);
}

bool loader_link(Loader *loader, GError **error) {
    place_all(loader);
    if (!index_objects(loader, error))
        return false;
    g_autoptr(GHashTable) deps =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_array);
    resolve_deps(loader, deps);
    read_named_deps(loader, deps);
    store_deps(loader, deps);
    link_children(loader);
    for (guint i = 0; i < loader->catalog->count; i++)
        link_parents(loader, loader->catalog->objects[i]);
    store_tacit(loader);
    store_ignored(loader);
    return check_circles(loader->catalog, error);
}
