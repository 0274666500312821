/* Drawing: the tables of a catalog, or the difference of two, as an entity-relationship diagram.
 *
 * Tables and enums are boxes, foreign keys are links. A partition tree is one box, of its topmost
 * table. All of it lives in the arena that it was read in and borrows from the catalogs; names are
 * as they are, unquoted, and may hold anything: each format escapes them. Boxes come in the order
 * of schema and name, columns in that of the table.
 */
#pragma once

#include "base/error.h"
#include "catalog/catalog.h"

GQuark draw_error_quark(void);
#define DRAW_ERROR draw_error_quark()

typedef enum { DRAWN_SAME, DRAWN_ADDED, DRAWN_GONE, DRAWN_CHANGED } DrawnMark;

typedef struct DrawnBox DrawnBox;

/* A column, or a label of an enum. */
typedef struct {
    const char *name;
    const char *type;   /* as the server prints it; NULL: a label */
    const DrawnBox *of; /* the enum that the type is; NULL: another type */
    bool primary, foreign, unique, required;
    DrawnMark mark;
} DrawnColumn;

struct DrawnBox {
    const char *schema, *name, *comment;
    bool is_enum;
    guint partitions;   /* that it stands for, at whatever distance */
    GPtrArray *columns; /* of DrawnColumn* */
    DrawnMark mark;
    bool chosen;  /* it is drawn */
    guint number; /* its place in Drawing.boxes */
};

typedef struct {
    const char *name;
    DrawnBox *from, *to;
    GPtrArray *columns, *referenced; /* of const char* */
    bool one;                        /* at most one row refers to a row */
    bool required;                   /* every row refers to one */
    DrawnMark mark;
} DrawnLink;

typedef struct {
    GPtrArray *boxes;   /* of DrawnBox* */
    GPtrArray *links;   /* of DrawnLink* */
    GPtrArray *schemas; /* of const char* */
    bool names_only;    /* there are too many tables to show their columns */
    bool by_schema;     /* there are too many tables to show them one by one */
    GHashTable *index;  /* internal: boxes by schema and name, partitions among them */
} Drawing;

/* The tables of `catalog`, all of them chosen. */
Drawing *drawing_read(Arena *arena, const Catalog *catalog);
void drawing_free(Drawing *drawing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Drawing, drawing_free)

/* Marks what `drawing` has and `before` has not, and what differs; takes in what only `before` has.
 * Both are of one arena; `before` is used up and still to be freed. Chosen are the tables that
 * change, and those that they are linked with. */
void drawing_compare(Drawing *drawing, Drawing *before);

/* Chooses the tables that a pattern names, and those that are at most `depth` links away from one
 * of them. A pattern is a name, or "schema.name", in which * stands for any text and ? for any
 * character. FAIL_USAGE for one that names none. */
bool drawing_choose(Drawing *drawing, const char *const *patterns, guint depth, GError **error);

/* Decides by their number how much is shown of the chosen tables, and leaves out the enums that
 * none of them uses. */
void drawing_settle(Drawing *drawing);

/* How many tables are chosen. */
guint drawing_tables(const Drawing *drawing);
