#include "report/mermaid.h"

#include <string.h>

static const char *mark_text(ReportMark mark) {
    static const char *const texts[] = {"", "new", "changed", "dropped"};
    return texts[mark];
}

/* `extra` are the characters that may stay beside letters, digits and '_'. */
static void append_name(GString *out, const char *text, const char *extra) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    for (const char *c = valid; *c; c = g_utf8_next_char(c)) {
        gunichar code = g_utf8_get_char(c);
        bool plain = code < 0x80 ? g_ascii_isalnum((char)code) || strchr(extra, (int)code) != NULL
                                 : g_unichar_isalnum(code);
        g_string_append_unichar(out, plain ? code : '_');
    }
}

/* Types and attributes are words of Mermaid's grammar: ASCII, beginning with a letter. */
static void append_word(GString *out, const char *text) {
    gsize start = out->len;
    for (const char *c = text; *c; c++)
        if (g_ascii_isalnum(*c))
            g_string_append_c(out, *c);
        else if (out->len == start || out->str[out->len - 1] != '_')
            g_string_append_c(out, '_');
    if (out->len == start || !g_ascii_isalpha(out->str[start]))
        g_string_insert(out, (gssize)start, "x_");
}

static void append_column(GString *out, const ReportColumn *column) {
    g_string_append(out, "    ");
    append_word(out, column->type ? column->type : "unknown");
    g_string_append_c(out, ' ');
    append_word(out, column->name);
    if (column->mark != MARK_SAME)
        g_string_append_printf(out, " \"%s\"", mark_text(column->mark));
    g_string_append_c(out, '\n');
}

static void append_table(GString *out, guint number, const ReportTable *table) {
    g_string_append_printf(out, "  t%u[\"", number);
    append_name(out, table->name, "_.- ");
    g_string_append_printf(out, "%s%s\"]", table->mark != MARK_SAME ? " - " : "",
                           mark_text(table->mark));
    if (!table->columns || table->columns->len == 0) {
        g_string_append_c(out, '\n');
        return;
    }
    g_string_append(out, " {\n");
    for (guint i = 0; i < table->columns->len; i++)
        append_column(out, table->columns->pdata[i]);
    g_string_append(out, "  }\n");
}

static bool find_table(const GPtrArray *tables, const char *name, guint *number) {
    for (*number = 0; *number < tables->len; (*number)++) {
        const ReportTable *table = tables->pdata[*number];
        if (strcmp(table->name, name) == 0)
            return true;
    }
    return false;
}

void mermaid_append(GString *out, const GPtrArray *tables, const GPtrArray *links) {
    g_string_append(out, "erDiagram\n");
    for (guint i = 0; i < tables->len; i++)
        append_table(out, i, tables->pdata[i]);
    for (guint i = 0; links && i < links->len; i++) {
        const ReportLink *link = links->pdata[i];
        guint from, to;
        if (!find_table(tables, link->from, &from) || !find_table(tables, link->to, &to))
            continue;
        g_string_append_printf(out, "  t%u }o--|| t%u : \"", from, to);
        append_name(out, link->label ? link->label : "references", "_.- ");
        g_string_append(out, "\"\n");
    }
}
