/* Renames that somebody states, by a flag or by a directive in the schema: carried out in whatever
 * order the names come free, and refused where one does not. */
#include "compare/draft_context.h"

#include "source/directives.h"
#include <string.h>

typedef struct {
    const Object *new;
    const RenameDirective *directive; /* NULL: a flag */
    Address old;                      /* outlives renames; all zero as long as it is not known */
    bool done;                        /* or there is nothing to do */
    GError *objection;                /* what the server said to it the last time */
} Stated;

static void stated_clear(gpointer data) {
    g_clear_error(&((Stated *)data)->objection);
}

static bool read_flag(const DraftContext *context, const char *text, Stated *stated,
                      GError **error) {
    g_autofree char *from = NULL, *to = NULL;
    if (!rename_split(text, &from, &to, error))
        return false;
    const Object *old = rename_find(context->old, NULL, from, "the history", error);
    const Object *new = old ? rename_find(context->new, old->kind, to, "the schema", error) : NULL;
    if (!new)
        return false;
    *stated = (Stated){.new = new, .old = old->address};
    return true;
}

/* Whose rename others wait for: children are named by their parents. */
enum { DEEPEST = 2 };
static guint depth_of(const Object *object) {
    return object->parent ? DEEPEST : strcmp(object->kind->name, "schema") != 0;
}

static const Stated *find_stated(const GArray *all, const Object *new, bool by_directive) {
    for (guint i = 0; i < all->len; i++) {
        const Stated *stated = &g_array_index(all, Stated, i);
        if (stated->new == new && !stated->directive == !by_directive)
            return stated;
    }
    return NULL;
}

/* What the flags say, and what the directives say of other things. */
static bool read_all(const DraftContext *context, GArray *all, GError **error) {
    const char *const *renames = context->options->renames;
    for (guint i = 0; renames && renames[i]; i++) {
        Stated flag;
        if (!read_flag(context, renames[i], &flag, error))
            return false;
        g_array_append_val(all, flag);
    }
    for (guint i = 0; i < context->directives->len; i++) {
        const RenameDirective *directive = context->directives->pdata[i];
        Stated stated = {.new = directive->object, .directive = directive};
        if (!find_stated(all, directive->object, false))
            g_array_append_val(all, stated);
    }
    return true;
}

/* The old object that a directive speaks of. */
static const Object *find_named(const DraftContext *context, const RenameDirective *directive) {
    const Object *old = NULL;
    for (guint i = 0; directive->object->kind->rename && (old = catalog_nameable(context->old, i));
         i++)
        if (old->kind == directive->object->kind && rename_has_name(old, directive->old_name) &&
            rename_is_sibling(old, directive->object))
            break;
    return old;
}

static const Stated *find_by_old(const GArray *all, const Object *old) {
    for (guint i = 0; i < all->len; i++) {
        const Stated *stated = &g_array_index(all, Stated, i);
        if (memcmp(&stated->old, &old->address, sizeof old->address) == 0)
            return stated;
    }
    return NULL;
}

/* Whether a directive still asks for a rename. Where the history lacks the new name, it does. Where
 * the history has both names, it does if the object of the new name is a different one than in the
 * schema, so that it may be dropped, or if the old name is not simply used again: nothing in the
 * schema has it, or what has it there is renamed in turn. */
static bool is_due(const DraftContext *context, const GArray *all, const Stated *stated) {
    for (guint i = 0; stated && i < all->len; i++) {
        const Object *namesake =
            catalog_find(context->old, stated->new->kind, stated->new->identity);
        if (!namesake)
            return true;
        const Object *old = find_named(context, stated->directive);
        if (!old)
            return false;
        const Object *successor = catalog_find(context->new, old->kind, old->identity);
        if (!successor || !rename_same_attributes(namesake, stated->new))
            return true;
        stated = find_stated(all, successor, true);
    }
    return stated; /* names that go round in a circle */
}

/* Learns what a directive is about, as far as that can be told already. */
static void judge(const DraftContext *context, const GArray *all, Stated *stated) {
    const RenameDirective *directive = stated->directive;
    if (!directive || stated->old.classid || stated->done)
        return;
    const Object *old = find_named(context, directive);
    if (!is_due(context, all, stated)) {
        stated->done = true;
        g_ptr_array_add(
            context->draft->notes,
            g_strdup_printf(
                "%s:%u: the rename from %s is in the history already; the directive can go",
                directive->file, directive->line, directive->old_name));
    } else if (old && !find_by_old(all, old)) {
        stated->old = old->address;
    }
}

/* Tries one; what stands in its way may go with another. */
static bool try_one(DraftContext *context, Stated *stated, bool *progress, GError **error) {
    const Object *old = draft_find(context->old, &stated->old);
    if (!old || !rename_is_sibling(old, stated->new))
        return true;
    g_clear_error(&stated->objection);
    /* A column's rename is that of those which inherit it. */
    bool is_done = strcmp(old->identity, stated->new->identity) == 0;
    RenameResult result =
        is_done ? RENAME_DONE : draft_rename_one(context, old, stated->new, &stated->objection);
    stated->done = result == RENAME_DONE;
    *progress = *progress || stated->done;
    if (result == RENAME_FAILED)
        g_propagate_error(error, g_steal_pointer(&stated->objection));
    return result != RENAME_FAILED;
}

/* What the directive would mean if it had quotes: without them a name is in small letters. */
static const char *find_quoted(const DraftContext *context, const RenameDirective *directive) {
    gsize length = strlen(directive->old_name);
    for (guint i = 0; i < context->old->count; i++) {
        const Object *old = context->old->objects[i];
        if (old->kind == directive->object->kind && rename_is_sibling(old, directive->object) &&
            old->name[0] == '"' && strlen(old->name) == length + 2 &&
            g_ascii_strncasecmp(old->name + 1, directive->old_name, length) == 0)
            return old->name;
    }
    return NULL;
}

static void refuse_unknown(const DraftContext *context, const RenameDirective *directive,
                           GError **error) {
    const Object *new = directive->object;
    const char *quoted = find_quoted(context, directive);
    g_set_error(error, COMPARE_ERROR, FAIL_USAGE,
                "%s:%u: %s %s says that it was renamed from %s, but the history has no such %s%s%s",
                directive->file, directive->line, new->kind->name, new->identity,
                directive->old_name, new->kind->name, quoted ? ". It has " : "",
                quoted ? quoted : "");
}

static void refuse_stranger(const Object *old, const Object *new, GError **error) {
    g_set_error(error, COMPARE_ERROR, FAIL_USAGE,
                "%s %s cannot become %s by a rename: a rename changes an object's own "
                "name, not its schema, its table or its arguments",
                old->kind->name, old->identity, new->identity);
}

static bool is_taken(const GError *objection) {
    static const char *const states[] = {"42P07", "42701", "42710", "42723", "42P06"};
    for (guint i = 0; i < G_N_ELEMENTS(states); i++)
        if (pg_fault_is(objection, states[i]))
            return true;
    return false;
}

/* What has the name that `new` is to get. */
static const Object *find_holder(const DraftContext *context, const Object *new) {
    for (guint i = 0; i < context->old->count; i++) {
        const Object *old = context->old->objects[i];
        if ((old->place && g_strcmp0(old->place, new->place) == 0) ||
            (g_strcmp0(old->kind->type, new->kind->type) == 0 &&
             strcmp(old->identity, new->identity) == 0))
            return old;
    }
    return NULL;
}

/* What stands in the way, and how it gets out of it. */
static char *describe_way_out(const DraftContext *context, const Object *new, bool moves,
                              const Object *holder) {
    g_autoptr(Arena) arena = arena_new();
    const char *label = object_label(arena, holder);
    const Object *successor = catalog_find(context->new, holder->kind, holder->identity);
    if (moves)
        return g_strdup_printf("%s is still there, and is itself to be renamed. Split the change: "
                               "rename %s to a name that nothing has in a migration of its own "
                               "first",
                               label, label);
    if (successor && successor != new)
        return g_strdup_printf("%s still has that name, and this change takes it away. Split the "
                               "change: do that in a migration of its own first, then rename",
                               label);
    return g_strdup_printf("%s is still there, and this change drops it. Split the change: drop "
                           "%s in a migration of its own first, then rename",
                           label, label);
}

static void refuse(const DraftContext *context, const GArray *all, const Object *old,
                   const Object *new, const GError *objection, GError **error) {
    const Object *holder = is_taken(objection) ? find_holder(context, new) : NULL;
    const Stated *other = holder && all ? find_by_old(all, holder) : NULL;
    g_autofree char *way_out =
        holder ? describe_way_out(context, new, other && !other->done, holder)
               : g_strdup_printf("the server refuses it: %s. Split the change over two migrations, "
                                 "or write this one by hand",
                                 pg_fault(objection)->message);
    g_set_error(error, COMPARE_ERROR, FAIL_DECISION, "%s %s cannot be renamed to %s: %s.",
                old->kind->name, old->identity, new->identity, way_out);
}

void draft_refuse_rename(const DraftContext *context, const Object *old, const Object *new,
                         const GError *objection, GError **error) {
    refuse(context, NULL, old, new, objection, error);
}

/* Whether `old` was in the schema or the table that is called `within` when nothing was renamed. */
static bool was_within(const DraftContext *context, const Object *old, const char *within) {
    const Object *before = draft_find(context->original, &old->address);
    before = before ? before : old;
    if (before->parent)
        return rename_has_name(before->parent, within);
    g_autofree char *schema = directive_schema_of(before);
    return strcmp(schema, within) == 0;
}

/* A directive that names something of another schema or table means that one, and no namesake. */
static bool refuse_foreign(const DraftContext *context, const RenameDirective *directive,
                           GError **error) {
    for (guint i = 0; directive && directive->within && i < context->old->count; i++) {
        const Object *old = context->old->objects[i];
        if (old->kind != directive->object->kind || rename_is_sibling(old, directive->object) ||
            !rename_has_name(old, directive->old_name) ||
            !was_within(context, old, directive->within))
            continue;
        refuse_stranger(old, directive->object, error);
        g_prefix_error(error, "%s:%u: ", directive->file, directive->line);
        return true;
    }
    return false;
}

/* What could not be done whatever else was. */
static bool give_up(const DraftContext *context, const GArray *all, const Stated *stated,
                    GError **error) {
    const RenameDirective *directive = stated->directive;
    const Object *old = draft_find(context->old, &stated->old);
    if (!old) {
        refuse_unknown(context, directive, error);
    } else if (!stated->objection) {
        refuse_stranger(old, stated->new, error);
    } else if (context->options->undoing && rename_is_free(old->kind)) {
        return true;
    } else {
        g_autoptr(GError) refusal = NULL;
        refuse(context, all, old, stated->new, stated->objection, &refusal);
        if (directive)
            g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                        "%s:%u: %s Or remove the directive, if the history has this rename behind "
                        "it.",
                        directive->file, directive->line, refusal->message);
        else
            g_propagate_error(error, g_steal_pointer(&refusal));
    }
    return false;
}

/* Those of one depth: first all is found, because names mean what they meant before. */
static bool apply_depth(DraftContext *context, GArray *all, guint depth, GError **error) {
    Stated *stated = (Stated *)all->data, *end = stated + all->len;
    for (Stated *each = stated; each < end; each++) {
        if (depth_of(each->new) != depth)
            continue;
        if (refuse_foreign(context, each->directive, error))
            return false;
        judge(context, all, each);
    }
    for (bool progress = true; progress;) {
        progress = false;
        for (Stated *each = stated; each < end; each++) {
            if (depth_of(each->new) != depth || each->done)
                continue;
            judge(context, all, each);
            if (!each->done && !try_one(context, each, &progress, error))
                return false;
        }
    }
    for (Stated *each = stated; each < end; each++)
        if (depth_of(each->new) == depth && !each->done && !give_up(context, all, each, error))
            return false;
    return true;
}

bool draft_apply_stated_renames(DraftContext *context, GError **error) {
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Stated));
    g_array_set_clear_func(all, stated_clear);
    bool done = read_all(context, all, error);
    for (guint depth = 0; done && depth <= DEEPEST; depth++)
        done = apply_depth(context, all, depth, error);
    return done;
}
