/* The pages of the manual: the program's, made from the rows, and those of the topics. */

#include "cmd/cmd.h"
#include "cmd/help.h"
#include "cmd/page.h"
#include <string.h>

/* Text that roff does not interpret. */
static void add_text(GString *out, const char *text) {
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        bool first = out->len == 0 || out->str[out->len - 1] == '\n';
        switch (*at) {
        case '\\':
            g_string_append(out, "\\e");
            break;
        case '-':
            g_string_append(out, "\\-");
            break;
        case '^':
            g_string_append(out, "\\(ha");
            break;
        case '~':
            g_string_append(out, "\\(ti");
            break;
        case '\'':
            g_string_append(out, "\\(aq");
            break;
        case '`':
            g_string_append(out, "\\(ga");
            break;
        case '.':
            g_string_append(out, first ? "\\&." : ".");
            break;
        default:
            if ((guchar)*at < 0x80)
                g_string_append_c(out, *at);
            else
                g_string_append_printf(out, "\\[u%04X]", g_utf8_get_char(at));
        }
    }
}

static void add_line(GString *out, const char *request, const char *text) {
    g_string_append(out, request);
    add_text(out, text);
    g_string_append_c(out, '\n');
}

/* A term in bold and what it means. */
static void add_item(GString *out, const char *term, const char *text) {
    g_string_append(out, ".TP\n\\fB");
    add_text(out, term);
    g_string_append(out, "\\fR\n");
    if (*text != '\0')
        add_line(out, "", text);
}

static void add_paragraphs(GString *out, const char *text) {
    g_auto(GStrv) parts = g_strsplit(text, "\n\n", -1);

    for (char **part = parts; *part != NULL; part++) {
        g_auto(GStrv) blocks = help_blocks(*part);
        bool kept = false;
        g_string_append(out, ".PP\n");
        for (char **block = blocks; *block != NULL; block++) {
            bool keep = g_str_has_prefix(*block, "  ");
            if (keep != kept)
                g_string_append(out, keep ? ".nf\n" : ".fi\n");
            kept = keep;
            add_line(out, "", *block);
        }
        if (kept)
            g_string_append(out, ".fi\n");
    }
}

static void add_values(GString *out, const Option *option) {
    const char *meaning, *value;

    if (!option->values)
        return;
    g_string_append(out, ".RS\n");
    for (guint i = 0; (value = option->values(i, &meaning)); i++)
        add_item(out, value, meaning);
    g_string_append(out, ".RE\n");
}

static void add_options(GString *out, const Option *const *options, guint count) {
    for (guint i = 0; i < count; i++) {
        g_autofree char *syntax = help_option_syntax(options[i]);
        g_autofree char *text = help_option_text(options[i]);
        if (options[i]->hidden)
            continue;
        add_item(out, syntax, text);
        add_values(out, options[i]);
    }
}

static void add_verb(GString *out, const Verb *verb) {
    g_autoptr(GPtrArray) options = verb_options(verb);
    g_autoptr(GPtrArray) globals = verb_options(NULL);
    g_autofree char *title = g_strconcat("migrate ", verb->name, verb->arguments ? " " : "",
                                         verb->arguments ? verb->arguments : "", NULL);

    add_line(out, ".SS ", title);
    add_line(out, "", verb->summary);
    add_paragraphs(out, verb->description);
    add_options(out, (const Option *const *)options->pdata, options->len - globals->len);
    for (const VerbExit *row = verb->exits; row && row->meaning; row++) {
        g_autofree char *term = g_strdup_printf("exit status %d", row->status);
        add_item(out, term, row->meaning);
    }
}

static void add_examples(GString *out) {
    g_string_append(out, ".SH EXAMPLES\n");
    for (const Verb *const *verb = verbs; *verb != NULL; verb++) {
        const VerbExample *example = (*verb)->examples;
        for (; example && example->command; example++)
            add_item(out, example->command, example->meaning ? example->meaning : "");
    }
}

static void add_configuration(GString *out) {
    g_string_append(out, ".SH CONFIGURATION\n");
    add_line(out, "", "Keys of migrate.ini.");
    for (const ConfigSection *section = config_sections; section->section; section++) {
        bool env = strcmp(section->section, "env") == 0;
        g_autofree char *title = g_strdup_printf(env ? "[%s NAME]" : "[%s]", section->section);
        add_line(out, ".SS ", title);
        add_line(out, "", section->help);
        for (const ConfigKey *row = config_keys; row->section; row++) {
            g_autofree char *term = NULL;
            if (strcmp(row->section, section->section) != 0)
                continue;
            term = row->key ? g_strdup_printf("%s = %s", row->key,
                                              row->fallback ? row->fallback : row->example)
                            : g_strdup(row->example);
            add_item(out, term, row->help);
        }
    }
}

char *help_man(void) {
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GPtrArray) globals = verb_options(NULL);

    g_string_append(out, ".TH MIGRATE 1 \"\" \"migrate " MIGRATE_VERSION
                         "\" \"User Commands\"\n.nh\n.ad l\n"
                         ".SH NAME\nmigrate \\- keep a PostgreSQL schema in git, its migrations "
                         "and its databases the same\n"
                         ".SH SYNOPSIS\n.B migrate\n[OPTION...] COMMAND [ARGUMENT...]\n"
                         ".SH COMMANDS\n");
    for (const Verb *const *verb = verbs; *verb != NULL; verb++)
        add_verb(out, *verb);
    g_string_append(out, ".SH OPTIONS\nEvery command takes these.\n");
    add_options(out, (const Option *const *)globals->pdata, globals->len);
    add_configuration(out);
    g_string_append(out, ".SH EXIT STATUS\n");
    for (const VerbExit *row = help_exits; row->meaning; row++) {
        g_autofree char *status = g_strdup_printf("%d", row->status);
        add_item(out, status, row->meaning);
    }
    add_examples(out);
    return g_strdup(out->str);
}

/* --- topics */

static void add_span(GString *out, const Span *span) {
    bool strong = span->kind == SPAN_CODE || span->kind == SPAN_STRONG;

    g_string_append(out, strong ? "\\fB" : "");
    add_text(out, span->text);
    g_string_append(out, strong ? "\\fR" : "");
    if (!span->address)
        return;
    g_string_append(out, " (");
    add_text(out, span->address);
    g_string_append_c(out, ')');
}

static void add_spans(GString *out, const char *text) {
    g_autoptr(GPtrArray) spans = page_spans(text);
    for (guint i = 0; i < spans->len; i++)
        add_span(out, spans->pdata[i]);
    g_string_append_c(out, '\n');
}

static void add_block(GString *out, const Block *block) {
    static const char *const headings[] = {"", ".SH ", ".SH ", ".SS "};
    g_autofree char *plain = page_plain(block->text);

    if (block->kind == BLOCK_HEADING) {
        add_line(out, headings[MIN(block->level, 3)], plain);
    } else if (block->kind == BLOCK_CODE) {
        g_string_append(out, block->inner ? ".RS 4\n.PP\n.nf\n" : ".PP\n.RS 4\n.nf\n");
        add_text(out, block->text);
        g_string_append(out, ".fi\n.RE\n");
    } else {
        if (block->kind == BLOCK_ITEM && *block->marker == '-')
            g_string_append(out, ".IP \\(bu 2\n");
        else if (block->kind == BLOCK_ITEM)
            g_string_append_printf(out, ".IP %s 4\n", block->marker);
        else
            g_string_append(out, ".PP\n");
        add_spans(out, block->text);
    }
}

char *help_man_topic(const char *name, const char *summary, const char *body) {
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GPtrArray) blocks = page_blocks(body);
    const char *prefix = g_str_has_prefix(name, "migrate") ? "" : "migrate-";
    g_autofree char *title = g_strconcat(prefix, name, NULL);
    g_autofree char *upper = g_ascii_strup(title, -1);

    g_string_append_printf(out,
                           ".TH %s 7 \"\" \"migrate " MIGRATE_VERSION
                           "\" \"Topics of migrate\"\n.nh\n.ad l\n.SH NAME\n",
                           upper);
    add_text(out, title);
    g_string_append(out, " \\- ");
    add_line(out, "", summary);
    g_string_append(out, ".SH DESCRIPTION\n");
    for (guint i = 0; i < blocks->len; i++)
        add_block(out, blocks->pdata[i]);
    g_string_append(out, ".SH SEE ALSO\n.BR migrate (1)\n");
    return g_strdup(out->str);
}
