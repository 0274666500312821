/* A plan that lacks one of its statements is never taken: the rehearsal refuses it, or puts what is
 * missing behind it. */
#include "compare/comparison.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const char *old, *new;
} Pair;

/* Texts that one object shares with another, defaults of heirs, and expressions that the server
 * prints differently once it has read its own print. */
static const Pair pairs[] = {
    {"CREATE TABLE p (c int DEFAULT 12);"
     "CREATE TABLE k (c int DEFAULT 21) INHERITS (p);"
     "CREATE TABLE z (a text DEFAULT '12', c varchar(9) CHECK (c IN ('x', 'y')));",
     "CREATE TABLE p (c text DEFAULT '12');"
     "CREATE TABLE k (c text DEFAULT '21') INHERITS (p);"
     "CREATE TABLE z (a text DEFAULT '21', c varchar(9) CHECK (c IN ('x', 'y', 'z')));"},
    {"CREATE TYPE mood AS ENUM ('sad', 'ok');"
     "CREATE TABLE m (id int, d mood DEFAULT 'sad', e int) PARTITION BY LIST (id);"
     "CREATE TABLE a PARTITION OF m (d DEFAULT 'ok') FOR VALUES IN (1);",
     "CREATE TYPE mood AS ENUM ('ok', 'sad');"
     "CREATE TABLE m (id int, d mood DEFAULT 'sad', e int DEFAULT 1, f int DEFAULT 1) PARTITION BY "
     "LIST (id);"
     "CREATE TABLE a PARTITION OF m (d DEFAULT 'ok', e DEFAULT 2, f DEFAULT 2) FOR VALUES IN (1);"},
    {"CREATE TABLE t (a varchar(9), b int);"
     "CREATE VIEW v AS SELECT b FROM t WHERE a IN ('x', 'y');"
     "CREATE INDEX i ON t (b) WHERE a IN ('x', 'y');"
     "CREATE POLICY q ON t USING (a IN ('x', 'y'));"
     "CREATE DOMAIN o AS varchar(9) CHECK (VALUE IN ('x', 'y'));"
     "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';"
     "COMMENT ON TABLE t IS 'one';",
     "CREATE TABLE t (a varchar(9), b int NOT NULL DEFAULT 2);"
     "CREATE VIEW v AS SELECT b FROM t WHERE a IN ('x', 'z');"
     "CREATE INDEX i ON t (b) WHERE a IN ('x', 'z');"
     "CREATE POLICY q ON t USING (a IN ('x', 'z'));"
     "CREATE DOMAIN o AS varchar(9) CHECK (VALUE IN ('x', 'z'));"
     "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2';"
     "COMMENT ON TABLE t IS 'two';"},
};

static int start(void **state) {
    const ScratchOptions options = {0};
    *state = scratch_start(&options, NULL);
    return *state ? 0 : -1;
}

static int stop(void **state) {
    scratch_stop(*state);
    return 0;
}

static void load(Scratch *scratch, const char *sql, Loaded *loaded) {
    const LoadOptions options = {0};
    loaded->pg = scratch_database(scratch, NULL);
    assert_non_null(loaded->pg);
    g_autoptr(GBytes) text = g_bytes_new_static(sql, strlen(sql));
    Script *script = script_new("schema.sql", text, true);
    assert_true(replay(scratch, loaded->pg, script, NULL, NULL));
    script_free(script);
    loaded->catalog = catalog_load(loaded->pg, &options, NULL);
    assert_non_null(loaded->catalog);
}

/* Which statement of a plan to leave out, counted from 0 on, and whether the plan has that many. */
typedef struct {
    guint at;
    bool found;
    char label[200];
} Omission;

static void omit(Plan *plan, void *data) {
    Omission *omission = data;
    guint at = omission->at;
    for (guint i = 0; i < plan->count; i++) {
        Step *step = &plan->steps[i];
        if (at >= step->statement_count) {
            at -= step->statement_count;
            continue;
        }
        memmove(step->statements + at, step->statements + at + 1,
                (--step->statement_count - at) * sizeof(Sql));
        omission->found = true;
        g_strlcpy(omission->label, step->label, sizeof omission->label);
        return;
    }
}

/* The catalog after the draft, or NULL when there is none. */
static Catalog *draft(Scratch *scratch, const Pair *pair, const Loaded *new, Omission *omission,
                      GError **error) {
    Project project = {.scratch = scratch};
    g_auto(Comparison) sides = {.project = &project};
    load(scratch, pair->old, &sides.old);
    sides.new = *new;
    const LoadOptions again = {0};
    const DraftOptions options = {
        .no_rename_at_all = true, .spoil = omission ? omit : NULL, .spoil_data = omission};
    bool done = draft_make(&sides, &options, error);
    sides.new = (Loaded){0};
    return done ? catalog_load(sides.old.pg, &again, NULL) : NULL;
}

/* Without casts of strings and parentheses. Caller frees. */
static char *bare(const char *text) {
    static const char *const casts[] = {"::character varying", "::text", "[]", "(", ")"};
    GString *string = g_string_new(text);
    for (guint i = 0; text && i < G_N_ELEMENTS(casts); i++)
        g_string_replace(string, casts[i], "", 0);
    return g_string_free(string, FALSE);
}

/* Whether nothing differs but the form of an expression: the server prints what was written with IN
 * and what it printed of that in two ways. */
static bool says_same(const Change *change) {
    if (change->type == CHANGE_NONE)
        return true;
    const KindAttr *attrs = change_kind(change)->attrs;
    for (guint i = 0; change->old && change->new &&attrs[i].column; i++) {
        g_autofree char *old = bare(change->old->values[i]), *new = bare(change->new->values[i]);
        if (strcmp(old, new) != 0)
            return false;
    }
    return change->old && change->new;
}

static void try_omission(Scratch *scratch, const Pair *pair, const Loaded *new,
                         const Catalog *wanted, Omission *omission) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Catalog) now = draft(scratch, pair, new, omission, &error);
    if (!omission->found)
        return;
    if (!now) {
        assert_non_null(error);
        assert_int_equal(error->code, FAIL_DECISION);
        return;
    }
    g_autoptr(Diff) diff = diff_compare(now, wanted, NULL);
    for (guint c = 0; c < diff->count; c++)
        if (!says_same(&diff->changes[c]))
            fail_msg("nobody noticed that a statement for %s was missing", omission->label);
}

static void a_statement_that_is_missing_is_noticed(void **state) {
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_auto(Loaded) new = {0};
        load(*state, pairs[i].new, &new);
        g_autoptr(GError) error = NULL;
        g_autoptr(Catalog) wanted = draft(*state, &pairs[i], &new, NULL, &error);
        assert_null(error);
        guint tried = 0;
        for (Omission omission = {.found = true}; omission.found; tried++) {
            omission = (Omission){.at = tried};
            try_omission(*state, &pairs[i], &new, wanted, &omission);
        }
        assert_in_range(tried, 5, 40);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_statement_that_is_missing_is_noticed, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
