#include "compare/merged.h"

#include "base/paths.h"
#include "git/merge.h"
#include <string.h>

/* The merge on its way through the check. */
typedef struct {
    Sync *merged;
    const Sync *alone; /* the work tree by itself */
    Project *project;
    const LintBase *base;
    const DraftOptions *options;
    Findings *findings;
    GitRepo *repo;
    char **paths;   /* of the schema */
    char **folders; /* of the migrations, then those of the schema, from the top */
} Merging;

static void merging_clear(Merging *merging) {
    git_close(merging->repo);
    g_strfreev(merging->paths);
    g_strfreev(merging->folders);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Merging, merging_clear)

static char *merge_command(const Merging *merging, const char *then) {
    g_autofree char *base = g_shell_quote(merging->base->base);
    return g_strdup_printf("git merge %s%s%s", base,
                           then ? ", then " : ", and repair what is broken", then ? then : "");
}

static void tell_unchecked(const Merging *merging, const GError *why) {
    Finding *finding = findings_add(merging->findings, "merge-unchecked", SEVERITY_WARNING,
                                    "what the merge with %s would make of this branch was not "
                                    "checked",
                                    merging->base->base);
    finding->why = g_strdup(why->message);
    finding->fix = merge_command(merging, "check the result");
}

static void tell_conflicts(const Merging *merging, const GitMerge *merge) {
    const char *first = merge->conflicts->pdata[0];
    Finding *finding =
        findings_add(merging->findings, "merge-conflict", SEVERITY_NOTE,
                     "git cannot merge this branch with %s by itself: %s%s conflicts",
                     merging->base->base, first, merge->conflicts->len > 1 ? ", and more," : "");
    finding->why = g_strdup("so what the merge will hold is not known yet, and was not checked");
    finding->fix = merge_command(merging, "check the result");
}

/* Where a finding of the merge is: a file that the merge made of two has other lines than the one
 * that is here. */
static void place(const Merging *merging, Finding *finding) {
    GBytes *here = finding->file ? sync_text(merging->alone, finding->file) : NULL;
    GBytes *there = finding->file ? sync_text(merging->merged, finding->file) : NULL;
    if (!here || !there || g_bytes_equal(here, there))
        return;
    char *message =
        g_strdup_printf("%s (line %u of the merged file)", finding->message, finding->line);
    g_free(finding->message);
    finding->message = message;
    finding->line = finding->end_line = finding->column = finding->end_column = 0;
}

/* Takes over what was found in the merge, under its own code. */
static void adopt(const Merging *merging, Findings *found, const char *base_alone) {
    for (guint i = 0; i < found->len; i++) {
        Finding *finding = found->pdata[i];
        place(merging, finding);
        char *message =
            g_strdup_printf("merged with %s, %s%s", merging->base->base,
                            strcmp(finding->code, "migration-fails") == 0 ? "a migration fails: "
                            : strcmp(finding->code, "schema-fails") == 0  ? "the schema fails: "
                                                                          : "",
                            finding->message);
        char *fix = merge_command(merging, finding->fix);
        g_free(finding->message);
        g_free(finding->fix);
        finding->code = "merge-broken";
        finding->message = message;
        finding->fix = fix;
        if (base_alone && !finding->why)
            finding->why = g_strdup(base_alone);
        if (merging->merged->missing_sql)
            finding->sql = g_strdup(merging->merged->missing_sql);
    }
    g_ptr_array_extend_and_steal(merging->findings, g_ptr_array_ref(found));
}

/* The files of one side's folders: those of the migrations, then those of the schema's paths. */
typedef GPtrArray *(*FilesOf)(const void *side, const Merging *merging, const char *folder,
                              GError **error);

static GPtrArray *merged_files(const void *side, const Merging *merging, const char *folder,
                               GError **error) {
    (void)merging;
    (void)error;
    return git_merge_files(side, folder);
}

static GPtrArray *base_files(const void *side, const Merging *merging, const char *folder,
                             GError **error) {
    (void)side;
    return git_files(merging->repo, merging->base->tip, folder, error);
}

static bool open_schema(const Merging *merging, Comparison *pair, FilesOf files_of,
                        const void *side, GError **error) {
    const SourceNames *names = &merging->project->names;
    for (guint i = 0; merging->paths[i]; i++) {
        g_autoptr(GPtrArray) files = files_of(side, merging, merging->folders[i + 1], error);
        if (!files)
            return false;
        if (i == 0)
            pair->to = source_from_files(SOURCE_SCHEMA, merging->paths[i], files, names, error);
        if (!pair->to ||
            (i > 0 && !source_add_files(pair->to, merging->paths[i], files, names, error)))
            return false;
    }
    return pair->to;
}

static bool open_pair(const Merging *merging, Comparison *pair, FilesOf files_of, const void *side,
                      GError **error) {
    const SourceNames *names = &merging->project->names;
    g_autoptr(GPtrArray) migrations = files_of(side, merging, merging->folders[0], error);
    pair->from = migrations ? source_from_files(SOURCE_MIGRATIONS, names->migrations, migrations,
                                                names, error)
                            : NULL;
    if (pair->from && !merging->paths[0])
        pair->to =
            source_from_files(SOURCE_MIGRATIONS, names->migrations, migrations, names, error);
    return pair->from && (pair->to || open_schema(merging, pair, files_of, side, error));
}

/* Whether the base is broken by itself, so that this branch is not to blame; a sentence that says
 * so, or NULL. Caller frees. */
static char *judge_base(const Merging *merging) {
    g_auto(Sync) pair = {0};
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GError) why = NULL;
    bool broken = !open_pair(merging, &pair.sides, base_files, NULL, &why);
    if (broken && (!why || why->domain == GIT_ERROR))
        return NULL;
    if (!broken && !sync_check(&pair, merging->project, merging->options, findings, NULL))
        return NULL;
    return broken || findings->len > 0
               ? g_strdup_printf("%s is broken without this branch, too", merging->base->base)
               : NULL;
}

static bool compare_merge(const Merging *merging, const GitMerge *merge, GError **error) {
    g_autoptr(GPtrArray) found = findings_new();
    g_autoptr(GError) why = NULL;
    if (!open_pair(merging, &merging->merged->sides, merged_files, merge, &why)) {
        /* What the rules have named already is not said again. */
        if (findings_count(merging->findings, SEVERITY_ERROR) > 0)
            return true;
        findings_add(found, "merge-broken", SEVERITY_ERROR, "%s", why->message);
    } else if (!sync_check(merging->merged, merging->project, merging->options, found, error))
        return false;
    g_autofree char *base_alone = found->len > 0 ? judge_base(merging) : NULL;
    adopt(merging, found, base_alone);
    return true;
}

static bool find_folders(Merging *merging, const LintInput *input, GError **error) {
    g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);
    merging->paths = paths_split(input->schema);
    merging->repo = git_open(input->root, error);
    for (guint i = 0; merging->repo && (i == 0 || merging->paths[i - 1]); i++) {
        char *folder =
            git_relative(merging->repo, i ? merging->paths[i - 1] : input->migrations, error);
        if (!folder)
            return false;
        g_ptr_array_add(folders, folder);
    }
    g_ptr_array_add(folders, NULL);
    merging->folders = (char **)g_ptr_array_free(g_steal_pointer(&folders), FALSE);
    return merging->repo;
}

bool merged_check(Sync *merged, const Sync *alone, Project *project, const LintInput *input,
                  const LintBase *base, const DraftOptions *options, Findings *findings,
                  GError **error) {
    g_auto(Merging) merging = {.merged = merged,
                               .alone = alone,
                               .project = project,
                               .base = base,
                               .options = options,
                               .findings = findings};
    g_autoptr(GError) why = NULL;
    g_autoptr(GitMerge) merge = NULL;
    if (!base->tip || strcmp(base->tip, base->merge_base) == 0)
        return true;
    if (find_folders(&merging, input, &why))
        merge = git_merge_with(merging.repo, base->merge_base, base->tip,
                               (const char *const *)merging.folders, base->changes, &why);
    if (why)
        tell_unchecked(&merging, why);
    else if (merge && merge->conflicts->len > 0)
        tell_conflicts(&merging, merge);
    else if (merge)
        return compare_merge(&merging, merge, error);
    return true;
}
