/* A site of HTML pages, which are XML as well. They work from a disk: the search is a script with
 * all names in it, and nothing is asked of a network. */
#include "doc/format_site.h"

#include "base/asset.h"
#include "text/markup.h"

#include <string.h>

/* --- the frame */

/* `root` leads from the page to the site's folder: "../". */
static void begin_page(GString *out, const DocSite *site, const char *name, const char *root) {
    g_string_append(out,
                    "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" "
                    "xml:lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                    "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>");
    markup_append(out, name);
    if (name != site->title) {
        g_string_append(out, " – ");
        markup_append(out, site->title);
    }
    g_string_append_printf(out,
                           "</title>\n<link rel=\"stylesheet\" href=\"%sstyle.css\"/>\n"
                           "<script src=\"%snames.js\" defer=\"defer\"></script>\n"
                           "<script src=\"%ssearch.js\" defer=\"defer\"></script>\n</head>\n",
                           root, root, root);
    g_string_append_printf(out,
                           "<body data-root=\"%s\">\n"
                           "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
                           "<header>\n<a class=\"home\" href=\"%sindex.html\">",
                           root, root);
    markup_append(out, site->title);
    g_string_append(
        out, "</a>\n<div id=\"search\" role=\"search\" hidden=\"hidden\">\n"
             "<label for=\"query\">Search</label>\n"
             "<input id=\"query\" type=\"text\" role=\"combobox\" autocomplete=\"off\" "
             "spellcheck=\"false\" placeholder=\"name of anything\" aria-expanded=\"false\" "
             "aria-controls=\"found\" aria-autocomplete=\"list\"/> <kbd>/</kbd>\n"
             "<ul id=\"found\" role=\"listbox\" aria-label=\"Found\" hidden=\"hidden\"></ul>\n"
             "</div>\n</header>\n");
}

static void end_page(GString *out) {
    g_string_append(out, "</main>\n</body>\n</html>\n");
}

static void append_kinds(GString *out, const DocSite *site, const char *root) {
    g_string_append(out, "<nav aria-label=\"Kinds of objects\">\n<ul>\n");
    for (guint i = 0; i < site->kinds->len; i++) {
        const DocKind *kind = site->kinds->pdata[i];
        g_string_append_printf(
            out, "<li><a href=\"%sindex.html#%s\">%s</a> <span class=\"count\">%u</span></li>\n",
            root, kind->folder, kind->plural, kind->pages->len);
    }
    g_string_append(out, "</ul>\n");
}

static void append_sections(GString *out, const DocPage *page) {
    g_string_append(out, "<p>On this page</p>\n<ul>\n");
    for (guint i = 0; i < page->tables->len; i++) {
        const DocTable *table = page->tables->pdata[i];
        g_string_append_printf(out, "<li><a href=\"#%s\">", table->key);
        markup_append(out, table->title);
        g_string_append(out, "</a></li>\n");
    }
    if (page->sql)
        g_string_append(out, "<li><a href=\"#sql\">Definition</a></li>\n");
    g_string_append(out, "</ul>\n");
}

/* --- tables */

/* Where the search leads to. Lives in the site's arena. */
static const char *anchor_of(const DocSite *site, const DocTable *table, const GPtrArray *row) {
    const DocCell *name = row->pdata[0];
    return table->part
               ? arena_printf(site->arena, "%s.%s", table->key, doc_slug(site->arena, name->text))
               : NULL;
}

static void append_cell(GString *out, const DocCell *cell, const DocColumn *column,
                        const char *root) {
    if (!cell->text)
        return;
    if (cell->leads)
        g_string_append_printf(out, "<a href=\"%s%s.html\">", root, cell->leads->path);
    g_string_append(out, column->code ? "<code>" : "");
    markup_append(out, cell->text);
    g_string_append(out, column->code ? "</code>" : "");
    g_string_append(out, cell->leads ? "</a>" : "");
}

static void append_row(GString *out, const DocSite *site, const DocTable *table,
                       const GPtrArray *row, const char *root) {
    const char *anchor = anchor_of(site, table, row);
    g_string_append(out, "<tr");
    if (anchor)
        g_string_append_printf(out, " id=\"%s\"", anchor);
    g_string_append_c(out, '>');
    for (guint c = 0; c < row->len; c++) {
        g_string_append(out, c == 0 ? "<th scope=\"row\">" : "<td>");
        append_cell(out, row->pdata[c], table->columns->pdata[c], root);
        g_string_append(out, c == 0 ? "</th>" : "</td>");
    }
    g_string_append(out, "</tr>\n");
}

static void append_heading(GString *out, const char *key, const char *title) {
    g_string_append_printf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", key, key);
    markup_append(out, title);
    g_string_append(out, "</h2>\n");
}

static void append_table(GString *out, const DocSite *site, const DocTable *table,
                         const char *root) {
    append_heading(out, table->key, table->title);
    g_string_append(out, "<div class=\"scroll\">\n<table>\n<thead>\n<tr>");
    for (guint i = 0; i < table->columns->len; i++) {
        g_string_append(out, "<th scope=\"col\">");
        markup_append(out, ((const DocColumn *)table->columns->pdata[i])->title);
        g_string_append(out, "</th>");
    }
    g_string_append(out, "</tr>\n</thead>\n<tbody>\n");
    for (guint i = 0; i < table->rows->len; i++)
        append_row(out, site, table, table->rows->pdata[i], root);
    g_string_append(out, "</tbody>\n</table>\n</div>\n</section>\n");
}

/* --- pages */

static void append_comment(GString *out, const char *comment) {
    if (!comment)
        return;
    g_string_append(out, "<p class=\"comment\">");
    markup_append(out, comment);
    g_string_append(out, "</p>\n");
}

static void write_page(const DocSite *site, const DocPage *page, GString *out) {
    begin_page(out, site, page->name, "../");
    append_kinds(out, site, "../");
    append_sections(out, page);
    g_string_append_printf(out, "</nav>\n<main id=\"main\">\n<p class=\"kind\">%s</p>\n<h1>",
                           page->kind);
    markup_append(out, page->name);
    g_string_append(out, "</h1>\n");
    append_comment(out, page->comment);
    for (guint i = 0; i < page->tables->len; i++)
        append_table(out, site, page->tables->pdata[i], "../");
    if (page->sql) {
        append_heading(out, "sql", "Definition");
        g_string_append(out, "<pre tabindex=\"0\"><code>");
        markup_append_sql(out, page->sql);
        g_string_append(out, "</code></pre>\n</section>\n");
    }
    end_page(out);
}

static void append_list(GString *out, const DocKind *kind) {
    g_string_append_printf(out,
                           "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%c%s</h2>\n"
                           "<div class=\"scroll\">\n<table>\n<thead><tr><th scope=\"col\">Name</th>"
                           "<th scope=\"col\">Comment</th></tr></thead>\n<tbody>\n",
                           kind->folder, kind->folder, g_ascii_toupper(*kind->plural),
                           kind->plural + 1);
    for (guint i = 0; i < kind->pages->len; i++) {
        const DocPage *page = kind->pages->pdata[i];
        g_string_append_printf(out, "<tr><th scope=\"row\"><a href=\"%s.html\"><code>", page->path);
        markup_append(out, page->name);
        g_string_append(out, "</code></a></th><td>");
        markup_append(out, page->comment ? page->comment : "");
        g_string_append(out, "</td></tr>\n");
    }
    g_string_append(out, "</tbody>\n</table>\n</div>\n</section>\n");
}

static void write_index(const DocSite *site, GString *out) {
    begin_page(out, site, site->title, "");
    append_kinds(out, site, "");
    g_string_append(out, "</nav>\n<main id=\"main\">\n<h1>");
    markup_append(out, site->title);
    g_string_append(out, "</h1>\n<p>Of ");
    markup_append(out, site->source);
    g_string_append_printf(out, ": %u object%s, %u column%s of tables.</p>\n", site->pages->len,
                           site->pages->len == 1 ? "" : "s", site->columns,
                           site->columns == 1 ? "" : "s");
    if (drawing_tables(site->drawing) > 0)
        g_string_append(out,
                        "<section aria-labelledby=\"diagram\">\n<h2 id=\"diagram\">Diagram</h2>\n"
                        "<div class=\"scroll\"><a href=\"diagram.svg\"><img src=\"diagram.svg\" "
                        "alt=\"Tables and foreign keys\"/></a></div>\n</section>\n");
    for (guint i = 0; i < site->kinds->len; i++)
        append_list(out, site->kinds->pdata[i]);
    end_page(out);
}

/* --- the search */

static void add_name(json_t *names, const char *name, const char *what, const char *page) {
    json_t *entry = json_array();
    json_array_append_new(entry, doc_json_text(name));
    json_array_append_new(entry, doc_json_text(what));
    json_array_append_new(entry, doc_json_text(page));
    json_array_append_new(names, entry);
}

static void add_parts(json_t *names, const DocSite *site, const DocPage *page,
                      const DocTable *table) {
    for (guint i = 0; table->part && i < table->rows->len; i++) {
        const GPtrArray *row = table->rows->pdata[i];
        g_autofree char *what = g_strdup_printf("%s of %s", table->part, page->name);
        g_autofree char *to =
            g_strdup_printf("%s.html#%s", page->path, anchor_of(site, table, row));
        add_name(names, ((const DocCell *)row->pdata[0])->text, what, to);
    }
}

static void write_names(const DocSite *site, GString *out) {
    json_t *names = json_array();
    for (guint i = 0; i < site->pages->len; i++) {
        const DocPage *page = site->pages->pdata[i];
        g_autofree char *to = g_strconcat(page->path, ".html", NULL);
        add_name(names, page->name, page->kind, to);
        for (guint t = 0; t < page->tables->len; t++)
            add_parts(names, site, page, page->tables->pdata[t]);
    }
    g_string_append(out, "window.schemaNames = ");
    char *text = json_dumps(names, JSON_ENSURE_ASCII | JSON_COMPACT);
    g_string_append_printf(out, "%s;\n", text);
    free(text);
    json_decref(names);
}

void doc_html(const DocSite *site, const GString *diagram, GPtrArray *files) {
    write_index(site, doc_file(files, "index.html"));
    write_names(site, doc_file(files, "names.js"));
    g_string_append_printf(doc_file(files, "style.css"), "%s\n%s",
                           asset_text("base", "palette.css"), asset_text("doc", "style.css"));
    g_string_append(doc_file(files, "search.js"), asset_text("doc", "search.js"));
    if (drawing_tables(site->drawing) > 0)
        g_string_append_printf(doc_file(files, "diagram.svg"), "%s<!-- " DOC_MARK " -->\n",
                               diagram->str);
    for (guint i = 0; i < site->pages->len; i++) {
        const DocPage *page = site->pages->pdata[i];
        g_autofree char *path = g_strconcat(page->path, ".html", NULL);
        write_page(site, page, doc_file(files, path));
    }
}
