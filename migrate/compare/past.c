#include "compare/past.h"

#include "catalog/address.h"
#include "compare/draft.h"
#include "diff/rename.h"
#include <string.h>

/* What is read: the catalog after the last migration, with the lives of its objects by index. */
typedef struct {
    Past *past;
    const char *object;
    Catalog *catalog;
    Life **lives;
} Reading;

/* One migration: a catalog before, one after, and which object of one is which of the other, by
 * index. */
typedef struct {
    Past *past;
    guint migration;
    const Catalog *old, *new;
    const Object **before, **after;
    const Object **alike; /* of a new one: the only old one that looks like it */
    bool *sought;         /* of a new one: `before` says all */
    Life **old_lives, **new_lives;
    PastDeed *deeds; /* of a new one */
} Turn;

static void event_free(gpointer data) {
    PastEvent *event = data;
    g_array_unref(event->attrs);
    g_free(event);
}

static void reading_clear(Reading *reading) {
    catalog_free(reading->catalog);
    g_free(reading->lives);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

static void turn_clear(Turn *turn) {
    g_free(turn->before);
    g_free(turn->after);
    g_free(turn->alike);
    g_free(turn->sought);
    g_free(turn->deeds);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Turn, turn_clear)

/* --- which is which */

static bool has_address(const Object *object) {
    return object->address.classid != 0;
}

static void join(Turn *turn, const Object *old, const Object *new) {
    turn->before[new->index] = old;
    turn->after[old->index] = new;
}

static void join_by_address(Turn *turn) {
    g_autoptr(GHashTable) there = g_hash_table_new(address_hash, address_equal);
    for (guint i = 0; i < turn->old->count; i++)
        if (has_address(turn->old->objects[i]))
            g_hash_table_insert(there, &turn->old->objects[i]->address, turn->old->objects[i]);
    for (guint i = 0; i < turn->new->count; i++) {
        const Object *new = turn->new->objects[i];
        const Object *old = has_address(new) ? g_hash_table_lookup(there, &new->address) : NULL;
        if (old && old->kind == new->kind)
            join(turn, old, new);
    }
}

static bool is_tacit(const Object *object) {
    return object->kind->tacit_if && object_value(object, object->kind->tacit_if);
}

/* The one candidate that nothing else has become. */
static const Object *only_candidate(const Turn *turn, const LookAlike *found) {
    const Object *only = NULL;
    for (guint i = 0; i < found->candidates->len; i++) {
        const Object *new = found->candidates->pdata[i];
        if (is_tacit(new) || turn->before[new->index])
            continue;
        if (only)
            return NULL;
        only = new;
    }
    return only;
}

/* Notes who looks like whom where nobody else does. */
static void find_alike(Turn *turn, const Diff *diff, bool asks) {
    g_autoptr(GArray) found = rename_look_alikes(diff, asks);
    g_autofree guint *claims = g_new0(guint, turn->new->count + 1);
    for (guint pass = 0; pass < 2; pass++)
        for (guint i = 0; i < found->len; i++) {
            const LookAlike *each = &g_array_index(found, LookAlike, i);
            bool free = !is_tacit(each->old) && !turn->after[each->old->index];
            const Object *new = free ? only_candidate(turn, each) : NULL;
            if (new && pass == 0)
                claims[new->index]++;
            else if (new && claims[new->index] == 1)
                turn->alike[new->index] = each->old;
        }
}

static const Object *child_of_name(const Turn *turn, const Object *parent, const Object *new) {
    for (guint i = 0; parent && i < parent->child_count; i++) {
        const Object *old = parent->children[i];
        if (old->kind == new->kind && g_strcmp0(old->name, new->name) == 0 &&
            !turn->after[old->index])
            return old;
    }
    return NULL;
}

/* What `new` was before, by its name or its looks; what it is a part of first. */
static void seek(Turn *turn, const Object *new) {
    if (turn->sought[new->index])
        return;
    turn->sought[new->index] = true;
    if (new->parent)
        seek(turn, new->parent);
    if (turn->before[new->index])
        return;
    const Object *old = new->parent ? child_of_name(turn, turn->before[new->parent->index], new)
                                    : catalog_find(turn->old, new->kind, new->identity);
    if (!old || turn->after[old->index])
        old = turn->alike[new->index];
    if (old && !turn->after[old->index])
        join(turn, old, new);
}

static void match(Turn *turn) {
    g_autoptr(Diff) diff = diff_compare(turn->old, turn->new, NULL);
    join_by_address(turn);
    find_alike(turn, diff, true);
    find_alike(turn, diff, false);
    for (guint i = 0; i < turn->new->count; i++)
        seek(turn, turn->new->objects[i]);
}

/* --- what happened */

static bool has_come(PastDeed deed) {
    return deed == PAST_CREATED || deed == PAST_REMADE || deed == PAST_REPLACED;
}

/* Whether its own name differs, not only that of what it is a part of. */
static bool is_renamed(const Object *old, const Object *new) {
    return new->parent ? g_strcmp0(old->name, new->name) != 0
                       : strcmp(old->identity, new->identity) != 0;
}

static PastDeed judge(const Object *old, const Object *new) {
    if (!old)
        return PAST_CREATED;
    bool stays = address_equal(&old->address, &new->address);
    bool lost = !stays && object_holds_data(old);
    if (is_renamed(old, new))
        return lost ? PAST_REPLACED : PAST_RENAMED;
    return lost ? PAST_REMADE : PAST_ALTERED;
}

static GArray *differing(const Turn *turn, const Object *old, const Object *new) {
    GArray *attrs = g_array_new(FALSE, FALSE, sizeof(PastAttr));
    Arena *arena = turn->past->arena;
    const KindAttr *each = (new ? new : old)->kind->attrs;
    for (guint i = 0; new && each[i].column; i++) {
        const char *before = old ? old->values[i] : NULL, *after = new->values[i];
        if (each[i].policy == ATTR_IGNORE || g_strcmp0(before, after) == 0)
            continue;
        PastAttr attr = {each[i].column, arena_strdup(arena, before), arena_strdup(arena, after)};
        g_array_append_val(attrs, attr);
    }
    return attrs;
}

static void add_event(const Turn *turn, PastDeed deed, const Object *old, const Object *new,
                      bool part) {
    GArray *attrs = differing(turn, old, new);
    if (deed == PAST_ALTERED && attrs->len == 0) {
        g_array_unref(attrs);
        return;
    }
    Arena *arena = turn->past->arena;
    bool other = old && new && strcmp(old->identity, new->identity) != 0;
    PastEvent *event = g_new0(PastEvent, 1);
    *event = (PastEvent){.migration = turn->migration,
                         .deed = deed,
                         .life = new ? turn->new_lives[new->index] : turn->old_lives[old->index],
                         .identity = arena_strdup(arena, (new ? new : old)->identity),
                         .from = other ? arena_strdup(arena, old->identity) : NULL,
                         .part = part,
                         .attrs = attrs};
    g_ptr_array_add(turn->past->events, event);
}

static void tell_dropped(const Turn *turn, const Object *old, bool part) {
    turn->old_lives[old->index]->gone = true;
    add_event(turn, PAST_DROPPED, old, NULL, part);
    for (guint i = 0; i < old->child_count; i++)
        if (!turn->after[old->children[i]->index])
            tell_dropped(turn, old->children[i], true);
}

static void tell_dropped_children(const Turn *turn, const Object *old) {
    for (guint i = 0; i < old->child_count; i++)
        if (!turn->after[old->children[i]->index])
            tell_dropped(turn, old->children[i], false);
}

static void tell(const Turn *turn, const Object *new) {
    const Object *old = turn->before[new->index];
    PastDeed deed = turn->deeds[new->index] = judge(old, new);
    PastDeed above = new->parent ? turn->deeds[new->parent->index] : PAST_ALTERED;
    add_event(turn, deed, old, new, has_come(deed) && has_come(above));
    for (guint i = 0; i < new->child_count; i++)
        tell(turn, new->children[i]);
    if (old)
        tell_dropped_children(turn, old);
}

static void tell_all(const Turn *turn) {
    for (guint i = 0; i < turn->new->count; i++)
        if (!turn->new->objects[i]->parent)
            tell(turn, turn->new->objects[i]);
    for (guint i = 0; i < turn->old->count; i++) {
        const Object *old = turn->old->objects[i];
        if (!old->parent && !turn->after[i])
            tell_dropped(turn, old, false);
    }
}

/* --- lives */

static Life *life_new(Past *past, const Object *object) {
    Life *life = ARENA_NEW(past->arena, Life);
    life->kind = object->kind;
    g_ptr_array_add(past->lives, life);
    return life;
}

static void live_on(const Turn *turn, const Object *new, const char *asked) {
    const Object *old = turn->before[new->index];
    Life *life = old ? turn->old_lives[old->index] : life_new(turn->past, new);
    if (!life->identity || strcmp(life->identity, new->identity) != 0)
        life->identity = arena_strdup(turn->past->arena, new->identity);
    if (asked && !new->kind->facet && rename_is_meant(new, asked))
        life->named = turn->migration + 1;
    turn->new_lives[new->index] = life;
}

/* Parts behind what they are parts of, in their order there. */
static void find_lives(const Turn *turn, const Object *new, const char *asked) {
    live_on(turn, new, asked);
    turn->new_lives[new->index]->parent = new->parent ? turn->new_lives[new->parent->index] : NULL;
    for (guint i = 0; i < new->child_count; i++)
        find_lives(turn, new->children[i], asked);
}

/* --- reading */

/* What is there before the first migration is nobody's work: it lives, and that is all. */
static void begin(Reading *reading, Catalog *catalog) {
    reading->catalog = catalog;
    reading->lives = g_new0(Life *, catalog->count + 1);
    for (guint i = 0; i < catalog->count; i++) {
        reading->lives[i] = life_new(reading->past, catalog->objects[i]);
        reading->lives[i]->identity =
            arena_strdup(reading->past->arena, catalog->objects[i]->identity);
    }
}

static void go_on(Reading *reading, guint migration, Catalog *catalog) {
    guint before = reading->catalog->count + 1, now = catalog->count + 1;
    Life **lives = g_new0(Life *, now);
    g_auto(Turn) turn = {.past = reading->past,
                         .migration = migration,
                         .old = reading->catalog,
                         .new = catalog,
                         .before = g_new0(const Object *, now),
                         .after = g_new0(const Object *, before),
                         .alike = g_new0(const Object *, now),
                         .sought = g_new0(bool, now),
                         .old_lives = reading->lives,
                         .new_lives = lives,
                         .deeds = g_new0(PastDeed, now)};
    match(&turn);
    for (guint i = 0; i < catalog->count; i++)
        if (!catalog->objects[i]->parent)
            find_lives(&turn, catalog->objects[i], reading->object);
    tell_all(&turn);
    reading_clear(reading);
    reading->catalog = catalog;
    reading->lives = lives;
}

static bool take_catalog(guint done, Catalog *catalog, void *data, G_GNUC_UNUSED GError **error) {
    if (done == 0)
        begin(data, catalog);
    else
        go_on(data, done - 1, catalog);
    return true;
}

/* The one that has the name now, or had it last. */
static bool find_asked(Past *past, const char *object, GError **error) {
    const Life *found = NULL, *other = NULL;
    for (guint i = 0; i < past->lives->len; i++) {
        const Life *life = past->lives->pdata[i];
        if (life->named == 0 || (found && life->named < found->named))
            continue;
        other = found && life->named == found->named ? found : NULL;
        found = life;
    }
    if (!found)
        g_set_error(
            error, COMPARE_ERROR, FAIL_USAGE,
            "the history never had an object \"%s\"; `migrate log` prints how all of them are "
            "named",
            object);
    else if (other)
        g_set_error(error, COMPARE_ERROR, FAIL_USAGE,
                    "\"%s\" names both a %s and a %s; write \"%s %s\"", object, other->kind->name,
                    found->kind->name, found->kind->name, found->identity);
    past->asked = other ? NULL : found;
    return past->asked;
}

/* Those that had the name of what was asked for until they were dropped are, too. */
static void ask_for_namesakes(Past *past) {
    for (guint i = 0; i < past->events->len; i++) {
        const PastEvent *event = past->events->pdata[i];
        Life *life = (Life *)event->life;
        if (event->deed == PAST_DROPPED && life->kind == past->asked->kind && life->named > 0 &&
            life->named == event->migration)
            life->asked = true;
    }
    ((Life *)past->asked)->asked = true;
}

bool past_read(Past *past, Project *project, const Source *source, const char *object,
               GError **error) {
    g_auto(Reading) reading = {.past = past, .object = object};
    g_auto(Loaded) loaded = {0};
    *past =
        (Past){arena_new(), g_ptr_array_new(), g_ptr_array_new_with_free_func(event_free), NULL};
    project_files_only(project);
    if (!project_start_scratch(project, error) ||
        !source_load_steps(project->scratch, &project->names, source, take_catalog, &reading,
                           &loaded, NULL, error) ||
        (object && !find_asked(past, object, error)))
        return false;
    if (object)
        ask_for_namesakes(past);
    return true;
}

void past_clear(Past *past) {
    g_clear_pointer(&past->events, g_ptr_array_unref);
    g_clear_pointer(&past->lives, g_ptr_array_unref);
    g_clear_pointer(&past->arena, arena_free);
}

bool past_is_asked(const Past *past, const PastEvent *event) {
    const Life *life = event->life;
    while (life && !life->asked)
        life = life->parent;
    return !past->asked || life;
}
