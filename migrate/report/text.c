/* What a person reads at a terminal. */
#include "report/commands.h"
#include "report/report.h"

#include "base/term.h"
#include <string.h>

/* A source line is shown around the place of the finding, in so many characters. */
#define WINDOW_BEFORE 60
#define WINDOW_AFTER  100
#define TAB           4

static const char *style(const Report *report, Style wanted) {
    return report->stream ? term_style(report->stream, wanted) : "";
}

static void append_styled(const Report *report, GString *out, Style wanted, const char *text) {
    g_autofree char *safe = term_escape(text, false);
    g_string_append_printf(out, "%s%s%s", style(report, wanted), safe, style(report, STYLE_PLAIN));
}

/* Escaped lines of `text`, each behind `indent`. */
static void append_block(GString *out, const char *text, const char *indent) {
    g_autofree char *safe = term_escape(text, true);
    g_auto(GStrv) lines = g_strsplit(g_strchomp(safe), "\n", -1);
    for (char **line = lines; *line; line++)
        g_string_append_printf(out, "%s%s\n", **line ? indent : "", *line);
}

/* How many columns of a terminal `text` takes; it holds neither tabs nor controls. */
static guint width(const char *text) {
    guint columns = 0;
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        columns += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    }
    return columns;
}

/* Characters [from, to) of `line` as they are shown. An invalid byte counts as a character. */
static char *shown(const char *line, guint from, guint to) {
    g_autoptr(GString) part = g_string_new(NULL);
    for (guint at = 0; *line && at < to; at++) {
        gunichar c = g_utf8_get_char_validated(line, -1);
        gsize bytes =
            c == (gunichar)-1 || c == (gunichar)-2 ? 1 : (gsize)(g_utf8_next_char(line) - line);
        if (at >= from && c == '\t')
            g_string_append_printf(part, "%*s", TAB, "");
        else if (at >= from)
            g_string_append_len(part, line, (gssize)bytes);
        line += bytes;
    }
    return term_escape(part->str, false);
}

static guint last_column(const Finding *finding, guint from) {
    if (finding->end_line > finding->line)
        return G_MAXUINT;
    return MAX(finding->end_column, from);
}

/*    12 | ALTER TABLE users …
 *       |             ^~~~~     */
void report_append_source(const Report *report, const Finding *finding, GString *out) {
    g_autofree char *line = report_source_line(report, finding);
    if (!line)
        return;
    guint from = finding->column ? finding->column - 1 : 0;
    guint start = from > WINDOW_BEFORE ? from - WINDOW_BEFORE : 0;
    guint stop = from + WINDOW_AFTER;
    g_autofree char *before = shown(line, start, from), *after = shown(line, from, stop);
    g_autofree char *rest = shown(line, stop, stop + 1);
    const char *lead = start ? "…" : "", *dim = style(report, STYLE_DIM),
               *plain = style(report, STYLE_PLAIN);
    g_string_append_printf(out, "%s%6u |%s %s%s%s%s\n", dim, finding->line, plain, lead, before,
                           after, *rest ? "…" : "");
    if (finding->column == 0)
        return;
    g_autofree char *marked = shown(line, from, MIN(last_column(finding, finding->column), stop));
    guint tail = width(marked) > 1 ? width(marked) - 1 : 0;
    g_autofree char *tildes = g_strnfill(tail, '~');
    g_string_append_printf(out, "%s       |%s %*s%s^%s%s\n", dim, plain,
                           (int)(width(lead) + width(before)), "", style(report, STYLE_GREEN),
                           tildes, plain);
}

static void append_place(const Report *report, const Finding *finding, GString *out) {
    if (!finding->file)
        return;
    g_autoptr(GString) place = g_string_new(finding->file);
    if (finding->line)
        g_string_append_printf(place, ":%u", finding->line);
    if (finding->line && finding->column)
        g_string_append_printf(place, ":%u", finding->column);
    g_string_append_c(place, ':');
    append_styled(report, out, STYLE_BOLD, place->str);
    g_string_append_c(out, ' ');
}

static void append_part(const Report *report, GString *out, const char *title, const char *text) {
    if (!text)
        return;
    g_string_append_printf(out, "  %s%s%s ", style(report, STYLE_CYAN), title,
                           style(report, STYLE_PLAIN));
    g_autofree char *indent = g_strnfill(strlen(title) + 3, ' ');
    g_autoptr(GString) block = g_string_new(NULL);
    append_block(block, text, indent);
    g_string_append(out, g_strchug(block->str));
}

void report_append_finding(const Report *report, const Finding *finding, GString *out) {
    static const Style styles[] = {STYLE_BLUE, STYLE_YELLOW, STYLE_RED};
    append_place(report, finding, out);
    append_styled(report, out, styles[finding->severity], severity_name(finding->severity));
    g_string_append(out, ": ");
    append_styled(report, out, STYLE_BOLD, finding->message);
    g_autofree char *code =
        g_strdup_printf(" [%s%s%s]", finding->code, finding->sqlstate ? ", SQLSTATE " : "",
                        finding->sqlstate ? finding->sqlstate : "");
    append_styled(report, out, STYLE_DIM, code);
    g_string_append_c(out, '\n');
    report_append_source(report, finding, out);
    append_part(report, out, "why:", finding->why);
    append_part(report, out, "fix:", finding->fix);
    append_part(report, out, "sql:", finding->sql);
    append_part(report, out, "diff:", finding->diff);
}

static void append_fact(GString *line, const char *separator, const char *title, const char *text) {
    g_autofree char *safe = text ? term_escape(text, false) : NULL;
    if (safe)
        g_string_append_printf(line, "%s%s%s", line->len ? separator : "", title, safe);
}

static void append_summary(const Report *report, GString *out) {
    static const Style styles[] = {STYLE_YELLOW, STYLE_GREEN, STYLE_RED};
    g_autoptr(GString) facts = g_string_new(NULL);
    append_fact(facts, ", ", "", report->from);
    append_fact(facts, " ", "against ", report->to);
    append_fact(facts, ", ", "base ", report->base);
    append_fact(facts, ", ", "PostgreSQL ", report->server);
    append_fact(facts, ", ", "sandbox: ", report->sandbox);
    append_fact(facts, ", ", "", report->trust);
    if (report->duration > 0)
        g_string_append_printf(facts, "%s%.2f s", facts->len ? ", " : "",
                               (double)report->duration / G_USEC_PER_SEC);
    bool failed = findings_count(report->findings, SEVERITY_ERROR) > 0;
    g_autofree char *headline = report_headline(report);
    append_styled(report, out, failed ? STYLE_RED : styles[report->in_sync], headline);
    if (facts->len)
        g_string_append_printf(out, " %s(%s)%s", style(report, STYLE_DIM), facts->str,
                               style(report, STYLE_PLAIN));
    g_string_append_c(out, '\n');
}

static void append_sql(const Report *report, SqlPiece piece, GString *out) {
    if (!report_sql(report, piece))
        return;
    g_string_append_printf(out, "%s%s:%s\n", style(report, STYLE_BOLD), sql_headings[piece].title,
                           style(report, STYLE_PLAIN));
    append_block(out, report_sql(report, piece), "    ");
    g_string_append_c(out, '\n');
}

/* "orders: 41 GB, 120 M rows: minutes" */
static void append_size(const Report *report, const ReportEffect *effect, GString *out) {
    g_autofree char *name = term_escape(effect->name, false);
    g_string_append_printf(out, "%*s%s%s: %s%s\n", 19, "", style(report, STYLE_BOLD), name,
                           effect->size, style(report, STYLE_PLAIN));
}

static void append_statement(const Report *report, const ReportStatement *statement, GString *out) {
    g_autofree char *place =
        g_strdup_printf("%s:%u:%u", statement->file, statement->line, statement->column);
    g_string_append(out, "    ");
    append_styled(report, out, STYLE_DIM, place);
    g_string_append_c(out, '\n');
    for (guint i = 0; i < statement->effects->len; i++) {
        const ReportEffect *effect = statement->effects->pdata[i];
        g_autofree char *safe = term_escape(effect->sentence, false);
        g_string_append_printf(out, "        %-10s %s\n", effect->work, safe);
        if (effect->size)
            append_size(report, effect, out);
    }
}

static void append_statements(const Report *report, GString *out) {
    if (!report->statements || report->statements->len == 0)
        return;
    g_string_append_printf(out, "%swhat new migrations do to tables in use:%s\n",
                           style(report, STYLE_BOLD), style(report, STYLE_PLAIN));
    for (guint i = 0; i < report->statements->len; i++)
        append_statement(report, report->statements->pdata[i], out);
    g_string_append_c(out, '\n');
}

static void append_all(const Report *report, GString *out) {
    for (guint i = 0; i < report->findings->len; i++) {
        report_append_finding(report, report->findings->pdata[i], out);
        g_string_append_c(out, '\n');
    }
    for (SqlPiece piece = 0; piece < SQL_PIECES; piece++)
        append_sql(report, piece, out);
    append_statements(report, out);
    append_summary(report, out);
}

bool format_text(const Report *report, GString *out, GError **error) {
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
