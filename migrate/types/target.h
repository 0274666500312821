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
 *   a column     name, key, symbol, comment, type, write (what may be written to it), plain (its
 *                type without the array), pg, default, generated; the words array, enum, nullable,
 *                optional (on insert), always (never on insert), identity, serial, primary, unique,
 *                first; length, precision, scale
 *   an enum      schema, name, symbol, comment, labels[] (label, symbol)
 *   a composite  schema, name, symbol, comment, columns[]
 *   a domain     schema, name, symbol, comment, type
 *   a function   name, symbol, comment, arguments[] (name, type, optional), results[] (name, type),
 *                type, set; overloads share an item: functions[] → signatures[]
 *   definitions[] text: what the code names, in the order of names, enums among them if the target
 *                says how one is defined
 *   imports[]    module, and names as one text; imported: there are any
 */
#pragma once

#include "types/fill.h"
#include "types/types.h"
#include "types/words.h"

/* How the language writes values of a type. */
typedef struct {
    const char *pg;    /* as format_type() says it, without modifiers */
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

    const TypeMapping *types; /* ends with {0} */
    const char *unknown;      /* a type that no mapping has */
    const char *null;         /* a value that is not there, where the language has a type for it */

    /* Templates for types. `type` is the element, `symbol`, `schema` and `name` those of what is
     * referred to; NULL: such a type is `unknown`. */
    const char *array;
    const char *plain_array;  /* of the types in `plain`; NULL: as array */
    const char *const *plain; /* NULL-terminated */
    const char *enum_type, *composite_type, *row_type;
    const char *range_type;              /* `type` is what it is a range of */
    const char *void_type, *record_type; /* results of functions */

    const TypeDefinition *definitions; /* ends with {0} */
    const char *enum_definition;       /* NULL: the template has them */
    const char *import_separator;      /* between the names of one module; NULL: ", " */

    /* How names are made of those of the database: of relations and types, and of columns, which
     * `naming` of migrate.ini overrides. */
    NameStyle symbols, keys;
    /* Names of relations and types are told apart by a number behind them. */
    bool letters;                /* identifiers may have letters beyond ASCII */
    const char *const *reserved; /* names that are taken, NULL-terminated; NULL: none */
    const char *const *keywords; /* that no column may be called by; they get '_' behind them */
    bool sorted;                 /* columns by name, not in their order */

    const Filter *filters; /* ends with {0} */
    const char *template;
};

/* All targets, in the order in which they are listed; ends with NULL. */
extern const Target *const targets[];
