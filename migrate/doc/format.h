/* Formats of a drawing: a row each, and a file for those that have a language of their own. */
#pragma once

#include "doc/drawing.h"

typedef struct {
    const char *name;    /* as users write it, and as a file's name ends */
    const char *meaning; /* as Option.help */
    /* Appends the drawing as text. Links of a drawing by schema are not those of its boxes. */
    void (*write)(const Drawing *drawing, GString *out);
    bool laid_out; /* by Graphviz, of what `write` gives it */
    bool binary;   /* not to be printed on a terminal */
} DrawFormat;

/* Ends with {0}. */
extern const DrawFormat draw_formats[];
/* NULL: no format is called so. */
const DrawFormat *draw_format_find(const char *name);

/* The drawing in a format. FAIL_ENVIRONMENT where Graphviz is needed and is not there, fails, or
 * does not end within a minute. Caller frees. */
GString *draw_render(const Drawing *drawing, const DrawFormat *format, GError **error);

/* as_dot.c: the language of Graphviz. */
void draw_dot(const Drawing *drawing, GString *out);
/* as_mermaid.c: for Markdown, as GitHub draws it. */
void draw_mermaid(const Drawing *drawing, GString *out);
/* as_dbml.c: the database markup language of dbdiagram.io. */
void draw_dbml(const Drawing *drawing, GString *out);

/* Links between schemas in a drawing by schema: how many keys lead from one to another. */
typedef struct {
    const char *from, *to;
    guint count;
} SchemaLink;
/* Array of SchemaLink, in the order of schemas; links within a schema are left out. Caller unrefs.
 */
GArray *draw_schema_links(const Drawing *drawing);
/* Its place in Drawing.schemas, which it is one of. */
guint draw_schema_place(const Drawing *drawing, const char *schema);
/* "new", "gone", "changed"; "" for what is the same. */
const char *draw_mark_word(DrawnMark mark);
/* How many of the chosen tables are in it. */
guint draw_schema_tables(const Drawing *drawing, const char *schema);
