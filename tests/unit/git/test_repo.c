#include "git/repo.h"
#include "support/gitbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_revision_that_names_nothing_is_the_users_mistake(void **state) {
    (void)state;
    static const char *const wrong[] = {"nope",
                                        "",
                                        "-q",
                                        "--all",
                                        "HEAD:schema/a.sql",
                                        ":/first",
                                        "HEAD^{/first}",
                                        "main@",
                                        "HEAD^{tree}",
                                        "0000000000000000000000000000000000000000",
                                        "a b",
                                        "$(touch x)"};
    gitbox_run(GITBOX_ORDINARY);
    g_autoptr(GitRepo) repo = gitbox_open("r");
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *id = git_resolve(repo, wrong[i], &error);
        if (id)
            fail_msg("\"%s\" names %s", wrong[i], id);
        assert_int_equal(error->code, FAIL_USAGE);
    }
}

static void tags_abbreviations_and_odd_branch_names_are_revisions(void **state) {
    (void)state;
    static const char *const same[] = {"v1",   "light",           "feature/a@2", "HEAD",
                                       "main", "refs/heads/main", "HEAD^0"};
    gitbox_run(GITBOX_ORDINARY "git tag -am tag v1; git tag light; git branch feature/a@2");
    g_autofree char *head = gitbox_ask("cd r; git rev-parse HEAD");
    g_autofree char *brief = g_strndup(head, 10);
    g_autoptr(GitRepo) repo = gitbox_open("r");
    for (gsize i = 0; i < G_N_ELEMENTS(same); i++) {
        g_autofree char *id = git_resolve(repo, same[i], NULL);
        assert_non_null(id);
        assert_string_equal(id, head);
    }
    g_autofree char *id = git_resolve(repo, brief, NULL);
    assert_string_equal(id, head);
}

/* A tag's commit is another than that of the branch, one's own or a remote's, of the same name. */
static void a_branch_outweighs_a_tag_of_the_same_name(void **state) {
    (void)state;
    static const char *const formats[] = {"sha1", "sha256"};
    static const char *const branches[][2] = {{"main", "main"},
                                              {"main~1", "main~1"},
                                              {"main@{0}", "main"},
                                              {"origin/main", "main"},
                                              {"origin/main^", "main^"}};
    for (gsize f = 0; f < G_N_ELEMENTS(formats); f++) {
        g_autofree char *script = g_strdup_printf(
            "rm -rf r; git init -q --object-format=%s r; cd r; put a a; commit; put b b; commit; "
            "git update-ref refs/remotes/origin/main HEAD; git checkout -qb side; put c c; commit; "
            "put d d; commit; git tag main; git tag origin/main",
            formats[f]);
        gitbox_run(script);
        g_autoptr(GitRepo) repo = gitbox_open("r");
        for (gsize i = 0; i < G_N_ELEMENTS(branches); i++) {
            g_autofree char *ask =
                g_strdup_printf("cd r; git rev-parse refs/heads/%s", branches[i][1]);
            g_autofree char *expected = gitbox_ask(ask);
            g_autofree char *id = git_resolve(repo, branches[i][0], NULL);
            if (g_strcmp0(id, expected) != 0)
                fail_msg("%s, %s: %s", formats[f], branches[i][0], id);
        }
        g_autofree char *tag = git_resolve(repo, "refs/tags/main", NULL),
                        *side = git_resolve(repo, "side", NULL);
        assert_string_equal(tag, side);
    }
}

static void paths_become_relative_to_the_top_through_links(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    gitbox_run(GITBOX_ORDINARY "cd ..; ln -s r/schema link");
    g_autoptr(GitRepo) repo = gitbox_open("link");
    g_autofree char *link = gitbox_path("link/a.sql"), *top = gitbox_path("r"),
                    *new = gitbox_path("r/new/x.sql");
    g_autofree char *a = git_relative(repo, link, NULL), *b = git_relative(repo, top, NULL),
                    *c = git_relative(repo, new, NULL);
    assert_string_equal(a, "schema/a.sql");
    assert_string_equal(b, "");
    assert_string_equal(c, "new/x.sql");
    assert_null(git_relative(repo, "/etc", &error));
    assert_int_equal(error->code, FAIL_USAGE);
}

#define SHAPE(name) cmocka_unit_test_setup_teardown(name, gitbox_setup, gitbox_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        SHAPE(a_revision_that_names_nothing_is_the_users_mistake),
        SHAPE(tags_abbreviations_and_odd_branch_names_are_revisions),
        SHAPE(a_branch_outweighs_a_tag_of_the_same_name),
        SHAPE(paths_become_relative_to_the_top_through_links),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
