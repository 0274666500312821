/* A report as one page, which needs nothing beside it: no script, no file, no network. */
#include "report/report.h"

#include "base/asset.h"
#include "text/markup.h"

#include <string.h>

static void append_head(const Report *report, GString *out) {
    g_autofree char *headline = report_headline(report);
    g_string_append(out,
                    "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" "
                    "xml:lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                    "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>migrate ");
    markup_append(out, report->command);
    g_string_append_printf(out, ": %s</title>\n<style>\n%s\n%s</style>\n</head>\n<body>\n<main>\n",
                           headline, asset_text("base", "palette.css"),
                           asset_text("report", "page.css"));
    g_string_append_printf(out, "<p class=\"quiet\">migrate %s</p>\n<h1>", report->command);
    markup_append(out, headline);
    g_string_append(out, "</h1>\n");
}

static void append_paragraph(GString *out, const char *class, const char *before,
                             const char *text) {
    if (!text)
        return;
    g_string_append_printf(out, "<p class=\"%s\">%s", class, before);
    markup_append(out, text);
    g_string_append(out, "</p>\n");
}

static void append_block(GString *out, const char *text) {
    g_string_append(out, "<pre tabindex=\"0\"><code>");
    markup_append(out, text);
    g_string_append(out, "</code></pre>\n");
}

static void append_place(const Report *report, const Finding *finding, GString *out) {
    g_autofree char *path = report_path(report, finding);
    if (!path)
        return;
    g_autofree char *place =
        finding->line ? g_strdup_printf("%s:%u:%u", path, finding->line, MAX(finding->column, 1))
                      : g_strdup(path);
    g_string_append(out, "<code>");
    markup_append(out, place);
    g_string_append(out, "</code> ");
}

static void append_finding(const Report *report, const Finding *finding, GString *out) {
    const char *severity = severity_name(finding->severity);
    g_autofree char *line = report_source_line(report, finding);
    g_string_append_printf(out, "<article class=\"%s\">\n<h3><span class=\"severity\">%s</span> ",
                           severity, severity);
    append_place(report, finding, out);
    g_string_append_printf(out, "<span class=\"quiet\">%s</span></h3>\n", finding->code);
    append_paragraph(out, "message", "", finding->message);
    if (line)
        append_block(out, line);
    append_paragraph(out, "why", "", finding->why);
    append_paragraph(out, "fix", "To fix it: ", finding->fix);
    if (finding->diff)
        append_block(out, finding->diff);
    g_string_append(out, "</article>\n");
}

static void append_findings(const Report *report, GString *out) {
    g_autoptr(GPtrArray) findings = report_by_weight(report);
    if (findings->len == 0)
        return;
    g_string_append(out, "<section>\n<h2>Findings</h2>\n");
    for (guint i = 0; i < findings->len; i++)
        append_finding(report, findings->pdata[i], out);
    g_string_append(out, "</section>\n");
}

static void append_effect(const Report *report, const ReportStatement *statement,
                          const ReportEffect *effect, GString *out) {
    g_autofree char *path = report_path_of(report, statement->file);
    g_autofree char *place = g_strdup_printf("%s:%u", path, statement->line);
    g_autofree char *happens =
        effect->size ? g_strdup_printf("%s (%s)", effect->sentence, effect->size)
                     : g_strdup(effect->sentence);
    const char *cells[] = {place, effect->work, happens};
    g_string_append(out, "<tr>");
    for (guint i = 0; i < G_N_ELEMENTS(cells); i++) {
        g_string_append(out, "<td>");
        markup_append(out, cells[i]);
        g_string_append(out, "</td>");
    }
    g_string_append(out, "</tr>\n");
}

static void append_statements(const Report *report, GString *out) {
    if (!report->statements || report->statements->len == 0)
        return;
    g_string_append(out, "<section>\n<h2>What new migrations do to tables in use</h2>\n<table>\n"
                         "<thead><tr><th>Statement</th><th>Takes</th><th>What happens</th></tr>"
                         "</thead>\n<tbody>\n");
    for (guint i = 0; i < report->statements->len; i++) {
        const ReportStatement *statement = report->statements->pdata[i];
        for (guint e = 0; e < statement->effects->len; e++)
            append_effect(report, statement, statement->effects->pdata[e], out);
    }
    g_string_append(out, "</tbody>\n</table>\n</section>\n");
}

static void append_sql(const Report *report, SqlPiece piece, GString *out) {
    const char *sql = report_sql(report, piece);
    if (!sql)
        return;
    g_string_append_printf(out, "<section>\n<h2>%s</h2>\n<pre tabindex=\"0\"><code>",
                           sql_headings[piece].title);
    markup_append_sql(out, sql);
    g_string_append(out, "</code></pre>\n</section>\n");
}

/* Without a picture, in words. */
static void append_tables(const Report *report, GString *out) {
    static const char *const words[] = {[MARK_SAME] = "referred to",
                                        [MARK_ADDED] = "new",
                                        [MARK_CHANGED] = "changed",
                                        [MARK_REMOVED] = "gone"};
    g_string_append(out, "<ul>\n");
    for (guint i = 0; i < report->tables->len; i++) {
        const ReportTable *table = report->tables->pdata[i];
        g_string_append(out, "<li><code>");
        markup_append(out, table->name);
        g_string_append_printf(out, "</code> %s</li>\n", words[table->mark]);
    }
    g_string_append(out, "</ul>\n");
}

/* As data of an image, in which no script runs. */
static void append_picture(const Report *report, GString *out) {
    bool drawn = report->picture && *report->picture;
    if (!drawn && (!report->tables || report->tables->len == 0))
        return;
    g_string_append(out, "<section>\n<h2>Tables that change</h2>\n");
    if (drawn) {
        g_autofree char *data =
            g_base64_encode((const guchar *)report->picture, strlen(report->picture));
        g_string_append_printf(out,
                               "<p class=\"picture\"><img alt=\"New tables in green, changed ones "
                               "in amber, those that go in red\" "
                               "src=\"data:image/svg+xml;base64,%s\"/></p>\n",
                               data);
    } else {
        append_tables(report, out);
    }
    g_string_append(out, "</section>\n");
}

static void append_fact(GString *out, const char *title, const char *value) {
    if (!value)
        return;
    g_string_append_printf(out, "<tr><th scope=\"row\">%s</th><td>", title);
    markup_append(out, value);
    g_string_append(out, "</td></tr>\n");
}

static void append_facts(const Report *report, GString *out) {
    g_string_append(out, "<section>\n<h2>About this run</h2>\n<table>\n<tbody>\n");
    append_fact(out, "Verdict", report_verdict(report));
    append_fact(out, "From", report->from);
    append_fact(out, "To", report->to);
    append_fact(out, "Base", report->base);
    append_fact(out, "PostgreSQL", report->server);
    append_fact(out, "Sandbox", report->sandbox);
    append_fact(out, "Trust", report->trust);
    append_fact(out, "Ended with", report->reason);
    g_string_append(out, "</tbody>\n</table>\n</section>\n");
}

bool format_html(const Report *report, GString *out, G_GNUC_UNUSED GError **error) {
    append_head(report, out);
    append_findings(report, out);
    append_statements(report, out);
    for (SqlPiece piece = 0; piece < SQL_PIECES; piece++)
        append_sql(report, piece, out);
    append_picture(report, out);
    append_facts(report, out);
    g_string_append(out, "</main>\n</body>\n</html>\n");
    return true;
}
