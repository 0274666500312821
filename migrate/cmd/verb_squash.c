/* migrate squash: one migration in place of many. */
#include "base/file.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/draft_view.h"
#include "cmd/report_options.h"
#include "compare/squash.h"
#include "git/repo.h"
#include "history/write.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* What was asked for. */
typedef struct {
    const Invocation *invocation;
    const char *name;
    Project project;
    History *history;
    guint first, last; /* indexes */
    char *commit;      /* where git has the originals */
    Squash squash;
} Squashing;

static void squashing_clear(Squashing *squashing) {
    squash_clear(&squashing->squash);
    history_free(squashing->history);
    g_free(squashing->commit);
    project_clear(&squashing->project);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Squashing, squashing_clear)

/* The index of the migration that the option names; `usual` where it is not given. */
static bool index_of(const Squashing *squashing, const char *option, guint usual, guint *index,
                     GError **error) {
    const char *version = invocation_string(squashing->invocation, option);
    const Migration *found = version ? history_find(squashing->history, version) : NULL;
    if (version && !found) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s has no migration \"%s\"; `migrate status` lists them",
                    squashing->history->folder, version);
        return false;
    }
    *index = found ? history_position(squashing->history, found) - 1 : usual;
    return true;
}

static bool choose(Squashing *squashing, GError **error) {
    guint count = history_count(squashing->history);
    const IndexKind *index = squashing->history->layout->index;
    if (index) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "the migrations of %s are lines of %s, which its own tool knows by their sums: "
                    "several cannot be made one",
                    squashing->history->folder, index->file);
        return false;
    }
    if (!index_of(squashing, "from", 0, &squashing->first, error) ||
        !index_of(squashing, "to", MAX(count, 1) - 1, &squashing->last, error))
        return false;
    if (count > 0 && squashing->first < squashing->last)
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "%s has no two migrations in that order to be made one of",
                squashing->history->folder);
    return false;
}

static bool is_new_name(const Squashing *squashing, GError **error) {
    const Migration *last = history_at(squashing->history, squashing->last);
    g_autofree char *file =
        layout_path(squashing->history->layout, last->version, squashing->name, false);
    if (!file || strcmp(file, last->below) != 0)
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "%s has that name already; give another: migrate squash NAME", last->path);
    return false;
}

/* The first of the changes to what is deleted; NULL: there is none. */
static const char *first_lost(const Squashing *squashing, const char *below,
                              const GPtrArray *changes) {
    g_autoptr(GHashTable) labels = g_hash_table_new(g_str_hash, g_str_equal);
    gsize length = *below ? strlen(below) + 1 : 0;
    for (guint i = squashing->first; i <= squashing->last; i++)
        g_hash_table_add(labels, history_at(squashing->history, i)->label);
    for (guint i = 0; i < changes->len; i++) {
        const char *path = ((const GitChange *)changes->pdata[i])->path;
        g_autofree char *version = NULL, *name = NULL;
        squashing->history->layout->parse(path + length, &version, &name);
        g_autofree char *label =
            version ? layout_label(squashing->history->layout, version, name) : NULL;
        if (label && g_hash_table_contains(labels, label))
            return path;
    }
    return NULL;
}

/* Only git brings the originals back. */
static bool find_commit(Squashing *squashing, GError **error) {
    const char *folder = squashing->history->folder;
    GError *local = NULL;
    g_autoptr(GitRepo) repo = git_open(folder, &local);
    if (!repo && !local)
        g_set_error(&local, CMD_ERROR, FAIL_ENVIRONMENT,
                    "%s is not in a git repository, and the originals, which are deleted, could "
                    "not be brought back: git init, and commit them",
                    folder);
    g_autofree char *below = repo ? git_relative(repo, folder, &local) : NULL;
    squashing->commit = below ? git_head(repo, &local) : NULL;
    g_autoptr(GPtrArray) changes =
        squashing->commit ? git_changed(repo, squashing->commit, below, &local) : NULL;
    const char *changed = changes ? first_lost(squashing, below, changes) : NULL;
    if (!local && changed)
        g_set_error(&local, CMD_ERROR, FAIL_USAGE,
                    "%s is not committed, and git could not bring it back; commit it first",
                    changed);
    if (local)
        g_propagate_error(error, local);
    return !local;
}

/* --- on disk */

static bool remove_path(const char *path, GError **error) {
    if (g_remove(path) == 0)
        return true;
    int code = errno;
    g_set_error(error, CMD_ERROR, FAIL_ENVIRONMENT,
                "cannot delete %s: %s. The migration that replaces it is written; delete the rest, "
                "or bring all back: git checkout -- %s",
                path, g_strerror(code), path);
    return false;
}

/* All that lies in its folder, or its files. What somebody else put there stays. */
static bool remove_original(const Folder *folder, const Migration *migration, GError **error) {
    g_autofree char *last = NULL;
    for (guint i = 0; i < folder->entries->len; i++) {
        const FolderEntry *entry = folder->entries->pdata[i];
        if (g_strcmp0(entry->label, migration->label) != 0 || entry->kind != ENTRY_FILE)
            continue;
        g_autofree char *path = folder_file(folder, entry);
        if (!remove_path(path, error))
            return false;
        g_free(last);
        last = strchr(entry->path, '/') ? g_path_get_dirname(path) : NULL;
    }
    if (last)
        g_rmdir(last);
    return true;
}

static bool remove_originals(const Squashing *squashing, const Folder *folder, GError **error) {
    for (guint i = squashing->first; i <= squashing->last; i++) {
        const Migration *migration = history_at(squashing->history, i);
        if (!remove_original(folder, migration, error))
            return false;
        answer_append(invocation_answer(squashing->invocation), "replaced",
                      json_string(migration->label));
    }
    return true;
}

static void tell(const Squashing *squashing, const char *path) {
    guint count = squashing->last - squashing->first + 1;
    g_autofree char *shown = term_escape(path, false);
    term_print(stdout, "%swrote%s %s\n", term_style(stdout, STYLE_GREEN),
               term_style(stdout, STYLE_PLAIN), shown);
    term_print(stdout, "%sdeleted%s %u migrations, %s to %s; commit %.12s has them\n",
               term_style(stdout, STYLE_GREEN), term_style(stdout, STYLE_PLAIN), count,
               history_at(squashing->history, squashing->first)->label,
               history_at(squashing->history, squashing->last)->label, squashing->commit);
}

/* The new one first: whatever happens, nothing is missing. */
static bool put_in_place(const Squashing *squashing, GError **error) {
    const Migration *last = history_at(squashing->history, squashing->last);
    g_autoptr(Folder) folder = folder_read(squashing->history->folder, error);
    g_autofree char *path =
        folder ? migration_write(squashing->history, last->version, squashing->name,
                                 squashing->squash.sql, NULL, error)
               : NULL;
    if (!path)
        return false;
    answer_wrote(invocation_answer(squashing->invocation), path);
    if (!remove_originals(squashing, folder, error))
        return false;
    tell(squashing, path);
    return true;
}

/* --- the verb */

static void tell_kept(const Squashing *squashing) {
    const GPtrArray *kept = squashing->squash.kept;
    Answer *answer = invocation_answer(squashing->invocation);
    answer_set(answer, "kept", json_array());
    for (guint i = 0; i < kept->len; i++) {
        const Migration *migration = kept->pdata[i];
        g_autofree char *label = term_escape(migration->label, false);
        answer_append(answer, "kept", json_string(migration->label));
        term_print(stderr,
                   "note: %s is in it as it was, because of the rows that it makes or "
                   "finds\n",
                   label);
    }
    draft_print_notes(squashing->squash.notes);
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Squashing)
        squashing = {.invocation = invocation, .name = invocation_argument(invocation, 0)};
    bool prints = invocation_flag(invocation, "stdout");
    if (!squashing.name)
        squashing.name = "squashed";
    if (!migration_name_valid(squashing.name, error) ||
        !project_open(&squashing.project, invocation_config(invocation), error))
        return false;
    squashing.history = history_read(squashing.project.names.migrations, error);
    if (!squashing.history || !choose(&squashing, error) || !is_new_name(&squashing, error) ||
        !find_commit(&squashing, error) ||
        !squash_make(&squashing.squash, &squashing.project, squashing.history, squashing.first,
                     squashing.last, squashing.commit, error))
        return false;
    tell_kept(&squashing);
    answer_set(invocation_answer(invocation), "sql", json_string(squashing.squash.sql));
    if (!prints)
        return put_in_place(&squashing, error);
    if (!invocation_answer(invocation))
        draft_print_text(squashing.squash.sql);
    return true;
}

const Verb verb_squash = {
    .name = "squash",
    .summary = "make one migration of many",
    .description =
        "Executes the migrations from --from to --to on a scratch server and writes one that "
        "makes the same of an empty database, with their last version, in their place. Migrations "
        "that change rows there are kept in it as they are; what lies between is planned again. "
        "The "
        "result is executed, and its schema and its rows are compared with those of the "
        "originals.\n\n"
        "A database that has applied the originals counts the new one as applied, and gets nothing "
        "but an event in its ledger. A new one executes it. One that has some of the originals is "
        "refused, with the commit that has the rest. What is deleted has to be committed.\n\n"
        "Squash what is merged, in a change of its own: `migrate check` compares the originals "
        "with those of the base branch.",
    .arguments = "[NAME]",
    .options =
        (const Option[]){
            {"from", 0, OPTION_STRING, "VERSION",
             .help = "the first one to be replaced; otherwise the first there is"},
            {"to", 0, OPTION_STRING, "VERSION",
             .help = "the last one to be replaced; otherwise the newest"},
            {"stdout", .kind = OPTION_FLAG, .help = "print the migration, and change nothing"},
            OPTION_ANSWER,
            {0}},
    .exits = (const VerbExit[]){{4, "what they do cannot be done by one migration"}, {0}},
    .examples =
        (const VerbExample[]){
            {"migrate squash --stdout", "what would be written"},
            {"migrate squash year_2023 --to 20231231120000", "all up to the end of a year"},
            {"migrate squash --from 20230101000000 --to 20231231120000", "a part"},
            {"migrate squash --stdout --format json", "for programs"},
            {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .answer = ANSWERS_FILES,
    .run = run,
};
