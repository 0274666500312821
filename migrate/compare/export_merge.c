#include "compare/export_merge.h"

#include "catalog/keep.h"
#include "compare/export.h"
#include "source/directives.h"
#include <string.h>

ExportMerge export_merge_new(void) {
    return (ExportMerge){g_ptr_array_new(), g_ptr_array_new_with_free_func(g_free),
                         g_ptr_array_new_with_free_func(g_free),
                         g_ptr_array_new_with_free_func(g_free)};
}

void export_merge_clear(ExportMerge *merge) {
    GPtrArray *arrays[] = {merge->files, merge->added, merge->kept, merge->foreign};
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        if (arrays[i])
            g_ptr_array_unref(arrays[i]);
    *merge = (ExportMerge){0};
}

/* --- places */

/* Where something is to be put: behind this byte of a script. */
typedef struct {
    Script *script;
    gsize offset;
    GString *text;
} Insertion;

/* Behind the statement: its semicolon, and a comment on the same line. */
static gsize behind(const char *text, gsize length, const Statement *statement) {
    gsize at = statement->end;
    if (statement->rows)
        return at - (text[at - 1] == '\n');
    while (at < length && text[at] != ';' && g_ascii_isspace(text[at]))
        at++;
    while (at < length && text[at] != '\n')
        at++;
    return at;
}

/* What is looked for: what creates an object, or a statement about what belongs to it, too. */
typedef enum { ITSELF, ANY_OF_IT } Wanted;

static bool creates(const Catalog *catalog, const Statement *statement, const char *path_first,
                    const Object *root, Wanted wanted) {
    g_autoptr(GPtrArray) created = tree_created(statement);
    const Object *object =
        created->len ? directive_object(catalog, created->pdata[0], path_first) : NULL;
    return object && (wanted == ITSELF ? object : export_root(object)) == root;
}

/* The last such statement of the script; false: no such statement. */
static bool find_in_script(const Catalog *catalog, const char *path_first, const Script *script,
                           const Object *root, Wanted wanted, gsize *offset) {
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    Scanner scanner;
    Statement statement;
    bool found = false;
    if (!text || !scanner_init(&scanner, script->file, text, length, NULL))
        return false;
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT)
        if (creates(catalog, &statement, path_first, root, wanted)) {
            *offset = behind(text, length, &statement);
            found = true;
        }
    return found;
}

/* Where `root` is stated; false: nowhere in SQL. */
static bool find_place(const Comparison *sides, const Object *root, Wanted wanted, Script **script,
                       gsize *offset) {
    const GPtrArray *scripts = sides->from->scripts;
    for (guint i = scripts->len; i-- > 0;) {
        *script = scripts->pdata[i];
        if (!(*script)->origin && find_in_script(sides->old.catalog, sides->from->path_first,
                                                 *script, root, wanted, offset))
            return true;
    }
    return false;
}

/* The script of the file `last`, made where it is not there. */
static Script *last_script(Comparison *sides, const char *last) {
    GPtrArray *scripts = sides->from->scripts;
    for (guint i = 0; i < scripts->len; i++)
        if (strcmp(((Script *)scripts->pdata[i])->file, last) == 0)
            return scripts->pdata[i];
    g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
    g_ptr_array_add(scripts, script_new(last, empty, false));
    return scripts->pdata[scripts->len - 1];
}

/* --- what is added */

typedef struct {
    Comparison *sides;
    ExportMerge *merge;
    const char *last;
    bool at_end;           /* everything goes to the end of `last` */
    GPtrArray *insertions; /* of Insertion* */
} Adding;

static void insertion_free(gpointer data) {
    Insertion *insertion = data;
    g_string_free(insertion->text, TRUE);
    g_free(insertion);
}

static GString *insertion_at(Adding *adding, Script *script, gsize offset) {
    for (guint i = 0; i < adding->insertions->len; i++) {
        Insertion *insertion = adding->insertions->pdata[i];
        if (insertion->script == script && insertion->offset == offset)
            return insertion->text;
    }
    Insertion *insertion = g_new0(Insertion, 1);
    *insertion = (Insertion){script, offset, g_string_new(NULL)};
    g_ptr_array_add(adding->insertions, insertion);
    return insertion->text;
}

/* Whether some file is in another language, which states the table and has a word for this. */
static bool is_foreign(const Comparison *sides, const Object *object) {
    const Object *root = export_root(object);
    const Object *old_root = catalog_find(sides->old.catalog, root->kind, root->identity);
    Script *script;
    gsize offset;
    bool other = false;
    for (guint i = 0; i < sides->from->scripts->len; i++)
        other = other || ((Script *)sides->from->scripts->pdata[i])->origin;
    return other && old_root && catalog_is_said(object) &&
           !find_place(sides, old_root, ITSELF, &script, &offset);
}

static void add_statement(Adding *adding, const Object *object, const char *sql) {
    const Object *root = export_root(object);
    const Object *old_root = catalog_find(adding->sides->old.catalog, root->kind, root->identity);
    Script *script = NULL;
    gsize offset = 0;
    if (is_foreign(adding->sides, object)) {
        if (!adding->at_end)
            g_ptr_array_add(adding->merge->foreign, g_strdup(sql));
        return;
    }
    bool placed = old_root && find_place(adding->sides, old_root, ANY_OF_IT, &script, &offset);
    if (!placed || adding->at_end) {
        script = last_script(adding->sides, adding->last);
        offset = g_bytes_get_size(script->text);
    }
    g_string_append_printf(insertion_at(adding, script, offset), "\n%s;\n", sql);
}

static void add_all(Adding *adding) {
    const Plan *plan = adding->sides->draft.plan;
    for (guint i = 0; i < plan->count; i++) {
        const Step *step = &plan->steps[i];
        if (!step->change || step->change->type != CHANGE_CREATE || step->type != STEP_CREATE)
            continue;
        for (guint s = 0; s < step->statement_count; s++) {
            g_autofree char *sql = plan_statement(&step->statements[s]);
            add_statement(adding, step->change->new, sql);
        }
    }
}

static gint from_the_end(gconstpointer a, gconstpointer b) {
    const Insertion *one = *(Insertion *const *)a, *two = *(Insertion *const *)b;
    return one->offset < two->offset ? 1 : one->offset > two->offset ? -1 : 0;
}

static void insert(const Insertion *insertion, GPtrArray *files) {
    Script *script = insertion->script;
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    g_autoptr(GString) out = g_string_new_len(text, (gssize)length);
    GString *added = insertion->text;
    bool at_end = insertion->offset == length;
    if (length == 0 || (at_end && text[length - 1] != '\n'))
        length == 0 ? (void)g_string_erase(added, 0, 1) : (void)g_string_prepend_c(added, '\n');
    else if (!at_end) {
        g_string_prepend_c(added, '\n');
        g_string_truncate(added, added->len - 1);
    }
    g_string_insert_len(out, (gssize)insertion->offset, added->str, (gssize)added->len);
    g_bytes_unref(script->text);
    script->text = g_bytes_new(out->str, out->len);
    if (!g_ptr_array_find(files, script, NULL))
        g_ptr_array_add(files, script);
}

/* The texts as they were. */
static GPtrArray *keep_texts(const GPtrArray *scripts) {
    GPtrArray *texts = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    for (guint i = 0; i < scripts->len; i++)
        g_ptr_array_add(texts, g_bytes_ref(((Script *)scripts->pdata[i])->text));
    return texts;
}

static void put_back(const GPtrArray *scripts, const GPtrArray *texts) {
    for (guint i = 0; i < texts->len; i++) {
        Script *script = scripts->pdata[i];
        g_bytes_unref(script->text);
        script->text = g_bytes_ref(texts->pdata[i]);
    }
}

/* --- whether it is right */

/* The new files change nothing of what was stated, and lack nothing but what is foreign. */
static bool is_right(const Comparison *sides, const Catalog *now, bool complete) {
    g_autoptr(Diff) before = diff_compare(sides->old.catalog, now, NULL);
    g_autoptr(Diff) rest = diff_compare(now, sides->new.catalog, NULL);
    for (guint i = 0; i < before->count; i++)
        if (before->changes[i].type != CHANGE_NONE && before->changes[i].type != CHANGE_CREATE)
            return false;
    for (guint i = 0; complete && i < rest->count; i++)
        if (rest->changes[i].type == CHANGE_CREATE)
            return false;
    return true;
}

/* Executes the changed files. What was stated and what is added may depend on what is stated
 * differently, so a failure is the files' own. */
static bool try_files(Comparison *sides, bool complete, GError **error) {
    Project *project = sides->project;
    g_auto(Loaded) loaded = {0};
    if (!source_load(project->scratch, &project->names, sides->from, &loaded, NULL, error))
        return false;
    if (is_right(sides, loaded.catalog, complete))
        return true;
    g_set_error_literal(error, COMPARE_ERROR, FAIL_DECISION,
                        "the files that were tried on scratch do not come to what was to be added");
    return false;
}

static bool add_and_try(Adding *adding, GError **error) {
    Comparison *sides = adding->sides;
    g_autoptr(GPtrArray) texts = keep_texts(sides->from->scripts);
    adding->insertions = g_ptr_array_new_with_free_func(insertion_free);
    add_all(adding);
    g_ptr_array_sort(adding->insertions, from_the_end);
    for (guint i = 0; i < adding->insertions->len; i++)
        insert(adding->insertions->pdata[i], adding->merge->files);
    g_ptr_array_unref(adding->insertions);
    if (try_files(sides, adding->merge->foreign->len == 0, error))
        return true;
    put_back(sides->from->scripts, texts);
    g_ptr_array_set_size(adding->merge->files, 0);
    return false;
}

/* Whether the files lack anything. */
static bool name_changes(const Comparison *sides, ExportMerge *merge) {
    const Diff *diff = sides->draft.diff;
    bool lacking = false;
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        const Object *object = change_object(change);
        bool new = change->type == CHANGE_CREATE;
        if (change->type == CHANGE_NONE || !diff_stands_alone(diff, change))
            continue;
        lacking = lacking || new;
        if (!new || !is_foreign(sides, object))
            g_ptr_array_add(new ? merge->added : merge->kept,
                            g_strdup(object_label(diff->arena, object)));
    }
    return lacking;
}

/* A file of several scripts is not written. */
static bool are_whole(const Comparison *sides, GError **error) {
    const GPtrArray *scripts = sides->from->scripts;
    for (guint i = 0; i < scripts->len; i++) {
        const Script *script = scripts->pdata[i];
        if (!script->whole)
            continue;
        g_set_error(error, COMPARE_ERROR, FAIL_USAGE,
                    "%s includes other files, and what is missing is not written into such ones; "
                    "`migrate diff --from schema --to migrations` prints it",
                    script->file);
        return false;
    }
    return true;
}

bool export_merge(Comparison *sides, const char *last, ExportMerge *merge, GError **error) {
    Adding adding = {sides, merge, last, false, NULL};
    if (!are_whole(sides, error))
        return false;
    if (!name_changes(sides, merge) || add_and_try(&adding, NULL))
        return true;
    adding.at_end = true;
    if (add_and_try(&adding, error))
        return true;
    g_prefix_error(error, "nothing is written, because what the files lack cannot be added to them "
                          "by itself; `migrate diff --from schema --to migrations` prints it: ");
    return false;
}
