#include "diff/rename.h"

#include <string.h>

bool rename_split(const char *text, char **old, char **new, GError **error) {
    bool quoted = false;
    for (const char *c = text; *c; c++) {
        quoted ^= *c == '"';
        if (*c != '=' || quoted)
            continue;
        *old = g_strstrip(g_strndup(text, (gsize)(c - text)));
        *new = g_strstrip(g_strdup(c + 1));
        return true;
    }
    g_set_error(
        error, DIFF_ERROR, FAIL_USAGE,
        "--rename takes OLD=NEW, as in --rename 'public.users.mail=public.users.email'; got \"%s\"",
        text);
    return false;
}

/* How long "name on " is, where the identity names the parent in that way. */
static gsize words_before_parent(const Object *object) {
    static const char on[] = " on ";
    if (!object->name)
        return 0;
    gsize name = strlen(object->name);
    bool named = strncmp(object->identity, object->name, name) == 0 &&
                 g_str_has_prefix(object->identity + name, on);
    return named ? name + strlen(on) : 0;
}

bool rename_is_meant(const Object *object, const char *text) {
    gsize kind = strlen(object->kind->name);
    if (strncmp(text, object->kind->name, kind) == 0 && text[kind] == ' ')
        text += kind + 1;
    if (strcmp(object->identity, text) == 0)
        return true;
    static const char public[] = "public.";
    gsize head = object->parent ? words_before_parent(object) : 0;
    return strncmp(object->identity, text, head) == 0 &&
           g_str_has_prefix(object->identity + head, public) &&
           strcmp(object->identity + head + strlen(public), text + head) == 0;
}

const Object *rename_find(const Catalog *catalog, const Kind *kind, const char *text,
                          const char *side, GError **error) {
    const Object *found = NULL, *object;
    for (guint i = 0; (object = catalog_nameable(catalog, i)); i++) {
        if (!object->kind->rename || (kind && object->kind != kind) ||
            !rename_is_meant(object, text))
            continue;
        if (found) {
            g_set_error(error, DIFF_ERROR, FAIL_USAGE,
                        "\"%s\" names both a %s and a %s in %s; write \"%s %s\"", text,
                        found->kind->name, object->kind->name, side, object->kind->name,
                        object->identity);
            return NULL;
        }
        found = object;
    }
    if (!found)
        g_set_error(error, DIFF_ERROR, FAIL_USAGE,
                    "there is no %s \"%s\" in %s that could be renamed; 'migrate diff' names what "
                    "is gone and may have been",
                    kind ? kind->name : "object", text, side);
    return found;
}

/* Where the object's own name stands in its identity: at the head ("name on table", a top-level one
 * without schema) or behind a dot. */
static const char *name_in_identity(const Object *object) {
    const char *identity = object->identity, *found = NULL;
    gsize length = strlen(object->name);
    if (object->parent && strncmp(identity, object->name, length) == 0 && identity[length] == ' ')
        return identity;
    for (const char *at = identity; (at = strstr(at, object->name)); at++) {
        if ((at != identity && at[-1] != '.') || (!object->parent && !strchr("( ", at[length])))
            continue;
        found = at;
        if (!object->parent)
            break;
    }
    return found;
}

bool rename_is_sibling(const Object *old, const Object *new) {
    if (old->kind != new->kind || !old->name || !new->name || !old->parent != !new->parent)
        return false;
    if (old->parent && (old->parent->kind != new->parent->kind ||
                        strcmp(old->parent->identity, new->parent->identity) != 0))
        return false;
    const char *one = name_in_identity(old), *two = name_in_identity(new);
    if (!one || !two || one - old->identity != two - new->identity)
        return false;
    return strncmp(old->identity, new->identity, (gsize)(one - old->identity)) == 0 &&
           strcmp(one + strlen(old->name), two + strlen(new->name)) == 0;
}

bool rename_has_name(const Object *object, const char *name) {
    const char *quoted = object->name;
    if (!quoted)
        return false;
    if (*quoted != '"')
        return strcmp(quoted, name) == 0;
    for (quoted++; *quoted && *name; quoted++, name++) {
        quoted += *quoted == '"' && quoted[1] == '"';
        if (*quoted != *name)
            return false;
    }
    return *name == '\0' && strcmp(quoted, "\"") == 0;
}

bool rename_is_free(const Kind *kind) {
    return kind->likeness.by && !kind->likeness.asks;
}

bool rename_same_attributes(const Object *old, const Object *new) {
    for (guint i = 0; old->kind->attrs[i].column; i++)
        if (old->kind->attrs[i].policy != ATTR_IGNORE &&
            g_strcmp0(old->values[i], new->values[i]) != 0)
            return false;
    return true;
}

/* Whether both have the same children that hold data, by name and definition. */
static bool same_children(const Object *old, const Object *new) {
    guint count = 0, same = 0;
    for (guint i = 0; i < old->child_count; i++) {
        const Object *child = old->children[i];
        if (!child->kind->likeness.asks)
            continue;
        count++;
        for (guint n = 0; n < new->child_count; n++)
            if (new->children[n]->kind == child->kind &&
                strcmp(new->children[n]->name, child->name) == 0 &&
                rename_same_attributes(child, new->children[n]))
                same++;
    }
    guint others = 0;
    for (guint n = 0; n < new->child_count; n++)
        others += new->children[n]->kind->likeness.asks;
    return same == count && others == count;
}

static bool is_alike(const Object *old, const Object *new) {
    const Kind *kind = old->kind;
    if (kind->likeness.by) {
        const char *one = object_value(old, kind->likeness.by),
                   *two = object_value(new, kind->likeness.by);
        return g_strcmp0(one, two) == 0;
    }
    if (kind->within.ordered)
        return old->ord == new->ord;
    return rename_same_attributes(old, new) && same_children(old, new);
}

/* An object that usually has children and has none offers nothing to recognise it by. */
static bool is_recognisable(const Object *object) {
    return object->kind->likeness.by || !object->kind->separator || object->child_count > 0;
}

static bool stays_or_goes_alone(const Diff *diff, const Object *old) {
    return !old->parent || diff->of_old[old->parent->index]->new;
}

/* Whether the other side has nothing alike under the same name. */
static bool is_elsewhere(const Change *change) {
    return !change->old || !change->new ||
           (change->type == CHANGE_RECREATE && rename_is_free(change_kind(change)) &&
            !is_alike(change->old, change->new));
}

/* Whether the object is dropped (created), as far as the diff says. What is tacit is where an
 * object alike on the other side has a name. */
static bool goes(const Diff *diff, const Object *old, guint i) {
    return i >= diff->old->count || is_elsewhere(diff->of_old[old->index]);
}

static bool comes(const Diff *diff, const Object *new, guint i) {
    return i >= diff->new->count || is_elsewhere(diff->of_new[new->index]);
}

static GPtrArray *find_candidates(const Diff *diff, const Object *old, bool tacit) {
    GPtrArray *candidates = g_ptr_array_new();
    const Object *new;
    for (guint i = 0; (new = catalog_nameable(diff->new, i)); i++) {
        if (tacit && i >= diff->new->count)
            break;
        if (new->kind == old->kind && comes(diff, new, i) && rename_is_sibling(old, new) &&
            is_alike(old, new))
            g_ptr_array_add(candidates, (gpointer) new);
    }
    return candidates;
}

static void clear_look_alike(gpointer data) {
    g_ptr_array_unref(((LookAlike *)data)->candidates);
}

/* Whether another old object looks like the same new one. */
static bool is_claimed(const GArray *found, const LookAlike *mine) {
    for (guint i = 0; i < found->len; i++) {
        const LookAlike *other = &g_array_index(found, LookAlike, i);
        if (g_ptr_array_find(other->candidates, mine->candidates->pdata[0], NULL))
            return true;
    }
    return false;
}

GArray *rename_look_alikes(const Diff *diff, bool asks) {
    GArray *found = g_array_new(FALSE, FALSE, sizeof(LookAlike));
    g_array_set_clear_func(found, clear_look_alike);
    const Object *old;
    for (guint i = 0; (old = catalog_nameable(diff->old, i)); i++) {
        bool relevant = asks ? old->kind->likeness.asks : rename_is_free(old->kind);
        if (!relevant || !old->kind->rename || !goes(diff, old, i) || !is_recognisable(old) ||
            !stays_or_goes_alone(diff, old))
            continue;
        LookAlike alike = {old, find_candidates(diff, old, i >= diff->old->count)};
        if (alike.candidates->len > 0 &&
            (asks || (alike.candidates->len == 1 && !is_claimed(found, &alike))))
            g_array_append_val(found, alike);
        else
            clear_look_alike(&alike);
    }
    return found;
}
