/* Before: the relations that were there before what is measured, by oid, as they are now.
 *
 * They are read from the server once. From then on what statements did keeps them up, and only what
 * is new since, and counters that may have been reset, are read again; where something happened
 * that nobody looked at, or was undone, all are.
 */
#pragma once

#include "measure/ask.h"
#include "measure/room.h"

typedef struct {
    const char *kind; /* static */
    char *schema, *name;
    char *old_schema, *old_name; /* when `before` was closed */
    gint64 file, tablespace, scans;
    gint64 space;   /* the schema's oid */
    gint64 indexed; /* of an index: its table's oid */
    bool partitioned, dropped;
    LockMode held; /* in the transaction so far */
} Known;

typedef struct {
    Asker asker;
    bool current;          /* what is known is what is there */
    bool closed;           /* what is made from now on was not there before */
    gint64 highest;        /* the highest oid of `relations` */
    GHashTable *relations; /* oid → Known* */
    GHashTable *files;     /* all that are known; a set */
    GPtrArray *held;       /* of Known*: those with a lock */
} Before;

void before_init(Before *before);
void before_clear(Before *before);

/* At the beginning of a transaction or of what needs none: takes in what is there, and from here on
 * `before` is closed. Nothing is held. */
bool before_read(Before *before, Pg *pg, GError **error);
/* NULL: it was not there. */
Known *before_find(const Before *before, gint64 oid);
/* Whether the file was not known yet. */
bool before_learn_file(Before *before, gint64 file);

/* A copy for a report, with what is held so far. Caller frees by appending it to a Measured. */
MeasuredRelation *known_relation(const Known *known);
/* The names and files that a row of measure_relations.sql or measure_locks.sql says. */
void known_learn(Known *known, const Rows *rows, guint row);
/* Renaming a schema locks none of its relations. */
void known_follow_schema(Known *known, const Rows *rows, guint row);

/* What a statement outside of a transaction did. */
bool take_outside(Before *before, Pg *pg, const Statement *statement, Measured *measured,
                  GError **error);
/* For it: all relations that are there, rows of measure_relations; what they say is taken in; and
 * the oids of those that are gone are forgotten. */
Rows *before_ask(Before *before, Pg *pg, bool all, GError **error);
void before_learn(Before *before, const Rows *rows);
GHashTable *before_oids(const Before *before);
void before_forget(Before *before, GHashTable *oids);
