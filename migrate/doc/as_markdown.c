/* A site as Markdown, as GitHub shows it: tables, links between files, the diagram as Mermaid. */
#include "doc/format.h"
#include "doc/format_site.h"

#include <string.h>

/* What Markdown or HTML would read as its own is written as a reference to a character, which is
 * the same in a table, a heading and a link. */
static void append_text(GString *out, const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar code = g_utf8_get_char(at);
        if (code == '\n')
            g_string_append(out, "<br>");
        else if (code < ' ' || code == 0x7f)
            g_string_append(out, "\xef\xbf\xbd");
        else if (strchr("\\`*_{}[]<>&|#~@!:$\"'", (int)MIN(code, 0x7f)) && code < 0x7f)
            g_string_append_printf(out, "&#%u;", code);
        else
            g_string_append_unichar(out, code);
    }
}

/* Without its line ends. */
static void append_line(GString *out, const char *text) {
    g_autofree char *line = g_strdelimit(g_strdup(text), "\r\n", ' ');
    append_text(out, line);
}

/* As GitHub highlights it; the fence is longer than any in the text. */
static void append_sql(GString *out, const char *sql) {
    guint longest = 2, run = 0;
    for (const char *at = sql; *at; at++) {
        run = *at == '`' ? run + 1 : 0;
        longest = MAX(longest, run);
    }
    g_autofree char *fence = g_strnfill(longest + 1, '`'), *valid = g_utf8_make_valid(sql, -1);
    g_string_append_printf(out, "%ssql\n%s%s\n", fence, valid, fence);
}

static void append_cell(GString *out, const DocCell *cell, const char *root) {
    g_string_append(out, " ");
    if (cell->text && cell->leads) {
        g_string_append_c(out, '[');
        append_line(out, cell->text);
        g_string_append_printf(out, "](%s%s.md)", root, cell->leads->path);
    } else if (cell->text) {
        append_text(out, cell->text);
    }
    g_string_append(out, " |");
}

static void append_table(GString *out, const DocTable *table) {
    g_string_append(out, "\n## ");
    append_line(out, table->title);
    g_string_append(out, "\n\n|");
    for (guint i = 0; i < table->columns->len; i++) {
        g_string_append_c(out, ' ');
        append_line(out, ((const DocColumn *)table->columns->pdata[i])->title);
        g_string_append(out, " |");
    }
    g_string_append(out, "\n|");
    for (guint i = 0; i < table->columns->len; i++)
        g_string_append(out, "---|");
    for (guint i = 0; i < table->rows->len; i++) {
        const GPtrArray *row = table->rows->pdata[i];
        g_string_append(out, "\n|");
        for (guint c = 0; c < row->len; c++)
            append_cell(out, row->pdata[c], "../");
    }
    g_string_append_c(out, '\n');
}

static void append_page(GString *out, const DocSite *site, const DocPage *page) {
    g_string_append(out, "[");
    append_line(out, site->title);
    g_string_append_printf(out, "](../README.md) · %s\n\n# ", page->kind);
    append_line(out, page->name);
    g_string_append_c(out, '\n');
    if (page->comment) {
        g_string_append_c(out, '\n');
        append_text(out, page->comment);
        g_string_append_c(out, '\n');
    }
    for (guint i = 0; i < page->tables->len; i++)
        append_table(out, page->tables->pdata[i]);
    if (page->sql) {
        g_string_append(out, "\n## Definition\n\n");
        append_sql(out, page->sql);
    }
}

static void append_kind(GString *out, const DocKind *kind) {
    g_string_append_printf(out, "\n## %c%s\n\n| Name | Comment |\n|---|---|\n",
                           g_ascii_toupper(*kind->plural), kind->plural + 1);
    for (guint i = 0; i < kind->pages->len; i++) {
        const DocPage *page = kind->pages->pdata[i];
        const DocCell name = {page->name, page}, comment = {page->comment, NULL};
        g_string_append_c(out, '|');
        append_cell(out, &name, "");
        append_cell(out, &comment, "");
        g_string_append_c(out, '\n');
    }
}

static void append_diagram(GString *out, const Drawing *drawing) {
    g_autoptr(GString) text = g_string_new(NULL);
    if (drawing_tables(drawing) == 0)
        return;
    draw_mermaid(drawing, text);
    g_string_append_printf(out, "\n```mermaid\n%s```\n", text->str);
}

void doc_markdown(const DocSite *site, G_GNUC_UNUSED const GString *diagram, GPtrArray *files) {
    GString *index = doc_file(files, "README.md");
    g_string_append(index, "# ");
    append_line(index, site->title);
    g_string_append(index, "\n\n");
    for (guint i = 0; i < site->kinds->len; i++) {
        const DocKind *kind = site->kinds->pdata[i];
        guint count = kind->pages->len;
        g_string_append_printf(index, "%s%u %s", i ? ", " : "", count,
                               count == 1 ? kind->kind : kind->plural);
    }
    g_string_append(index, "\n");
    append_diagram(index, site->drawing);
    for (guint i = 0; i < site->kinds->len; i++)
        append_kind(index, site->kinds->pdata[i]);
    for (guint i = 0; i < site->pages->len; i++) {
        const DocPage *page = site->pages->pdata[i];
        g_autofree char *path = g_strconcat(page->path, ".md", NULL);
        append_page(doc_file(files, path), site, page);
    }
}
