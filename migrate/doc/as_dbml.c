/* DBML: a language that other programs read, so all columns are in it, however many tables. */
#include "doc/format.h"

/* A text in quotes: of a name in double ones, of a note in single ones. */
static void append_quoted(GString *out, const char *text, char quote) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_string_append_c(out, quote);
    for (const char *at = valid; *at; at++) {
        if (*at == quote || *at == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, g_ascii_iscntrl(*at) ? ' ' : *at);
    }
    g_string_append_c(out, quote);
}

/* The language has no empty names, which a label may have. */
static void append_name(GString *out, const char *name) {
    append_quoted(out, *name ? name : " ", '"');
}

static void append_place(GString *out, const DrawnBox *box) {
    append_name(out, box->schema);
    g_string_append_c(out, '.');
    append_name(out, box->name);
}

static void append_names(GString *out, const GPtrArray *names) {
    g_string_append_c(out, '(');
    for (guint i = 0; i < names->len; i++) {
        g_string_append(out, i ? ", " : "");
        append_name(out, names->pdata[i]);
    }
    g_string_append_c(out, ')');
}

static guint count_primary(const DrawnBox *box) {
    guint count = 0;
    for (guint i = 0; i < box->columns->len; i++)
        count += ((const DrawnColumn *)box->columns->pdata[i])->primary;
    return count;
}

/* A column whose type is an enum has the enum's name for it; an array of one has not. */
static void append_column(GString *out, const DrawnColumn *column, bool alone) {
    g_string_append(out, "  ");
    append_name(out, column->name);
    if (column->type) {
        g_string_append_c(out, ' ');
        if (column->of && !g_str_has_suffix(column->type, "[]"))
            append_place(out, column->of);
        else
            append_name(out, column->type);
        g_string_append(out, column->primary && alone ? " [pk]"
                             : column->required       ? " [not null]"
                                                      : "");
    }
    g_string_append_c(out, '\n');
}

static void append_primary(GString *out, const DrawnBox *box) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < box->columns->len; i++) {
        const DrawnColumn *column = box->columns->pdata[i];
        if (column->primary)
            g_ptr_array_add(names, (gpointer)column->name);
    }
    g_string_append(out, "\n  indexes {\n    ");
    append_names(out, names);
    g_string_append(out, " [pk]\n  }\n");
}

static void append_box(GString *out, const DrawnBox *box) {
    guint primary = count_primary(box);
    g_string_append(out, box->is_enum ? "Enum " : "Table ");
    append_place(out, box);
    g_string_append(out, " {\n");
    for (guint i = 0; i < box->columns->len; i++)
        append_column(out, box->columns->pdata[i], primary == 1);
    if (primary > 1)
        append_primary(out, box);
    if (box->comment && !box->is_enum) {
        g_string_append(out, "\n  Note: ");
        append_quoted(out, box->comment, '\'');
        g_string_append_c(out, '\n');
    }
    g_string_append(out, "}\n\n");
}

static void append_link(GString *out, const DrawnLink *link) {
    g_string_append(out, "Ref ");
    append_name(out, link->name);
    g_string_append(out, ": ");
    append_place(out, link->from);
    g_string_append_c(out, '.');
    append_names(out, link->columns);
    g_string_append(out, link->one ? " - " : " > ");
    append_place(out, link->to);
    g_string_append_c(out, '.');
    append_names(out, link->referenced);
    g_string_append_c(out, '\n');
}

void draw_dbml(const Drawing *drawing, GString *out) {
    for (guint i = 0; i < drawing->boxes->len; i++) {
        const DrawnBox *box = drawing->boxes->pdata[i];
        if (box->chosen)
            append_box(out, box);
    }
    for (guint i = 0; i < drawing->links->len; i++) {
        const DrawnLink *link = drawing->links->pdata[i];
        if (link->from->chosen && link->to->chosen)
            append_link(out, link);
    }
}
