#include "report/mermaid.h"

#include "text/mermaid_words.h"

#include <string.h>

static const char *mark_text(ReportMark mark) {
    static const char *const texts[] = {"", "new", "changed", "dropped"};
    return texts[mark];
}

static void append_column(GString *out, const ReportColumn *column) {
    g_string_append(out, "    ");
    mermaid_append_word(out, column->type ? column->type : "unknown");
    g_string_append_c(out, ' ');
    mermaid_append_word(out, column->name);
    if (column->mark != MARK_SAME)
        g_string_append_printf(out, " \"%s\"", mark_text(column->mark));
    g_string_append_c(out, '\n');
}

static void append_table(GString *out, guint number, const ReportTable *table) {
    g_string_append_printf(out, "  t%u[\"", number);
    mermaid_append_name(out, table->name);
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
        mermaid_append_name(out, link->label ? link->label : "references");
        g_string_append(out, "\"\n");
    }
}
