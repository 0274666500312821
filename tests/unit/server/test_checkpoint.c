#include "server/checkpoint.h"

#include "base/file.h"
#include "server/cache.h"
#include "server/server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;

static const char content[] = "as if it were an archive";
static const Sum key = {{1, 2, 3}}, other = {{1, 2, 4}};

static int memory(const char *text) {
    int file = memfd_create("test", MFD_CLOEXEC);
    assert_true(fd_write_all(file, text, strlen(text)) && lseek(file, 0, SEEK_SET) == 0);
    return file;
}

static void write_one(const Sum *name, guint64 cache_size) {
    int archive = memory(content);
    pid_t child = checkpoint_write(folder, name, 2, "noted\n", archive, cache_size);
    close(archive);
    if (cache_size > strlen(content))
        assert_int_equal(child_wait(child), 0);
    else
        assert_int_equal(child, -1);
}

static char *path_of(const Sum *name) {
    g_autofree char *hex = sum_hex(name);
    return g_build_filename(folder, "checkpoints", hex, NULL);
}

static int set_up(void **state) {
    (void)state;
    g_autofree char *path = g_dir_make_tmp("checkpoint-XXXXXX", NULL);
    folder = g_steal_pointer(&path);
    write_one(&key, 1 << 30);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    file_remove_tree(folder, NULL);
    g_clear_pointer(&folder, g_free);
    return 0;
}

static void assert_counts(const Sum *name, bool counts) {
    g_autoptr(Checkpoint) checkpoint = checkpoint_open(folder, name);
    g_autofree char *path = path_of(name);
    assert_int_equal(checkpoint != NULL, counts);
    assert_int_equal(
        g_file_test(path, G_FILE_TEST_IS_SYMLINK) || g_file_test(path, G_FILE_TEST_EXISTS), counts);
}

static void what_was_written_is_read(void **state) {
    (void)state;
    gsize length;
    g_autofree char *name = sum_hex(&key);
    g_autoptr(GHashTable) all = checkpoint_list(folder);
    assert_true(all && g_hash_table_size(all) == 1 && g_hash_table_contains(all, name));
    g_autoptr(Checkpoint) checkpoint = checkpoint_open(folder, &key);
    assert_non_null(checkpoint);
    assert_string_equal(checkpoint_note(checkpoint), "noted\n");
    assert_int_equal(checkpoint_number(checkpoint), 2);
    const char *archive = checkpoint_archive(checkpoint, &length);
    assert_int_equal(length, strlen(content));
    assert_memory_equal(archive, content, length);
    assert_null(checkpoint_open(folder, &other));
}

static void put(const char *path, const char *bytes, gsize length) {
    assert_true(g_file_set_contents_full(path, bytes, (gssize)length,
                                         G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void a_file_in_which_a_bit_is_another_is_removed(void **state) {
    (void)state;
    g_autofree char *path = path_of(&key), *bytes = NULL;
    gsize length;
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    for (gsize i = 0; i < length; i++) {
        bytes[i] ^= 1;
        put(path, bytes, length);
        assert_counts(&key, false);
        bytes[i] ^= 1;
    }
    put(path, bytes, length);
    assert_counts(&key, true);
}

static void a_file_of_another_length_is_removed(void **state) {
    (void)state;
    g_autofree char *path = path_of(&key), *bytes = NULL;
    gsize length;
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    for (gsize i = 0; i < length; i++) {
        put(path, bytes, i);
        assert_counts(&key, false);
    }
    put(path, bytes, length + 1); /* the NUL behind the text */
    assert_counts(&key, false);
}

static void another_ones_file_under_the_key_is_removed(void **state) {
    (void)state;
    g_autofree char *from = path_of(&key), *to = path_of(&other);
    assert_int_equal(g_rename(from, to), 0);
    assert_counts(&other, false);
}

static void what_others_may_read_or_have_written_is_removed(void **state) {
    (void)state;
    static const mode_t modes[] = {0604, 0640, 0602, 0620};
    g_autofree char *path = path_of(&key);
    for (guint i = 0; i < G_N_ELEMENTS(modes); i++) {
        assert_int_equal(chmod(path, modes[i]), 0);
        assert_counts(&key, false);
        write_one(&key, 1 << 30);
    }
    if (geteuid() != 0)
        return;
    assert_int_equal(chown(path, 12345, 12345), 0);
    assert_counts(&key, false);
}

static void a_link_is_removed(void **state) {
    (void)state;
    g_autofree char *path = path_of(&key), *real = g_build_filename(folder, "real", NULL);
    assert_int_equal(g_rename(path, real), 0);
    assert_int_equal(symlink(real, path), 0);
    assert_counts(&key, false);
    assert_true(g_file_test(real, G_FILE_TEST_IS_REGULAR));
}

static void in_a_folder_that_others_may_enter_there_is_none(void **state) {
    (void)state;
    g_autofree char *inner = g_build_filename(folder, "checkpoints", NULL);
    assert_int_equal(chmod(inner, 0755), 0);
    assert_null(checkpoint_list(folder));
    assert_null(checkpoint_open(folder, &key));
    assert_int_equal(chmod(inner, 0700), 0);
    assert_int_equal(chmod(folder, 0777), 0);
    assert_null(checkpoint_open(folder, &key));
    assert_int_equal(chmod(folder, 0700), 0);
    assert_counts(&key, true);
}

static void one_that_is_larger_than_the_cache_is_not_written(void **state) {
    (void)state;
    g_autofree char *path = path_of(&other);
    write_one(&other, strlen(content) - 1);
    assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_written_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_in_which_a_bit_is_another_is_removed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_of_another_length_is_removed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_ones_file_under_the_key_is_removed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_others_may_read_or_have_written_is_removed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_link_is_removed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(in_a_folder_that_others_may_enter_there_is_none, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(one_that_is_larger_than_the_cache_is_not_written, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
