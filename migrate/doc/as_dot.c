/* Graphviz: a table is an HTML-like label, a foreign key an edge with crow's feet. */
#include "doc/format.h"

#include <string.h>

/* Of the head of a table, by its schema, so that neighbours differ; dark text stands on each. */
static const char *const schema_colors[] = {"#cfe2f3", "#d9ead3", "#fff2cc", "#ead1dc",
                                            "#d9d2e9", "#d0e0e3", "#fce5cd", "#e6e6e6"};
static const char *const mark_colors[] = {NULL, "#b6e3b6", "#f4b6b6", "#ffe08a"};
static const char *const mark_lines[] = {"#555555", "#1a7f37", "#b42318", "#9a6700"};

/* Text of an HTML-like label: what markup would read as its own, and controls, are escaped. */
static void append_text(GString *out, const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar code = g_utf8_get_char(at);
        if (code == '&' || code == '<' || code == '>' || code == '"' || code == '\'')
            g_string_append_printf(out, "&#%u;", code);
        else if (g_unichar_iscntrl(code))
            g_string_append_c(out, ' ');
        else
            g_string_append_unichar(out, code);
    }
}

/* A quoted string of the language, in which only '"' and '\' mean something. */
static void append_quoted(GString *out, const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_string_append_c(out, '"');
    for (const char *at = valid; *at; at++) {
        if (*at == '"' || *at == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, g_ascii_iscntrl(*at) ? ' ' : *at);
    }
    g_string_append_c(out, '"');
}

static const char *head_color(const Drawing *drawing, const DrawnBox *box) {
    guint place = draw_schema_place(drawing, box->schema);
    const char *marked = mark_colors[box->mark];
    return marked ? marked : schema_colors[place % G_N_ELEMENTS(schema_colors)];
}

static void append_head(GString *out, const Drawing *drawing, const DrawnBox *box) {
    g_string_append_printf(out, "<TR><TD COLSPAN=\"3\" BGCOLOR=\"%s\" PORT=\"head\"><B>",
                           head_color(drawing, box));
    append_text(out, box->name);
    g_string_append(out, "</B>");
    if (box->is_enum)
        g_string_append(out, " <I>enum</I>");
    if (box->partitions)
        g_string_append_printf(out, " <I>%u partition%s</I>", box->partitions,
                               box->partitions == 1 ? "" : "s");
    if (box->mark != DRAWN_SAME)
        g_string_append_printf(out, " <I>%s</I>", draw_mark_word(box->mark));
    g_string_append(out, "</TD></TR>");
}

static const char *key_of_column(const DrawnColumn *column) {
    return column->primary && column->foreign ? "PK FK"
           : column->primary                  ? "PK"
           : column->foreign                  ? "FK"
           : column->unique                   ? "U"
                                              : "";
}

static void append_label(GString *out, const DrawnColumn *label, const char *fill) {
    g_string_append_printf(out, "<TR><TD COLSPAN=\"3\" ALIGN=\"LEFT\"%s>", fill);
    append_text(out, *label->name ? label->name : " ");
    g_string_append(out, "</TD></TR>");
}

/* A link leaves on the right, at port rN, and arrives on the left, at port lN. */
static void append_column(GString *out, const DrawnColumn *column, guint number) {
    const char *color = mark_colors[column->mark];
    g_autofree char *fill = color ? g_strdup_printf(" BGCOLOR=\"%s\"", color) : g_strdup("");
    if (!column->type) {
        append_label(out, column, fill);
        return;
    }
    g_string_append_printf(
        out, "<TR><TD ALIGN=\"LEFT\"%s PORT=\"l%u\">%s</TD><TD ALIGN=\"LEFT\"%s>%s", fill, number,
        key_of_column(column), fill, column->required ? "<B>" : "");
    append_text(out, column->name);
    g_string_append_printf(out, "%s</TD><TD ALIGN=\"LEFT\"%s PORT=\"r%u\">",
                           column->required ? "</B>" : "", fill, number);
    append_text(out, column->type);
    g_string_append(out, "</TD></TR>");
}

static void append_box(GString *out, const Drawing *drawing, const DrawnBox *box) {
    g_string_append_printf(out,
                           "    t%u [label=<<TABLE BORDER=\"0\" CELLBORDER=\"1\" "
                           "CELLSPACING=\"0\" CELLPADDING=\"3\">",
                           box->number);
    append_head(out, drawing, box);
    for (guint i = 0; !drawing->names_only && i < box->columns->len; i++)
        append_column(out, box->columns->pdata[i], i);
    g_string_append(out, "</TABLE>>");
    if (box->comment) {
        g_string_append(out, ", tooltip=");
        append_quoted(out, box->comment);
    }
    g_string_append(out, "];\n");
}

/* The place of a link's end at a box: its first column, or the head. `side` is r or l. */
static void append_end(GString *out, const Drawing *drawing, const DrawnBox *box,
                       const char *column, char side) {
    for (guint i = 0; !drawing->names_only && i < box->columns->len; i++) {
        const DrawnColumn *one = box->columns->pdata[i];
        if (strcmp(one->name, column) != 0)
            continue;
        g_string_append_printf(out, "t%u:%c%u:%c", box->number, side, i, side == 'r' ? 'e' : 'w');
        return;
    }
    g_string_append_printf(out, "t%u:head", box->number);
}

static void append_link(GString *out, const Drawing *drawing, const DrawnLink *link) {
    g_string_append(out, "  ");
    append_end(out, drawing, link->from, link->columns->pdata[0], 'r');
    g_string_append(out, " -> ");
    append_end(out, drawing, link->to, link->referenced->pdata[0], 'l');
    g_string_append_printf(out, " [arrowtail=%s, arrowhead=%s, color=\"%s\"%s, tooltip=",
                           link->one ? "teeodot" : "crowodot",
                           link->required ? "teetee" : "teeodot", mark_lines[link->mark],
                           link->mark == DRAWN_GONE ? ", style=dashed" : "");
    append_quoted(out, link->name);
    g_string_append(out, "];\n");
}

static void append_schema(GString *out, const Drawing *drawing, guint number) {
    const char *schema = drawing->schemas->pdata[number];
    g_string_append_printf(out, "  subgraph cluster_%u {\n    label=", number);
    append_quoted(out, schema);
    g_string_append(out, "; color=\"#bbbbbb\"; style=rounded;\n");
    for (guint i = 0; i < drawing->boxes->len; i++) {
        const DrawnBox *box = drawing->boxes->pdata[i];
        if (box->chosen && strcmp(box->schema, schema) == 0)
            append_box(out, drawing, box);
    }
    g_string_append(out, "  }\n");
}

static void append_tables(GString *out, const Drawing *drawing) {
    for (guint i = 0; i < drawing->schemas->len; i++)
        append_schema(out, drawing, i);
    for (guint i = 0; i < drawing->links->len; i++) {
        const DrawnLink *link = drawing->links->pdata[i];
        if (link->from->chosen && link->to->chosen)
            append_link(out, drawing, link);
    }
}

static void append_overview(GString *out, const Drawing *drawing) {
    g_autoptr(GArray) links = draw_schema_links(drawing);
    for (guint i = 0; i < drawing->schemas->len; i++) {
        const char *schema = drawing->schemas->pdata[i];
        guint count = draw_schema_tables(drawing, schema);
        g_autofree char *label = g_strdup_printf("%s\n%u tables", schema, count);
        if (count == 0)
            continue;
        g_string_append(out, "  ");
        append_quoted(out, schema);
        g_string_append_printf(out, " [shape=box, style=filled, fillcolor=\"%s\", label=",
                               schema_colors[i % G_N_ELEMENTS(schema_colors)]);
        append_quoted(out, label);
        g_string_append(out, "];\n");
    }
    for (guint i = 0; i < links->len; i++) {
        const SchemaLink *link = &g_array_index(links, SchemaLink, i);
        g_string_append(out, "  ");
        append_quoted(out, link->from);
        g_string_append(out, " -> ");
        append_quoted(out, link->to);
        g_string_append_printf(out, " [label=\"%u\"];\n", link->count);
    }
}

void draw_dot(const Drawing *drawing, GString *out) {
    g_string_append(out, "digraph schema {\n"
                         "  graph [rankdir=LR, fontname=\"Helvetica\", nodesep=0.3, ranksep=1.0];\n"
                         "  node [shape=plain, fontname=\"Helvetica\", fontsize=11];\n"
                         "  edge [dir=both, fontname=\"Helvetica\", fontsize=10];\n");
    if (drawing->by_schema)
        append_overview(out, drawing);
    else
        append_tables(out, drawing);
    g_string_append(out, "}\n");
}
