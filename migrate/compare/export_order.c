/* Order: which statements of an export stand together, and what comes before what. */
#include "compare/export.h"

#include <string.h>

/* --- what an object is written with */

/* The table whose column a sequence counts for; NULL: none. */
static const Object *owner_of(const Object *root) {
    for (guint i = 0; root->kind->counter.of && i < root->child_count; i++) {
        const Object *facet = root->children[i];
        if (facet->kind->facet && facet->dep_count && facet->kind->rank < KIND_RANK_BESIDE &&
            object_root(facet->deps[0].object) != root)
            return object_root(facet->deps[0].object);
    }
    return NULL;
}

static const Object *partitioned(const Object *root) {
    guint count;
    const Parent *parents = object_parents(root, &count);
    return count && parents->link->kind->inheritance.branches ? object_root(parents->object) : NULL;
}

const Object *export_root(const Object *object) {
    enum { MAX_DEPTH = 64 };
    const Object *root = object_root(object);
    for (guint depth = 0; depth < MAX_DEPTH; depth++) {
        const Object *outer = owner_of(root);
        outer = outer ? outer : partitioned(root);
        if (!outer)
            break;
        root = outer;
    }
    return root;
}

/* --- groups */

typedef enum { WAITS, OPEN, DONE } State;

/* Statements that are to stand together, by a key; and what has become of each statement. */
typedef struct {
    const GArray *units; /* of ExportUnit, in an order that works */
    GPtrArray **needs;   /* by unit: indexes of units that it needs */
    const void **keys;   /* by unit: which group; NULL: none, it comes last */
    bool *late;          /* by unit */
    GHashTable *groups;  /* key → GArray of indexes */
    GHashTable *states;  /* key → State */
    GArray *order;       /* of guint: the result */
} Groups;

static State state_of(const Groups *groups, const void *key) {
    return (State)GPOINTER_TO_UINT(g_hash_table_lookup(groups->states, key));
}

static void place_group(Groups *groups, const void *key);

/* Places what a statement needs; false where that has to come later. */
static bool place_needed(Groups *groups, guint unit) {
    const GPtrArray *needs = groups->needs[unit];
    bool ready = true;
    for (guint i = 0; i < needs->len; i++) {
        guint needed = GPOINTER_TO_UINT(needs->pdata[i]);
        const void *key = groups->keys[needed];
        if (key && key != groups->keys[unit] && state_of(groups, key) == WAITS)
            place_group(groups, key);
        bool open = key != groups->keys[unit] && state_of(groups, key) == OPEN;
        ready = ready && !open && !groups->late[needed] && key;
    }
    return ready;
}

static void place_group(Groups *groups, const void *key) {
    const GArray *members = g_hash_table_lookup(groups->groups, key);
    g_autoptr(GArray) placed = g_array_new(FALSE, FALSE, sizeof(guint));
    g_hash_table_insert(groups->states, (gpointer)key, GUINT_TO_POINTER(OPEN));
    for (guint i = 0; i < members->len; i++) {
        guint unit = g_array_index(members, guint, i);
        groups->late[unit] = !place_needed(groups, unit);
        if (!groups->late[unit])
            g_array_append_val(placed, unit);
    }
    g_array_append_vals(groups->order, placed->data, placed->len);
    g_hash_table_insert(groups->states, (gpointer)key, GUINT_TO_POINTER(DONE));
}

static void fill_groups(Groups *groups) {
    for (guint i = 0; i < groups->units->len; i++) {
        if (!groups->keys[i])
            continue;
        GArray *members = g_hash_table_lookup(groups->groups, groups->keys[i]);
        if (!members) {
            members = g_array_new(FALSE, FALSE, sizeof(guint));
            g_hash_table_insert(groups->groups, (gpointer)groups->keys[i], members);
        }
        g_array_append_val(members, i);
    }
}

/* The indexes of the units, group by group in the order in which groups first occur; what cannot
 * stand with its group comes last, in the order that it has. Caller unrefs. */
static GArray *group(const GArray *units, GPtrArray **needs, const void **keys) {
    g_autofree bool *late = g_new0(bool, units->len + 1);
    g_autoptr(GHashTable) members =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)g_array_unref);
    g_autoptr(GHashTable) states = g_hash_table_new(g_direct_hash, g_direct_equal);
    Groups groups = {
        units, needs, keys, late, members, states, g_array_new(FALSE, FALSE, sizeof(guint))};
    fill_groups(&groups);
    for (guint i = 0; i < units->len; i++)
        if (keys[i] && state_of(&groups, keys[i]) == WAITS)
            place_group(&groups, keys[i]);
    for (guint i = 0; i < units->len; i++)
        if (!keys[i] || late[i])
            g_array_append_val(groups.order, i);
    return groups.order;
}

/* --- what a statement needs */

/* The unit that makes each object of the catalog, by Object.index; the count of units: none. One
 * unit can hold the actions of several steps, and a step can take several units. */
static guint *find_makers(const Plan *plan, const GArray *steps, const Catalog *catalog) {
    guint *maker = g_new(guint, catalog->count + 1);
    for (guint i = 0; i < catalog->count; i++)
        maker[i] = steps->len;
    for (guint s = 0, unit = 0; s < plan->count && steps->len; s++) {
        const Change *change = plan->steps[s].change;
        while (unit + 1 < steps->len && g_array_index(steps, guint, unit) < s &&
               g_array_index(steps, guint, unit + 1) <= s)
            unit++;
        if (change->new)
            maker[change->new->index] = unit;
    }
    return maker;
}

static guint maker_of(const guint *maker, guint none, const Object *object) {
    for (; object; object = object->parent)
        if (maker[object->index] != none)
            return maker[object->index];
    return none;
}

static void add_need(GPtrArray **needs, guint unit, guint needed, guint none) {
    if (unit != none && needed != none && unit != needed)
        g_ptr_array_add(needs[unit], GUINT_TO_POINTER(needed));
}

/* Of each unit, what the objects that it makes depend on. */
static GPtrArray **find_needs(const Plan *plan, const GArray *steps, const Catalog *catalog) {
    guint none = steps->len;
    GPtrArray **needs = g_new0(GPtrArray *, none + 1);
    g_autofree guint *maker = find_makers(plan, steps, catalog);
    for (guint i = 0; i < none; i++) {
        needs[i] = g_ptr_array_new();
        if (i && g_array_index(steps, guint, i) == g_array_index(steps, guint, i - 1))
            g_ptr_array_add(needs[i], GUINT_TO_POINTER(i - 1));
    }
    for (guint i = 0; i < catalog->count; i++) {
        const Object *object = catalog->objects[i];
        guint unit = maker_of(maker, none, object);
        if (object->parent)
            add_need(needs, unit, maker_of(maker, none, object->parent), none);
        for (guint d = 0; d < object->dep_count; d++)
            if (!object->deps[d].severable)
                add_need(needs, unit, maker_of(maker, none, object->deps[d].object), none);
    }
    return needs;
}

static void free_needs(GPtrArray **needs, guint count) {
    for (guint i = 0; i < count; i++)
        g_ptr_array_unref(needs[i]);
    g_free(needs);
}

/* --- units */

GArray *export_units_as_planned(const Plan *plan, const GPtrArray *statements,
                                const GArray *steps) {
    GArray *units = g_array_new(FALSE, FALSE, sizeof(ExportUnit));
    for (guint i = 0; i < statements->len; i++) {
        const Change *change = plan->steps[g_array_index(steps, guint, i)].change;
        ExportUnit unit = {statements->pdata[i], export_root(change_object(change)), ""};
        g_array_append_val(units, unit);
    }
    return units;
}

/* Whether somebody else owns it: who does is said, with all that rests on that, once everything is
 * there. */
static bool is_handed_over(const Object *root) {
    for (guint i = 0; i < root->child_count; i++)
        if (root->children[i]->kind->rank == KIND_RANK_BESIDE + 1)
            return true;
    return false;
}

/* The group of each unit: what it is written with. */
static const void **root_keys(const Plan *plan, const GArray *steps, const GArray *units) {
    const void **keys = g_new0(const void *, units->len + 1);
    for (guint i = 0; i < units->len; i++) {
        const Change *change = plan->steps[g_array_index(steps, guint, i)].change;
        const Object *root = g_array_index(units, ExportUnit, i).root;
        bool last = change_kind(change)->rank > KIND_RANK_BESIDE &&
                    (!change_object(change)->parent || is_handed_over(root));
        keys[i] = last ? NULL : root;
    }
    return keys;
}

/* The units in that order, and their needs and files with them. */
static GArray *reordered(const GArray *units, const GArray *order) {
    GArray *out = g_array_new(FALSE, FALSE, sizeof(ExportUnit));
    for (guint i = 0; i < order->len; i++)
        g_array_append_val(out, g_array_index(units, ExportUnit, g_array_index(order, guint, i)));
    return out;
}

static GPtrArray **reordered_needs(GPtrArray **needs, const GArray *order) {
    GPtrArray **out = g_new0(GPtrArray *, order->len + 1);
    g_autofree guint *place = g_new0(guint, order->len + 1);
    for (guint i = 0; i < order->len; i++)
        place[g_array_index(order, guint, i)] = i;
    for (guint i = 0; i < order->len; i++) {
        const GPtrArray *old = needs[g_array_index(order, guint, i)];
        out[i] = g_ptr_array_new();
        for (guint n = 0; n < old->len; n++)
            g_ptr_array_add(out[i], GUINT_TO_POINTER(place[GPOINTER_TO_UINT(old->pdata[n])]));
    }
    return out;
}

/* Names the file of each unit. */
static void name_chunks(GArray *units, const ExportLayout *layout, GPtrArray *names) {
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; layout->stem && i < units->len; i++) {
        ExportUnit *unit = &g_array_index(units, ExportUnit, i);
        g_autofree char *stem = layout->stem(unit->root);
        const char *name = g_hash_table_lookup(known, stem);
        if (!name) {
            name = g_strdup(stem);
            g_ptr_array_add(names, (gpointer)name);
            g_hash_table_add(known, (gpointer)name);
        }
        unit->chunk = name;
    }
}

/* Once more, file by file. */
static GArray *by_file(GArray *units, GPtrArray **needs) {
    g_autofree const void **keys = g_new0(const void *, units->len + 1);
    for (guint i = 0; i < units->len; i++)
        keys[i] = g_array_index(units, ExportUnit, i).chunk;
    g_autoptr(GArray) order = group(units, needs, keys);
    return reordered(units, order);
}

GArray *export_units(const Plan *plan, const GPtrArray *statements, const GArray *steps,
                     const Catalog *catalog, const ExportLayout *layout, GPtrArray *names) {
    g_autoptr(GArray) planned = export_units_as_planned(plan, statements, steps);
    GPtrArray **needs = find_needs(plan, steps, catalog);
    g_autofree const void **keys = root_keys(plan, steps, planned);
    g_autoptr(GArray) order = group(planned, needs, keys);
    GArray *units = reordered(planned, order);
    name_chunks(units, layout, names);
    if (layout->stem) {
        GPtrArray **moved = reordered_needs(needs, order);
        GArray *files = by_file(units, moved);
        free_needs(moved, units->len);
        g_array_unref(units);
        units = files;
    }
    free_needs(needs, statements->len);
    return units;
}
