/* The generator over small catalogs that are data: no server is asked. */
#include "types/types.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MAX_OBJECTS = 12, MAX_VALUES = 6 };

/* An object below the last one whose depth is smaller; values are pairs of attribute and text. */
typedef struct {
    guint depth;
    const char *kind, *identity, *name;
    const char *values[MAX_VALUES];
} Row;

typedef struct {
    const char *target;
    Row rows[MAX_OBJECTS]; /* ends with {0} */
    const TypesOverride overrides[3];
    const char *wanted[6]; /* what the code holds */
} Case;

#define TABLE(name)                                                                                \
    { 0, "table", "public." name, name }
#define COLUMN(name, type, ...)                                                                    \
    {                                                                                              \
        1, "column", "public.t." name, name, {                                                     \
            "type", type, __VA_ARGS__                                                              \
        }                                                                                          \
    }
#define REQUIRED "required", ""

static const Case cases[] = {
    {"kysely", {{0}}, {{0}}, {"export interface DB {"}},
    {"kysely",
     {{0, "schema", "public", "public"},
      TABLE("t"),
      COLUMN("a", "integer", REQUIRED),
      COLUMN("b", "text[]")},
     {{0}},
     {"a: number;", "b: string[] | null;"}},
    /* names and comments are whatever somebody wrote */
    {"kysely",
     {TABLE("t"),
      {1, "comment", "on t", NULL, {"text", "'a */ b'"}},
      COLUMN("\"it's \"\"x\"\"\"", "integer", REQUIRED)},
     {{0}},
     {" * a *\\/ b\n", "\"it's \\\"x\\\"\": number;"}},
    {"kysely",
     {TABLE("t"),
      COLUMN("a", "public.mood", REQUIRED),
      {0, "enum", "public.mood", "mood"},
      {1, "enum_label", "b of mood", NULL, {"label", "'b'"}},
      {1, "enum_label", "a of mood", NULL, {"label", "'it''s'"}}},
     {{0}},
     {"a: Mood;", "\"b\" | \"it's\""}},
    {"go",
     {TABLE("t"), COLUMN("a", "jsonb", REQUIRED), COLUMN("b", "jsonb"), COLUMN("c", "uuid")},
     {{"go:public.t.a", "[]Part from example.com/app/parts/v2"},
      {"go:uuid", "u.UUID from example.com/u"}},
     {"A []parts.Part    `", "B json.RawMessage `", "C *u.UUID         `",
      "\t\"example.com/app/parts/v2\"\n", "\t\"encoding/json\"\n"}},
    {"go",
     {TABLE("t"), COLUMN("a", "jsonb")},
     {{"go:jsonb", "map[string]any"}},
     {"A map[string]any `"}},
    {"python",
     {TABLE("t"), COLUMN("a", "jsonb", REQUIRED)},
     {{"python:jsonb", "Document from app.documents"}},
     {"from app.documents import Document", "_pg.JSONB,"}},
    {"rust",
     {TABLE("t"),
      COLUMN("a", "text", REQUIRED),
      {1, "constraint", "t_pkey on public.t", "t_pkey", {"definition", "PRIMARY KEY (a)"}}},
     {{"rust:text", "Words from crate::sql"}},
     {"use crate::sql::{Words};", "a -> Words,"}},
    {"prisma",
     {TABLE("t"),
      COLUMN("a", "integer", REQUIRED),
      COLUMN("b", "character varying(20)", REQUIRED),
      COLUMN("c", "timestamp(3) without time zone"),
      COLUMN("d", "numeric(5,-2)"),
      {1, "constraint", "t_pkey on public.t", "t_pkey", {"definition", "PRIMARY KEY (a)"}},
      {1,
       "index",
       "public.x",
       "x",
       {"definition", "CREATE INDEX x ON public.t USING btree (b DESC, c public.its_ops)"}},
      {1,
       "index",
       "public.y",
       "y",
       {"definition", "CREATE UNIQUE INDEX y ON public.t USING btree (b NULLS FIRST)"}}},
     {{0}},
     {"@id", "@db.VarChar(20)", "  c DateTime?\n", "Unsupported(\"numeric(5,-2)\")?",
      "@@index([b(sort: Desc), c(ops: raw(\"public.its_ops\"))], map: \"x\")",
      "/// - index y\nmodel t {"}},
    /* an operator class that an extension makes the default */
    {"prisma",
     {TABLE("t"),
      COLUMN("a", "integer", REQUIRED),
      COLUMN("b", "text[]"),
      {1, "index", "public.x", "x", {"definition", "CREATE INDEX x ON public.t USING gin (a)"}},
      {1, "index", "public.y", "y", {"definition", "CREATE INDEX y ON public.t USING gin (b)"}},
      {1, "index", "public.z", "z", {"definition", "CREATE INDEX z ON public.t USING brin (a)"}}},
     {{0}},
     {"/// - index x\nmodel", "@@index([b], map: \"y\", type: Gin)", "map: \"z\", type: Brin"}},
    /* a definition that says something else than it should is no key */
    {"prisma",
     {TABLE("t"),
      COLUMN("a", "integer", REQUIRED),
      {1, "index", "public.x", "x", {"definition", "CREATE INDEX x ON public.t USING gin ("}},
      {1, "index", "public.y", "y", {"definition", ""}},
      {1, "constraint", "c on public.t", "c", {"definition", "UNIQUE (a"}}},
     {{0}},
     {"/// - index x\n", "/// - index y\n", "/// - constraint c\n", "@@ignore"}},
    {"prisma",
     {TABLE("\"class\""),
      COLUMN("\"2\"", "integer", REQUIRED),
      {1, "constraint", "k on public.class", "k", {"definition", "UNIQUE (\"2\")"}}},
     {{0}},
     {"model Renamedclass {", "x2 Int @unique(map: \"k\") @map(\"2\")", "@@map(\"class\")"}},
};

/* --- catalogs */

static Catalog *catalog_new(void) {
    Arena *arena = arena_new();
    Catalog *catalog = ARENA_NEW(arena, Catalog);
    catalog->arena = arena;
    catalog->objects = arena_alloc(arena, MAX_OBJECTS * sizeof(Object *));
    catalog->by_identity = g_hash_table_new(object_hash, object_equal);
    return catalog;
}

static const char **values_of(Arena *arena, const Kind *kind, const Row *row) {
    guint count = 0;
    while (kind->attrs[count].column)
        count++;
    const char **values = arena_alloc(arena, (count + 1) * sizeof *values);
    memset(values, 0, (count + 1) * sizeof *values);
    for (guint i = 0; i < MAX_VALUES && row->values[i]; i += 2)
        for (guint a = 0; a < count; a++)
            if (strcmp(kind->attrs[a].column, row->values[i]) == 0)
                values[a] = row->values[i + 1];
    return values;
}

static Object *add(Catalog *catalog, const Row *row, Object *parent) {
    Object *object = ARENA_NEW(catalog->arena, Object);
    const Kind *kind = kind_find(row->kind);
    assert_non_null(kind);
    *object = (Object){.kind = kind,
                       .identity = row->identity,
                       .id = row->identity,
                       .name = row->name,
                       .parent = parent,
                       .children = arena_alloc(catalog->arena, MAX_OBJECTS * sizeof(Object *)),
                       .values = values_of(catalog->arena, kind, row),
                       .index = catalog->count};
    if (parent)
        parent->children[parent->child_count++] = object;
    catalog->objects[catalog->count++] = object;
    g_hash_table_add(catalog->by_identity, object);
    return object;
}

static Catalog *catalog_of(const Row *rows) {
    Catalog *catalog = catalog_new();
    Object *top = NULL;
    for (; rows->kind; rows++) {
        Object *object = add(catalog, rows, rows->depth ? top : NULL);
        top = rows->depth ? top : object;
    }
    return catalog;
}

/* --- tests */

static void each_catalog_gives_its_code(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *one = &cases[i];
        g_autoptr(Catalog) catalog = catalog_of(one->rows);
        g_autoptr(GError) error = NULL;
        const TypesOptions options = {.overrides = one->overrides};
        g_autofree char *text = types_generate(catalog, target_find(one->target), &options, &error);
        if (!text)
            fail_msg("case %u: %s", i, error->message);
        for (guint w = 0; w < G_N_ELEMENTS(one->wanted) && one->wanted[w]; w++)
            if (!strstr(text, one->wanted[w]))
                fail_msg("case %u, without %s:\n%s", i, one->wanted[w], text);
    }
}

static void every_target_can_say_nothing(void **state) {
    (void)state;
    const Row none[] = {{0}};
    for (const char *const *name = target_names(); *name; name++) {
        g_autoptr(Catalog) catalog = catalog_of(none);
        const TypesOptions options = {0};
        g_autofree char *text = types_generate(catalog, target_find(*name), &options, NULL);
        assert_non_null(text);
        assert_true(g_str_has_suffix(text, "\n"));
    }
}

static void settings_that_fit_nothing_are_refused(void **state) {
    (void)state;
    const Row rows[] = {TABLE("t"), COLUMN("a", "integer"), {0}};
    const TypesOverride overrides[] = {{"public.t.b", "X"}, {0}};
    const char *const schemas[] = {"nowhere", NULL};
    const TypesOptions wrong[] = {{.overrides = overrides}, {.schemas = schemas}};
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(Catalog) catalog = catalog_of(rows);
        g_autoptr(GError) error = NULL;
        assert_null(types_generate(catalog, target_find("kysely"), &wrong[i], &error));
        assert_int_equal(error->code, FAIL_USAGE);
    }
}

static void the_head_that_is_there_is_kept(void **state) {
    (void)state;
    static const struct {
        const char *there, *kept;
    } heads[] = {
        {NULL, "new\n// --- made by `migrate types`: x\nbody\n"},
        {"", "// --- made by `migrate types`: x\nbody\n"},
        {"old\n", "old\n// --- made by `migrate types`: x\nbody\n"},
        {"old\n// --- made by `migrate types`\nmodel m {\n}\n",
         "old\n// --- made by `migrate types`: x\nbody\n"},
        {"g {\n}\n// of m\n/// too\nmodel m {\n",
         "g {\n}\n// --- made by `migrate types`: x\nbody\n"},
        {"enum e {\n}\nmodel m {\n", "// --- made by `migrate types`: x\nbody\n"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(heads); i++) {
        char *text = g_strdup("new\n// --- made by `migrate types`: x\nbody\n");
        text = types_keep_head(target_find("prisma"), text, heads[i].there);
        assert_string_equal(text, heads[i].kept);
        g_free(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_catalog_gives_its_code),
                                       cmocka_unit_test(every_target_can_say_nothing),
                                       cmocka_unit_test(settings_that_fit_nothing_are_refused),
                                       cmocka_unit_test(the_head_that_is_there_is_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
