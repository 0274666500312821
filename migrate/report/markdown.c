/* A summary in GitHub's Markdown, for a comment under a pull request or for the summary of a step.
 */
#include "report/commands.h"
#include "report/mermaid.h"
#include "report/report.h"

#include "base/term.h"
#include <string.h>

/* A comment holds 65,536 characters. What does not fit is cut, and said to be cut. */
#define MAX_LENGTH     60000
#define MAX_FINDINGS   30000
#define MAX_DIAGRAM    10000
#define MAX_STATEMENTS 8000

/* The dot of "www." */
static bool is_web(const char *text, const char *dot) {
    return *dot == '.' && dot - text >= 3 && g_ascii_strncasecmp(dot - 3, "www", 3) == 0;
}

/* Text within a line. Beside markup, what GitHub makes of plain words is undone with an invisible
 * blank: mentions of people and links. */
static void append_inline(GString *out, const char *text) {
    g_autofree char *safe = term_escape(text, true);
    for (const char *c = safe; *c; c++) {
        if (*c == '\n' || *c == '\t')
            g_string_append_c(out, ' ');
        else if (*c == '<')
            g_string_append(out, "&lt;");
        else if (*c == '>')
            g_string_append(out, "&gt;");
        else if (*c == '&')
            g_string_append(out, "&amp;");
        else if (strchr("\\`*_{}[]()#!|~$+-", *c))
            g_string_append_printf(out, "\\%c", *c);
        else if (*c == '@' || g_str_has_prefix(c, "://") || is_web(safe, c))
            g_string_append_printf(out, "%c\u200b", *c);
        else
            g_string_append_c(out, *c);
    }
}

static gsize longest_run(const char *text, char of) {
    gsize longest = 0, run = 0;
    for (; *text; text++) {
        run = *text == of ? run + 1 : 0;
        longest = MAX(longest, run);
    }
    return longest;
}

/* A code span: longer quotes than any inside, blanks for line ends. */
static void append_code(GString *out, const char *text) {
    g_autofree char *safe = term_escape(text, true);
    g_strdelimit(safe, "\n\t", ' ');
    if (!*g_strstrip(safe))
        return;
    g_autofree char *quote = g_strnfill(longest_run(safe, '`') + 1, '`');
    bool space = safe[0] == '`' || safe[strlen(safe) - 1] == '`';
    g_string_append_printf(out, "%s%s%s%s%s", quote, space ? " " : "", safe, space ? " " : "",
                           quote);
}

/* A fence longer than any run of its character inside cannot be closed from inside. */
static void append_fence(GString *out, const char *language, const char *text) {
    g_autofree char *fence = g_strnfill(MAX(longest_run(text, '`') + 1, 3), '`');
    bool ended = g_str_has_suffix(text, "\n");
    g_string_append_printf(out, "%s%s\n%s%s%s\n", fence, language, text, ended ? "" : "\n", fence);
}

static void append_place(const Report *report, const Finding *finding, GString *out) {
    g_autofree char *path = report_path(report, finding);
    if (!path)
        return;
    g_autofree char *place =
        finding->line ? g_strdup_printf("%s:%u", path, finding->line) : g_strdup(path);
    append_code(out, place);
    g_string_append_c(out, ' ');
}

/* Inside of the list's item. */
static void append_diff(GString *out, const char *diff) {
    g_autofree char *safe = term_escape(diff, true);
    g_autoptr(GString) block = g_string_new("\n");
    append_fence(block, "diff", safe);
    g_string_append(block, "\n");
    g_auto(GStrv) lines = g_strsplit(block->str, "\n", -1);
    for (char **line = lines; line[0] && line[1]; line++)
        g_string_append_printf(out, "%s%s\n", **line ? "  " : "", *line);
}

static void append_finding(const Report *report, const Finding *finding, GString *out) {
    g_string_append_printf(out, "- **%s** ", severity_name(finding->severity));
    append_place(report, finding, out);
    append_inline(out, finding->message);
    g_string_append(out, " (");
    append_code(out, finding->code);
    g_string_append(out, ")\n");
    if (finding->why) {
        g_string_append(out, "  <br>");
        append_inline(out, finding->why);
        g_string_append_c(out, '\n');
    }
    if (finding->fix) {
        g_string_append(out, "  <br>To fix it: ");
        append_code(out, finding->fix);
        g_string_append_c(out, '\n');
    }
    if (finding->diff)
        append_diff(out, finding->diff);
}

static void append_findings(const Report *report, GString *out) {
    g_autoptr(GPtrArray) findings = report_by_weight(report);
    gsize start = out->len;
    for (guint i = 0; i < findings->len; i++) {
        g_autoptr(GString) one = g_string_new(NULL);
        append_finding(report, findings->pdata[i], one);
        if (out->len - start + one->len > MAX_FINDINGS) {
            g_string_append_printf(out, "- … and %u more\n", findings->len - i);
            break;
        }
        g_string_append_len(out, one->str, (gssize)one->len);
    }
    if (findings->len)
        g_string_append_c(out, '\n');
}

static void append_effect(const Report *report, const ReportStatement *statement,
                          const ReportEffect *effect, GString *out) {
    g_autofree char *path = report_path_of(report, statement->file);
    g_autofree char *place = g_strdup_printf("%s:%u", path, statement->line);
    g_string_append(out, "| ");
    append_inline(out, place);
    g_string_append_printf(out, " | %s | ", effect->work);
    append_inline(out, effect->sentence);
    if (effect->size)
        g_string_append_printf(out, " (%s)", effect->size);
    g_string_append(out, " |\n");
}

/* A row for each relation that a statement does something to. */
static void append_statements(const Report *report, GString *out) {
    if (!report->statements || report->statements->len == 0)
        return;
    gsize start = out->len;
    g_string_append(out, "### What new migrations do to tables in use\n\n"
                         "| Statement | Takes | What happens |\n|---|---|---|\n");
    for (guint i = 0; i < report->statements->len; i++) {
        const ReportStatement *statement = report->statements->pdata[i];
        if (out->len - start > MAX_STATEMENTS) {
            g_string_append_printf(out, "| … | | and %u more statements |\n",
                                   report->statements->len - i);
            break;
        }
        for (guint e = 0; e < statement->effects->len; e++)
            append_effect(report, statement, statement->effects->pdata[e], out);
    }
    g_string_append_c(out, '\n');
}

static void append_row(GString *out, const char *title, const char *value) {
    if (!value)
        return;
    g_string_append_printf(out, "| %s | ", title);
    append_inline(out, value);
    g_string_append(out, " |\n");
}

static void append_facts(const Report *report, GString *out) {
    g_autofree char *duration =
        report->duration > 0 ? g_strdup_printf("%.2f s", (double)report->duration / G_USEC_PER_SEC)
                             : NULL;
    if (!report->from && !report->to && !report->base && !report->server && !report->sandbox &&
        !report->trust && !duration)
        return;
    g_string_append(out, "| | |\n|---|---|\n");
    append_row(out, "From", report->from);
    append_row(out, "To", report->to);
    append_row(out, "Base", report->base);
    append_row(out, "PostgreSQL", report->server);
    append_row(out, "Sandbox", report->sandbox);
    append_row(out, "Trust", report->trust);
    append_row(out, "Time", duration);
    g_string_append_c(out, '\n');
}

/* The whole lines of `text` that fit into `room` bytes. */
static char *cut(const char *text, gsize room) {
    if (strlen(text) <= room)
        return g_strdup(text);
    const char *newline = memrchr(text, '\n', room);
    return newline ? g_strndup(text, (gsize)(newline - text) + 1) : g_strdup("");
}

static void append_sql(const Report *report, SqlPiece piece, gsize room, GString *out) {
    g_autofree char *safe = term_escape(report_sql(report, piece), true);
    g_autofree char *part = cut(safe, room);
    bool whole = strlen(part) == strlen(safe);
    g_string_append_printf(out, "### %s\n\n", sql_headings[piece].title);
    append_fence(out, "sql", part);
    if (!whole)
        g_string_append_printf(out, "\nThis is its beginning; %s.\n", sql_headings[piece].whole);
    g_string_append_c(out, '\n');
}

/* The pieces share the room that is left; what one does not take is the next one's. */
static void append_all_sql(const Report *report, GString *out) {
    guint left = 0;
    for (SqlPiece piece = 0; piece < SQL_PIECES; piece++)
        left += report_sql(report, piece) != NULL;
    for (SqlPiece piece = 0; piece < SQL_PIECES; piece++) {
        if (!report_sql(report, piece))
            continue;
        gsize room = MAX_LENGTH > out->len + MAX_DIAGRAM ? MAX_LENGTH - MAX_DIAGRAM - out->len : 0;
        append_sql(report, piece, room / left--, out);
    }
}

static void append_diagram(const Report *report, GString *out) {
    if (!report->tables || report->tables->len == 0)
        return;
    g_autoptr(GString) diagram = g_string_new(NULL);
    mermaid_append(diagram, report->tables, report->links);
    if (diagram->len > MAX_DIAGRAM)
        return; /* nobody could read it */
    g_string_append(out, "### Tables that change\n\n");
    append_fence(out, "mermaid", diagram->str);
    g_string_append_c(out, '\n');
}

static void append_all(const Report *report, GString *out) {
    g_autofree char *headline = report_headline(report);
    g_string_append(out, "## migrate ");
    append_inline(out, report->command);
    g_string_append_printf(out, ": %s\n\n", headline);
    append_findings(report, out);
    append_statements(report, out);
    append_facts(report, out);
    append_all_sql(report, out);
    append_diagram(report, out);
}

bool format_markdown(const Report *report, GString *out, GError **error) {
    (void)error;
    if (!report->in_actions) {
        append_all(report, out);
        return true;
    }
    g_autoptr(GString) plain = g_string_new(NULL);
    append_all(report, plain);
    commands_quote(out, plain->str, report->token);
    return true;
}
