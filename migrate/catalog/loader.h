/* One catalog being put together: only for load.c, link.c and gate.c.
 *
 * load.c reads the rows; link.c turns them into objects with parents, children and dependencies;
 * gate.c names what no kind claims.
 */
#pragma once

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

guint address_hash(gconstpointer key);
gboolean address_equal(gconstpointer a, gconstpointer b);

/* The columns <prefix>classid, <prefix>objid, <prefix>objsubid; -1 for one that is missing. */
typedef struct {
    int part[3];
} AddressColumns;
AddressColumns address_columns(const Rows *rows, const char *prefix);
/* All zero when the row has none. */
Address address_at(const Rows *rows, guint row, const AddressColumns *columns);

/* link.c: leaves out these addresses, text as in `depends` of kind.h or NULL, before anything is
 * read; reads the dependencies, which needs no object yet; then, with all objects pending, says
 * what belongs where. */
void loader_leave_out(Loader *loader, const char *addresses);
void loader_read_dependencies(Loader *loader, const Rows *depend);
bool loader_link(Loader *loader, GError **error);
/* Follows an address to the nearest known object: itself, its whole, its owner along an internal
 * edge, else an automatic one. */
Object *loader_resolve(const Loader *loader, Address address, bool internal_only);
/* Whether an address belongs to an extension, or to something the user ignores. */
bool loader_is_foreign(const Loader *loader, Address address);

/* gate.c: every object that users made is one that a kind claims, a part of one, or foreign; the
 * rest is named in the catalog. */
bool loader_count(Loader *loader, Pg *pg, const Rows *census, GError **error);
