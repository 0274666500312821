/* Mermaid: names are words of its grammar, so what they may not hold is left out of them. */
#include "doc/format.h"
#include "text/mermaid_words.h"

#include <string.h>

/* Keys are marked by Mermaid's own words. */
static const char *key_of_column(const DrawnColumn *column) {
    return column->primary && column->foreign ? " PK, FK"
           : column->primary                  ? " PK"
           : column->foreign                  ? " FK"
           : column->unique                   ? " UK"
                                              : "";
}

static void append_column(GString *out, const DrawnColumn *column) {
    g_string_append(out, "    ");
    mermaid_append_word(out, column->type ? column->type : "label");
    g_string_append_c(out, ' ');
    mermaid_append_word(out, column->name);
    g_string_append(out, key_of_column(column));
    if (column->mark != DRAWN_SAME)
        g_string_append_printf(out, " \"%s\"", draw_mark_word(column->mark));
    g_string_append_c(out, '\n');
}

static void append_box(GString *out, const Drawing *drawing, const DrawnBox *box) {
    g_string_append_printf(out, "  t%u[\"", box->number);
    if (drawing->schemas->len > 1) {
        mermaid_append_name(out, box->schema);
        g_string_append_c(out, '.');
    }
    mermaid_append_name(out, box->name);
    if (box->partitions)
        g_string_append_printf(out, " - %u partition%s", box->partitions,
                               box->partitions == 1 ? "" : "s");
    g_string_append_printf(out, "%s%s%s\"]", box->is_enum ? " - enum" : "",
                           box->mark != DRAWN_SAME ? " - " : "", draw_mark_word(box->mark));
    if (drawing->names_only || box->columns->len == 0) {
        g_string_append_c(out, '\n');
        return;
    }
    g_string_append(out, " {\n");
    for (guint i = 0; i < box->columns->len; i++)
        append_column(out, box->columns->pdata[i]);
    g_string_append(out, "  }\n");
}

static void append_link(GString *out, const DrawnLink *link) {
    g_string_append_printf(out, "  t%u %s--%s t%u : \"", link->from->number,
                           link->one ? "|o" : "}o", link->required ? "||" : "o|", link->to->number);
    mermaid_append_name(out, link->name);
    g_string_append_printf(out, "%s%s\"\n", link->mark != DRAWN_SAME ? " - " : "",
                           draw_mark_word(link->mark));
}

static void append_overview(const Drawing *drawing, GString *out) {
    g_autoptr(GArray) links = draw_schema_links(drawing);
    for (guint i = 0; i < drawing->schemas->len; i++) {
        guint count = draw_schema_tables(drawing, drawing->schemas->pdata[i]);
        if (count == 0)
            continue;
        g_string_append_printf(out, "  s%u[\"", i);
        mermaid_append_name(out, drawing->schemas->pdata[i]);
        g_string_append_printf(out, " - %u tables\"]\n", count);
    }
    for (guint i = 0; i < links->len; i++) {
        const SchemaLink *link = &g_array_index(links, SchemaLink, i);
        g_string_append_printf(out, "  s%u }o--|| s%u : \"%u\"\n",
                               draw_schema_place(drawing, link->from),
                               draw_schema_place(drawing, link->to), link->count);
    }
}

void draw_mermaid(const Drawing *drawing, GString *out) {
    g_string_append(out, "erDiagram\n");
    if (drawing->by_schema) {
        append_overview(drawing, out);
        return;
    }
    for (guint i = 0; i < drawing->boxes->len; i++) {
        const DrawnBox *box = drawing->boxes->pdata[i];
        if (box->chosen)
            append_box(out, drawing, box);
    }
    for (guint i = 0; i < drawing->links->len; i++) {
        const DrawnLink *link = drawing->links->pdata[i];
        if (link->from->chosen && link->to->chosen)
            append_link(out, link);
    }
}
