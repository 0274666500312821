/* Kind: what the tool knows about one kind of PostgreSQL object, as a row of data.
 *
 * A kind is a stem in kinds/: `<kind>.sql`, one SELECT over the system catalogs, and `<kind>.c`, one `const Kind kind_<kind>`. The
 * registry is generated from the folder. Nothing outside kinds/ names a single kind.
 *
 * The SELECT's columns
 *   classid, objid, objsubid                        the object's own address (absent for facets). One at objsubid -1 stands before the object at
 *                                                   objsubid 0 for those that this one needs and that need it themselves (a type's I/O
 *                                                   functions); they go along with it
 *   parent_classid, parent_objid, parent_objsubid   the object that it belongs to (optional; with them, a row whose parent is not
 *                                                   loaded is left out)
 *   origin_classid, origin_objid, origin_objsubid   the object of an ancestor table that it is inherited from (optional): what
 *                                                   PostgreSQL does to the origin it does to this one by itself
 *   name                                            the object's own name, quoted, for {name}; for `named` kinds and facets also what tells it
 *                                                   from its siblings (optional for facets, of which a parent then has one)
 *   ord                                             place among siblings, integer (optional)
 *   id                                              how SQL writes the object, when pg_identify_object()'s identity is not it (optional)
 *   depends                                         further addresses it needs that pg_depend does not know, as text
 *                                                   'classid objid objsubid, …' (optional)
 *   place                                           the identity of what the server makes for it, where that takes a name of its own
 *                                                   (optional): a constraint's index
 *   and one text column for each of `attrs`, SQL as the server prints it; NULL = absent.
 * A line that ends in `--@ 150000` is only for servers from that version on, `--@ <150000` for those below it,
 * `--@ 140000 <160000` for those between.
 * It returns every object of that kind outside pg_catalog, information_schema, pg_toast and temporary schemas; the loader leaves
 * out what belongs to an extension. Objects with an oid below 16384 come with initdb; a query returns them only where a user may
 * change or drop them (schema public, extension plpgsql).
 *
 * Templates turn objects into SQL
 *   {attribute}        the attribute's text           {old.attribute}   its text before the change
 *   {id} {name}        the object (SQL), and its own name
 *   {parent} {parent.attribute} {parent.type}         the parent's id, an attribute of it, its kind's SQL name
 *   {parts}            the inline children, joined by the kind's `separator`
 *   [...]              vanishes when a placeholder inside is NULL; nests; \[ \] \{ \} \| stand for themselves
 *   {?attribute}       prints nothing, and is NULL when the attribute is; {!attribute} the other way round
 *   {~attribute}       the same, and is NULL unless the attribute differs from its old text; {>attribute}: unless it is a greater number
 *   prefix | action | suffix   statements with equal prefix and suffix that follow each other become one with several actions
 *                      ("ALTER TABLE x | ADD COLUMN a, ADD COLUMN b"); the suffix may be missing
 *   ;;                 between statements, when one template needs several
 *   {new} {aside} {1}  a new name, the name aside, the argument of emit_sql(); {?replace} holds in a `create` that replaces,
 *                      {?alone} in a `drop` that leaves what inherits the object
 * An inline_create that renders to NULL (a NULL placeholder outside brackets) means: not inline, this time; to "": the parent's CREATE makes
 * it without a word. A kind without `create` (or without `drop`) whose object comes (or goes) while the parent stays has its parent made anew.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Kind Kind;
typedef struct Object Object;
typedef struct Emit Emit; /* plan/emit.h */

/* What a change of an attribute asks for, from least to most. */
typedef enum {
    ATTR_IGNORE,   /* never compared; for templates only */
    ATTR_ALTER,    /* `set`, or `unset` when the new value is NULL; a missing one means RECREATE for that direction */
    ATTR_REPLACE,  /* the `create` template again (it says OR REPLACE) */
    ATTR_EXTEND,   /* REPLACE when the new value begins with the old one, else RECREATE */
    ATTR_RECREATE, /* drop and create */
} AttrPolicy;

typedef struct {
    const char *column;
    AttrPolicy policy;
    const char *set;        /* template for a new value; its {attribute}s are the new object's. Attributes with one template share the statement */
    const char *unset;      /* template for a value that goes */
    bool expression;        /* SQL text that the server may print differently once it has read its own print again */
    bool breaks_dependents; /* what depends on the object has to go before and come back after (ALTER COLUMN TYPE under a view) */
} KindAttr;

/* How an object's going or changing loses data. */
typedef enum {
    DATA_NONE,
    DATA_HOLDS,    /* dropping it loses rows or values: table, column, sequence, enum label */
    DATA_DERIVED,  /* can be made again from other data, at a cost: materialised view */
} KindData;

struct Kind {
    const char *name;      /* "table": in identities of facets, in output, in --rename; field's standard term */
    const char *type;      /* how COMMENT ON, ALTER … OWNER TO and GRANT name it: "TABLE"; NULL: facets cannot sit on it */
    const char *sql;       /* SQL_<stem> */
    const KindAttr *attrs; /* ends with { NULL } */
    const char *create, *drop;
    const char *rename;        /* "ALTER TABLE {id} RENAME TO {new}"; {new} is the quoted new name; NULL: cannot be renamed */
    const char *inline_create; /* as a part of the parent's CREATE; NULL: never */
    const char *separator;     /* between {parts}; NULL: none may be inline */
    int rank;                  /* among steps that no dependency orders; low is early */
    int drop_rank;             /* the same for drops, where it is not the reverse: high is early; 0: rank */
    int min_server;            /* 0: all supported (130000) */
    KindData data;
    bool facet;             /* a property of another object (comment, owner, privilege): owns no address */
    bool drops_late;        /* a property whose going may share a statement with others' coming: ordered beside them */
    bool named;             /* identity is `name` within the parent, pg_identify_object() does not know it, or says the same at a price */
    bool ordered;           /* the order of siblings matters: two that stay may not swap (enum labels) */
    bool with_parent;       /* where it has a parent, it comes and goes only together with that */
    bool rebuilt_by_server; /* ALTER COLUMN TYPE carries it along: indexes, constraints */
    bool look_alike_asks;   /* a drop and a create that look like a rename are a question, because data hangs on it */
    const char *look_alike; /* the attribute that tells the likeness; NULL: all that are compared, and the children. Without look_alike_asks it
                             * also says that a rename and a drop and a create come to the same, so the cheaper one is done */
    bool commit_before_use; /* what was just created cannot be used in the same transaction (enum labels) */
    const char *derived_if; /* attribute whose presence makes `data` DATA_DERIVED for this object (a generated column) */
    const char *aside;      /* template that frees the name for a new object while data still depends on the old one:
                             * "ALTER TYPE {id} RENAME TO {aside}"; NULL: no such way */
    const char *drop_aside; /* what drops the object that stands aside: "DROP TYPE {schema}.{aside}" */
    const char *adopt;      /* for data kinds: template that moves the object from a type that stands aside to the new one of
                             * the same name: "ALTER TABLE {parent} | ALTER COLUMN {name} TYPE {type} USING {name}::text::{type}" */
    /* What templates cannot say. Each appends statements with emit_sql() and returns true, or returns false to let the templates work. */
    bool (*make)(Emit *emit, const Object *new);
    bool (*alter)(Emit *emit, const Object *old, const Object *new);
    /* Whether and how turning `old` into `new` loses data: a sentence, or NULL. Static or arena text of `new`'s catalog. */
    const char *(*loses)(const Object *old, const Object *new);
};

/* All kinds, in the order of their names; ends with NULL. Generated. */
extern const Kind *const kinds[];
const Kind *kind_find(const char *name);
