#include "diff/diff.h"

#include <string.h>

G_DEFINE_QUARK(migrate-diff-error-quark, diff_error)

const Kind *change_kind(const Change *change) {
    return change_object(change)->kind;
}

const Object *change_object(const Change *change) {
    return change->new ? change->new : change->old;
}

static void require(Change *change, ChangeType type) {
    if (change->type < type)
        change->type = type;
}

static void compare_attribute(Change *change, guint i) {
    const KindAttr *attr = &change->new->kind->attrs[i];
    const char *old = change->old->values[i], *new = change->new->values[i];
    if (attr->policy == ATTR_IGNORE || g_strcmp0(old, new) == 0)
        return;
    change->differing |= G_GUINT64_CONSTANT(1) << i;
    if (attr->policy == ATTR_ALTER) {
        require(change, (new ? attr->set : attr->unset) ? CHANGE_ALTER : CHANGE_RECREATE);
    } else if (attr->policy == ATTR_REPLACE ||
               (attr->policy == ATTR_EXTEND && new && g_str_has_prefix(new, old ? old : ""))) {
        require(change, CHANGE_ALTER);
        change->replace = true;
    } else {
        require(change, CHANGE_RECREATE);
    }
}

static void compare_pair(Change *change) {
    for (guint i = 0; change->new->kind->attrs[i].column; i++)
        compare_attribute(change, i);
}

/* Two siblings that stay and swap places, where the order matters. */
static bool order_differs(const Diff *diff, const Object *old_parent) {
    gint32 last = G_MININT32;
    for (guint i = 0; i < old_parent->child_count; i++) {
        const Object *child = old_parent->children[i];
        const Object *now = diff->of_old[child->index]->new;
        if (!child->kind->ordered || !now)
            continue;
        if (now->ord < last)
            return true;
        last = now->ord;
    }
    return false;
}

/* What a child cannot do alone, its parent does. */
static void involve_parent(Diff *diff, const Change *change) {
    const Object *object = change_object(change);
    const Kind *kind = object->kind;
    bool alone = change->type == CHANGE_CREATE   ? kind->create || kind->make
                 : change->type == CHANGE_DROP   ? kind->drop != NULL
                 : change->type == CHANGE_RECREATE ? kind->drop && kind->create
                                                   : true;
    if (alone || !object->parent)
        return;
    Change *parent = change->new ? diff->of_new[object->parent->index]
                                 : diff->of_old[object->parent->index];
    if (parent->old && parent->new)
        require(parent, CHANGE_RECREATE);
}

static Change *add(Diff *diff, const Object *old, const Object *new) {
    Change *change = &diff->changes[diff->count++];
    *change = (Change){.old = old, .new = new};
    if (old)
        diff->of_old[old->index] = change;
    if (new)
        diff->of_new[new->index] = change;
    return change;
}

static void match(Diff *diff) {
    for (guint i = 0; i < diff->old->count; i++) {
        const Object *object = diff->old->objects[i];
        Change *change = add(diff, object, catalog_find(diff->new, object->kind, object->identity));
        if (change->new)
            compare_pair(change);
        else
            change->type = CHANGE_DROP;
    }
    for (guint i = 0; i < diff->new->count; i++)
        if (!diff->of_new[i])
            add(diff, NULL, diff->new->objects[i])->type = CHANGE_CREATE;
}

Diff *diff_compare(const Catalog *old, const Catalog *new) {
    Arena *arena = arena_new();
    Diff *diff = ARENA_NEW(arena, Diff);
    *diff = (Diff){.arena = arena, .old = old, .new = new};
    diff->changes = arena_alloc(arena, (old->count + new->count + 1) * sizeof(Change));
    diff->of_old = arena_alloc(arena, (old->count + 1) * sizeof(Change *));
    diff->of_new = arena_alloc(arena, (new->count + 1) * sizeof(Change *));
    match(diff);
    for (guint i = 0; i < diff->count; i++) {
        Change *change = &diff->changes[i];
        if (change->old && change->new && order_differs(diff, change->old))
            require(change, CHANGE_RECREATE);
        involve_parent(diff, change);
    }
    return diff;
}

void diff_free(Diff *diff) {
    if (diff)
        arena_free(diff->arena);
}

bool diff_is_empty(const Diff *diff) {
    for (guint i = 0; i < diff->count; i++)
        if (diff->changes[i].type != CHANGE_NONE)
            return false;
    return true;
}

bool change_breaks_dependents(const Change *change) {
    if (change->adopt)
        return true;
    if (change->type != CHANGE_ALTER)
        return false;
    for (guint i = 0; change->new->kind->attrs[i].column; i++)
        if (change->differing >> i & 1 && change->new->kind->attrs[i].breaks_dependents)
            return true;
    return false;
}
