/* Diff: what has to change to turn one catalog into another. Pure: values in, values out.
 *
 * diff_compare() matches objects by (kind, identity) and compares attributes; diff_rebuild() then
 * spreads: what depends on an object that is dropped and created again is, too; it stops at what
 * holds data. Both catalogs must outlive the Diff.
 */
#pragma once

#include "base/error.h"
#include "catalog/catalog.h"

GQuark diff_error_quark(void);
#define DIFF_ERROR diff_error_quark()

typedef enum {
    CHANGE_NONE,
    CHANGE_ALTER,    /* in place: attributes, or the definition replaced, or both */
    CHANGE_RECREATE, /* dropped and created */
    CHANGE_DROP,     /* `new` is NULL */
    CHANGE_CREATE,   /* `old` is NULL */
} ChangeType;

typedef struct Change Change;
struct Change {
    ChangeType type;
    const Object *old, *new;
    guint64 differing;   /* bit i: kind->attrs[i] differs and is compared */
    bool replace;        /* an ALTER that runs the `create` template with OR REPLACE */
    bool aside;          /* a RECREATE whose old object is moved aside until data has moved over */
    bool adopt;          /* an ALTER that moves data to the object that replaces the one aside */
    const Change *cause; /* the change that forced this one; NULL: its own */
};

/* Which of the old side's tables are changed without making anybody wait, in more steps. */
typedef struct {
    bool (*takes)(const Object *table, void *data);
    void *data;
} Online;

typedef struct {
    Arena *arena;
    const Catalog *old, *new;
    const Online *online; /* set by whoever plans; NULL: none */
    Change *changes;      /* one for each object of either catalog; CHANGE_NONE ones too */
    guint count;
    Change **of_old, **of_new; /* by Object.index */
} Diff;

/* What the server has shown of single objects: the text that it prints of an attribute once it has
 * read another one. Says nothing about any other object, though its texts be the same. */
typedef GHashTable Equals;
Equals *equals_new(void);
/* The server read `read` as that attribute of `object` and printed it as `printed`. True when that
 * is news. */
bool equals_add(Equals *equals, const Object *object, const KindAttr *attr, const char *read,
                const char *printed);

/* The difference, before anything spreads. `equals` may be NULL. */
Diff *diff_compare(const Catalog *old, const Catalog *new, const Equals *equals);
void diff_free(Diff *diff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Diff, diff_free)

/* For the difference that a plan leaves: forgets what no statement can make, an index that is not
 * valid although it has all parts that the new catalog knows. */
void diff_forget_unsettled(Diff *diff);

/* Spreads changes to dependents and children. FAIL_DECISION, naming the chain, when that would drop
 * something that holds data. */
bool diff_rebuild(Diff *diff, GError **error);

/* Turns the change into one that changes attribute `i`, too, or lets the server read it once more;
 * the object is on both sides. */
void change_differ(Change *change, guint i);

/* Whether nothing changes. */
bool diff_is_empty(const Diff *diff);
/* Whether the two sides are the same: nothing changes, and they do not differ either in what no
 * statement changes, which diff_rebuild() refuses. */
bool diff_is_same(const Diff *diff);

/* Whether the change is reported by itself: nothing else causes it, and what the object is a part
 * of is not created or dropped as a whole. */
bool diff_stands_alone(const Diff *diff, const Change *change);

/* Whether recreating the object would lose rows or values of its own. */
bool change_holds_data(const Change *change);

/* The link between the tables of a part and its whole, when that is removed and the part's table
 * stays: the part, which no statement detaches from the whole, is detached along with it. NULL: it
 * is not. */
const Change *change_detached(const Diff *diff, const Change *change);

/* Whether one of the differing attributes requires that dependents are dropped and created again.
 */
bool change_breaks_dependents(const Change *change);

/* The change of the parent, which stays, when no statement can make `change` without dropping and
 * creating the parent; else NULL. */
Change *change_involves(const Diff *diff, const Change *change);

/* The changes of `part`'s siblings that the server could attach in its stead, because they are
 * equivalent. Array of Change*; caller unrefs. */
GPtrArray *diff_rivals(const Diff *diff, const Object *part);

const Kind *change_kind(const Change *change);
/* The new object, or the old one when it is dropped. */
const Object *change_object(const Change *change);

/* Whether the plan drops, or makes, the object; a RECREATE does both. */
static inline bool change_is_dropped(const Change *change) {
    return change->type == CHANGE_DROP || change->type == CHANGE_RECREATE;
}

static inline bool change_is_made(const Change *change) {
    return change->type == CHANGE_CREATE || change->type == CHANGE_RECREATE;
}
