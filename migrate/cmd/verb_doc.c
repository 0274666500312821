/* migrate doc: the schema as pages for people, or as an object for programs. */
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/doc_folder.h"
#include "cmd/doc_site.h"

#include <string.h>

static const char *format_value(guint index, const char **meaning) {
    const DocFormat *format = &doc_formats[index];
    *meaning = format->name ? format->meaning : NULL;
    return format->name;
}

static const DocFormat *find_format(const char *name, GError **error) {
    const DocFormat *format = doc_format_find(name);
    if (!format)
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "there is no format '%s'; the formats are html, markdown and json", name);
    return format;
}

/* Where the pages go; NULL with the error, or for JSON on standard output. */
static const char *find_folder(const Invocation *invocation, const DocFormat *format,
                               GError **error) {
    const char *given = invocation_string(invocation, "output");
    const char *folder = given ? given : config_string(invocation_config(invocation), "doc.path");
    if (!folder && format->write != doc_json)
        g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                            "say with -o in which folder to put the pages, or with 'path' under "
                            "[doc] in migrate.ini");
    return given || format->write != doc_json ? folder : NULL;
}

/* What a commit says of itself cannot stand in it. */
static bool is_committed(const Invocation *invocation, const char *folder) {
    const char *path = config_string(invocation_config(invocation), "doc.path");
    return path && g_strcmp0(path, folder) == 0;
}

static bool run(const Invocation *invocation, GError **error) {
    const Config *config = invocation_config(invocation);
    const char *name = invocation_string(invocation, "format");
    const DocFormat *format = find_format(name ? name : config_string(config, "doc.format"), error);
    const char *folder = format ? find_folder(invocation, format, error) : NULL;
    if (!format || (!folder && format->write != doc_json))
        return false;
    const DocRequest request = {.source = invocation_argument(invocation, 0),
                                .format = format,
                                .pictured = true,
                                .history = !invocation_flag(invocation, "no-history"),
                                .commits = !is_committed(invocation, folder)};
    g_autoptr(GPtrArray) files = doc_site_files(invocation, &request, error);
    if (!files)
        return false;
    if (!folder) {
        const DocFile *file = files->pdata[0];
        g_autofree char *text = g_strchomp(g_strdup(file->text->str));
        term_json(stdout, text);
        return true;
    }
    if (!doc_folder_write(folder, files, error))
        return false;
    g_autofree char *first =
        g_build_filename(folder, ((const DocFile *)files->pdata[0])->path, NULL);
    g_autofree char *shown = term_escape(first, false);
    term_print(stdout, "%s\n", shown);
    return true;
}

const Verb verb_doc = {
    .name = "doc",
    .summary = "describe the schema as a site of pages",
    .description =
        "Writes a page for each table, view, function, type and every other object of SOURCE: its "
        "columns, constraints, indexes, foreign keys in both directions, triggers, policies, "
        "privileges and comments, what it uses and what uses it, its SQL, and which migration did "
        "what to it. The first page has the diagram, which Graphviz draws. Pages of HTML open from "
        "a disk, with a search; those of Markdown are as GitHub shows them.\n\n"
        "SOURCE is one of those of `migrate diff`: the schema (which is the default), the "
        "migrations, a database, files, or either at a git revision. Of a database, sizes are "
        "told, too. The same input gives the same bytes, but for the picture, which depends on "
        "Graphviz.\n\n"
        "DIR holds nothing but these pages: another file in it is an error, and what is no longer "
        "there is removed. Where it is the folder that 'path' under [doc] names, pages do not say "
        "who wrote a migration: they are committed together with it.",
    .arguments = "[SOURCE]",
    .options =
        (const Option[]){
            {"output", .letter = 'o', .kind = OPTION_STRING, .argument = "DIR",
             .help = "the folder of the pages (default: 'path' under [doc]; JSON goes to standard "
                     "output)"},
            {"format", .kind = OPTION_STRING, .argument = "FORMAT",
             .help = "what to write (default: 'format' under [doc], else html)",
             .values = format_value},
            {"no-history", .kind = OPTION_FLAG,
             .help = "leave out what migrations did; none is executed for it"},
            {0}},
    .examples =
        (const VerbExample[]){
            {"migrate doc -o doc", "pages of the schema; open doc/index.html"},
            {"migrate doc --format markdown -o docs/schema", "for a repository on GitHub"},
            {"migrate doc \"$PRODUCTION_DATABASE_URL\" -o doc", "of a database, with its sizes"},
            {"migrate doc --format json", "for programs"},
            {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .run = run,
};
