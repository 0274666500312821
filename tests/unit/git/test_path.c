#include "git/repo.h"
#include "support/gitbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A project in db; on the branch `moved` it is in `other`, behind a link. */
#define MOVED                                                                                      \
    "rm -rf r; git init -q --object-format=%s r; cd r; put db/migrations/1 one; commit; "          \
    "git checkout -qb moved; git mv db other; ln -s other db; ln -s other new; commit"

static const char *const formats[] = {"sha1", "sha256"};

static void go_to(const char *name) {
    g_autofree char *path = gitbox_path(name);
    assert_int_equal(chdir(path), 0);
    g_setenv("PWD", path, TRUE);
}

static void assert_link(const GitRepo *repo, const char *path, const char *expected) {
    g_autofree char *link = git_link_towards(repo, path);
    if (g_strcmp0(link, expected) != 0)
        fail_msg("%s: %s", path, link ? link : "no link");
}

static void links_below_the_top_are_named_and_those_above_are_not(void **state) {
    (void)state;
    gitbox_run("git init -q r; cd r; mkdir -p a/b other/deep; ln -s ../other a/link; "
               "ln -s deep other/further; ln -s /nonexistent broken; cd ..; ln -s r above; "
               "ln -s r/a within");
    g_autoptr(GitRepo) repo = gitbox_open("r");
    go_to("r");
    assert_link(repo, ".", NULL);
    assert_link(repo, "a/b/missing", NULL);
    assert_link(repo, "a/link", "a/link");
    assert_link(repo, "a/link/further", "a/link");
    assert_link(repo, "other/further", "other/further");
    assert_link(repo, "a/b/../link", "a/link");
    assert_link(repo, "broken", "broken");
    go_to("r/a/link");
    assert_link(repo, ".", "a/link");
    assert_link(repo, "../a/b", "a/link");
    go_to("above/a");
    assert_link(repo, "b", NULL);
    assert_link(repo, "link", "a/link");
    go_to("within");
    assert_link(repo, ".", NULL);
    go_to("");
}

static void a_link_in_the_place_of_a_folder_is_found(void **state) {
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *script = g_strdup_printf(MOVED, formats[i]), *link = NULL, *none = NULL;
        gitbox_run(script);
        g_autoptr(GitRepo) repo = gitbox_open("r");
        g_autofree char *since = git_resolve(repo, "main", NULL), *head = git_head(repo, NULL),
                        *project = gitbox_path("r/other/migrations"), *top = gitbox_path("r");
        assert_true(git_link_instead(repo, since, head, project, &link, NULL));
        assert_string_equal(link, "db");
        assert_true(git_link_instead(repo, since, head, top, &none, NULL));
        assert_null(none);
        assert_true(git_link_instead(repo, head, head, project, &none, NULL));
        assert_null(none);
    }
}

static void a_link_is_the_same_when_it_leads_to_the_same(void **state) {
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *script = g_strdup_printf(MOVED, formats[i]);
        gitbox_run(script);
        g_autoptr(GitRepo) repo = gitbox_open("r");
        g_autofree char *since = git_resolve(repo, "main", NULL), *head = git_head(repo, NULL);
        assert_true(git_same_link(repo, head, "db"));
        assert_false(git_same_link(repo, since, "db"));
        assert_true(git_same_link(repo, since, "new"));
        gitbox_run("cd r; ln -sfn db new");
        assert_false(git_same_link(repo, head, "new"));
    }
}

static void a_repository_around_another_is_seen(void **state) {
    (void)state;
    gitbox_run("git init -q r; git init -q r/inner; git init -q beside; ln -s ../beside r/way");
    g_autoptr(GitRepo) outer = gitbox_open("r"), inner = gitbox_open("r/inner"),
                       beside = gitbox_open("beside");
    g_autofree char *top = gitbox_path("r"), *in = gitbox_path("r/inner"),
                    *way = gitbox_path("r/way"), *straight = gitbox_path("beside");
    g_autofree char *around = git_outer(inner, in), *behind = git_outer(beside, way);
    assert_string_equal(around, top);
    assert_string_equal(behind, top);
    assert_null(git_outer(outer, top));
    assert_null(git_outer(beside, straight));
}

#define PATHS(name) cmocka_unit_test_setup_teardown(name, gitbox_setup, gitbox_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        PATHS(links_below_the_top_are_named_and_those_above_are_not),
        PATHS(a_link_in_the_place_of_a_folder_is_found),
        PATHS(a_link_is_the_same_when_it_leads_to_the_same),
        PATHS(a_repository_around_another_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
