/* Target: one kind of generated code, as a row of data.
 *
 * A target is a file, types/target_<name>.c, with a table of type mappings, the definitions that
 * generated code may need, and a template (types/fill.h). targets.c and the page
 * cmd/topics/targets.txt list them. Nothing else names a target.
 *
 * The template is filled from the schema as types/expose.c lays it out:
 *   schemas[]    name, and those lists that belong to it: tables, views, enums, composites,
 *                functions, domains
 *   relations[]  all tables and views; tables[], views[], enums[], composites[], domains[],
 *                functions[] of all schemas
 *   a relation   schema, name, key, symbol, comment, table | view, writable, columns[], keys[],
 *                links[]; primary: the names of its primary key, for programs
 *                insertable[]: the columns that may be given on insert; demanded[]: those that have
 *                to be; keyed: something tells its rows apart
 *   a column     name, key, symbol, field (an identifier), comment, type, write (what may be
 * written to it), plain (its type without the array), pg, default, generated; the words array,
 * enum, nullable, optional (on insert), always (never on insert), identity, serial, primary,
 * unique, first; length, precision, scale an enum      schema, name, symbol, comment, labels[]
 * (label, symbol) a composite  schema, name, symbol, comment, columns[] a domain     schema, name,
 * symbol, comment, type a function   name, symbol, comment, arguments[] (name, type, optional),
 * results[] (name, type), type, set; overloads share an item: functions[] → signatures[] all[]
 * enums (enumerated), composites and relations (composed), and what may be inserted into a relation
 * (insert), in one list definitions[] text: what the code names, in the order of names, enums among
 * them if the target says how one is defined imports[]    module, and names as one text; imported:
 * there are any
 */
#pragma once

#include "types/fill.h"
#include "types/types.h"
#include "types/words.h"

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
    const char *enum_definition;       /* NULL: the template has them */
    const char *import_separator;      /* between the names of one module; NULL: ", " */

    /* How names are made of those of the database: of relations and types, and of columns, which
     * `naming` of migrate.ini overrides. */
    NameStyle symbols, keys;
    NameStyle fields;   /* columns as identifiers */
    bool bare;          /* a schema is part of a name only where two schemas have the same one */
    bool enums_lowered; /* the names of enums are taken in lower case */
    /* Names of relations and types are told apart by a number behind them. */
    bool letters;                /* identifiers may have letters beyond ASCII */
    const char *const *reserved; /* names that are taken, NULL-terminated; NULL: none */
    const char *const *keywords; /* that no column may be called by; they get '_' behind them */
    bool sorted;                 /* columns by name; else the primary key first */
    bool merged;                 /* the template has all[] */

    const Filter *filters; /* ends with {0} */
    const char *template;
};

/* All targets, in the order in which they are listed; ends with NULL. */
extern const Target *const targets[];
