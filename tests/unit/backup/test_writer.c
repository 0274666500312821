/* Dumps of SQL: what is written in each packing is what is read, and nothing else is taken for one.
 */
#include "backup/infile.h"
#include "backup/writer.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROWS = 30000, PIECE = 4093 };

static char *folder;
static GString *sql;

static int setup(void **state) {
    (void)state;
    folder = g_dir_make_tmp("migrate-writer-XXXXXX", NULL);
    sql = g_string_new("SET a = 1;\nCOPY public.t (id, text) FROM stdin;\n");
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(sql, "%u\t%08x%08x\n", i, i * 2654435761U, i * 40503U);
    g_string_append(sql, "\\.\n\nCOPY public.none (id) FROM stdin;\n\\.\nSELECT 1;\n");
    return folder ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    g_string_free(sql, TRUE);
    rmdir(folder);
    g_free(folder);
    return 0;
}

static char *write_dump(const BackupFormat *format) {
    char *path = g_build_filename(folder, "dump", NULL);
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    g_autoptr(Writer) writer = writer_new(format, fd, path, NULL);
    g_auto(Manifest) manifest = {.database = g_strdup("app"), .label = g_strdup("1_one")};
    manifest.has_ledger = true;
    assert_non_null(writer);
    for (gsize at = 0; at < sql->len; at += PIECE)
        assert_true(writer_add(writer, sql->str + at, MIN((gsize)PIECE, sql->len - at), NULL));
    assert_int_equal(writer_tables(writer), 2);
    assert_true(writer_end(writer, &manifest, NULL));
    close(fd);
    return path;
}

static void assert_read(InFile *file) {
    g_autoptr(GString) text = g_string_new(NULL);
    char piece[1000];
    gssize got;
    assert_true(infile_rewind(file, NULL));
    while ((got = infile_read(file, piece, sizeof piece, NULL)) > 0)
        g_string_append_len(text, piece, got);
    assert_int_equal(got, 0);
    assert_true(g_str_has_prefix(text->str, writer_head));
    assert_memory_equal(text->str + strlen(writer_head), sql->str, sql->len);
}

static void every_packing_is_read_as_it_was_written(void **state) {
    (void)state;
    for (const BackupFormat *format = backup_formats; format->name; format++) {
        if (!format->packing)
            continue;
        g_autofree char *path = write_dump(format);
        g_auto(InFile) file = {.fd = -1};
        assert_true(infile_open(&file, path, NULL, NULL));
        assert_string_equal(file.format->name, format->name);
        assert_string_equal(file.manifest.label, "1_one");
        assert_int_equal(file.manifest.rows, ROWS);
        assert_read(&file);
        unlink(path);
    }
}

static void assert_refused(const char *path, const char *why) {
    g_auto(InFile) file = {.fd = -1};
    g_autoptr(GError) error = NULL;
    bool opened = infile_open(&file, path, NULL, &error);
    if (opened || !strstr(error->message, why))
        fail_msg("%s: %s", why, opened ? "taken" : error->message);
    assert_int_equal(error->code, FAIL_USAGE);
}

static void what_is_cut_anywhere_is_not_whole(void **state) {
    (void)state;
    for (const BackupFormat *format = backup_formats; format->name; format++) {
        if (!format->packing)
            continue;
        g_autofree char *path = write_dump(format), *text = NULL;
        gsize length;
        assert_true(g_file_get_contents(path, &text, &length, NULL));
        /* A zip file's list of members is not read: it comes after all that is. */
        gsize ends[] = {length / 2, length - 200};
        for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
            if (ends[i] > length - 300 && format->packing == &packing_zip)
                continue;
            assert_int_equal(truncate(path, (off_t)ends[i]), 0);
            assert_refused(path, "not whole");
            assert_true(g_file_set_contents(path, text, (gssize)length, NULL));
        }
        unlink(path);
    }
}

static void a_changed_byte_is_seen(void **state) {
    (void)state;
    g_autofree char *path = write_dump(backup_format_named("sql")), *text = NULL;
    gsize length;
    assert_true(g_file_get_contents(path, &text, &length, NULL));
    text[length / 3] ^= 1;
    assert_true(g_file_set_contents(path, text, (gssize)length, NULL));
    assert_refused(path, "was changed");
    unlink(path);
}

static void other_files_are_no_dumps(void **state) {
    (void)state;
    static const struct {
        const char *text, *why;
        gsize length;
    } files[] = {{"", "is empty", 0},
                 {"\x89PNG\r\n", "is no dump", 6},
                 {"PK\x03\x04 and then", "not whole", 13},
                 {"\x1f\x8b no gzip at all", "damaged", 17},
                 {"\x28\xb5\x2f\xfd\xff\xff\xff\xff\xff no Zstandard at all", "damaged", 29},
                 {"PGDMP\x01\x0e", "has no manifest", 7},
                 {"--\n-- PostgreSQL database dump\n--\n", "psql", 34},
                 {"-- migrate dump: {}\n", "damaged", 20},
                 {"-- migrate dump: {\"format\":2}\n", "newer version", 30}};
    g_autofree char *path = g_build_filename(folder, "other", NULL);
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        assert_true(g_file_set_contents(path, files[i].text, (gssize)files[i].length, NULL));
        assert_refused(path, files[i].why);
    }
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_packing_is_read_as_it_was_written),
        cmocka_unit_test(what_is_cut_anywhere_is_not_whole),
        cmocka_unit_test(a_changed_byte_is_seen),
        cmocka_unit_test(other_files_are_no_dumps),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
