/* Schemas of cases/ and the SQL that each stands for; `refused` has schemas with a fault, each
 * under a line "=== " and the whole message. */
#include "prisma/ddl.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const char cases[] = "tests/unit/prisma/cases";

static PrismaSchema *read_text(const char *name, const char *text, gsize length, guint version,
                               Location *where, GError **error) {
    g_autoptr(GBytes) bytes = g_bytes_new(text, length);
    const PrismaText file = {name, bytes};
    const PrismaOptions options = {version};
    return prisma_read(&file, 1, &options, where, error);
}

static PrismaDdl *make_ddl(const char *text, guint version, PrismaSchema **schema) {
    g_autoptr(GError) error = NULL;
    *schema = read_text("x.prisma", text, strlen(text), version, NULL, &error);
    if (!*schema)
        fail_msg("%s", error->message);
    return prisma_ddl(*schema);
}

static void assert_fault(const char *text, gsize length, const char *message) {
    g_autoptr(GError) error = NULL;
    Location where = {0};
    g_autoptr(PrismaSchema) schema = read_text("x.prisma", text, length, 0, &where, &error);
    if (schema)
        fail_msg("accepted, expected: %s\n%s", message, length < 1000 ? text : "");
    assert_string_equal(error->message, message);
    assert_int_equal(error->code, FAIL_USAGE);
    g_autofree char *place = g_strdup_printf("%s:%u:%u: ", where.file, where.line, where.column);
    assert_true(g_str_has_prefix(error->message, place));
}

static char *contents_of(const char *folder, const char *name) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        fail_msg("%s cannot be read", path);
    return text;
}

static void each_schema_gives_its_sql(void **state) {
    (void)state;
    g_autoptr(GPtrArray) names = file_list(cases, ".prisma", NULL);
    assert_true(names->len > 8);
    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        g_autofree char *stem = g_strndup(name, strlen(name) - strlen(".prisma"));
        g_autofree char *file = g_strconcat(stem, ".sql", NULL);
        g_autofree char *text = contents_of(cases, name), *sql = contents_of(cases, file);
        g_autoptr(PrismaSchema) schema = NULL;
        g_autoptr(PrismaDdl) ddl = make_ddl(text, strcmp(stem, "old_joins") == 0 ? 5 : 0, &schema);
        if (strcmp(ddl->sql, sql) != 0)
            fail_msg("%s gives:\n%s", name, ddl->sql);
    }
}

static void each_fault_is_told_with_its_place(void **state) {
    (void)state;
    g_autofree char *all = contents_of("tests/unit/prisma", "refused");
    g_auto(GStrv) parts = g_strsplit(all + strlen("=== "), "\n=== ", -1);
    assert_true(g_strv_length(parts) > 100);
    for (guint i = 0; parts[i]; i++) {
        char *end = strchr(parts[i], '\n');
        g_autofree char *message = g_strndup(parts[i], (gsize)(end - parts[i]));
        g_autofree char *text = g_strconcat(end + 1, parts[i + 1] ? "\n" : "", NULL);
        assert_fault(text, strlen(text), message);
    }
}

static void several_files_are_one_schema(void **state) {
    (void)state;
    const char *texts[] = {"model A {\n  id Int @id\n  bs B[]\n  e E\n}\n",
                           "datasource db {\n  provider = \"postgresql\"\n}\nenum E {\n  X\n}\n",
                           "model B {\n  id Int @id\n  as A[]\n}\n"};
    const char *names[] = {"a.prisma", "db.prisma", "b.prisma"};
    PrismaText files[3];
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < 3; i++)
        files[i] = (PrismaText){names[i], g_bytes_new_static(texts[i], strlen(texts[i]))};
    g_autoptr(PrismaSchema) schema = prisma_read(files, 3, NULL, NULL, &error);
    assert_non_null(schema);
    g_autoptr(PrismaDdl) ddl = prisma_ddl(schema);
    assert_non_null(strstr(ddl->sql, "\"e\" \"E\" NOT NULL"));
    assert_non_null(strstr(ddl->sql, "CREATE TABLE \"_AToB\""));
    const PrismaPlace *place =
        prisma_ddl_place(ddl, (gsize)(strstr(ddl->sql, "CREATE TABLE \"B\"") - ddl->sql));
    assert_string_equal(place->where.file, "b.prisma");
    for (guint i = 0; i < 3; i++)
        g_bytes_unref(files[i].text);
}

static void a_fault_in_the_second_file_names_the_first(void **state) {
    (void)state;
    static const char text[] = "model A {\n  id Int @id\n}\n";
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    const PrismaText files[] = {{"a.prisma", bytes}, {"b.prisma", bytes}};
    g_autoptr(GError) error = NULL;
    Location where;
    assert_null(prisma_read(files, 2, NULL, &where, &error));
    assert_string_equal(error->message,
                        "b.prisma:1:7: there is a model 'A' already, at a.prisma:1");
    assert_ptr_equal(where.file, files[1].name);
}

/* Where a piece of the SQL comes from. */
static void assert_place(const PrismaDdl *ddl, const char *piece, guint line, guint column,
                         const char *field) {
    const char *found = strstr(ddl->sql, piece);
    if (!found)
        fail_msg("no %s in\n%s", piece, ddl->sql);
    const PrismaPlace *place = prisma_ddl_place(ddl, (gsize)(found - ddl->sql));
    if (place->where.line != line || place->where.column != column ||
        g_strcmp0(place->field, field) != 0)
        fail_msg("%s comes from %u:%u (%s)", piece, place->where.line, place->where.column,
                 place->field ? place->field : "no field");
}

static void each_statement_knows_its_line(void **state) {
    (void)state;
    g_autoptr(PrismaSchema) schema = NULL;
    g_autoptr(PrismaDdl) ddl = make_ddl("enum E {\n"
                                        "  X\n"
                                        "  ÄÖ @map(\"y\")\n"
                                        "}\n"
                                        "model A {\n"
                                        "  id Int @id(map: \"pk\")\n"
                                        "  ü Int @unique @default(dbgenerated(\"id + 1\"))\n"
                                        "  b B @relation(fields: [bId], references: [id])\n"
                                        "  bId Int\n"
                                        "  @@index([bId])\n"
                                        "}\n"
                                        "model B {\n"
                                        "  id Int @id\n"
                                        "  as A[]\n"
                                        "  bs B[] @relation(\"r\")\n"
                                        "  cs B[] @relation(\"r\")\n"
                                        "}\n",
                                        0, &schema);
    assert_place(ddl, "CREATE TYPE", 1, 6, NULL);
    assert_place(ddl, "'y'", 3, 3, NULL);
    assert_place(ddl, "CREATE TABLE \"A\"", 5, 7, NULL);
    assert_place(ddl, "id + 1", 7, 3, "ü");
    assert_place(ddl, "\"pk\"", 6, 10, NULL);
    assert_place(ddl, "CREATE UNIQUE INDEX", 7, 9, NULL);
    assert_place(ddl, "CREATE INDEX \"A_bId", 10, 3, NULL);
    assert_place(ddl, "ALTER TABLE \"A\"", 8, 7, NULL);
    assert_place(ddl, "CREATE TABLE \"_r\"", 15, 3, NULL);
}

static void a_default_can_be_taken_for_a_generated_column(void **state) {
    (void)state;
    static const char text[] = "model A {\n"
                               "  id Int @id @default(3)\n"
                               "  x Int @default(dbgenerated(\"id + 1\"))\n"
                               "}\n";
    g_autoptr(PrismaSchema) schema = NULL;
    g_autoptr(PrismaDdl) ddl = make_ddl(text, 0, &schema);
    const PrismaPlace *plain = prisma_ddl_place(ddl, (gsize)(strstr(ddl->sql, "3") - ddl->sql));
    const PrismaPlace *place =
        prisma_ddl_place(ddl, (gsize)(strstr(ddl->sql, "id + 1") - ddl->sql));
    assert_false(prisma_make_generated(schema, plain));
    assert_false(prisma_make_generated(schema, prisma_ddl_place(ddl, 0)));
    assert_true(prisma_make_generated(schema, place));
    assert_false(prisma_make_generated(schema, place));
    g_autoptr(PrismaDdl) again = prisma_ddl(schema);
    assert_non_null(
        strstr(again->sql, "\"x\" INTEGER NOT NULL GENERATED ALWAYS AS (id + 1) STORED"));
}

static void nothing_gives_nothing(void **state) {
    (void)state;
    g_autoptr(PrismaSchema) schema = NULL;
    g_autoptr(PrismaDdl) ddl = make_ddl("", 0, &schema);
    assert_string_equal(ddl->sql, "");
    assert_null(prisma_ddl_place(ddl, 0));
}

static void a_damaged_file_gives_one_clear_error(void **state) {
    (void)state;
    assert_fault("model A {\n id\0", 14,
                 "x.prisma:2:4: a NUL byte; the file is damaged or no text");
    assert_fault("// \xc3\xa4\xff\n", 7,
                 "x.prisma:1:5: the file is not UTF-8 here; save it as UTF-8");
    gsize size = 50 * 1000 * 1000;
    g_autofree char *large = g_malloc(size + 1);
    memset(large, '[', size);
    large[size] = '\0';
    assert_fault(large, size,
                 "x.prisma:1:1: the file has 50000000 bytes; a schema has 16777216 at most, so "
                 "this is something else");
    memcpy(large, "model A {\n id Int @default(", 27);
    assert_fault(large, 1000 * 1000, "x.prisma:2:34: brackets are nested more than 16 deep");
}

/* Names are long, lines are long, and there are many of both. */
static void a_very_large_schema_is_read_in_time(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 3000; i++) {
        g_string_append_printf(text, "model M%u {\n  id Int @id\n", i);
        for (guint j = 0; j < 20; j++)
            g_string_append_printf(text, "  f%u String? @db.VarChar(%u) @default(\"x\")\n", j,
                                   j + 1);
        g_string_append(text, "}\n");
    }
    g_string_append(text, "model Long {\n  id Int @id @default(1)");
    for (guint i = 0; i < 100000; i++)
        g_string_append(text, " ");
    g_string_append(text, "\n}\nenum Many {\n");
    for (guint i = 0; i < 60000; i++)
        g_string_append_printf(text, "  V%u\n", i);
    g_string_append(text, "}\n");
    clock_t start = clock();
    g_autoptr(PrismaSchema) schema = NULL;
    g_autoptr(PrismaDdl) ddl = make_ddl(text->str, 0, &schema);
    assert_non_null(strstr(ddl->sql, "CREATE TABLE \"M2999\""));
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
}

static void a_model_has_an_end(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new("model A {\n  id Int @id\n");
    for (guint i = 0; i < 2000; i++)
        g_string_append_printf(text, "  f%u Int\n", i);
    g_string_append(text, "}\n");
    assert_fault(
        text->str, text->len,
        "x.prisma:2002:3: 'A' has more than 2000 fields; a table has at most 1600 columns");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_schema_gives_its_sql),
        cmocka_unit_test(each_fault_is_told_with_its_place),
        cmocka_unit_test(several_files_are_one_schema),
        cmocka_unit_test(a_fault_in_the_second_file_names_the_first),
        cmocka_unit_test(each_statement_knows_its_line),
        cmocka_unit_test(a_default_can_be_taken_for_a_generated_column),
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(a_damaged_file_gives_one_clear_error),
        cmocka_unit_test(a_very_large_schema_is_read_in_time),
        cmocka_unit_test(a_model_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
