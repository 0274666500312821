/* Kind: what the tool knows about one kind of PostgreSQL object, as a row of data.
 *
 * A kind is a stem in kinds/: `<kind>.sql`, one SELECT over the system catalogs, and `<kind>.c`,
 * one `const Kind kind_<kind>`. The registry is generated from the folder. Nothing outside kinds/
 * names a single kind.
 *
 * The SELECT's columns; all but the first and `attrs` are optional:
 *   classid objid objsubid
 *           the object's own address; absent for facets. One at objsubid -1 stands before the
 *           object at objsubid 0 for those that this one needs and that need it themselves (a
 *           type's I/O functions); they go along with it
 *   parent_classid parent_objid parent_objsubid
 *           the object that it belongs to; a row whose parent is not loaded is left out
 *   origin_classid origin_objid origin_objsubid
 *           the object of an ancestor table that it is inherited from: what PostgreSQL does to
 *           the origin it does to this one by itself
 *   name    the object's own name, quoted, for {name}; for `named` kinds and facets also what tells
 *           it from its siblings (a facet without one is the only one of its parent)
 *   ord     place among siblings, integer
 *   id      how SQL writes the object, when pg_identify_object()'s identity is not it
 *   depends further addresses it needs that pg_depend does not know, as text
 *           'classid objid objsubid, …'
 *   place   the identity of what the server makes for it, where that takes a name of its own: a
 *           constraint's index
 *   and one text column for each of `attrs`, SQL as the server prints it; NULL = absent.
 *
 * A line that ends in `--@ 150000` is only for servers from that version on, `--@ <150000` for
 * those below it, `--@ 140000 <160000` for those between; `--@ 180000 ~180000` is one that is left
 * out when the catalog is to be read in the terms of an older version (LoadOptions).
 *
 * It returns every object of that kind outside pg_catalog, information_schema, pg_toast and
 * temporary schemas; the loader leaves out what belongs to an extension. Objects with an oid below
 * 16384 come with initdb; a query returns them only where a user may change or drop them (schema
 * public, extension plpgsql).
 *
 * Templates turn objects into SQL
 *   {attribute}     the attribute's text
 *   {old.attribute} its text before the change
 *   {id} {name}     the object as SQL writes it, and its own name
 *   {parent} {parent.attribute} {parent.type}
 *                   the parent's id, an attribute of it, its kind's SQL name
 *   {parts}         the inline children, joined by the kind's `separator`
 *   [...]           vanishes when a placeholder inside is NULL; nests; \[ \] \{ \} \| stand for
 *                   themselves
 *   {new} {aside} {1} {along} {leaf}
 *                   a new name, the name aside, the argument of emit_sql(), what a guard lets
 *                   go along, a table of KindPart.each_leaf
 *   These print nothing, and are NULL unless they hold:
 *   {?attribute}    it has a value
 *   {!attribute}    it has none
 *   {~attribute}    it differs from its old text
 *   {=attribute}    it does not, or there is none
 *   {>attribute}    it is a greater number than before, {<attribute} a lesser one
 *   {>one other}    it is a greater number than the other, {<one other} a lesser one;
 *                   {>=attribute}, {<=one other} and so on hold for equal ones, too
 *   {?replace}      a `create` that replaces
 *   {?alone}        a `drop` that leaves child tables what they inherited
 *   {?lone}         a `create` without parts, which other statements make
 *   {?counted}      a column whose `create` makes its counter, too
 *   {?there}        a safe form of what belongs to a table that was there before
 *   {?branch}       a `create` that says what it inherits from, and has its columns from there
 *   prefix | action | suffix
 *                   statements with equal prefix and suffix that follow each other become one with
 *                   several actions ("ALTER TABLE x | ADD COLUMN a, ADD COLUMN b"); the suffix may
 *                   be missing
 *   ;;              between statements, when one template needs several
 *
 * An inline_create that renders to NULL (a NULL placeholder outside brackets) means: not inline,
 * this time; to "": the parent's CREATE makes it without mentioning it. When an object of a kind
 * without `create` (or without `drop`) is to be created (or dropped) and its parent stays, the
 * parent is dropped and created again.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Kind Kind;
typedef struct Object Object;
typedef struct Emit Emit; /* plan/emit.h */

/* What ranks higher is said of objects once all of them are there: whose they are, who may use
 * them.
 */
enum { KIND_RANK_BESIDE = 90 };

/* What a change of an attribute asks for, from least to most. */
typedef enum {
    ATTR_IGNORE,   /* never compared; for templates only */
    ATTR_ALTER,    /* `set`, or `unset` for a new NULL; without it RECREATE, that way round */
    ATTR_REPLACE,  /* the `create` template again (it says OR REPLACE) */
    ATTR_EXTEND,   /* REPLACE when the new value begins with the old one, else RECREATE */
    ATTR_RECREATE, /* drop and create */
} AttrPolicy;

typedef struct {
    const char *column;
    AttrPolicy policy;
    /* Template for a new value; attributes with one template share the statement. */
    const char *set;
    /* Template for a value that becomes NULL. */
    const char *unset;
    /* SQL that the server may print differently once it has read its own output again. */
    bool expression;
    /* What depends on the object is dropped before and created again after (ALTER TYPE under a
     * view). */
    bool breaks_dependents;
    /* It vanishes by itself once missing parts are attached (an index that is not valid). */
    bool settled_by_parts;
    /* The attribute that must be the same on both sides, and not NULL, for `set`; else RECREATE. */
    const char *set_while;
    /* The attribute whose presence says that Prisma's language has no word for this one. */
    const char *unsaid_if;
    /* The attribute of one of the history that Prisma takes for this one: the base type of a
     * domain for the type. */
    const char *loosely;
} KindAttr;

/* What dropping an object loses. */
typedef enum {
    DATA_NONE,
    DATA_HOLDS,   /* rows or values: table, column, sequence, enum label */
    DATA_DERIVED, /* what can be made again from other data, at a cost: materialised view */
} KindLoss;

/* The sub-structs that follow are all zero for kinds that they say nothing about. "Attribute
 * whose presence …" is the name of one of `attrs`, or NULL. */

/* What is lost when an object is dropped. */
typedef struct {
    KindLoss loss;
    /* Attribute whose presence makes `loss` DATA_DERIVED for this object (a generated column). */
    const char *derived_if;
    /* Attribute whose presence on both sides says that it holds nothing itself: what is attached to
     * it does, and is detached while it is dropped and created again (a partitioned table). */
    const char *shell_if;
    /* Before the drop of such a shell: stops the run while more is attached to it than the plan
     * knows. {along} is what goes along with it, by the links' attribute `part`. */
    const char *guard;
} KindData;

/* A counter: a sequence or an identity, whose current value is in no definition. */
typedef struct {
    /* The attribute that names the column, as "schema.table.column", whose values it counts: one
     * that goes hands its value on to the one that comes for that column, of whichever kind. */
    const char *of;
    /* Around a drop and a create, wherever those happen: what saves the value in an object named
     * {aside}, and what brings it back. */
    const char *save, *restore;
    /* Behind a create for a column that is there already, where no counter hands a value on. */
    const char *fill;
    /* The attribute of its column with the word by which the column's own create makes it, too
     * (serial). */
    const char *word;
} KindCounter;

/* What binds an object to its parent and its siblings. */
typedef struct {
    /* Attribute of the old object without which no change that breaks dependents can be made to it
     * alone: its parent is dropped and created again (an attribute of a type that columns store).
     */
    const char *altered_if;
    /* Attribute that has to shrink before the parent may: an ALTER which makes it a lesser number
     * comes before the parent's, any other after that. */
    const char *shrinks_first;
    /* The parent's values hold it by its place among its siblings: they can follow their type to a
     * new one only where the same ones are there, in the same order. */
    bool by_place;
    /* The order of siblings matters: two that stay may not swap (enum labels). */
    bool ordered;
    /* Where it has a parent, it comes and goes only together with that. */
    bool with_parent;
} KindWithin;

/* What a child table has because of its parent table (manual: Inheritance). */
typedef struct {
    /* A facet by which its parent inherits from what it depends on: see object_parents(). */
    bool links;
    /* A link that the CREATE of its parent may say, which is without columns of its own then
     * (PARTITION OF). */
    bool branches;
    /* Of what such a parent has from there: an attribute that has to be the same. */
    const char *branches_by;
    /* Attribute whose presence says that every child table has to have it before the two are
     * linked, and that it is no object there unless it is that table's own too (CHECK). */
    const char *inherited_if;
    /* Attribute whose presence says that an inherited object is its table's own too, which no
     * statement changes as long as it is inherited. */
    const char *own_if;
    /* Of those: the attribute whose presence says that it is declared by its table: where both come
     * to tables that are linked already, it is made before its origin, which merges with it.
     * Afterwards it could only be inherited. */
    const char *declared_if;
    /* A statement about the origin sets it, too, though it may differ from that: it is set
     * afterwards, or again. */
    bool set_with_origin;
    /* A partition has its own copy of each that its parent table has, which is no object until the
     * partition is detached and keeps it. */
    bool kept_when_detached;
} KindInheritance;

/* An index or a key of a partitioned table, and its parts in the partitions (manual: ALTER INDEX,
 * ATTACH PARTITION). */
typedef struct {
    /* Attribute whose presence says that it has a part in each partition, made by a statement of
     * its own: the whole is made only when the partitions are attached, so that the server takes
     * nothing of theirs for a part. */
    const char *whole_if;
    /* Of a whole: the attribute whose presence says that it lacks parts. Otherwise its own
     * statement makes those that are not there, also for tables that the plan does not know, and
     * attaches those that are. */
    const char *lone_if;
    /* Of a part: the attribute whose presence says that it has the name which the server gives it
     * then, and the one that it has in common with the whole. */
    const char *given_if, *alike_by;
} KindParts;

/* When a drop and a create look like a rename. */
typedef struct {
    /* They are a question, because data hangs on it. */
    bool asks;
    /* The attribute that tells the likeness; NULL: all that are compared, and the children.
     * Without `asks` it also says that a rename and a drop and a create come to the same, so that
     * the cheaper one is done. */
    const char *by;
} KindLikeness;

/* How data moves from an old type to a new one of the same name. */
typedef struct {
    /* Frees the name for a new object while data still depends on the old one: "ALTER TYPE {id}
     * RENAME TO {aside}"; NULL: no such way. */
    const char *move;
    /* Drops the object that stands aside: "DROP TYPE {schema}.{aside}". */
    const char *drop;
    /* For kinds that hold data: moves the object from a type that stands aside to the new one:
     * "ALTER TABLE {parent} | ALTER COLUMN {name} TYPE {type} USING {name}::text::{type}". */
    const char *adopt;
} KindAside;

/* What a schema in Prisma's language says of it (catalog/keep.h): by default nothing, and what a
 * history has is left alone. */
typedef struct {
    /* It has a word for it: one that the schema lacks is to go. */
    bool says;
    /* The attribute that holds what it says of this object, NULL where it has no word for this one:
     * what says the same on both sides is the same, and one may stand for another of its parent's
     * children, of whichever kind, in the same words. NULL: `attrs` that it has words for say it.
     */
    const char *as;
    /* The same for one of the history that the schema has, too: what it says that is no more than
     * this is the same. NULL: `as`. */
    const char *loosely;
    /* In the place of both where it has a word for predicates, too. */
    const char *featured;
    /* The attribute that holds what it says but for the name: one of the history is renamed to what
     * the schema has of another kind. NULL: nothing is. */
    const char *nameless;
    /* Where the schema leaves it open (Object.open), it is the history's. */
    bool left_open;
    /* The attribute by which it knows one of several: a second one of the history is kept. */
    const char *once;
    /* What SQL that states any begins with, or holds before its first quoted text, in small
     * letters: "comment on|…". NULL: CREATE and `type`. */
    const char *stated;
} KindPrisma;

/* What templates cannot say. */
typedef struct {
    /* Each appends statements with emit_sql() and returns true, or returns false to let the
     * templates work. */
    bool (*make)(Emit *emit, const Object *new);
    bool (*alter)(Emit *emit, const Object *old, const Object *new);
    /* Whether and how turning `old` into `new` loses data: a sentence, or NULL. For what is dropped
     * and created again: how a user keeps its data. Static, or text of the arena of `new`. */
    const char *(*loses)(const Object *old, const Object *new);
} KindHooks;

/* How long a part of a safe form holds what others wait for. */
typedef enum {
    PART_MOMENT, /* strong locks, for a moment */
    PART_SCAN,   /* a table is read under a lock that lets readers and writers through */
    PART_ALONE,  /* the same of what the server refuses inside a transaction */
} PartMode;

/* Each part is committed before the next one begins. */
typedef struct {
    PartMode mode;
    const char *sql; /* template; {1} is a number for names of its own; NULL: the last */
    /* Once for each table that has the rows of the object's table: that one, or all partitions;
     * {leaf} is it. */
    bool each_leaf;
    /* It need not wait for what goes before the old object can. */
    bool early;
    /* It locks another table than the object's: no other one is locked along with it. */
    bool wide;
} KindPart;

typedef enum {
    ONLINE_NEVER,   /* the last row */
    ONLINE_CREATE,  /* it comes */
    ONLINE_DROP,    /* it goes */
    ONLINE_REPLACE, /* it is dropped and created again for its own sake: both steps in one */
    ONLINE_ALTER,   /* `attribute` changes in place */
} OnlineChange;

/* A safe form: what is done in the place of one statement that would hold a strong lock while a
 * table of the old side is read, an index of it is built or it is written again. */
typedef struct {
    OnlineChange change;
    const char *attribute;
    const char *holds; /* template that has to be open; NULL: always */
    const KindPart *parts;
} KindOnline;

struct Kind {
    /* PostgreSQL's term: in identities of facets, in output, in --rename. "table". */
    const char *name;
    /* In COMMENT ON, ALTER … OWNER TO and GRANT: "TABLE". NULL: facets cannot sit on it. */
    const char *type;
    const char *sql; /* SQL_<stem> */
    /* A query that has to return a row for `sql` to return any, such as "SELECT FROM pg_range WHERE
     * rngtypid >= 16384": most databases lack most kinds, and planning a query takes longer than
     * this. What lies in the schema that is left out does not count: `ignored.schema` is its oid,
     * or 0, and `ignored.relations` an array of those of its tables, views and sequences. Questions
     * that are the same are asked once. NULL: `sql` is always sent. */
    const char *asked_if;
    const KindAttr *attrs; /* ends with { NULL } */

    const char *create;
    const char *drop;
    /* "ALTER TABLE {id} RENAME TO {new}"; NULL: cannot be renamed. */
    const char *rename;
    /* As a part of the parent's CREATE; NULL: never. */
    const char *inline_create;
    /* Between {parts}; NULL: none may be inline. */
    const char *separator;

    /* Among steps that no dependency orders; low is early. Up to KIND_RANK_BESIDE, what is made
     * with the object that it is a part of comes right behind that one. */
    int rank;
    struct {
        /* The same for drops, where it is not the reverse: high is early; 0: as `rank` says. */
        int rank;
        /* A drop that may share a statement with others' creation: ordered beside them. */
        bool late;
    } drops;
    /* As PQserverVersion(); 0: all that are supported. */
    int min_server;

    /* A property of another object (comment, owner, privilege): has no address of its own. */
    bool facet;
    /* Where it has no parent, it is on what an extension or the server brought along, and only who
     * owns that can change it. */
    bool on_others;
    /* Its identity is `name` within the parent: pg_identify_object() does not know it, or says the
     * same at a price. */
    bool named;
    /* Its query has the column `identity`, in the words of pg_identify_object(): asking the server
     * for each of many objects takes longer than the rest of the query. */
    bool identified;
    /* Attribute whose presence says that another object's attribute describes it completely,
     * because it has the name that the server gives it. It is no object then, but a rename may be
     * from or to that name (NOT NULL). */
    const char *tacit_if;
    /* ALTER COLUMN TYPE rebuilds it: indexes, constraints. */
    bool rebuilt_by_server;
    /* No ALTER frees it from what it depends on before that is dropped. */
    bool holds_fast;
    /* What was just created cannot be used in the same transaction (enum labels). */
    bool commit_before_use;

    KindData data;
    KindCounter counter;
    KindWithin within;
    KindInheritance inheritance;
    KindParts parts;
    KindLikeness likeness;
    KindAside aside;
    KindPrisma prisma;
    KindHooks hooks;
    /* Ends with a row ONLINE_NEVER; of the rows for a change the first that holds counts. NULL: no
     * statement about it takes time under a strong lock. */
    const KindOnline *online;
};

/* `asked_if` of what only tables, materialized views, and foreign tables have. */
#define IF_ANY_TABLE                                                                               \
    "SELECT FROM pg_class WHERE relkind IN ('r', 'p', 'm', 'f') AND oid >= 16384"                  \
    " AND oid <> ALL (ignored.relations)"

/* All kinds, in the order of their names; ends with NULL. Generated. */
extern const Kind *const kinds[];
const Kind *kind_find(const char *name);
