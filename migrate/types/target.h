/* Target: one kind of generated code, as a row of data.
 *
 * A target is a file, types/target_<name>.c, with a table of type mappings, the definitions that
 * generated code may need, and a template (types/fill.h). targets.c and the page
 * cmd/topics/targets.md list them. Nothing else names a target.
 *
 * The template is filled from what types/expose*.c lay out.
 *
 * The file:
 *   relations[]    all tables and views
 *   enums[] composites[] domains[] ranges[]
 *   schemas[]      name, and its own tables[], views[], functions[] and lists of types
 *   all[]          enums (enumerated), composites and relations (composed), and what may be
 *                  inserted into a relation (insert), in one list; where `merged`
 *   entries[]      key and symbol of each relation, by key
 *   joins[]        from, to, field: the only way from one table to another, by its primary key
 *   keyed_relations[]  symbol
 *   definitions[]  text: what the code names, by name, enums among them where `enum_definition`
 *   imports[]      module, and names as one text
 *   imported joined typed has_default
 *                  there are imports; joins; enums or composites; the default schema
 *   package        what the file is a part of
 *
 * A relation:
 *   schema name key symbol comment table view
 *   other_schema   unless it is the default one
 *   writable keyed there are writes to it; something tells its rows apart
 *   columns[]      insertable[]: those that may be given on insert, demanded[]: have to be
 *   keys[]         primary_fields: one text
 *   links[] others[]
 *                  to what is in its schema, and what is not; linked: there are links
 *   foreign[]      links to what is there: name, from[], to[] (path)
 *   described      it has a schema to be named, or foreign[]
 *
 * A column:
 *   name key symbol comment default generated
 *   field          an identifier; renamed: it differs from the name
 *   type write     what is read, what may be written; plain: the type without the array
 *   pg base enum length precision scale array
 *   nullable
 *   optional always preset
 *                  on insert: need not, cannot be given; can, with a default
 *   identity serial primary unique
 *   from_server    has a default, and is no identity
 *
 * A type:
 *   schema other_schema name symbol comment
 *   labels[]       of an enum: label, symbol, whole (with the enum's symbol before it, where
 *                  `whole_labels`), of (the enum's symbol); labelled: there are some
 *   columns[]      of a composite
 *   type           of a domain or range
 *
 * A function:
 *   name overloaded
 *   signatures[]   comment, set, relation, from (for those who follow relations)
 *                  arguments[]: name, type, optional; given: there are some
 *                  type, or where `columns`, results[]: name, type
 */
#pragma once

#include "types/casing.h"
#include "types/fill.h"
#include "types/types.h"

/* How the language writes values of a type. */
typedef struct {
    const char *pg;    /* as format_type() says it, without modifiers; "numeric[]" where an array
                          is something else than an array of what its elements are */
    const char *read;  /* what a query returns */
    const char *write; /* what may be written, where that is something else */
} TypeMapping;

/* A name that generated code may use. */
typedef struct {
    const char *name;
    const char *text;   /* its definition; NULL: it is imported */
    const char *module; /* from here */
} TypeDefinition;

struct Generating;
struct Target {
    const char *name;    /* the key under [types] */
    const char *summary; /* half a sentence */
    const char *file;    /* an example of its path */
    bool typescript;     /* what [types map] says without a target holds */

    const TypeMapping *types; /* ends with {0} */
    const char *unknown;      /* a type that no mapping has; NULL: columns of it have no `type` */
    const char *null;         /* a value that is not there, where the language has a type for it */

    /* Templates for types. `type` is the element, `symbol`, `schema` and `name` those of what is
     * referred to; NULL: such a type is `unknown`. */
    const char *array;
    const char *plain_array;  /* of the types in `plain`; NULL: as array */
    const char *const *plain; /* NULL-terminated */
    /* The element types whose arrays the driver knows, NULL-terminated; an array of another type,
     * as of an enum, comes as `text_array`. NULL: it knows all. */
    const char *const *known_arrays;
    const char *text_array;
    const char *enum_type, *composite_type, *row_type;
    const char *range_type;              /* `type` is what it is a range of */
    const char *void_type, *record_type; /* results of functions */

    const TypeDefinition *definitions; /* ends with {0} */
    bool named_by_types; /* only types count, not all that the code says: a comment imports nothing
                          */
    const char *enum_definition; /* NULL: the template has them */
    bool written_as_sql;         /* `write` is the server's type, which migrate.ini leaves alone */
    bool aligned;                /* '\v' in the template ends a cell (types/align.h) */
    bool whole_labels; /* labels are told apart with the names of their enums before them */
    bool packages;     /* what is imported goes by its package's name, too: types.Settings */
    const char *import_separator; /* between the names of one module; NULL: ", " */

    /* How names are made of those of the database: of relations and types, and of columns, which
     * `naming` of migrate.ini overrides. */
    NameStyle symbols, keys;
    NameStyle relations; /* of tables and views, where `relations_differ` */
    bool relations_differ;
    NameStyle fields;   /* columns as identifiers */
    bool bare;          /* a schema is part of a name only where two schemas have the same one */
    bool enums_lowered; /* the names of enums are taken in lower case */
    /* Names of relations and types are told apart by a number behind them. */
    bool letters;                /* identifiers may have letters beyond ASCII */
    const char *const *reserved; /* names that are taken, NULL-terminated; NULL: none */
    const char *renamed;         /* stands before a name that is; NULL: a number behind it */
    const char *const *keywords; /* that no column may be called by; they get '_' behind them */
    bool hiding; /* a column hides what is called like it: the types of others, its table */
    bool called; /* as a schema in Prisma's language calls things, where it does */
    bool sorted; /* columns by name; else the primary key first */
    bool merged; /* the template has all[] */

    /* Adds to the root what no other target has; NULL: nothing. */
    void (*expose)(struct Generating *generating, TypeNode *root);
    const char *head_ends; /* the line up to which the file that is there is kept; NULL: nothing */
    const Filter *filters; /* ends with {0} */
    const char *template;
};

/* All targets, in the order in which they are listed; ends with NULL. */
extern const Target *const targets[];
