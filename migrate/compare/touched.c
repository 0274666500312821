/* Touched: what a plan for a database can touch, what that needs, and what needs that. Nothing else
 * has to be on scratch where the plan is tried.
 *
 * By the dependencies that the server keeps: touched is what differs, all that is a part of the
 * same object, and whatever depends on it, at any distance; what those need is kept beside them. A
 * foreign key, trigger or policy can be dropped and made alone, so that one which is touched
 * touches nothing but itself, and one of a table that is only needed is left out. Of what the text
 * of a function names no dependency is kept: every word of it counts as a name.
 *
 * Where this is not enough, all is built: with event triggers, which see every statement, and with
 * renames, which are carried out before anything is known of them. */
#include "compare/draft_context.h"

#include "base/term.h"
#include <string.h>

typedef struct {
    const Diff *diff;
    GPtrArray **dependents; /* of Change*, by number of the change; NULL: none */
    GHashTable *named;      /* a root's name → GPtrArray of Change* */
    bool *touched, *kept;   /* by number of the change */
    GPtrArray *spreading;   /* of Change*: touched, and what they touch is not looked at yet */
    GPtrArray *due;         /* the same of what is kept and what that needs */
} Touch;

/* What can be left out. All other kinds are few, or are used without a dependency (a cast, a
 * default privilege). */
static const char *const separate[] = {"table",         "view",      "materialized_view",
                                       "foreign_table", "sequence",  "function",
                                       "procedure",     "aggregate", "enum",
                                       "domain",        "composite", "publication",
                                       "statistics",    NULL};
/* What is dropped and made alone. */
static const char *const alone[] = {"foreign_key", "trigger", "policy", NULL};
/* What is compiled when it is made. */
static const char *const compiled[] = {"function", "procedure", NULL};

static bool is_of(const Change *change, const char *const *names) {
    return g_strv_contains(names, change_kind(change)->name);
}

static guint number_of(const Touch *touch, const Change *change) {
    return (guint)(change - touch->diff->changes);
}

/* The change of an object of either side. */
static Change *change_of(const Touch *touch, const Object *object, bool old) {
    return (old ? touch->diff->of_old : touch->diff->of_new)[object->index];
}

/* `object` of the side, or NULL. */
static const Object *side_of(const Change *change, bool old) {
    return old ? change->old : change->new;
}

static void keep(Touch *touch, Change *change) {
    guint number = number_of(touch, change);
    if (touch->kept[number])
        return;
    touch->kept[number] = true;
    g_ptr_array_add(touch->due, change);
}

static void touch_one(Touch *touch, Change *change) {
    guint number = number_of(touch, change);
    if (touch->touched[number])
        return;
    touch->touched[number] = true;
    g_ptr_array_add(touch->spreading, change);
    keep(touch, change);
}

static void touch_root(Touch *touch, const Object *object, bool old) {
    touch_one(touch, change_of(touch, object_root(object), old));
}

/* A table's children follow it; which of them there are counts where one is attached. */
static void touch_link(Touch *touch, const Change *change, const Object *link, bool old) {
    const Object *parent = object_link_target(link);
    if (!parent)
        return;
    touch_root(touch, link, old);
    if (change->type != CHANGE_NONE)
        touch_root(touch, parent, old);
}

static void touch_side(Touch *touch, const Change *change, bool old) {
    const Object *object = side_of(change, old);
    if (!object)
        return;
    touch_link(touch, change, object, old);
    if (!is_of(change, alone))
        touch_root(touch, object, old);
    for (guint i = 0; i < object->child_count; i++)
        touch_one(touch, change_of(touch, object->children[i], old));
}

static void spread(Touch *touch) {
    while (touch->spreading->len > 0) {
        const Change *change = g_ptr_array_steal_index(touch->spreading, touch->spreading->len - 1);
        const GPtrArray *dependents = touch->dependents[number_of(touch, change)];
        touch_side(touch, change, true);
        touch_side(touch, change, false);
        for (guint i = 0; dependents && i < dependents->len; i++)
            touch_one(touch, dependents->pdata[i]);
    }
}

/* --- what those need */

/* A dollar, which a name can have, parts them, too: it ends a quoted body. */
static bool is_of_word(char c) {
    return g_ascii_isalnum(c) || c == '_' || (c & 0x80);
}

/* The next word of `*text`, which is moved past it; NULL: there is none. Caller frees. */
static char *next_word(const char **text) {
    const char *start = *text;
    while (*start && !is_of_word(*start))
        start++;
    const char *end = start;
    while (is_of_word(*end))
        end++;
    *text = end;
    return end > start ? g_strndup(start, (gsize)(end - start)) : NULL;
}

static void keep_words(Touch *touch, const char *text) {
    for (char *word; (word = next_word(&text)); g_free(word)) {
        const GPtrArray *changes = g_hash_table_lookup(touch->named, word);
        for (guint i = 0; changes && i < changes->len; i++)
            keep(touch, changes->pdata[i]);
    }
}

/* As it is written and in lower case, which is what a name without quotes means. */
static void keep_named_in(Touch *touch, const char *text) {
    g_autofree char *low = g_ascii_strdown(text, -1);
    keep_words(touch, text);
    keep_words(touch, low);
}

static void keep_named(Touch *touch, const Object *object) {
    for (guint i = 0; object->kind->attrs[i].column; i++)
        if (object->values[i])
            keep_named_in(touch, object->values[i]);
}

static void keep_side(Touch *touch, const Change *change, bool old) {
    const Object *object = side_of(change, old);
    if (!object)
        return;
    if (object->parent)
        keep(touch, change_of(touch, object->parent, old));
    for (guint i = 0; i < object->dep_count; i++)
        keep(touch, change_of(touch, object->deps[i].object, old));
    for (guint i = 0; i < object->child_count; i++) {
        Change *child = change_of(touch, object->children[i], old);
        if (!is_of(child, alone))
            keep(touch, child);
    }
    if (is_of(change, compiled))
        keep_named(touch, object);
}

static void keep_needed(Touch *touch) {
    while (touch->due->len > 0) {
        const Change *change = g_ptr_array_steal_index(touch->due, touch->due->len - 1);
        keep_side(touch, change, true);
        keep_side(touch, change, false);
    }
}

/* --- the two catalogs as one graph */

static void add_to(GPtrArray **list, Change *change) {
    if (!*list)
        *list = g_ptr_array_new();
    g_ptr_array_add(*list, change);
}

static void read_dependents(Touch *touch, Change *change, bool old) {
    const Object *object = side_of(change, old);
    for (guint i = 0; object && i < object->dep_count; i++) {
        const Change *needed = change_of(touch, object->deps[i].object, old);
        add_to(&touch->dependents[number_of(touch, needed)], change);
    }
}

/* By each word of it: quotes let a name have what parts words. */
static void read_name(Touch *touch, Change *change) {
    const Object *object = change_object(change);
    const char *text = object->parent ? NULL : object->name;
    for (char *word; text && (word = next_word(&text));) {
        GPtrArray *changes = g_hash_table_lookup(touch->named, word);
        if (!changes)
            g_hash_table_insert(touch->named, g_strdup(word), changes = g_ptr_array_new());
        g_ptr_array_add(changes, change);
        g_free(word);
    }
}

static void touch_clear(Touch *touch) {
    for (guint i = 0; i < touch->diff->count; i++)
        if (touch->dependents[i])
            g_ptr_array_unref(touch->dependents[i]);
    g_free(touch->dependents);
    g_hash_table_unref(touch->named);
    g_free(touch->touched);
    g_free(touch->kept);
    g_ptr_array_unref(touch->spreading);
    g_ptr_array_unref(touch->due);
}

static void find(Touch *touch) {
    const Diff *diff = touch->diff;
    for (guint i = 0; i < diff->count; i++) {
        read_dependents(touch, &diff->changes[i], true);
        read_dependents(touch, &diff->changes[i], false);
        read_name(touch, &diff->changes[i]);
    }
    for (guint i = 0; i < diff->count; i++) {
        Change *change = &diff->changes[i];
        if (change->type != CHANGE_NONE)
            touch_one(touch, change);
        else if (!change_object(change)->parent && !is_of(change, separate))
            keep(touch, change);
    }
    spread(touch);
    keep_needed(touch);
}

/* --- leaving the rest out */

typedef struct {
    const Touch *touch;
    bool old;
} Choice;

static bool is_left(const Object *object, void *data) {
    const Choice *choice = data;
    return !choice->touch
                ->kept[number_of(choice->touch, change_of(choice->touch, object, choice->old))];
}

static bool has_event_triggers(const Diff *diff) {
    static const char *const names[] = {"event_trigger", NULL};
    guint i = 0;
    while (i < diff->count && !is_of(&diff->changes[i], names))
        i++;
    return i < diff->count;
}

static bool is_possible(const DraftContext *context, const Diff *diff) {
    const char *const *renames = context->options->renames;
    return !context->options->whole && !(renames && *renames) && context->directives->len == 0 &&
           !context->wanted->stated && !has_event_triggers(diff);
}

void draft_leave_out_untouched(DraftContext *context, Catalog *old, Catalog *new) {
    const Diff *diff = draft_diff(context);
    if (!is_possible(context, diff))
        return;
    Touch touch = {.diff = diff,
                   .dependents = g_new0(GPtrArray *, diff->count + 1),
                   .named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                                  (GDestroyNotify)g_ptr_array_unref),
                   .touched = g_new0(bool, diff->count + 1),
                   .kept = g_new0(bool, diff->count + 1),
                   .spreading = g_ptr_array_new(),
                   .due = g_ptr_array_new()};
    find(&touch);
    guint kept = 0;
    for (guint i = 0; i < diff->count; i++)
        kept += touch.kept[i];
    term_verbose("of %u objects %u are touched or needed", diff->count, kept);
    if (kept <= diff->count / 2) {
        catalog_leave_out(old, is_left, &(Choice){&touch, true});
        catalog_leave_out(new, is_left, &(Choice){&touch, false});
    }
    touch_clear(&touch);
    draft_forget_diff(context);
}
