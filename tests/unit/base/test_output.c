#include "base/error.h"
#include "base/file.h"
#include "base/output.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

/* The tests work in a folder of their own. */
static char *top, *before;

static int setup(void **state) {
    (void)state;
    before = g_get_current_dir();
    top = g_dir_make_tmp("migrate-output-XXXXXX", NULL);
    return top ? chdir(top) : -1;
}

static int teardown(void **state) {
    (void)state;
    bool done = chdir(before) == 0 && file_remove_tree(top, NULL);
    g_free(before);
    g_free(top);
    return done ? 0 : -1;
}

static void put(const char *path, OutputMode mode, const char *text) {
    g_autoptr(GError) error = NULL;
    if (!output_write(path, text, strlen(text), mode, NULL, &error))
        fail_msg("%s", error->message);
}

static void assert_content(const char *path, const char *expected) {
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, expected);
}

static mode_t type_of(const char *path) {
    struct stat status;
    assert_int_equal(lstat(path, &status), 0);
    return status.st_mode & S_IFMT;
}

static void a_file_is_replaced_where_the_links_end(void **state) {
    (void)state;
    put("file", OUTPUT_REPLACE, "old");
    assert_int_equal(chmod("file", 0600), 0);
    assert_int_equal(symlink("file", "link"), 0);
    assert_int_equal(symlink("link", "chain"), 0);
    put("chain", OUTPUT_REPLACE, "new");
    assert_content("file", "new");
    struct stat status;
    assert_int_equal(stat("file", &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(type_of("link"), S_IFLNK);
    assert_int_equal(type_of("chain"), S_IFLNK);
}

static void a_link_to_nothing_makes_what_it_names(void **state) {
    (void)state;
    assert_int_equal(mkdir("folder", 0755), 0);
    assert_int_equal(symlink("folder/made", "promise"), 0);
    put("promise", OUTPUT_REPLACE, "text");
    assert_content("folder/made", "text");
    assert_int_equal(type_of("promise"), S_IFLNK);
}

static void appending_keeps_what_is_there(void **state) {
    (void)state;
    put("outputs", OUTPUT_APPEND, "a=1\n");
    put("outputs", OUTPUT_APPEND, "b=2\n");
    assert_content("outputs", "a=1\nb=2\n");
}

static void a_device_stays_one(void **state) {
    (void)state;
    assert_int_equal(symlink("/dev/null", "null"), 0);
    put("null", OUTPUT_REPLACE, "text");
    assert_int_equal(type_of("null"), S_IFLNK);
    assert_int_equal(type_of("/dev/null"), S_IFCHR);
    /* As root, one that nobody else misses. */
    if (mknod("device", S_IFCHR | 0666, 1 << 8 | 3) == 0) {
        put("device", OUTPUT_REPLACE, "text");
        assert_int_equal(type_of("device"), S_IFCHR);
    }
}

static void a_pipe_is_written_into(void **state) {
    (void)state;
    char text[8] = "";
    assert_int_equal(mkfifo("pipe", 0600), 0);
    int end = open("pipe", O_RDONLY | O_NONBLOCK);
    put("pipe", OUTPUT_REPLACE, "text");
    assert_int_equal(read(end, text, sizeof text), 4);
    close(end);
    assert_string_equal(text, "text");
    assert_int_equal(type_of("pipe"), S_IFIFO);
}

static void a_socket_is_written_into(void **state) {
    (void)state;
    char text[8] = "";
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    int listening = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(listening, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listening, 1), 0);
    char *path = g_build_filename(top, "socket", NULL);
    put(path, OUTPUT_REPLACE, "text");
    g_free(path);
    int end = accept(listening, NULL, NULL);
    assert_int_equal(read(end, text, sizeof text), 4);
    close(end);
    close(listening);
    assert_string_equal(text, "text");
    assert_int_equal(type_of("socket"), S_IFSOCK);
}

static void a_stream_of_the_process_goes_on_where_it_is(void **state) {
    (void)state;
    FILE *file = fopen("stream", "w+");
    g_autofree char *path = g_strdup_printf("/dev/fd/%d", fileno(file));
    fputs("before ", file);
    put(path, OUTPUT_REPLACE, "text");
    fputs(" after", file);
    fclose(file);
    assert_content("stream", "before text after");
}

static void assert_refused(const char *path, const char *untrusted, const char *part) {
    g_autoptr(GError) error = NULL;
    assert_false(output_write(path, "x", 1, OUTPUT_REPLACE, untrusted, &error));
    assert_non_null(error);
    if (strstr(error->message, part) == NULL)
        fail_msg("'%s' does not say '%s'", error->message, part);
}

static void a_folder_and_a_circle_are_refused(void **state) {
    (void)state;
    assert_int_equal(symlink("circle", "circle"), 0);
    assert_refused("circle", NULL, "symbolic links");
    assert_refused(top, NULL, "is a folder");
    assert_refused("missing/file", NULL, "cannot write missing/file");
}

static void links_of_an_untrusted_tree_lead_nowhere(void **state) {
    (void)state;
    g_autofree char *outside = g_dir_make_tmp("migrate-outside-XXXXXX", NULL);
    g_autofree char *victim = g_build_filename(outside, "victim", NULL);
    g_autofree char *way = g_build_filename(outside, "way", NULL);
    g_autofree char *by_way = g_build_filename(way, "report", NULL);
    assert_int_equal(symlink(victim, "to-victim"), 0);
    assert_int_equal(symlink(outside, "to-folder"), 0);
    assert_int_equal(mkdir("tree", 0755), 0);
    assert_refused("to-victim", top, "to-victim is a symbolic link, and in an untrusted run");
    assert_refused("to-folder/victim", top, "to-folder is a symbolic link, and in an untrusted");
    assert_refused("tree/../to-folder/victim", top, "is a symbolic link, and in an untrusted run");
    assert_int_not_equal(access(victim, F_OK), 0);
    /* The machine's own links are its business. */
    assert_int_equal(symlink(top, way), 0);
    assert_true(output_write(by_way, "x", 1, OUTPUT_REPLACE, top, NULL));
    assert_content("report", "x");
    assert_true(output_write("/dev/stderr", "", 0, OUTPUT_REPLACE, top, NULL));
    file_remove_tree(outside, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_replaced_where_the_links_end),
        cmocka_unit_test(a_link_to_nothing_makes_what_it_names),
        cmocka_unit_test(appending_keeps_what_is_there),
        cmocka_unit_test(a_device_stays_one),
        cmocka_unit_test(a_pipe_is_written_into),
        cmocka_unit_test(a_socket_is_written_into),
        cmocka_unit_test(a_stream_of_the_process_goes_on_where_it_is),
        cmocka_unit_test(a_folder_and_a_circle_are_refused),
        cmocka_unit_test(links_of_an_untrusted_tree_lead_nowhere),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
