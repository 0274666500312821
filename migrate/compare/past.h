/* Past: what each migration of a history did to each object.
 *
 * The history is executed once, in one scratch database, and the catalog after each migration is
 * held against the one before: attribute by attribute, text by text. An object lives on when the
 * server says so (its address stays: RENAME, SET SCHEMA, OR REPLACE), when its name and what it is
 * a part of are the same as before, or when the migration that dropped it made the only one that
 * looks like it (diff/rename.h). Only two catalogs are in memory at a time.
 */
#pragma once

#include "config/project.h"

/* An object from its creation to its drop, whatever it is called meanwhile. */
typedef struct Life Life;
struct Life {
    const Kind *kind;
    const char *identity; /* the last that it had */
    const Life *parent;   /* what it was a part of in the end; NULL: nothing */
    bool gone;            /* it was dropped */
    guint named;          /* the last migration after which it was called as asked for, from 1; 0:
                             never */
    bool asked;           /* it is what was asked for */
};

typedef enum {
    PAST_CREATED,
    PAST_RENAMED,  /* by a statement; or made again under another name, with nothing to lose */
    PAST_REPLACED, /* it came under another name when one that looks like it was dropped, with the
                      rows or values that it held */
    PAST_REMADE,   /* dropped and created again, without the rows or values that it held */
    PAST_ALTERED,
    PAST_DROPPED,
} PastDeed;

/* An attribute that is compared; a NULL stands for none. */
typedef struct {
    const char *name, *before, *after;
} PastAttr;

/* What one migration did to one object. */
typedef struct {
    guint migration; /* its index in the history; behind its last: of what is repeated */
    PastDeed deed;
    const Life *life;
    const char *identity; /* as it is called afterwards; PAST_DROPPED: before */
    const char *from;     /* as it was called before, where that differs; else NULL */
    bool part;            /* what it is a part of came or went in the same way */
    GArray *attrs;        /* of PastAttr: what differs; of one that is created, what it has */
} PastEvent;

typedef struct {
    Arena *arena;
    GPtrArray *lives;  /* of Life*: parts behind what they are parts of */
    GPtrArray *events; /* of PastEvent*: by migration, parts behind what they are parts of */
    const Life *asked; /* the object that was asked for; NULL: all of them */
} Past;

/* Executes `source`, a history. `object` (NULL: all) is what was asked for, by a name that it has
 * now, or else had last: as in rename_find(), of any kind that is no facet. Lives of the same name
 * and kind that were dropped before are asked for, too. FAIL_USAGE for one that never was. Starts
 * the scratch server. */
bool past_read(Past *past, Project *project, const Source *source, const char *object,
               GError **error);
void past_clear(Past *past);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Past, past_clear)

/* Whether the event is about what was asked for, or a part of that. */
bool past_is_asked(const Past *past, const PastEvent *event);
