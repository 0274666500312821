/* One catalog being put together: only for load.c, link.c and gate.c.
 *
 * load.c reads the rows; link.c turns them into objects with parents, children and dependencies;
 * gate.c names what no kind claims. None of the two others calls load.c.
 */
#pragma once

#include "catalog/address.h"
#include "catalog/load.h"

/* What is known while one catalog is put together. */
typedef struct {
    Catalog *catalog;
    const LoadOptions *options;
    GPtrArray *objects;
    GHashTable *by_address; /* Address* → Object* */
    GHashTable *owners;     /* Address* → OwnerEdge*: where an unknown address belongs */
    GHashTable *foreign;    /* Address* set: extension members and what the user ignores */
    GArray *dependencies;   /* Dependency: all that the server knows of */
    GPtrArray *orphans;     /* Pending*: properties of something that no kind claims */
    GPtrArray *pending;     /* Pending*: addresses to turn into objects when all are read */
    GPtrArray *ignored;     /* Object*: what the user leaves out, the outermost */
    GPtrArray *tacit;       /* Pending*: what is no object, by its kind's word */
} Loader;

typedef struct {
    Address to;
    char type; /* pg_depend.deptype */
} OwnerEdge;

typedef struct {
    Address from, to;
} Edge;

/* A row of pg_depend: `from` needs `to`. */
typedef struct {
    Edge edge;
    char type; /* deptype */
} Dependency;

typedef struct {
    Object *object;
    Address parent, origin;
    bool has_parent;
    const char *depends;
} Pending;
