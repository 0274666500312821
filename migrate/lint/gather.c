/* What the rules look at: the history on disk, and how it stands to the base branch. */
#include "lint/rule.h"

#include "base/paths.h"
#include "git/base.h"
#include "pg/pg.h"
#include "text/edit.h"
#include <string.h>

static void gone_free(gpointer data) {
    LintGone *gone = data;
    g_free(gone->path);
    g_free(gone->version);
    g_free(gone->name);
    g_free(gone->label);
    g_clear_pointer(&gone->text, g_bytes_unref);
    g_free(gone);
}

void lint_clear(Lint *lint) {
    folder_free(lint->folder);
    history_free(lint->history);
    history_free(lint->base_history);
    history_free(lint->originals);
    g_clear_pointer(&lint->replaced, g_array_unref);
    g_clear_pointer(&lint->faults, g_ptr_array_unref);
    g_clear_pointer(&lint->migrations, g_ptr_array_unref);
    g_clear_pointer(&lint->by_path, g_hash_table_unref);
    g_clear_pointer(&lint->changes, g_ptr_array_unref);
    g_clear_pointer(&lint->schema_changes, g_ptr_array_unref);
    g_clear_pointer(&lint->gone, g_ptr_array_unref);
    g_clear_pointer(&lint->gained, g_ptr_array_unref);
    g_clear_pointer(&lint->facts, g_ptr_array_unref);
    g_clear_pointer(&lint->measured, g_array_unref);
    git_close(lint->repo);
    g_free(lint->reason);
    g_free(lint->advice);
    g_free(lint->inner);
    g_free(lint->prefix);
    g_free(lint->base);
    g_free(lint->head);
    g_free(lint->tip);
    g_free(lint->merge_base);
    g_free(lint->newest);
    g_free(lint->home);
}

/* --- migrations */

LintMigration *lint_migration_new(const Migration *migration) {
    LintMigration *made = g_new0(LintMigration, 1);
    made->migration = migration;
    made->file = migration->path;
    made->version = migration->version;
    made->name = migration->name;
    made->label = migration->label;
    return made;
}

static void collect_migrations(Lint *lint) {
    lint->migrations = g_ptr_array_new_with_free_func(lint_migration_free);
    lint->by_path = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < history_count(lint->history); i++) {
        LintMigration *migration = lint_migration_new(history_at(lint->history, i));
        g_ptr_array_add(lint->migrations, migration);
        g_hash_table_insert(lint->by_path, migration->migration->below, migration);
    }
}

static LintMigration *migration_at_path(const Lint *lint, const char *path) {
    return g_hash_table_lookup(lint->by_path, path);
}

/* --- the base */

/* "origin/main" for "refs/remotes/origin/main". */
static char *short_name(const char *reference) {
    static const char *const prefixes[] = {"refs/remotes/", "refs/heads/", "refs/tags/"};
    for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(reference, prefixes[i]))
            return g_strdup(reference + strlen(prefixes[i]));
    return g_strdup(reference);
}

static bool open_repository(Lint *lint) {
    GError *why = NULL;
    lint->repo = git_open(lint->input->root, &why);
    if (!lint->repo)
        return lint_set_shape(lint, why ? SHAPE_UNREADABLE : SHAPE_NO_REPOSITORY, &why);
    if (git_is_unborn(lint->repo))
        return lint_set_shape(lint, SHAPE_UNBORN, &why);
    lint->head = git_head(lint->repo, &why);
    if (!lint->head)
        return lint_set_shape(lint, SHAPE_UNREADABLE, &why);
    lint->prefix = git_relative(lint->repo, lint->input->migrations, &why);
    return lint_set_shape(lint, lint->prefix ? SHAPE_FINE : SHAPE_NO_REPOSITORY, &why);
}

static RepositoryShape shape_without_base(const Lint *lint) {
    return lint->input->untrusted       ? SHAPE_NO_BASE_UNTRUSTED
           : git_has_remote(lint->repo) ? SHAPE_NO_BASE_OF_REMOTE
                                        : SHAPE_NO_BASE;
}

/* False with an error only for a base that was asked for and names nothing. */
static bool find_tip(Lint *lint, GError **error) {
    const LintInput *input = lint->input;
    const BaseQuery query = {
        .revision = input->base, .configured = input->configured, .untrusted = input->untrusted};
    GError *why = NULL;
    g_autofree char *name = git_base(lint->repo, &query, input->base ? error : &why);
    if (!name && input->base)
        return false;
    if (!name) {
        bool shallow = why && git_is_shallow(lint->repo);
        lint_set_shape(lint,
                       shallow ? SHAPE_SHALLOW
                       : why   ? SHAPE_BASE_MISSING
                               : shape_without_base(lint),
                       &why);
        return true;
    }
    lint->base = short_name(name);
    lint->tip = git_resolve(lint->repo, name, &why);
    if (!lint->tip)
        lint_set_shape(lint, SHAPE_BASE_MISSING, &why);
    return true;
}

static bool find_merge_base(Lint *lint) {
    GError *why = NULL;
    lint->merge_base = git_common_ancestor(lint->repo, lint->head, lint->tip, &why);
    RepositoryShape shape = SHAPE_FINE;
    if (!lint->merge_base)
        shape = !why                         ? SHAPE_UNRELATED
                : git_is_shallow(lint->repo) ? SHAPE_SHALLOW
                                             : SHAPE_UNREADABLE;
    return lint_set_shape(lint, shape, &why);
}

/* What is wrong with the base's history is found in the folder, or was repaired there. */
static void read_tip(Lint *lint, const GPtrArray *files) {
    g_autoptr(Folder) folder = folder_from_files(lint->input->migrations, NULL, files);
    g_autoptr(GPtrArray) ignored = findings_new();
    lint->base_history = history_build(folder, ignored, NULL);
}

/* What changed in each of the schema's paths; NULL when one lies outside of the repository. */
static GPtrArray *read_schema_changes(const Lint *lint, GError **error) {
    g_auto(GStrv) paths = paths_split(lint->input->schema);
    g_autoptr(GPtrArray) all = NULL;
    for (guint i = 0; paths[i]; i++) {
        g_autofree char *path = git_relative(lint->repo, paths[i], NULL);
        GPtrArray *changes = path ? git_changed(lint->repo, lint->merge_base, path, error) : NULL;
        if (!changes)
            return NULL;
        if (all)
            g_ptr_array_extend_and_steal(all, changes);
        else
            all = changes;
    }
    return g_steal_pointer(&all);
}

static bool read_changes(Lint *lint) {
    GError *why = NULL;
    lint->changes = git_changed(lint->repo, lint->merge_base, lint->prefix, &why);
    if (lint->changes)
        lint->schema_changes = read_schema_changes(lint, &why);
    if (lint->changes && !why && strcmp(lint->tip, lint->merge_base) != 0) {
        g_autoptr(GPtrArray) files = git_files(lint->repo, lint->tip, lint->prefix, &why);
        if (files)
            read_tip(lint, files);
    }
    return !why || lint_set_shape(lint, SHAPE_UNREADABLE, &why);
}

/* --- how each migration stands to it */

/* `path`, from the top of the repository, relative to the migrations folder; NULL when it is not in
 * it. */
static const char *below_folder(const Lint *lint, const char *path) {
    gsize length = strlen(lint->prefix);
    if (length == 0)
        return path;
    return strncmp(path, lint->prefix, length) == 0 && path[length] == '/' ? path + length + 1
                                                                           : NULL;
}

static GBytes *text_at(Lint *lint, const char *commit, const char *path) {
    g_autofree char *full = g_build_filename(lint->prefix, path, NULL);
    g_autoptr(GPtrArray) files =
        git_files(lint->repo, commit, full + (*lint->prefix ? 0 : strspn(full, "/")), NULL);
    if (!files || files->len != 1)
        return NULL;
    const GitFile *file = files->pdata[0];
    bool ignored;
    return layout_direction(lint->folder->layout, file->bytes, false, &ignored);
}

/* Borrowed; NULL: none. */
static GBytes *text_at_tip(const Lint *lint, const char *path) {
    for (guint i = 0; lint->base_history && i < history_count(lint->base_history); i++) {
        const Migration *migration = history_at(lint->base_history, i);
        if (strcmp(migration->below, path) == 0)
            return migration->text;
    }
    return NULL;
}

/* What it is to a text that may be missing. */
static Edit edit_of(GBytes *text, GBytes *before) {
    return before ? edit_between(text, before) : EDIT_STATEMENTS;
}

static bool same_text(GBytes *one, GBytes *two) {
    return one && edit_of(one, two) < EDIT_HARMLESS;
}

static guint first_line(const GitChange *change) {
    guint line = change->lines->len ? g_array_index(change->lines, GitLines, 0).first : 1;
    return MAX(line, 1);
}

/* A file that both sides made or changed alike is merged. */
static void judge(Lint *lint, LintMigration *migration, const GitChange *change) {
    const char *path = migration->migration->below;
    bool added = change->kind == GIT_CHANGE_ADDED || change->kind == GIT_CHANGE_RENAMED;
    g_autoptr(GBytes) before = added ? NULL : text_at(lint, lint->merge_base, path);
    GBytes *tip = text_at_tip(lint, path), *text = migration->migration->text;
    migration->line = added ? 1 : first_line(change);
    Edit edit = MIN(edit_of(text, tip), edit_of(text, before));
    if (edit < EDIT_HARMLESS)
        return;
    lint_read(migration);
    migration->state = edit == EDIT_HARMLESS ? STATE_REWORDED
                       : added && !tip       ? STATE_NEW
                                             : STATE_EDITED;
}

static void add_gone(Lint *lint, const char *path) {
    const Layout *layout = lint->folder->layout;
    g_autofree char *version = NULL, *name = NULL;
    if (layout->parse(path, &version, &name) != PART_UP ||
        (lint->base_history && !text_at_tip(lint, path)))
        return;
    LintGone *gone = g_new0(LintGone, 1);
    gone->path = g_strdup(path);
    gone->label = layout_label(layout, version, name);
    gone->version = g_steal_pointer(&version);
    gone->name = g_steal_pointer(&name);
    gone->text = text_at(lint, lint->merge_base, path);
    g_ptr_array_add(lint->gone, gone);
}

static void judge_all(Lint *lint) {
    for (guint i = 0; i < lint->changes->len; i++) {
        const GitChange *change = lint->changes->pdata[i];
        const char *path = below_folder(lint, change->path);
        const char *old = change->old_path ? below_folder(lint, change->old_path) : NULL;
        LintMigration *migration =
            path && change->kind != GIT_CHANGE_DELETED ? migration_at_path(lint, path) : NULL;
        if (migration)
            judge(lint, migration, change);
        if (change->kind == GIT_CHANGE_DELETED && path)
            add_gone(lint, path);
        else if (old)
            add_gone(lint, old);
    }
}

static bool same_name(const LintMigration *migration, const LintGone *gone) {
    return gone->name && *gone->name && strcmp(migration->name, gone->name) == 0;
}

/* git pairs files that look alike, which migrations often do; here a rename is the same text, or
 * the same name or version, so that a deleted migration is not taken for a renamed one. */
static LintMigration *find_successor(const Lint *lint, const LintGone *gone, bool by_text) {
    for (guint i = 0; i < lint->migrations->len; i++) {
        LintMigration *migration = lint->migrations->pdata[i];
        bool same = by_text ? same_text(migration->migration->text, gone->text)
                            : same_name(migration, gone) ||
                                  version_compare(migration->version, gone->version) == 0;
        if (migration->state == STATE_NEW && same)
            return migration;
    }
    return NULL;
}

static void pair_renamed(Lint *lint, bool by_text) {
    for (guint g = 0; g < lint->gone->len; g++) {
        LintGone *gone = lint->gone->pdata[g];
        if (!gone->renamed)
            gone->renamed = find_successor(lint, gone, by_text);
        if (gone->renamed)
            gone->renamed->state = STATE_RENAMED;
    }
}

static bool was_at_merge_base(const Lint *lint, const char *path) {
    for (guint i = 0; i < lint->gone->len; i++) {
        const LintGone *gone = lint->gone->pdata[i];
        if (strcmp(gone->path, path) == 0)
            return true;
    }
    for (guint i = 0; i < lint->changes->len; i++) {
        const GitChange *change = lint->changes->pdata[i];
        const char *now = below_folder(lint, change->path);
        if (now && strcmp(now, path) == 0)
            return change->kind == GIT_CHANGE_MODIFIED || change->kind == GIT_CHANGE_DELETED;
    }
    return migration_at_path(lint, path);
}

static void note_newest(Lint *lint, const char *label) {
    g_autofree char *version = g_strndup(label, version_length(label));
    g_autofree char *newest =
        lint->newest ? g_strndup(lint->newest, version_length(lint->newest)) : NULL;
    if (newest && version_compare(version, newest) <= 0)
        return;
    g_free(lint->newest);
    lint->newest = g_strdup(label);
}

static void read_base(Lint *lint) {
    for (guint i = 0; i < lint->gone->len; i++)
        note_newest(lint, ((LintGone *)lint->gone->pdata[i])->label);
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        if (migration->state <= STATE_REPLACES)
            note_newest(lint, migration->label);
    }
    for (guint i = 0; lint->base_history && i < history_count(lint->base_history); i++) {
        const Migration *there = history_at(lint->base_history, i);
        note_newest(lint, there->label);
        if (was_at_merge_base(lint, there->below) || migration_at_path(lint, there->below))
            continue;
        LintMigration *migration = lint_migration_new(there);
        lint_read(migration);
        g_ptr_array_add(lint->gained, migration);
    }
}

/* --- facts of what is new */

static bool is_made(const Lint *lint, const GPtrArray *made, const Fact *fact) {
    for (guint i = 0; i < made->len; i++)
        if (lint_same_object(lint, made->pdata[i], fact))
            return true;
    return false;
}

void lint_collect_facts(Lint *lint,
                        const Measured *(*measured)(const LintMigration *migration,
                                                    const Statement *statement, void *data),
                        void *data) {
    g_autoptr(GPtrArray) made = g_ptr_array_new();
    for (guint i = 0; i < lint->migrations->len; i++) {
        LintMigration *migration = lint->migrations->pdata[i];
        if (!migration->due)
            continue;
        lint_read(migration);
        if (lint->due_alone)
            g_ptr_array_set_size(made, 0);
        for (guint f = 0; migration->facts && f < migration->facts->len; f++) {
            const Fact *fact = migration->facts->pdata[f];
            const Statement *statement =
                &g_array_index(migration->statements, Statement,
                               g_array_index(migration->fact_statements, guint, f));
            LintFact *found = g_new(LintFact, 1);
            *found = (LintFact){migration, fact, is_made(lint, made, fact),
                                measured ? measured(migration, statement, data) : NULL};
            g_ptr_array_add(lint->facts, found);
            if (fact->kind == FACT_CREATES)
                g_ptr_array_add(made, (gpointer)fact);
        }
    }
}

/* Where there is no base at all, what the newest commit and the work tree brought. */
static bool is_latest(const GPtrArray *changes, const Lint *lint, const LintMigration *migration) {
    for (guint i = 0; changes && i < changes->len; i++) {
        const GitChange *change = changes->pdata[i];
        const char *path = below_folder(lint, change->path);
        if (path && change->kind == GIT_CHANGE_ADDED &&
            strcmp(path, migration->migration->below) == 0)
            return true;
    }
    return false;
}

static GPtrArray *read_latest(const Lint *lint) {
    if (lint->shape != SHAPE_NO_BASE || !lint->prefix)
        return NULL;
    g_autofree char *parent = git_resolve(lint->repo, "HEAD^", NULL);
    return parent ? git_changed(lint->repo, parent, lint->prefix, NULL) : NULL;
}

/* Which migrations are looked at for what they do. Where a base ought to be known and is not, each
 * is looked at as if it alone were new. */
static void mark_due(Lint *lint, const char *since) {
    g_autoptr(GPtrArray) latest = since ? NULL : read_latest(lint);
    lint->due_alone = !since && (lint->shape == SHAPE_NO_BASE_OF_REMOTE ||
                                 lint->shape == SHAPE_NO_BASE_UNTRUSTED);
    for (guint i = 0; i < lint->migrations->len; i++) {
        LintMigration *migration = lint->migrations->pdata[i];
        migration->due = since ? version_compare(migration->version, since) > 0
                               : lint->due_alone || migration->state == STATE_NEW ||
                                     is_latest(latest, lint, migration);
    }
}

static void mark_written(Lint *lint) {
    for (guint i = 0; lint->input->written && i < lint->migrations->len; i++) {
        LintMigration *migration = lint->migrations->pdata[i];
        if (!g_strv_contains(lint->input->written, migration->file))
            continue;
        lint_read(migration);
        migration->state = STATE_NEW;
    }
}

static bool hold_against_base(Lint *lint, GError **error) {
    if (!open_repository(lint) || !lint_check_place(lint))
        return true;
    if (!find_tip(lint, error))
        return false;
    if (!lint->tip || !find_merge_base(lint) || !lint_check_links(lint) || !read_changes(lint))
        return true;
    judge_all(lint);
    lint_take_replaced(lint);
    pair_renamed(lint, true);
    pair_renamed(lint, false);
    read_base(lint);
    return true;
}

/* --- the history's faults */

static Finding *duplicate_at(const Lint *lint, const char *file) {
    for (guint i = 0; i < lint->faults->len; i++) {
        Finding *finding = lint->faults->pdata[i];
        if (strcmp(finding->code, "duplicate-version") == 0 && strcmp(finding->file, file) == 0)
            return finding;
    }
    return NULL;
}

/* Of two migrations with one version, the one that is not merged is to blame, else the later
 * one. A new one can still get another version, so that it is an error. */
static void blame_new(Lint *lint) {
    for (guint i = 1; i < lint->migrations->len; i++) {
        const LintMigration *one = lint->migrations->pdata[i - 1],
                            *two = lint->migrations->pdata[i];
        Finding *finding = duplicate_at(lint, two->file);
        bool first = one->state == STATE_NEW && two->state != STATE_NEW;
        if (!finding || (!first && two->state != STATE_NEW))
            continue;
        g_free(finding->file);
        g_free(finding->fix);
        finding->file = g_strdup(first ? one->file : two->file);
        finding->fix = g_strdup("migrate rebase");
        finding->severity = SEVERITY_ERROR;
    }
}

void lint_find_home(Lint *lint) {
    char *home = pg_first_of_path(lint->input->path);
    lint->home = home ? home : g_strdup("public");
}

bool lint_gather(Lint *lint, GError **error) {
    lint_find_home(lint);
    lint->gone = g_ptr_array_new_with_free_func(gone_free);
    lint->gained = g_ptr_array_new_with_free_func(lint_migration_free);
    lint->facts = g_ptr_array_new_with_free_func(g_free);
    lint->faults = findings_new();
    lint->folder = folder_read(lint->input->migrations, error);
    lint->history = lint->folder ? history_build(lint->folder, lint->faults, error) : NULL;
    if (!lint->history)
        return false;
    collect_migrations(lint);
    if (!hold_against_base(lint, error))
        return false;
    mark_written(lint);
    const Migration *since =
        lint->input->since ? history_find(lint->history, lint->input->since) : NULL;
    if (lint->input->since && !since) {
        g_set_error(error, LINT_ERROR, FAIL_USAGE,
                    "%s has no migration \"%s\"; `migrate status` lists them",
                    lint->input->migrations, lint->input->since);
        return false;
    }
    mark_due(lint, since ? since->version : NULL);
    lint_collect_facts(lint, NULL, NULL);
    blame_new(lint);
    return true;
}
