/* migrate schema export: declarative files of a history, a database or a dump. */
#include "base/file.h"
#include "base/paths.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/draft_view.h"
#include "cmd/schema_files.h"
#include "compare/export_merge.h"
#include "compare/export_tried.h"
#include "git/repo.h"
#include "report/json.h"
#include "source/prisma.h"
#include <string.h>
#include <unistd.h>

/* What `export` works with. */
typedef struct {
    const Invocation *invocation;
    Project project;
    char *target;  /* a folder, or a file of SQL */
    char *sources; /* the schema's paths that are there, as a setting; NULL: none */
    bool others;   /* some of them lie elsewhere */
    Comparison sides;
} Exporting;

static void exporting_clear(Exporting *exporting) {
    comparison_clear(&exporting->sides);
    g_free(exporting->target);
    g_free(exporting->sources);
    project_clear(&exporting->project);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Exporting, exporting_clear)

static const char *source_name(const Exporting *exporting) {
    const char *name = invocation_argument(exporting->invocation, 1);
    return name ? name : "migrations";
}

/* --- the target */

/* The first source of the schema that is SQL. Caller frees. */
static char *configured_target(const char *schema) {
    g_auto(GStrv) paths = paths_split(schema ? schema : "");
    for (guint i = 0; paths[i]; i++)
        if (!prisma_is_path(paths[i]))
            return g_strdup(paths[i]);
    return g_strdup("schema");
}

static bool is_inside(const char *path, const char *folder) {
    g_autofree char *one = g_canonicalize_filename(path, NULL),
                    *two = g_canonicalize_filename(folder, NULL);
    gsize length = strlen(two);
    return strncmp(one, two, length) == 0 && (one[length] == '\0' || one[length] == '/');
}

/* Of the schema's paths, those that are there; the target is one of them, too. */
static void find_sources(Exporting *exporting) {
    const char *schema = exporting->project.names.schema;
    g_auto(GStrv) paths = paths_split(schema ? schema : "");
    g_autoptr(GPtrArray) there = g_ptr_array_new();
    bool with_target = false;
    for (guint i = 0; paths[i]; i++) {
        bool target = is_inside(exporting->target, paths[i]);
        with_target = with_target || target;
        if (g_file_test(paths[i], G_FILE_TEST_EXISTS))
            g_ptr_array_add(there, paths[i]);
        exporting->others =
            exporting->others || (!target && g_file_test(paths[i], G_FILE_TEST_EXISTS));
    }
    if (!with_target) {
        g_ptr_array_set_size(there, 0);
        exporting->others = false;
        if (g_file_test(exporting->target, G_FILE_TEST_EXISTS))
            g_ptr_array_add(there, exporting->target);
    }
    g_ptr_array_add(there, NULL);
    exporting->sources = there->len > 1 ? paths_join((const char *const *)there->pdata) : NULL;
}

/* The files of SQL that are at the target, as paths. Caller unrefs. */
static GPtrArray *files_there(const char *target, GError **error) {
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    if (g_file_test(target, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add(found, g_strdup(target));
    if (!g_file_test(target, G_FILE_TEST_IS_DIR))
        return found;
    g_autoptr(GPtrArray) files = file_list(target, ".sql", error);
    for (guint i = 0; files && i < files->len; i++)
        g_ptr_array_add(found, g_build_filename(target, files->pdata[i], NULL));
    return files ? found : (g_ptr_array_unref(found), NULL);
}

/* What somebody named as the target has to be, where it is there. */
static bool check_given(const char *path, GError **error) {
    bool sql = g_str_has_suffix(path, ".sql");
    if (*path && (!g_file_test(path, G_FILE_TEST_EXISTS) || g_file_test(path, G_FILE_TEST_IS_DIR) ||
                  (sql && g_file_test(path, G_FILE_TEST_IS_REGULAR)) || prisma_is_path(path)))
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "--output cannot be '%s': it is a folder, or a file that ends with .sql", path);
    return false;
}

/* Whether the layout asked for can be written there. */
static bool fits_layout(const Exporting *exporting, GError **error) {
    const char *layout = invocation_string(exporting->invocation, "layout");
    if (!export_layout(layout)->stem || !g_str_has_suffix(exporting->target, ".sql"))
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "%s is one file, and --layout %s writes several; name a folder with -o",
                exporting->target, layout);
    return false;
}

static bool open_target(Exporting *exporting, GError **error) {
    const char *given = invocation_string(exporting->invocation, "output");
    if (given && !check_given(given, error))
        return false;
    exporting->target =
        given ? g_strdup(given) : configured_target(exporting->project.names.schema);
    gsize length = strlen(exporting->target);
    while (length > 1 && exporting->target[length - 1] == '/')
        exporting->target[--length] = '\0';
    find_sources(exporting);
    if (!prisma_is_path(exporting->target))
        return fits_layout(exporting, error);
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "%s holds a schema in Prisma's language, which `migrate` never writes; name a "
                "folder for SQL with -o, and add it to schema in migrate.ini",
                exporting->target);
    return false;
}

/* Files that are there are somebody's work. */
static bool refuse_existing(const Exporting *exporting, GError **error) {
    g_autoptr(GPtrArray) there = files_there(exporting->target, error);
    if (!there)
        return false;
    if (there->len == 0)
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "%s holds SQL already (%s%s). --merge adds to these files what they do not state "
                "and changes nothing else in them; -o writes to another place",
                exporting->target, (const char *)there->pdata[0],
                there->len > 1 ? " and others" : "");
    return false;
}

/* --- what is said about it */

static Answer *answer_of(const Exporting *exporting) {
    return invocation_answer(exporting->invocation);
}

static void tell_wrote(const Exporting *exporting, const char *path) {
    g_autofree char *shown = term_escape(path, false);
    answer_wrote(answer_of(exporting), path);
    term_print(stdout, "%swrote%s %s\n", term_style(stdout, STYLE_GREEN),
               term_style(stdout, STYLE_PLAIN), shown);
}

/* "3 objects TITLE:", and each; `member` is what the answer calls the list. */
static void tell_list(const Exporting *exporting, const char *member, const char *what,
                      const char *title, const GPtrArray *lines) {
    if (!lines->len)
        return;
    answer_set(answer_of(exporting), member, json_texts(lines));
    term_print(stdout, "\n%u %s%s %s:\n", lines->len, what, lines->len == 1 ? "" : "s", title);
    for (guint i = 0; i < lines->len; i++) {
        g_autofree char *line = term_escape(lines->pdata[i], true);
        term_print(stdout, "  %s\n", line);
    }
}

/* What is no part of the files, by number; and the statements about rows. */
static bool tell_left_out(const Exporting *exporting, GError **error) {
    const Comparison *sides = &exporting->sides;
    guint members = 0;
    if (!export_members(sides->to, &sides->new, &members, error))
        return false;
    g_autoptr(GPtrArray) ignored = ignores_outermost(sides->new.catalog, NULL);
    if (members)
        term_print(stdout, "left out: %u member%s of extensions\n", members,
                   members == 1 ? "" : "s");
    if (ignored->len)
        term_print(stdout,
                   "left out: %u object%s under [ignore], ledgers of migration tools included\n",
                   ignored->len, ignored->len == 1 ? "" : "s");
    g_autoptr(GPtrArray) rows = export_rows(sides->to);
    tell_list(exporting, "rows", "statement",
              "of the source about rows, which are no part of a schema", rows);
    return true;
}

/* --- from nothing */

/* Where one file of several cannot be written, none is left. */
static bool write_in(const char *folder, const GPtrArray *files, GPtrArray *written,
                     GError **error) {
    for (guint i = 0; i < files->len; i++) {
        const GitFile *file = files->pdata[i];
        char *path = g_build_filename(folder, file->path, NULL);
        gsize length;
        const char *text = g_bytes_get_data(file->bytes, &length);
        if (!file_create(path, text, length, 0644, error)) {
            g_free(path);
            for (guint w = 0; w < written->len; w++)
                unlink(written->pdata[w]);
            return false;
        }
        g_ptr_array_add(written, path);
    }
    return true;
}

static bool write_files(const Exporting *exporting, const GPtrArray *files, GError **error) {
    bool one = g_str_has_suffix(exporting->target, ".sql");
    g_autofree char *folder =
        one ? g_path_get_dirname(exporting->target) : g_strdup(exporting->target);
    g_autoptr(GPtrArray) written = g_ptr_array_new_with_free_func(g_free);
    if (!file_mkdirs(folder, error) || !write_in(folder, files, written, error))
        return false;
    for (guint i = 0; i < written->len; i++)
        tell_wrote(exporting, written->pdata[i]);
    return true;
}

/* A target that the schema does not name, where it names no SQL at all. */
static void tell_unnamed(const Exporting *exporting) {
    const char *schema = exporting->project.names.schema;
    g_auto(GStrv) paths = paths_split(schema ? schema : "");
    for (guint i = 0; paths[i]; i++)
        if (!prisma_is_path(paths[i]))
            return;
    if (paths[0])
        term_print(stderr,
                   "note: what %s states was written, too; for the rest alone, write "
                   "`schema = %s, %s` in migrate.ini, remove what was written, and export again\n",
                   schema, schema, exporting->target);
    else
        term_print(stderr,
                   "note: schema in migrate.ini is empty; with `schema = %s` there, `migrate "
                   "check` compares it with the migrations\n",
                   exporting->target);
}

static bool export_all(Exporting *exporting, GError **error) {
    const ExportLayout *asked = export_layout(invocation_string(exporting->invocation, "layout")),
                       *layout = asked;
    const DraftOptions options = {.no_rename_at_all = true, .leaves_out_others = true};
    if (!refuse_existing(exporting, error) ||
        !comparison_draft(&exporting->sides, &exporting->project, "empty", source_name(exporting),
                          &options, error))
        return false;
    draft_print_notes(exporting->sides.draft.notes);
    if (draft_is_empty(&exporting->sides.draft)) {
        term_print(stdout, "nothing to write: %s has no objects\n", source_name(exporting));
        return true;
    }
    g_autoptr(GPtrArray) files = export_tried(&exporting->sides, exporting->target, &layout, error);
    if (!files || !write_files(exporting, files, error))
        return false;
    if (layout != asked)
        term_print(stderr, "note: one file was written, because these objects need each other "
                           "across files\n");
    tell_unnamed(exporting);
    return tell_left_out(exporting, error);
}

/* --- beside what is there */

static bool last_file(const Exporting *exporting, char **path, GError **error) {
    g_autoptr(GPtrArray) there = files_there(exporting->target, error);
    if (!there)
        return false;
    *path = there->len ? g_strdup(there->pdata[there->len - 1])
            : g_str_has_suffix(exporting->target, ".sql")
                ? g_strdup(exporting->target)
                : g_build_filename(exporting->target, "schema.sql", NULL);
    return true;
}

/* A line without its end, CRLF or LF. */
static gsize bare_length(const char *line) {
    gsize length = strcspn(line, "\n");
    return line[length] && length && line[length - 1] == '\r' ? length - 1 : length;
}

/* `text`, which has the lines of `old` and others between them: those keep the ends that they had,
 * and the others get that of the first. Caller frees. */
static GString *with_line_ends(const char *old, const char *text) {
    GString *out = g_string_new(NULL);
    const char *usual = old[bare_length(old)] == '\r' ? "\r\n" : "\n";
    while (*text) {
        gsize length = strcspn(text, "\n"), whole = strcspn(old, "\n"), bare = bare_length(old);
        bool same = *old && bare == length && memcmp(old, text, length) == 0;
        g_string_append_len(out, text, (gssize)length);
        if (text[length])
            g_string_append(out, !same || !old[whole] ? usual : bare < whole ? "\r\n" : "\n");
        text += length + (text[length] != '\0');
        if (same)
            old += whole + (old[whole] != '\0');
    }
    return out;
}

static bool write_script(const Script *script, GError **error) {
    g_autofree char *folder = g_path_get_dirname(script->file);
    bool exists = g_file_test(script->file, G_FILE_TEST_EXISTS);
    g_autoptr(GBytes) there = exists ? file_read(script->file, error) : NULL;
    if ((exists && !there) || !file_mkdirs(folder, error))
        return false;
    gsize length, old_length = 0;
    const char *text = g_bytes_get_data(script->text, &length);
    const char *old = there ? g_bytes_get_data(there, &old_length) : NULL;
    g_autofree char *before = g_strndup(old ? old : "", old_length);
    g_autofree char *after = g_strndup(text, length);
    g_autoptr(GString) out = with_line_ends(before, after);
    return file_write(script->file, out->str, out->len, 0644, error);
}

static bool write_merged(const Exporting *exporting, const ExportMerge *merge, GError **error) {
    for (guint i = 0; i < merge->files->len; i++) {
        const Script *script = merge->files->pdata[i];
        if (!write_script(script, error))
            return false;
        tell_wrote(exporting, script->file);
    }
    return true;
}

static void tell_merged(const Exporting *exporting, const ExportMerge *merge) {
    if (!merge->added->len && !merge->foreign->len)
        term_print(stdout, "nothing to add: the schema states every object\n");
    tell_list(exporting, "added", "object", "added", merge->added);
    tell_list(exporting, "kept", "object",
              "that the files state differently, or alone, and that stay as they are", merge->kept);
    tell_list(exporting, "foreign", "statement",
              "for what a file in Prisma's language states; change it there", merge->foreign);
}

static bool export_missing(Exporting *exporting, GError **error) {
    const DraftOptions options = {.no_rename_at_all = true, .leaves_out_others = true};
    g_auto(ExportMerge) merge = export_merge_new();
    g_autofree char *last = NULL;
    exporting->project.names.schema = exporting->sources;
    if (!last_file(exporting, &last, error) ||
        !comparison_draft(&exporting->sides, &exporting->project, "schema", source_name(exporting),
                          &options, error) ||
        !export_merge(&exporting->sides, last, &merge, error) ||
        !write_merged(exporting, &merge, error))
        return false;
    draft_print_notes(exporting->sides.draft.notes);
    tell_merged(exporting, &merge);
    return tell_left_out(exporting, error);
}

bool schema_export(const Invocation *invocation, GError **error) {
    g_auto(Exporting) exporting = {.invocation = invocation};
    if (invocation_argument(invocation, 2)) {
        g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                            "`migrate schema export` takes one source");
        return false;
    }
    if (!project_open(&exporting.project, invocation_config(invocation), error) ||
        !open_target(&exporting, error))
        return false;
    exporting.sides.without_ledgers = g_file_test(source_name(&exporting), G_FILE_TEST_IS_REGULAR);
    bool merges = exporting.sources && (invocation_flag(invocation, "merge") || exporting.others);
    return merges ? export_missing(&exporting, error) : export_all(&exporting, error);
}
