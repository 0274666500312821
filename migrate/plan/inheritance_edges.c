/* What comes before what because of inheritance: a table of rules, each below the sentence of the
 * PostgreSQL manual that it follows. */
#include "plan/inheritance.h"

#include "plan/parts.h"

/* What a rule is about. */
typedef enum {
    OBJECT,    /* a part of a child table */
    ORIGIN,    /* its counterpart in a parent table */
    LINK,      /* between the two tables */
    NEXT,      /* what OBJECT is inherited through afterwards, see inheritance_next() */
    PART_LINK, /* between OBJECT, an index or a key, and ORIGIN, that of the parent table */
    ROLES,
} Role;

/* The changes of which a rule may hold; NULL where there is none in that role. */
typedef struct {
    const Change *of[ROLES];
} Situation;

/* The node in which the change's old object goes, or its new one comes. */
typedef struct {
    enum { DROP, MAKE } half;
    Role role;
} End;

typedef struct EdgeRule EdgeRule;
struct EdgeRule {
    /* Tries the rule in each situation that `change` is at the centre of. */
    void (*find)(Graph *graph, const EdgeRule *rule, const Change *change);
    bool (*when)(const Graph *graph, const Situation *at); /* NULL: always */
    End before, after;
};

static guint node_of(const Graph *graph, const Situation *at, const End *end) {
    const Change *change = at->of[end->role];
    if (!change)
        return NO_NODE;
    return end->half == DROP ? drop_of(graph, change) : make_of(graph, change);
}

static void try(Graph *graph, const EdgeRule *rule, const Situation *at) {
    if (!rule->when || rule->when(graph, at))
        graph_edge(graph, node_of(graph, at, &rule->before), node_of(graph, at, &rule->after));
}

/* --- situations: one object and its origin */

static void inherited_before(Graph *graph, const EdgeRule *rule, const Change *change) {
    const Object *old = change->old, *origin = old ? old->origin : NULL;
    const Object *link = origin ? object_link(old, object_root(origin)) : NULL;
    if (origin)
        try(graph, rule,
            &(Situation){{[OBJECT] = change,
                          [ORIGIN] = change_of_old(graph, origin),
                          [LINK] = link ? change_of_old(graph, link) : NULL,
                          [NEXT] = inheritance_next(graph, change)}});
}

static void inherited_afterwards(Graph *graph, const EdgeRule *rule, const Change *change) {
    const Object *origin = change->type == CHANGE_CREATE ? change->new->origin : NULL;
    if (origin)
        try(graph, rule,
            &(Situation){{[OBJECT] = change,
                          [ORIGIN] = change_of_new(graph, origin),
                          [LINK] = inheritance_made(graph, change->new, origin)}});
}

/* All origins above what a statement about them overwrites. */
static void overwritten(Graph *graph, const EdgeRule *rule, const Change *change) {
    const Object *at =
        change->new && change->new->kind->inheritance.set_with_origin ? change->new : NULL;
    for (; at && at->origin; at = at->origin) {
        if (inheritance_declares_first(graph, change_of_new(graph, at)))
            return;
        try(graph, rule,
            &(Situation){{[OBJECT] = change, [ORIGIN] = change_of_new(graph, at->origin)}});
    }
}

/* An old object that child tables inherit, and may itself be inherited from one that is no object:
 * a NOT NULL with the name that the server gives it. */
static void maybe_inherited(Graph *graph, const EdgeRule *rule, const Change *change) {
    const Object *old = change->old;
    guint count = 0;
    const Parent *parents =
        old && !old->origin && old->parent && old->kind->inheritance.inherited_if
            ? object_parents(old->parent, &count)
            : NULL;
    for (guint i = 0; i < count; i++)
        try(graph, rule,
            &(Situation){{[OBJECT] = change, [LINK] = change_of_old(graph, parents[i].link)}});
}

/* What goes along with a part of a parent table as long as the two tables are linked. */
static void going_along(Graph *graph, const EdgeRule *rule, const Change *change) {
    const Object *old = change->old;
    for (guint d = 0; old && d < old->dep_count; d++)
        if (old->deps[d].type == DEP_AUTO)
            try(graph, rule,
                &(Situation){{[OBJECT] = change,
                              [LINK] = inheritance_cut(graph, old, old->deps[d].object)}});
}

/* --- situations: one link, and the parts of the two tables */

/* What the parent table (or the type, of a typed table) has afterwards. */
static void removed_from(Graph *graph, const EdgeRule *rule, const Change *change) {
    const Object *link = change_is_dropped(change) && change->old->kind->facet ? change->old : NULL;
    for (guint d = 0; link && d < link->dep_count; d++) {
        const Object *from = link->deps[d].object;
        const Object *now = from->parent ? NULL : change_of_old(graph, from)->new;
        for (guint i = 0; now && i < now->child_count; i++)
            try(graph, rule,
                &(Situation){{[LINK] = change,
                              [OBJECT] = change_of_new(graph, now->children[i]),
                              [ORIGIN] = change_of_old(graph, from)}});
    }
}

/* What the child table has afterwards of what it inherited. */
static void removed_with_copies(Graph *graph, const EdgeRule *rule, const Change *change) {
    const Object *parent = change_is_dropped(change) ? object_link_target(change->old) : NULL;
    const Object *child = parent ? change_of_old(graph, change->old->parent)->new : NULL;
    if (!child)
        return;
    g_autoptr(GPtrArray) ancestors = object_with_ancestors(parent);
    for (guint a = 0; a < ancestors->len; a++) {
        const Object *ancestor = ancestors->pdata[a];
        for (guint i = 0; i < ancestor->child_count; i++) {
            const Object *object = ancestor->children[i];
            const Object *own =
                object_is_inheritable(object) ? object_counterpart(child, object) : NULL;
            if (own)
                try(graph, rule,
                    &(Situation){{[LINK] = change,
                                  [OBJECT] = change_of_new(graph, own),
                                  [ORIGIN] = change_of_old(graph, object)}});
        }
    }
}

static void made_to(Graph *graph, const EdgeRule *rule, const Change *change) {
    const Object *parent = change_is_made(change) ? object_link_target(change->new) : NULL;
    for (guint i = 0; parent && i < parent->child_count; i++)
        try(graph, rule,
            &(Situation){{[LINK] = change, [ORIGIN] = change_of_new(graph, parent->children[i])}});
}

/* The tables that a child table which is there already inherits from through a new link; NULL:
 * `change` is no such link. Caller unrefs. */
static GPtrArray *new_ancestors(const Graph *graph, const Change *change) {
    const Object *parent = change_is_made(change) ? object_link_target(change->new) : NULL;
    return parent && !change_is_made(change_of_new(graph, change->new->parent))
               ? object_with_ancestors(parent)
               : NULL;
}

static void made_after_ancestors(Graph *graph, const EdgeRule *rule, const Change *change) {
    g_autoptr(GPtrArray) ancestors = new_ancestors(graph, change);
    for (guint a = 0; ancestors && a < ancestors->len; a++) {
        const Object *before = change_of_new(graph, ancestors->pdata[a])->old;
        for (guint i = 0; before && i < before->child_count; i++)
            if (object_is_inheritable(before->children[i]))
                try(graph, rule,
                    &(Situation){
                        {[LINK] = change, [ORIGIN] = change_of_old(graph, before->children[i])}});
    }
}

/* The change of what a child table has, or else had before, of the kind and name of `object`; NULL:
 * neither. */
static const Change *counterpart(const Graph *graph, const Object *child, const Object *object) {
    const Object *own = object_counterpart(child, object);
    const Object *before = change_of_new(graph, child)->old;
    const Object *gone = before && !own ? object_counterpart(before, object) : NULL;
    return own ? change_of_new(graph, own) : gone ? change_of_old(graph, gone) : NULL;
}

static void made_with_copies(Graph *graph, const EdgeRule *rule, const Change *change) {
    g_autoptr(GPtrArray) ancestors = new_ancestors(graph, change);
    for (guint a = 0; ancestors && a < ancestors->len; a++) {
        const Object *ancestor = ancestors->pdata[a];
        for (guint i = 0; i < ancestor->child_count; i++) {
            const Object *object = ancestor->children[i];
            if (object_is_inheritable(object))
                try(graph, rule,
                    &(Situation){{[LINK] = change,
                                  [ORIGIN] = change_of_new(graph, object),
                                  [OBJECT] = counterpart(graph, change->new->parent, object)}});
        }
    }
}

/* --- situations: one index or key of a partition, which becomes a part of the parent table's */

/* The situation of a part that is attached while its table is; false: `change` is no such link. */
static bool find_part(const Graph *graph, const Change *change, Situation *at) {
    const Object *whole = change_is_made(change) ? object_link_target(change->new) : NULL;
    const Object *part = whole && whole->parent ? change->new->parent : NULL;
    const Change *link = part ? inheritance_made(graph, part, whole) : NULL;
    if (link)
        *at = (Situation){{[OBJECT] = change_of_new(graph, part),
                           [ORIGIN] = change_of_new(graph, whole),
                           [LINK] = link,
                           [PART_LINK] = change}};
    return link;
}

static void attached(Graph *graph, const EdgeRule *rule, const Change *change) {
    Situation at;
    if (find_part(graph, change, &at))
        try(graph, rule, &at);
}

/* The same with each partition above, whose index is a part in its turn. */
static void attached_above(Graph *graph, const EdgeRule *rule, const Change *change) {
    Situation at;
    if (!find_part(graph, change, &at))
        return;
    const Object *part = at.of[ORIGIN]->new, *whole;
    for (; (whole = parts_whole(part)); part = whole) {
        at.of[ORIGIN] = change_of_new(graph, whole);
        at.of[LINK] = inheritance_made(graph, part, whole);
        if (at.of[LINK])
            try(graph, rule, &at);
    }
}

/* The same with each object that the server could take for the part. */
static void attached_beside(Graph *graph, const EdgeRule *rule, const Change *change) {
    Situation at;
    if (!find_part(graph, change, &at))
        return;
    g_autoptr(GPtrArray) rivals = diff_rivals(graph->diff, change->new->parent);
    for (guint i = 0; i < rivals->len; i++) {
        at.of[OBJECT] = rivals->pdata[i];
        try(graph, rule, &at);
    }
}

/* --- conditions */

static bool goes(const Change *change) {
    return change && change_is_dropped(change);
}

static bool stays(const Change *change) {
    return change->old && change->new && !change_is_dropped(change);
}

static bool link_and_object_go(const Graph *graph, const Situation *at) {
    (void)graph;
    return goes(at->of[LINK]) && goes(at->of[OBJECT]);
}

static bool object_stays_without_link_and_origin(const Graph *graph, const Situation *at) {
    (void)graph;
    return stays(at->of[OBJECT]) && goes(at->of[LINK]) && goes(at->of[ORIGIN]);
}

static bool object_outlasts_origin(const Graph *graph, const Situation *at) {
    return goes(at->of[OBJECT]) && (inheritance_outlasts(graph, at->of[OBJECT]) ||
                                    graph->alone[index_of(graph, at->of[ORIGIN])]);
}

static bool has_next(const Situation *at) {
    return at->of[LINK] && at->of[NEXT] && at->of[NEXT] != at->of[LINK];
}

static bool next_replaces_link(const Graph *graph, const Situation *at) {
    (void)graph;
    return has_next(at) && goes(at->of[LINK]);
}

static bool next_replaces_origin(const Graph *graph, const Situation *at) {
    (void)graph;
    return has_next(at) && !goes(at->of[LINK]);
}

static bool is_declared_first(const Graph *graph, const Situation *at) {
    return inheritance_declares_first(graph, at->of[OBJECT]);
}

static bool comes_inherited(const Graph *graph, const Situation *at) {
    return inheritance_comes_first(graph, at->of[OBJECT]);
}

static bool object_comes_to_parent(const Graph *graph, const Situation *at) {
    (void)graph;
    return change_is_made(at->of[OBJECT]) && !goes(at->of[ORIGIN]);
}

static bool copy_becomes_own(const Graph *graph, const Situation *at) {
    (void)graph;
    return at->of[OBJECT]->type == CHANGE_CREATE &&
           object_is_alike(at->of[OBJECT]->new, at->of[ORIGIN]->old);
}

static bool origin_goes(const Graph *graph, const Situation *at) {
    (void)graph;
    return goes(at->of[ORIGIN]);
}

/* Whether the origin has a statement of its own, apart from its table's. */
static bool origin_comes(const Graph *graph, const Situation *at) {
    const Change *origin = at->of[ORIGIN];
    if (!change_is_made(origin))
        return false;
    const Change *table = change_of_new(graph, object_root(origin->new));
    return !change_is_made(table) || make_of(graph, origin) != make_of(graph, table);
}

static bool origin_is_there(const Graph *graph, const Situation *at) {
    return !origin_comes(graph, at);
}

static bool origin_stays(const Graph *graph, const Situation *at) {
    (void)graph;
    return !change_is_made(at->of[ORIGIN]);
}

static bool whole_comes(const Graph *graph, const Situation *at) {
    const Object *origin = at->of[ORIGIN]->new;
    const char *whole = origin->kind->parts.whole_if;
    return whole && object_value(origin, whole) && origin_comes(graph, at);
}

/* Whether a new partition has the column from its own CREATE, as the parent table will have it. */
static bool column_is_there(const Graph *graph, const Situation *at) {
    const Object *link = at->of[LINK]->new, *origin = at->of[ORIGIN]->new;
    const Object *own = link->kind->inheritance.branches && origin->kind->inheritance.declared_if
                            ? object_counterpart(link->parent, origin)
                            : NULL;
    return own && graph->inlined[index_of(graph, change_of_new(graph, own))];
}

static bool has_own(const Graph *graph, const Situation *at) {
    (void)graph;
    return at->of[OBJECT] && at->of[OBJECT]->new;
}

static bool comes_through_link(const Graph *graph, const Situation *at) {
    return !has_own(graph, at) && change_is_made(at->of[ORIGIN]);
}

static bool own_gives_way(const Graph *graph, const Situation *at) {
    return comes_through_link(graph, at) && goes(at->of[OBJECT]);
}

static bool object_goes(const Graph *graph, const Situation *at) {
    (void)graph;
    return goes(at->of[OBJECT]);
}

static bool object_comes(const Graph *graph, const Situation *at) {
    (void)graph;
    return change_is_made(at->of[OBJECT]);
}

static bool object_goes_by_itself(const Graph *graph, const Situation *at) {
    return object_goes(graph, at) && at->of[LINK];
}

static const EdgeRule rules[] = {
    /* Inheritance: "A parent table cannot be dropped while any of its children remain. Neither can
     * columns or check constraints of child tables be dropped or altered if they are inherited from
     * any parent tables." */
    {inherited_before, link_and_object_go, {DROP, LINK}, {DROP, OBJECT}},
    {maybe_inherited, link_and_object_go, {DROP, LINK}, {DROP, OBJECT}},

    /* ALTER TABLE: "A recursive DROP COLUMN operation will remove a descendant table's column only
     * if the descendant does not inherit that column from any other parents and never had an
     * independent definition of the column." */
    {inherited_before, link_and_object_go, {DROP, LINK}, {DROP, ORIGIN}},
    {inherited_before, object_stays_without_link_and_origin, {DROP, LINK}, {DROP, ORIGIN}},
    {inherited_before, next_replaces_link, {MAKE, NEXT}, {DROP, LINK}},
    {inherited_before, next_replaces_origin, {MAKE, NEXT}, {DROP, ORIGIN}},

    /* ALTER TABLE: "A nonrecursive DROP COLUMN (i.e., ALTER TABLE ONLY ... DROP COLUMN) never
     * removes any descendant columns, but instead marks them as independently defined rather than
     * inherited." */
    {inherited_before, object_outlasts_origin, {DROP, ORIGIN}, {DROP, OBJECT}},

    /* pg_attribute, attislocal: "This column is defined locally in the relation. Note that a column
     * can be locally defined and inherited simultaneously." */
    {inherited_afterwards, is_declared_first, {MAKE, OBJECT}, {MAKE, ORIGIN}},

    /* Inheritance: "ALTER TABLE will propagate any changes in column data definitions and check
     * constraints down the inheritance hierarchy." */
    {inherited_afterwards, comes_inherited, {MAKE, LINK}, {MAKE, OBJECT}},
    {overwritten, NULL, {MAKE, ORIGIN}, {MAKE, OBJECT}},

    /* ALTER TABLE, NO INHERIT: "This form removes the target table from the list of children of the
     * specified parent table." And ALTER TYPE, RESTRICT: "Refuse the operation if the type being
     * altered is the type of a typed table." */
    {removed_from, object_comes_to_parent, {DROP, LINK}, {MAKE, OBJECT}},

    /* CREATE TABLE, INHERITS: "… the column definitions are merged into one." So is a check
     * constraint with the parent table's, of the same name, as long as it is inherited. */
    {removed_with_copies, copy_becomes_own, {MAKE, OBJECT}, {DROP, LINK}},

    /* ALTER TABLE, INHERIT: "There must also be matching child-table constraints for all CHECK
     * constraints of the parent, except those marked non-inheritable". */
    {made_after_ancestors, origin_goes, {DROP, ORIGIN}, {MAKE, LINK}},
    {made_with_copies, has_own, {MAKE, OBJECT}, {MAKE, LINK}},

    /* Inheritance: "All check constraints and not-null constraints on a parent table are
     * automatically inherited by its children, unless explicitly specified otherwise with NO
     * INHERIT clauses." */
    {made_with_copies, comes_through_link, {MAKE, LINK}, {MAKE, ORIGIN}},
    {made_with_copies, own_gives_way, {DROP, OBJECT}, {MAKE, LINK}},

    /* ALTER TABLE, DETACH PARTITION: "Any indexes that were attached to the target table's indexes
     * are detached." And ALTER INDEX: "An attached index cannot be dropped by itself". */
    {going_along, object_goes_by_itself, {DROP, LINK}, {DROP, OBJECT}},

    /* CREATE INDEX: "When CREATE INDEX is invoked on a partitioned table, the default behavior is
     * to recurse to all partitions to ensure they all have matching indexes." */
    {made_to, whole_comes, {MAKE, LINK}, {MAKE, ORIGIN}},
    {attached, origin_comes, {MAKE, LINK}, {MAKE, ORIGIN}},

    /* ALTER TABLE, ATTACH PARTITION: "The table to be attached must have all the same columns as the
     * target table and no more". */
    {made_to, column_is_there, {MAKE, ORIGIN}, {MAKE, LINK}},

    /* ALTER TABLE, ATTACH PARTITION: "For each index in the target table, a corresponding one will
     * be created in the attached table; or, if an equivalent index already exists, it will be
     * attached to the target table's index". */
    {attached, origin_is_there, {MAKE, OBJECT}, {MAKE, LINK}},
    {attached, origin_is_there, {MAKE, LINK}, {MAKE, PART_LINK}},
    {attached_beside, object_goes, {DROP, OBJECT}, {MAKE, LINK}},
    {attached_beside, object_comes, {MAKE, LINK}, {MAKE, OBJECT}},

    /* Table Partitioning: "Once indexes for all the partitions are attached to the parent index,
     * the parent index will be marked valid automatically." Only then is it equivalent. */
    {attached_above, origin_stays, {MAKE, PART_LINK}, {MAKE, LINK}},
};

void inheritance_edges(Graph *graph) {
    for (guint i = 0; i < graph->diff->count; i++)
        for (guint r = 0; r < G_N_ELEMENTS(rules); r++)
            rules[r].find(graph, &rules[r], &graph->diff->changes[i]);
}
