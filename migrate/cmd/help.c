/* Help for terminals. */

#include "cmd/help.h"
#include "base/term.h"
#include "cmd/cmd.h"
#include "cmd/topic.h"
#include "cmd/wrap.h"
#include <string.h>

enum { COLUMN = 26, VALUE_COLUMN = COLUMN + 12 };

const VerbExit help_exits[] = {
    {0, "success"},
    {1, "something was found, or SQL failed"},
    {2, "the command line, the configuration or an input file is wrong"},
    {3, "the environment: no server, no repository, no permission, no disk space"},
    {4, "a person has to decide; the message names the choices"},
    {75, "another run holds the lock; try again later"},
    {0},
};

/* The heading of a group of verbs. */
static const char *help_group(VerbGroup group) {
    static const char *const names[GROUP_COUNT] = {
        [GROUP_DEVELOP] = "Change the schema",
        [GROUP_PROMOTE] = "Update a database",
        [GROUP_PROJECT] = "Project",
    };

    return names[group];
}

char *help_option_syntax(const Option *option) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *choices =
        option->choices ? g_strjoinv("|", (char **)option->choices) : g_strdup(option->argument);

    if (option->letter != 0)
        g_string_append_printf(text, "-%c, ", option->letter);
    g_string_append_printf(text, "--%s", option->name);
    if (option->kind == OPTION_OPTIONAL)
        g_string_append_printf(text, "[=%s]", choices);
    else if (option->kind != OPTION_FLAG)
        g_string_append_printf(text, " %s", choices);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *help_option_text(const Option *option) {
    g_autoptr(GString) text = g_string_new(option->help);

    if (option->kind == OPTION_LIST || option->kind == OPTION_OPTIONAL)
        g_string_append(text, " (may be repeated)");
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void heading(FILE *stream, const char *text) {
    term_print(stream, "\n%s%s%s\n", term_style(stream, STYLE_BOLD), text,
               term_style(stream, STYLE_PLAIN));
}

void help_row(FILE *stream, const char *term, const char *text) {
    g_autoptr(GString) out = g_string_new(NULL);

    if (strlen(term) + 4 > COLUMN)
        g_string_append_printf(out, "\n%*s", COLUMN, "");
    else
        g_string_append_printf(out, "%*s", COLUMN - 2 - (int)strlen(term), "");
    wrap_text(out, text, COLUMN, COLUMN, wrap_width(stream));
    term_print(stream, "  %s%s%s%s", term_style(stream, STYLE_CYAN), term,
               term_style(stream, STYLE_PLAIN), out->str);
}

/* The values of an option that need a word each, below its own text. */
static void value_rows(FILE *stream, const Option *option) {
    const char *meaning, *value;

    for (guint i = 0; option->values && (value = option->values(i, &meaning)); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        wrap_text(out, meaning, VALUE_COLUMN, VALUE_COLUMN, wrap_width(stream));
        term_print(stream, "%*s%-*s%s", COLUMN + 2, "", VALUE_COLUMN - COLUMN - 2, value, out->str);
    }
}

static void option_rows(FILE *stream, const Option *const *options, guint count) {
    for (guint i = 0; i < count; i++) {
        g_autofree char *syntax = help_option_syntax(options[i]);
        g_autofree char *text = help_option_text(options[i]);
        if (options[i]->hidden)
            continue;
        help_row(stream, syntax, text);
        value_rows(stream, options[i]);
    }
}

static void global_rows(FILE *stream) {
    g_autoptr(GPtrArray) options = verb_options(NULL);

    heading(stream, "Global options");
    option_rows(stream, (const Option *const *)options->pdata, options->len);
}

static void topic_rows(FILE *stream) {
    heading(stream, "Topics");
    for (const Topic *topic = topics; topic->name; topic++) {
        g_autofree char *summary = topic_summary(topic);
        help_row(stream, topic->name, summary);
    }
}

void help_overview(FILE *stream) {
    static const VerbGroup order[] = {GROUP_DEVELOP, GROUP_PROMOTE, GROUP_PROJECT};

    term_print(stream, "Keeps a PostgreSQL schema in git, its migrations and its databases the "
                       "same.\n\nusage: migrate [OPTION...] COMMAND [ARGUMENT...]\n");
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        bool first = true;
        for (const Verb *const *verb = verbs; *verb != NULL; verb++) {
            if ((*verb)->group != order[i])
                continue;
            if (first)
                heading(stream, help_group(order[i]));
            first = false;
            help_row(stream, (*verb)->name, (*verb)->summary);
        }
    }
    global_rows(stream);
    topic_rows(stream);
    term_print(stream, "\n'migrate help COMMAND' explains a command, 'migrate help TOPIC' a "
                       "topic.\n");
}

char **help_blocks(const char *paragraph) {
    g_auto(GStrv) lines = g_strsplit(paragraph, "\n", -1);
    GPtrArray *blocks = g_ptr_array_new();

    for (char **line = lines; *line != NULL; line++) {
        char **last = blocks->len > 0 ? (char **)&blocks->pdata[blocks->len - 1] : NULL;
        bool kept = g_str_has_prefix(*line, "  ");
        if (kept || !last || g_str_has_prefix(*last, "  ")) {
            g_ptr_array_add(blocks, g_strdup(*line));
            continue;
        }
        char *joined = g_strconcat(*last, " ", *line, NULL);
        g_free(*last);
        *last = joined;
    }
    g_ptr_array_add(blocks, NULL);
    return (char **)g_ptr_array_free(blocks, FALSE);
}

void help_paragraphs(FILE *stream, const char *text) {
    g_auto(GStrv) parts = g_strsplit(text, "\n\n", -1);

    for (char **part = parts; *part != NULL; part++) {
        g_auto(GStrv) blocks = help_blocks(*part);
        g_autoptr(GString) out = g_string_new("\n");
        for (char **block = blocks; *block != NULL; block++) {
            if (g_str_has_prefix(*block, "  "))
                g_string_append_printf(out, "%s\n", *block);
            else
                wrap_text(out, *block, 0, 0, wrap_width(stream));
        }
        term_print(stream, "%s", out->str);
    }
}

static void exit_rows(FILE *stream, const Verb *verb) {
    if (!verb->exits)
        return;
    heading(stream, "Exit status");
    help_row(stream, "0", help_exits[0].meaning);
    for (const VerbExit *row_exit = verb->exits; row_exit->meaning; row_exit++) {
        g_autofree char *status = g_strdup_printf("%d", row_exit->status);
        help_row(stream, status, row_exit->meaning);
    }
    help_row(stream, "2", help_exits[2].meaning);
    help_row(stream, "3", help_exits[3].meaning);
}

static void example_rows(FILE *stream, const Verb *verb) {
    if (!verb->examples)
        return;
    heading(stream, "Examples");
    for (const VerbExample *example = verb->examples; example->command; example++) {
        term_print(stream, "  %s%s%s\n", term_style(stream, STYLE_CYAN), example->command,
                   term_style(stream, STYLE_PLAIN));
        if (example->meaning)
            term_print(stream, "      %s\n", example->meaning);
    }
}

void help_verb(FILE *stream, const Verb *verb) {
    g_autoptr(GPtrArray) options = verb_options(verb);
    g_autoptr(GPtrArray) globals = verb_options(NULL);

    term_print(stream, "migrate %s: %s\n\nusage: migrate %s [OPTION...]%s%s\n", verb->name,
               verb->summary, verb->name, verb->arguments ? " " : "",
               verb->arguments ? verb->arguments : "");
    help_paragraphs(stream, verb->description);
    if (options->len > globals->len) {
        heading(stream, "Options");
        option_rows(stream, (const Option *const *)options->pdata, options->len - globals->len);
    }
    global_rows(stream);
    exit_rows(stream, verb);
    example_rows(stream, verb);
}
