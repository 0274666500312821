#include "diff/diff.h"

#include <string.h>

G_DEFINE_QUARK(migrate_diff_error, diff_error)

/* Whether what the object is a part of is created or dropped as a whole. */
static bool is_part(const Diff *diff, const Change *change) {
    const Object *parent = change_object(change)->parent;
    if (!parent)
        return false;
    const Change *above = change->new ? diff->of_new[parent->index] : diff->of_old[parent->index];
    return above->type == CHANGE_CREATE || above->type == CHANGE_DROP || is_part(diff, above);
}

bool diff_stands_alone(const Diff *diff, const Change *change) {
    return change->type != CHANGE_NONE && !change->cause && !is_part(diff, change);
}

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

static char *equals_key(const Object *object, const KindAttr *attr, const char *text) {
    return g_strdup_printf("%s %s %zu %s %s", object->kind->name, attr->column,
                           strlen(object->identity), object->identity, text);
}

Equals *equals_new(void) {
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

bool equals_add(Equals *equals, const Object *object, const KindAttr *attr, const char *read,
                const char *printed) {
    return strcmp(read, printed) != 0 &&
           g_hash_table_insert(equals, equals_key(object, attr, read), g_strdup(printed));
}

/* What the server prints in the end, when it reads its own output for `text` again and again. */
static const char *settled(const Equals *equals, const Object *object, const KindAttr *attr,
                           const char *text) {
    enum { MAX_READINGS = 4 };
    for (guint i = 0; i < MAX_READINGS; i++) {
        g_autofree char *key = equals_key(object, attr, text);
        const char *printed = g_hash_table_lookup((Equals *)equals, key);
        if (!printed)
            return text;
        text = printed;
    }
    return text;
}

static bool are_equal(const Equals *equals, const Change *change, guint i) {
    const KindAttr *attr = &change->new->kind->attrs[i];
    const char *old = change->old->values[i], *new = change->new->values[i];
    if (g_strcmp0(old, new) == 0)
        return true;
    return equals && attr->expression && old &&
           new && strcmp(settled(equals, change->new, attr, old),
                        settled(equals, change->new, attr, new)) == 0;
}

/* Whether the attribute's own template can make the change. */
static bool is_alterable(const Change *change, const KindAttr *attr, bool sets) {
    if (!sets || !attr->set || !attr->set_while)
        return sets ? attr->set != NULL : attr->unset != NULL;
    const char *before = object_value(change->old, attr->set_while);
    return before && g_strcmp0(before, object_value(change->new, attr->set_while)) == 0;
}

/* Whether `old` equals `new` once what the object needs has its new name, where that is renamed by
 * its own change (a type). */
static bool is_renamed_to(const Catalog *now, const Object *object, const char *old,
                          const char *new) {
    g_autofree char *text = g_strdup(old);
    for (guint d = 0; old && new && d < object->dep_count; d++) {
        const Object *needed = object->deps[d].object;
        const Object *after =
            needed->kind->named ? catalog_find(now, needed->kind, needed->identity) : NULL;
        if (!after || strcmp(after->id, needed->id) == 0 || !strstr(text, needed->id))
            continue;
        g_auto(GStrv) parts = g_strsplit(text, needed->id, -1);
        g_free(text);
        text = g_strjoinv(after->id, parts);
    }
    return g_strcmp0(text, new) == 0;
}

void change_differ(Change *change, guint i) {
    const KindAttr *attr = &change->new->kind->attrs[i];
    const char *old = change->old->values[i], *new = change->new->values[i];
    change->differing |= G_GUINT64_CONSTANT(1) << i;
    if (attr->policy == ATTR_ALTER) {
        require(change, is_alterable(change, attr, new) ? CHANGE_ALTER : CHANGE_RECREATE);
    } else if (attr->policy == ATTR_REPLACE ||
               (attr->policy == ATTR_EXTEND && new && g_str_has_prefix(new, old ? old : ""))) {
        require(change, CHANGE_ALTER);
        change->replace = true;
    } else {
        require(change, CHANGE_RECREATE);
    }
}

static void compare_attribute(const Catalog *now, Change *change, guint i, const Equals *equals) {
    const KindAttr *attr = &change->new->kind->attrs[i];
    if (attr->policy != ATTR_IGNORE && !are_equal(equals, change, i) &&
        !is_renamed_to(now, change->old, change->old->values[i], change->new->values[i]))
        change_differ(change, i);
}

static void compare_pair(const Catalog *now, Change *change, const Equals *equals) {
    for (guint i = 0; change->new->kind->attrs[i].column; i++)
        compare_attribute(now, change, i, equals);
}

/* Siblings whose order matters: two that stay swap places, or one comes before one that stays where
 * only the last place is free. */
static bool order_differs(const Diff *diff, const Change *parent) {
    gint32 last = G_MININT32, came = G_MAXINT32;
    for (guint i = 0; i < parent->new->child_count; i++) {
        const Object *child = parent->new->children[i];
        if (child->kind->within.by_place && !diff->of_new[child->index]->old)
            came = MIN(came, child->ord);
    }
    for (guint i = 0; i < parent->old->child_count; i++) {
        const Object *child = parent->old->children[i];
        const Object *now = diff->of_old[child->index]->new;
        if ((!child->kind->within.ordered && !child->kind->within.by_place) || !now)
            continue;
        if (now->ord < last || (child->kind->within.by_place && now->ord > came))
            return true;
        last = now->ord;
    }
    return false;
}

bool change_holds_data(const Change *change) {
    const char *shell = change_kind(change)->data.shell_if;
    bool is_shell = shell && change->old && change->new && object_value(change->old, shell) &&
                    object_value(change->new, shell);
    return object_holds_data(change->old ? change->old : change->new) && !is_shell;
}

const Change *change_detached(const Diff *diff, const Change *change) {
    const Object *part = change->old, *root = part ? object_root(part) : NULL;
    if (!part || !part->kind->facet || part->kind->drop ||
        change_is_dropped(diff->of_old[root->index]))
        return NULL;
    const Object *whole = object_link_target(part);
    const Object *link = whole ? object_link(part, object_root(whole)) : NULL;
    return link && link != part && change_is_dropped(diff->of_old[link->index])
               ? diff->of_old[link->index]
               : NULL;
}

Change *change_involves(const Diff *diff, const Change *change) {
    const Object *object = change_object(change);
    const Kind *kind = object->kind;
    bool alone =
        change->type == CHANGE_CREATE     ? kind->create || kind->hooks.make
        : change->type == CHANGE_DROP     ? kind->drop != NULL
        : change->type == CHANGE_RECREATE ? kind->drop && kind->create && !kind->within.with_parent
        : change->type == CHANGE_ALTER
            ? !kind->within.altered_if || object_value(change->old, kind->within.altered_if) ||
                  !change_breaks_dependents(change)
            : true;
    if (alone || !object->parent || change_detached(diff, change))
        return NULL;
    Change *parent =
        change->new ? diff->of_new[object->parent->index] : diff->of_old[object->parent->index];
    return parent->old && parent->new ? parent : NULL;
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

static void match(Diff *diff, const Equals *equals) {
    for (guint i = 0; i < diff->old->count; i++) {
        const Object *object = diff->old->objects[i];
        Change *change = add(diff, object, catalog_find(diff->new, object->kind, object->identity));
        if (change->new)
            compare_pair(diff->new, change, equals);
        else
            change->type = CHANGE_DROP;
    }
    for (guint i = 0; i < diff->new->count; i++)
        if (!diff->of_new[i])
            add(diff, NULL, diff->new->objects[i])->type = CHANGE_CREATE;
}

/* Whether all that differs are attributes that attaching parts settles, and that the new side has
 * (`comes`) or lacks. */
static bool is_settled_by_parts(const Change *change, bool comes) {
    const KindAttr *attrs = change_kind(change)->attrs;
    bool settled = change->type == CHANGE_RECREATE && change->differing;
    for (guint i = 0; settled && attrs[i].column; i++)
        settled = !(change->differing >> i & 1) ||
                  (attrs[i].settled_by_parts && (change->new->values[i] != NULL) == comes);
    return settled;
}

static void forget(Change *change) {
    *change = (Change){.old = change->old, .new = change->new};
}

static void settle_by_part(const Diff *diff, const Change *link) {
    const Object *target = change_is_made(link) ? object_link_target(link->new) : NULL;
    Change *whole = target && target->kind->parts.whole_if ? diff->of_new[target->index] : NULL;
    if (whole && is_settled_by_parts(whole, false))
        forget(whole);
}

void diff_forget_unsettled(Diff *diff) {
    for (guint i = 0; i < diff->count; i++)
        if (diff->changes[i].old &&
            diff->changes[i].new && is_settled_by_parts(&diff->changes[i], true))
            forget(&diff->changes[i]);
}

Diff *diff_compare(const Catalog *old, const Catalog *new, const Equals *equals) {
    Arena *arena = arena_new();
    Diff *diff = ARENA_NEW(arena, Diff);
    *diff = (Diff){.arena = arena, .old = old, .new = new};
    diff->changes = arena_alloc(arena, (old->count + new->count + 1) * sizeof(Change));
    diff->of_old = arena_alloc(arena, (old->count + 1) * sizeof(Change *));
    diff->of_new = arena_alloc(arena, (new->count + 1) * sizeof(Change *));
    match(diff, equals);
    for (guint i = 0; i < diff->count; i++)
        settle_by_part(diff, &diff->changes[i]);
    for (guint i = 0; i < diff->count; i++) {
        Change *change = &diff->changes[i];
        if (change->old && change->new && order_differs(diff, change))
            require(change, CHANGE_RECREATE);
        Change *parent = change_involves(diff, change);
        if (parent)
            require(parent, CHANGE_RECREATE);
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
