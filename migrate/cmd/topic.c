#include "cmd/topic.h"

#include "base/term.h"
#include "cmd/page.h"
#include "cmd/wrap.h"
#include "config/config.h"
#include "lint/rule.h"
#include <string.h>

static void add_rules(GString *out, Silence silence) {
    for (const Rule *const *family = rule_families; *family; family++)
        for (const Rule *rule = *family; rule->code; rule++)
            if (rule->silence == silence)
                g_string_append_printf(
                    out, "- **%s** (%s%s): %s\n", rule->code, severity_name(rule->severity),
                    rule->on_request ? ", off unless asked for" : "", rule->summary);
}

/* The rules, by what can be said against them. Caller frees. */
static char *rules_page(void) {
    GString *out = g_string_new(
        "\nA finding has a code. `migrate explain CODE` says why it matters and what to do. Under "
        "[check] in migrate.ini a code can get another severity: error, warning, or off.\n");
    g_string_append(out, "\n## In one migration, too\n\nThese a migration can be excused from by a "
                         "line at its top, `-- migrate: allow CODE REASON`.\n\n");
    add_rules(out, SILENCE_MIGRATION);
    g_string_append(out, "\n## For the whole project\n\n");
    add_rules(out, SILENCE_PROJECT);
    g_string_append(out, "\n## Never silenced\n\nWithout what these ask for there is nothing to "
                         "check or to apply.\n\n");
    add_rules(out, SILENCE_NEVER);
    return g_string_free(out, FALSE);
}

/* Pages that are generated from the program's own tables. */
static const struct {
    const char *name;
    char *(*make)(void);
    bool file; /* what it makes is a file, printed as it stands; else in the language of topics */
} made[] = {
    {"migrate.ini", config_template, true},
    {"rules", rules_page, false},
};

/* What keeps a command on one line until the lines are broken, if it is not a long one. */
#define NO_BREAK "\u00a0"
enum { LONG_COMMAND = 36 };

const Topic *topic_find(const char *name) {
    for (const Topic *topic = topics; topic->name; topic++) {
        if (strcmp(topic->name, name) == 0)
            return topic;
    }
    return NULL;
}

char *topic_summary(const Topic *topic) {
    const char *line = topic->text + strlen("# ");
    g_autofree char *first = g_strndup(line, strcspn(line, "\n"));
    return page_plain(first);
}

/* What the program makes of a page; NULL: it is a file. Caller frees. */
static char *made_text(const Topic *topic, bool *file) {
    for (guint i = 0; i < G_N_ELEMENTS(made); i++) {
        *file = made[i].file;
        if (strcmp(made[i].name, topic->name) == 0)
            return made[i].make();
    }
    return NULL;
}

char *topic_body(const Topic *topic) {
    bool file;
    g_autofree char *text = made_text(topic, &file);
    if (text && file)
        return g_strdup_printf("```ini\n%s```\n", text);
    return text ? g_steal_pointer(&text) : g_strdup(topic->text + strcspn(topic->text, "\n"));
}

/* --- on a terminal */

/* Where colours do not set a command apart, quotation marks do. */
static void add_code(GString *out, FILE *stream, const char *code) {
    bool plain = *term_style(stream, STYLE_CYAN) == '\0';
    const char *quote = plain ? page_quote(code) : "";
    g_auto(GStrv) words = g_strsplit(code, " ", -1);
    g_autofree char *whole = g_strjoinv(strlen(code) < LONG_COMMAND ? NO_BREAK : " ", words);

    g_string_append_printf(out, "%s%s%s%s%s", quote, term_style(stream, STYLE_CYAN), whole,
                           term_style(stream, STYLE_PLAIN), quote);
}

static void add_span(GString *out, FILE *stream, const Span *span) {
    if (span->kind == SPAN_CODE)
        add_code(out, stream, span->text);
    else if (span->kind == SPAN_STRONG)
        g_string_append_printf(out, "%s%s%s", term_style(stream, STYLE_BOLD), span->text,
                               term_style(stream, STYLE_PLAIN));
    else if (span->kind == SPAN_LINK)
        g_string_append_printf(out, "%s (%s)", span->text, span->address);
    else
        g_string_append(out, span->text);
}

/* A text with its spans as a terminal shows them. Caller frees. */
static char *styled(FILE *stream, const char *text) {
    g_autoptr(GPtrArray) spans = page_spans(text);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < spans->len; i++)
        add_span(out, stream, spans->pdata[i]);
    return g_string_free(out, FALSE);
}

static void print_code(FILE *stream, const Block *block) {
    g_auto(GStrv) lines = g_strsplit(block->text, "\n", -1);
    const char *indent = block->inner ? "    " : "  ";

    for (char **line = lines; *line && line[1]; line++) {
        bool command = g_str_has_prefix(*line, "$ ");
        term_print(stream, "%s%s%s%s\n", **line ? indent : "",
                   command ? term_style(stream, STYLE_CYAN) : "", *line,
                   command ? term_style(stream, STYLE_PLAIN) : "");
    }
}

static void print_text(FILE *stream, const char *mark, const char *text) {
    g_autofree char *line = styled(stream, text);
    g_autoptr(GString) out = g_string_new(mark);
    guint indent = (guint)strlen(mark);

    wrap_text(out, line, indent, indent, wrap_width(stream));
    g_auto(GStrv) words = g_strsplit(out->str, NO_BREAK, -1);
    g_autofree char *whole = g_strjoinv(" ", words);
    term_print(stream, "%s", whole);
}

/* The first text in bold, the other one behind it. */
static void print_heading(FILE *stream, const char *text, const char *rest) {
    g_autofree char *line = g_strdup_printf("%s%s%s%s", term_style(stream, STYLE_BOLD), text,
                                            term_style(stream, STYLE_PLAIN), rest);
    g_autoptr(GString) out = g_string_new(NULL);
    wrap_text(out, line, 0, 0, wrap_width(stream));
    term_print(stream, "%s", out->str);
}

static void print_block(FILE *stream, const Block *block) {
    g_autofree char *mark = g_strconcat(block->marker, " ", NULL);

    if (block->kind == BLOCK_CODE) {
        print_code(stream, block);
    } else if (block->kind == BLOCK_HEADING) {
        g_autofree char *text = page_plain(block->text);
        print_heading(stream, text, "");
    } else {
        print_text(stream, block->kind == BLOCK_ITEM ? mark : "", block->text);
    }
}

/* Items of one list stand together. */
static bool is_list(const GPtrArray *blocks, guint index) {
    const Block *block = blocks->pdata[index], *before = index ? blocks->pdata[index - 1] : NULL;
    return before && block->kind == BLOCK_ITEM && before->kind == BLOCK_ITEM;
}

void topic_print(FILE *stream, const Topic *topic) {
    bool file;
    g_autofree char *text = made_text(topic, &file);
    g_autofree char *summary = topic_summary(topic), *body = topic_body(topic);
    g_autoptr(GPtrArray) blocks = page_blocks(body);

    if (text && file) {
        term_data(stream, text);
        return;
    }
    g_autofree char *rest = g_strconcat(": ", summary, NULL);
    print_heading(stream, topic->name, rest);
    for (guint i = 0; i < blocks->len; i++) {
        if (!is_list(blocks, i))
            term_print(stream, "\n");
        print_block(stream, blocks->pdata[i]);
    }
}
