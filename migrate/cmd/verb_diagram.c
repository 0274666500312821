/* migrate diagram: an entity-relationship diagram of a source, or of the difference of two. */
#include "base/output.h"
#include "base/term.h"
#include "cmd/cmd.h"
#include "compare/comparison.h"
#include "doc/format.h"

#include <stdlib.h>
#include <string.h>

/* What was asked for. */
typedef struct {
    const Invocation *invocation;
    const DrawFormat *format;
    const char *file; /* NULL: standard output */
    guint depth;
    Project project;
    Comparison sides; /* from nothing, where no difference is drawn */
} Drawn;

static void drawn_clear(Drawn *drawn) {
    comparison_clear(&drawn->sides);
    project_clear(&drawn->project);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drawn, drawn_clear)

static const char *format_value(guint index, const char **meaning) {
    const DrawFormat *format = &draw_formats[index];
    *meaning = format->name ? format->meaning : NULL;
    return format->name;
}

/* The one that --format names, else the one that the file's name ends in, else SVG. */
static bool read_format(Drawn *drawn, GError **error) {
    const char *name = invocation_string(drawn->invocation, "format");
    const char *dot = drawn->file ? strrchr(drawn->file, '.') : NULL;
    drawn->format = name  ? draw_format_find(name)
                    : dot ? draw_format_find(dot + 1)
                          : draw_format_find("svg");
    if (drawn->format)
        return true;
    g_autoptr(GString) all = g_string_new(NULL);
    for (const DrawFormat *format = draw_formats; format->name; format++)
        g_string_append_printf(all, "%s%s", all->len ? ", " : "", format->name);
    if (name)
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "there is no format '%s'; the formats are %s",
                    name, all->str);
    else
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "the name of %s does not end in a format; say which with --format: %s",
                    drawn->file, all->str);
    return false;
}

static bool read_depth(Drawn *drawn, GError **error) {
    const char *text = invocation_string(drawn->invocation, "depth");
    guint64 depth = 0;
    if (text && !g_ascii_string_to_unsigned(text, 10, 0, 1000, &depth, NULL)) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "--depth is a number up to 1000, not '%s'", text);
        return false;
    }
    drawn->depth = (guint)depth;
    if (!text || *invocation_list(drawn->invocation, "table"))
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                        "--depth counts from the tables that --table names; name one");
    return false;
}

/* Both sides: of the argument, or those of --from and --to. */
static bool load(Drawn *drawn, GError **error) {
    const Invocation *invocation = drawn->invocation;
    const char *source = invocation_argument(invocation, 0);
    const char *from = invocation_string(invocation, "from");
    const char *to = invocation_string(invocation, "to");
    if (source && (from || to)) {
        g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                            "either SOURCE is drawn, or the difference of --from and --to");
        return false;
    }
    if (to && !from)
        from = "migrations";
    to = to ? to : source ? source : *drawn->project.names.schema ? "schema" : "migrations";
    return comparison_open(&drawn->sides, &drawn->project, from ? from : "empty", to, error) &&
           comparison_load(&drawn->sides, error);
}

static Drawing *draw(const Drawn *drawn, Arena *arena, GError **error) {
    const char *const *tables = invocation_list(drawn->invocation, "table");
    g_autoptr(Drawing) drawing = drawing_read(arena, drawn->sides.new.catalog);
    if (drawn->sides.from->type != SOURCE_EMPTY) {
        g_autoptr(Drawing) before = drawing_read(arena, drawn->sides.old.catalog);
        drawing_compare(drawing, before);
    }
    if (*tables && !drawing_choose(drawing, tables, drawn->depth, error))
        return NULL;
    drawing_settle(drawing);
    return g_steal_pointer(&drawing);
}

static bool write_out(const Drawn *drawn, const GString *text, GError **error) {
    if (drawn->file)
        return output_write(drawn->file, text->str, text->len, OUTPUT_REPLACE, NULL, error);
    if (drawn->format->laid_out)
        term_bytes(stdout, text->str, text->len);
    else
        term_data(stdout, text->str);
    return true;
}

static void print_notes(const Drawing *drawing) {
    guint tables = drawing_tables(drawing);
    if (drawing->by_schema)
        term_print(stderr,
                   "note: %u tables are drawn by schema; --table and --depth choose some of them\n",
                   tables);
    else if (drawing->names_only)
        term_print(stderr,
                   "note: %u tables are drawn without their columns; --table and --depth choose "
                   "some of them\n",
                   tables);
    else if (tables == 0)
        term_print(stderr, "note: there is no table to draw\n");
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Drawn)
        drawn = {.invocation = invocation, .file = invocation_string(invocation, "output")};
    g_autoptr(Arena) arena = arena_new();
    if (!read_format(&drawn, error) || !read_depth(&drawn, error))
        return false;
    if (!drawn.file && drawn.format->binary && term_is_interactive(stdout)) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s is no text for a terminal; name a file with -o", drawn.format->name);
        return false;
    }
    if (!project_open(&drawn.project, invocation_config(invocation), error) || !load(&drawn, error))
        return false;
    g_autoptr(Drawing) drawing = draw(&drawn, arena, error);
    g_autoptr(GString) text = drawing ? draw_render(drawing, drawn.format, error) : NULL;
    if (!text || !write_out(&drawn, text, error))
        return false;
    print_notes(drawing);
    return true;
}

const Verb verb_diagram = {
    .name = "diagram",
    .summary = "draw the tables, their columns and their foreign keys",
    .description =
        "Draws an entity-relationship diagram of SOURCE, or of what differs between two: what is "
        "new in green, what is gone in red, what changes in amber. Ends of the lines are crow's "
        "feet: how many rows refer to one, and whether each has to. A partition tree is one "
        "table. Above 60 tables their columns are left out, above 200 each schema is one box; "
        "--table and --depth choose tables, which are then drawn with their columns.\n\n"
        "SOURCE is one of those of `migrate diff`: the schema (which is the default), the "
        "migrations, a database, files, or either at a git revision.\n\n"
        "SVG, PDF and PNG are laid out by the program dot of Graphviz (in Debian, the package "
        "graphviz); the other formats are text and need nothing.",
    .arguments = "[SOURCE]",
    .options =
        (const Option[]){
            {"table", .kind = OPTION_LIST, .argument = "PATTERN",
             .help = "only the tables called so; * stands for any text, as in 'billing.*'"},
            {"depth", .kind = OPTION_STRING, .argument = "N",
             .help = "and those that are up to N foreign keys away from them"},
            {"from", .kind = OPTION_STRING, .argument = "SOURCE",
             .help = "draw what differs from that state"},
            {"to", .kind = OPTION_STRING, .argument = "SOURCE",
             .help = "… to that one (default: schema)"},
            {"format", .kind = OPTION_STRING, .argument = "FORMAT",
             .help = "the format; without it, what FILE ends in, else svg", .values = format_value},
            {"output", .letter = 'o', .kind = OPTION_STRING, .argument = "FILE",
             .help = "write it there instead of to standard output"},
            {0}},
    .examples =
        (const VerbExample[]){{"migrate diagram -o schema.svg", "all tables"},
                              {"migrate diagram --table users --depth 1 --format mermaid",
                               "a table and its neighbours, for a page of Markdown"},
                              {"migrate diagram --from schema@main --to schema -o change.svg",
                               "what a branch changes"},
                              {"migrate diagram --format dbml -o schema.dbml", "for dbdiagram.io"},
                              {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .run = run,
};
