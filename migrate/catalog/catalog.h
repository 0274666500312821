/* Catalog: the objects of one database, as values.
 *
 * A catalog is read-only once loaded; all of it lives in its arena. Objects are matched between
 * catalogs by (kind, identity). An address means something only within its own database.
 */
#pragma once

#include "base/arena.h"
#include "catalog/kind.h"

typedef struct {
    guint32 classid, objid;
    gint32 objsubid;
} Address;

/* How a dependency behaves when what is depended on goes. */
typedef enum {
    DEP_NORMAL, /* must go first */
    DEP_AUTO,   /* goes along by itself (pg_depend: a, i, P, S) */
} DepType;

typedef struct {
    Object *object;
    DepType type;
    bool severable; /* the edge comes from a child (OWNED BY, INHERITS, ATTACH) and goes with it */
} Dep;

/* What a table inherits from or is a partition of; the same of an index. */
typedef struct {
    const Object *link;   /* the child's facet that says so */
    const Object *object; /* the parent table, or the index of the parent table */
} Parent;

/* Why an object of a history is in the catalog of a schema: see catalog/keep.h. */
typedef enum {
    KEPT_NOT,
    KEPT_UNSAID, /* the schema's language has no word for it */
    KEPT_ALIKE,  /* it says in other words what the schema says */
    KEPT_NAMED,  /* the same, under the name that the schema says */
} Kept;

struct Object {
    const Kind *kind;
    const char *identity; /* pg_identify_object()'s; the same in every database */
    const char *id;       /* how SQL writes it */
    const char *name;     /* quoted; NULL when the kind has none */
    const char *place;    /* the identity whose name it takes: its own, or that of what the server
                             makes for it; NULL: a facet */
    Address address;      /* all zero for facets */
    Object *parent;       /* NULL at the top */
    Object *origin;       /* in an ancestor table; NULL when its own */
    const char **values;  /* one for each of kind->attrs */
    Dep *deps;            /* without the parent */
    guint dep_count;
    Object **children; /* by (ord, kind, identity) */
    guint child_count;
    Parent *parents; /* see object_parents() */
    guint parent_count;
    gint32 ord;
    guint index; /* in Catalog.objects */
    Kept kept;
    bool open;        /* the schema says that the column has a default, and not which */
    guint64 lent;     /* bit i: the text of kind->attrs[i] is the history's */
    const char **own; /* `values` before any was lent; NULL: none was */
};

typedef struct {
    const char *type, *identity; /* pg_identify_object()'s words */
} Unmodelled;

typedef struct {
    Arena *arena;
    Object **objects; /* by (kind name, identity), bytewise */
    guint count;
    Object **tacit; /* what another object describes completely (Kind.tacit_if): only for renames,
                       without children, dependencies and index */
    guint tacit_count;
    const char *default_owner; /* unquoted; objects of this role compare as unowned */
    int server_version;
    Unmodelled *unmodelled; /* what the completeness gate found: objects that no kind claims */
    guint unmodelled_count;
    Object **ignored; /* what LoadOptions.ignore left out, without its parts: kind and identity */
    guint ignored_count;
    GHashTable *by_identity; /* internal */
} Catalog;

void catalog_free(Catalog *catalog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Catalog, catalog_free)

/* The object of `kind` with `identity`, or NULL. */
Object *catalog_find(const Catalog *catalog, const Kind *kind, const char *identity);

/* Removes the properties of objects that belong to an extension or to the server itself. Nothing is
 * a part of such a property or depends on one. */
void catalog_leave_out_others(Catalog *catalog);

/* Whether it is such a property. */
bool object_is_on_others(const Object *object);

/* Takes out of the catalog what `choice` holds for, with its parts; how many it held for. Whatever
 * is left no longer depends on it. */
typedef bool (*CatalogChoice)(const Object *object, void *data);
guint catalog_leave_out(Catalog *catalog, CatalogChoice choice, void *data);

/* Where a text in a database differs from that in the files only by its line ends, takes the
 * files': they depend on the checkout that a migration was applied from. A constant with line ends
 * chosen on purpose is treated alike. */
void catalog_take_line_ends(Catalog *live, const Catalog *other);

/* What may be renamed, one by one: the objects, then what is tacit; NULL behind the last. */
const Object *catalog_nameable(const Catalog *catalog, guint i);

/* An attribute's text by name; NULL when absent or when the kind has no such attribute. */
const char *object_value(const Object *object, const char *attribute);

/* "table public.users", for people; lives in `arena`. */
const char *object_label(Arena *arena, const Object *object);

/* Whether dropping it loses rows or values that nothing else can bring back. */
bool object_holds_data(const Object *object);

/* The outermost object that it is a part of; itself at the top. */
const Object *object_root(const Object *object);

/* What `object` inherits from directly, in the order of its INHERITS clause: of a table, its parent
 * tables; of an index or a key of a partition, that of the parent table which it is attached to.
 * The catalog's (manual: Inheritance; Table Partitioning). No object inherits from itself, at
 * whatever distance. */
const Parent *object_parents(const Object *object, guint *count);

/* What the inheritance link `link` (a facet: INHERITS, PARTITION OF, ATTACH) says its parent
 * inherits from; NULL: it is no such link. */
const Object *object_link_target(const Object *link);

/* The link between the table that `object` belongs to and its parent table `parent`; NULL if
 * they are not linked. */
const Object *object_link(const Object *object, const Object *parent);

/* `object`, and all that it inherits from at whatever distance, each once, branch by branch. Array
 * of const Object*; caller unrefs. */
GPtrArray *object_with_ancestors(const Object *object);

/* Whether the tables that inherit from `object`'s have to have it too, as its kind says. */
bool object_is_inheritable(const Object *object);

/* What table `child` has of the kind and name of `object` of a parent table; NULL: nothing. */
const Object *object_counterpart(const Object *child, const Object *object);

/* Whether two objects of a kind compare as equal, text by text. */
bool object_is_alike(const Object *one, const Object *two);

/* Takes in objects that other catalogs have: `added`, of Object* in the catalog's arena, whose
 * parents are in the catalog or among them, too, and whose `children` are none yet. */
void catalog_take_in(Catalog *catalog, const GPtrArray *added);

/* For sorting arrays of objects: as they stand in a catalog, and as children do. */
int object_order(gconstpointer a, gconstpointer b);
int object_sibling_order(gconstpointer a, gconstpointer b);

/* For hash tables whose keys are objects, equal by (kind, identity). */
guint object_hash(gconstpointer key);
gboolean object_equal(gconstpointer a, gconstpointer b);
