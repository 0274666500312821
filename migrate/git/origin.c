/* Which commit added a file: from the checked-out one backwards, the first that has it and none of
 * whose parents has. */
#include "git/handle.h"

#include "git/fallback.h"
#include "git/program.h"
#include "git/shape.h"

#include <string.h>

typedef struct {
    git_repository *handle;
    const char *folder;
    bool shallow;
    GHashTable *wanted;  /* paths whose commit is not found yet */
    GHashTable *origins; /* the result */
} OriginWalk;

static void origin_free(gpointer data) {
    GitOrigin *origin = data;
    g_free(origin->commit);
    g_free(origin->author);
    g_free(origin->subject);
    g_free(origin);
}

static GHashTable *origins_new(void) {
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, origin_free);
}

/* The folder in a commit's tree; NULL when it is not there. */
static git_tree *folder_of(const OriginWalk *walk, git_commit *commit) {
    git_tree *tree = NULL, *below = NULL;
    git_tree_entry *entry = NULL;
    if (git_commit_tree(&tree, commit) != 0 || !*walk->folder)
        return tree;
    if (git_tree_entry_bypath(&entry, tree, walk->folder) == 0)
        git_tree_lookup(&below, walk->handle, git_tree_entry_id(entry));
    git_tree_entry_free(entry);
    git_tree_free(tree);
    return below;
}

static int want(const char *root, const git_tree_entry *entry, void *data) {
    OriginWalk *walk = data;
    if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
        g_hash_table_add(walk->wanted, g_strconcat(root, git_tree_entry_name(entry), NULL));
    return 0;
}

static GitOrigin *origin_new(const git_commit *commit) {
    char id[GIT_OID_HEXSZ + 1];
    const git_signature *author = git_commit_author(commit);
    const char *subject = git_commit_summary((git_commit *)commit);
    GitOrigin *origin = g_new0(GitOrigin, 1);
    origin->commit = g_strdup(git_oid_tostr(id, sizeof id, git_commit_id(commit)));
    origin->author = g_strdup_printf("%s <%s>", author->name, author->email);
    origin->subject = g_strdup(subject ? subject : "");
    origin->when = author->when.time;
    return origin;
}

static bool has_file(git_tree *tree, const char *path) {
    git_tree_entry *entry = NULL;
    bool found = tree && git_tree_entry_bypath(&entry, tree, path) == 0;
    git_tree_entry_free(entry);
    return found;
}

/* Takes the wanted files that `tree` has and none of `parents` (git_tree*) has for the commit's. */
static void claim(OriginWalk *walk, const git_commit *commit, git_tree *tree,
                  const GPtrArray *parents) {
    GHashTableIter iter;
    gpointer path;
    g_hash_table_iter_init(&iter, walk->wanted);
    while (g_hash_table_iter_next(&iter, &path, NULL)) {
        bool is_new = has_file(tree, path);
        for (guint i = 0; is_new && i < parents->len; i++)
            is_new = !has_file(parents->pdata[i], path);
        if (!is_new)
            continue;
        g_hash_table_insert(walk->origins, g_strdup(path), origin_new(commit));
        g_hash_table_iter_remove(&iter);
    }
}

/* Whether a parent has the same folder, so that the commit did nothing there. */
static bool is_same_folder(git_tree *tree, const GPtrArray *parents) {
    for (guint i = 0; i < parents->len; i++)
        if (parents->pdata[i] && git_oid_equal(git_tree_id(tree), git_tree_id(parents->pdata[i])))
            return true;
    return false;
}

static void free_tree(gpointer tree) {
    git_tree_free(tree);
}

/* Where a shallow clone begins, everything looks new. */
static bool read_parents(const OriginWalk *walk, const git_commit *commit, GPtrArray *parents) {
    guint count = git_commit_parentcount(commit);
    for (guint i = 0; i < count; i++) {
        git_commit *parent = NULL;
        if (git_commit_parent(&parent, commit, i) != 0)
            return false;
        g_ptr_array_add(parents, folder_of(walk, parent));
        git_commit_free(parent);
    }
    return count > 0 || !walk->shallow;
}

static void visit(OriginWalk *walk, git_commit *commit) {
    git_tree *tree = folder_of(walk, commit);
    g_autoptr(GPtrArray) parents = g_ptr_array_new_with_free_func(free_tree);
    if (tree && read_parents(walk, commit, parents) && !is_same_folder(tree, parents))
        claim(walk, commit, tree, parents);
    git_tree_free(tree);
}

static void walk_back(OriginWalk *walk, git_revwalk *revisions) {
    git_oid id;
    while (g_hash_table_size(walk->wanted) > 0 && git_revwalk_next(&id, revisions) == 0) {
        git_commit *commit = NULL;
        if (git_commit_lookup(&commit, walk->handle, &id) == 0)
            visit(walk, commit);
        git_commit_free(commit);
    }
}

/* The files of the folder at the head are what is wanted. */
static bool want_all(OriginWalk *walk) {
    git_object *head = NULL;
    if (git_revparse_single(&head, walk->handle, "HEAD^{commit}") != 0)
        return false;
    git_tree *tree = folder_of(walk, (git_commit *)head);
    if (tree)
        git_tree_walk(tree, GIT_TREEWALK_PRE, want, walk);
    git_tree_free(tree);
    git_object_free(head);
    return true;
}

static bool find_by_handle(OriginWalk *walk) {
    git_revwalk *revisions = NULL;
    bool done = want_all(walk) && git_revwalk_new(&revisions, walk->handle) == 0 &&
                git_revwalk_sorting(revisions, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME) == 0 &&
                git_revwalk_push_head(revisions) == 0;
    if (done)
        walk_back(walk, revisions);
    git_revwalk_free(revisions);
    return done;
}

/* --- the same by the git program */

/* "\1id\37time\37author\37subject" begins a commit. */
static GitOrigin *origin_read(const char *record) {
    g_auto(GStrv) parts = g_strsplit(record + 1, "\37", 4);
    if (g_strv_length(parts) != 4)
        return NULL;
    GitOrigin *origin = g_new0(GitOrigin, 1);
    origin->commit = g_strdup(parts[0]);
    origin->when = g_ascii_strtoll(parts[1], NULL, 10);
    origin->author = g_strdup(parts[2]);
    origin->subject = g_strdup(parts[3]);
    return origin;
}

static void read_log(const GString *log, const char *folder, GHashTable *origins) {
    const char *end = log->str + log->len, *commit = NULL;
    for (const char *at = log->str; at < end; at += strlen(at) + 1) {
        const char *record = at + strspn(at, "\n");
        if (*record == '\1') {
            commit = record;
            continue;
        }
        const char *path = *record ? git_path_below(record, folder) : NULL;
        GitOrigin *origin =
            path && commit && !g_hash_table_contains(origins, path) ? origin_read(commit) : NULL;
        if (origin)
            g_hash_table_insert(origins, g_strdup(path), origin);
    }
}

static GHashTable *find_by_program(const char *top, const char *folder, GError **error) {
    g_auto(Answer) answer = {0};
    /* Where a shallow clone begins, everything looks new. */
    const char *least = fallback_is_shallow(top) ? "--min-parents=1" : "--min-parents=0";
    if (!program_ask(top, &answer, error, "log", "-z", "--topo-order", "--no-renames", least,
                     "--name-only", "--diff-filter=A", "--format=%x01%H%x1f%at%x1f%an <%ae>%x1f%s",
                     "--end-of-options", "HEAD", "--", *folder ? folder : ".", NULL))
        return NULL;
    GHashTable *origins = origins_new();
    read_log(answer.out, folder, origins);
    if (answer.status == 0)
        return origins;
    answer_refuse(top, &answer, error);
    g_hash_table_unref(origins);
    return NULL;
}

GHashTable *git_origins(GitRepo *repo, const char *folder, GError **error) {
    if (repo->unborn)
        return origins_new();
    g_autoptr(GHashTable) wanted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) origins = origins_new();
    OriginWalk walk = {repo->handle, folder, repo->shallow, wanted, origins};
    if (repo->handle && find_by_handle(&walk))
        return g_steal_pointer(&origins);
    return find_by_program(repo->top, folder, error);
}

char *git_person(const GitRepo *repo) {
    git_signature *signature = NULL;
    if (!repo->handle || git_signature_default(&signature, repo->handle) != 0)
        return NULL;
    char *person = g_strdup_printf("%s <%s>", signature->name, signature->email);
    git_signature_free(signature);
    return person;
}
