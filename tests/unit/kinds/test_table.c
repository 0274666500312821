/* migrate/kinds/README.md is generated from the registry: `test_table --write` writes it, without
 * arguments this is the test that it is up to date and that no kind lacks what PostgreSQL has for
 * it. */
#include "catalog/kind.h"
#include "sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char README[] = "migrate/kinds/README.md";

/* What PostgreSQL has for each kind: R, ALTER … RENAME (of its own name); C, COMMENT ON; O, ALTER …
 * OWNER TO; P, GRANT. */
static const struct {
    const char *kind, *has;
} server[] = {
    {"access_method", "C"},
    {"aggregate", "RCOP"},
    {"attribute", "RC"},
    {"base_type", "RCOP"},
    {"cast", "C"},
    {"collation", "RCO"},
    {"column", "RCP"},
    {"composite", "RCOP"},
    {"constraint", "RC"},
    {"conversion", "RCO"},
    {"default", ""},
    {"default_privilege", ""},
    {"domain", "RCOP"},
    {"domain_constraint", "RC"},
    {"enum", "RCOP"},
    {"enum_label", "R"},
    {"event_trigger", "RCO"},
    {"extension", "C"},
    {"foreign_data_wrapper", "RCOP"},
    {"foreign_key", "RC"},
    {"foreign_server", "RCOP"},
    {"foreign_table", "RCOP"},
    {"function", "RCOP"},
    {"identity", "CP"},
    {"index", "RC"},
    {"language", "RCOP"},
    {"materialized_view", "RCOP"},
    {"multirange", "C"},
    {"operator", "CO"},
    {"operator_class", "RCO"},
    {"operator_class_member", ""},
    {"operator_family", "RCO"},
    {"operator_family_member", ""},
    {"policy", "RC"},
    {"procedure", "RCOP"},
    {"publication", "RCO"},
    {"publication_schema", ""},
    {"publication_table", ""},
    {"range", "RCOP"},
    {"rule", "RC"},
    {"schema", "RCOP"},
    {"sequence", "RCOP"},
    {"shell_type", ""},
    {"statistics", "RCO"},
    {"subscription", "RCO"},
    {"table", "RCOP"},
    {"text_search_configuration", "RCO"},
    {"text_search_dictionary", "RCO"},
    {"text_search_mapping", ""},
    {"text_search_parser", "RC"},
    {"text_search_template", "RC"},
    {"transform", "C"},
    {"trigger", "RC"},
    {"user_mapping", ""},
    {"view", "RCOP"},
};

static const char HEAD[] =
    "# Kinds\n"
    "\n"
    "<!-- Generated from the registry by `make kinds-table`; a test holds it to that. -->\n"
    "\n"
    "What the tool knows about each kind of PostgreSQL object. Each is one stem in this folder: "
    "`<kind>.sql` reads it, `<kind>.c` says how it is\n"
    "written.\n"
    "\n"
    "| sign | means |\n"
    "|---|---|\n"
    "| yes | done by a statement of its own |\n"
    "| inside | also, or only, inside the CREATE of what it belongs to |\n"
    "| with | comes or goes together with what it belongs to |\n"
    "| – | PostgreSQL has no such statement |\n"
    "\n"
    "Under *alter*, *in place* lists what ALTER changes, *replaced* what CREATE OR REPLACE "
    "changes, and *recreated* what takes a drop and a create;\n"
    "what depends on an object that is recreated is recreated with it, and where that would lose "
    "data, the tool refuses.\n"
    "\n"
    "## Objects\n"
    "\n"
    "| kind | create | alter | drop | rename | comment | owner | privilege |\n"
    "|---|---|---|---|---|---|---|---|\n";

static const char PROPERTIES[] = "\n"
                                 "## Properties of other objects\n"
                                 "\n"
                                 "| kind | set | alter | unset |\n"
                                 "|---|---|---|---|\n";

static const char TAIL[] =
    "\n"
    "## What is not compared, and what is secret\n"
    "\n"
    "- **Roles and tablespaces** belong to the cluster. References to them are compared; they "
    "themselves are not managed. Those that the SQL names\n"
    "  are made on the scratch server.\n"
    "- **Large objects** are data, like rows. Neither they nor their owners, comments and grants "
    "are compared.\n"
    "- **User mappings**: options are compared, passwords too, and stand in the SQL, because a "
    "mapping without them is another one. Labels, summaries\n"
    "  and findings name options, never values. A mapping whose options the connecting role may "
    "not read is reported as an object that cannot be\n"
    "  compared. The default owner's mapping is written `FOR CURRENT_USER`.\n"
    "- **Subscriptions**: the connection string is never read, compared or printed. A subscription "
    "is created with an empty one, not connected and\n"
    "  disabled; whoever knows the secret sets it, enables the subscription and refreshes it. "
    "Whether it is enabled is not compared. Dropping one\n"
    "  leaves its slot with the publisher, because no transaction reaches that, and counts as a "
    "loss of data: its place in the stream.\n"
    "  Version 13 shows `synchronous_commit` to superusers only, so it is not compared there.\n"
    "- **Default privileges** are created last and dropped first. What existing ones grant on an "
    "object that the plan creates is seen when\n"
    "  the plan is rehearsed, and revoked where the schema does not have it.\n"
    "- **Grants by somebody other than the owner** (who has the grant option) are compared with "
    "their grantor, who alone can revoke them: the\n"
    "  plan says `SET ROLE`, which needs a membership in that role.\n"
    "- **Extensions**: their members are theirs, with their comments (as for `pg_dump`), and the "
    "installed version is the server's. Grants on\n"
    "  members, of columns too, are compared with what the extension gave.\n"
    "- **What comes with the server** (`pg_catalog`, `information_schema`, `plpgsql`): owners, "
    "where they are not the role that ran `initdb`, and\n"
    "  grants are compared. Other changes (`ALTER FUNCTION pg_catalog.f COST 5`) are not seen. "
    "Only a superuser can change any of it: without\n"
    "  `privileged = true` a plan leaves it out and names it, and `drift` names it.\n"
    "- **What the database itself has**: its own settings (`ALTER DATABASE … SET`), privileges, "
    "comment and limits are not compared; nor are privileges on\n"
    "  parameters of the server, functions that users put into `information_schema` or `pg_toast`, "
    "a `DEPENDS ON EXTENSION`, comments on what comes\n"
    "  with the server, and members that were taken out of an extension.\n"
    "- **Unenforced constraints** (`ALTER TABLE … DISABLE TRIGGER ALL`) are a difference, named by "
    "their table. Rows that were added meanwhile are not checked.\n"
    "- **Schema public**: its owner is not compared, its grants and comment are.\n"
    "- **Partitioned tables** hold no rows themselves. When the key changes, or the type of a "
    "column in it, their partitions are detached, the table is\n"
    "  created again, and they are attached again; the server then checks that their rows fit. A "
    "table that is to be partitioned keeps its rows when the\n"
    "  schema says that it becomes a partition (`-- migrate: renamed from`). Partitions that the "
    "history does not know would go along with their rows,\n"
    "  so the migration stops while there are any. Indexes and keys of a partitioned table are "
    "made in them, too; one that lacks a part is not valid,\n"
    "  which is a difference.\n"
    "- **Names of NOT NULL constraints** (from version 18 on) are compared where they are not what "
    "the server makes of the table's name and the\n"
    "  column's. They change by `RENAME CONSTRAINT`, which looks at no row, also from and to the "
    "server's name, and with a table or a column that\n"
    "  is renamed. Swapped names, which no row of renames brings about without a third name, are "
    "dropped and made again.\n"
    "- **Inherited columns**: PostgreSQL has no statement that makes a column of a table that "
    "stays its own besides, nor one that makes it inherited\n"
    "  only (`attislocal`); short of dropping the column, and so the values, that is refused.\n";

static const char *facts(const char *kind) {
    for (guint i = 0; i < G_N_ELEMENTS(server); i++)
        if (strcmp(server[i].kind, kind) == 0)
            return server[i].has;
    return NULL;
}

/* The catalog that the kind's objects are in, as its query says it: 'pg_class'::regclass. */
static char *catalog_of(const Kind *kind) {
    const char *end = strstr(kind->sql, "::oid AS classid");
    if (!end)
        end = strstr(kind->sql, "::pg_catalog.oid AS classid");
    const char *start = end ? g_strrstr_len(kind->sql, end - kind->sql, "'pg_") : NULL;
    return start ? g_strndup(start, (gsize)(end - start)) : NULL;
}

/* Whether the query of a facet covers the kind's catalog. */
static bool covers(const char *facet_sql, const Kind *kind) {
    g_autofree char *catalog = catalog_of(kind);
    return catalog && strstr(facet_sql, catalog) != NULL;
}

static bool tool_has(const Kind *kind, char what) {
    switch (what) {
    case 'R':
        return kind->rename != NULL;
    case 'C':
        return kind->type != NULL;
    case 'O':
        return kind->type && covers(SQL_owner, kind);
    default:
        return kind->type &&
               covers(strcmp(kind->name, "column") == 0 ? SQL_column_privilege : SQL_privilege,
                      kind);
    }
}

static const char *cell(const Kind *kind, const char *has, char what) {
    if (!has || !strchr(has, what))
        return "–";
    return tool_has(kind, what) ? "yes" : "**missing**";
}

static void append_attributes(GString *out, const Kind *kind, const char *title, AttrPolicy from,
                              AttrPolicy to) {
    const char *separator = title;
    for (const KindAttr *attr = kind->attrs; attr->column; attr++) {
        bool two_way = attr->policy != ATTR_ALTER || attr->set || kind->hooks.alter;
        AttrPolicy policy = two_way ? attr->policy : ATTR_ALTER;
        if (policy < from || policy > to)
            continue;
        g_autofree char *words = g_strdelimit(g_strdup(attr->column), "_", ' ');
        g_string_append_printf(out, "%s%s", separator, words);
        separator = ", ";
    }
    if (separator != title)
        g_string_append(out, "; ");
}

static char *alter_cell(const Kind *kind) {
    GString *text = g_string_new(NULL);
    append_attributes(text, kind, "in place: ", ATTR_ALTER, ATTR_ALTER);
    append_attributes(text, kind, "replaced: ", ATTR_REPLACE, ATTR_EXTEND);
    append_attributes(text, kind, "recreated: ", ATTR_RECREATE, ATTR_RECREATE);
    if (text->len)
        g_string_truncate(text, text->len - 2);
    return g_string_free(text, FALSE);
}

static const char *create_cell(const Kind *kind) {
    bool own = kind->create || kind->hooks.make;
    if (!own)
        return kind->inline_create ? "inside" : "with";
    return kind->inline_create ? "yes, inside" : "yes";
}

static char *title(const Kind *kind) {
    g_autofree char *words = g_strdelimit(g_strdup(kind->name), "_", ' ');
    return kind->min_server
               ? g_strdup_printf("%s (from version %d on)", words, kind->min_server / 10000)
               : g_steal_pointer(&words);
}

static char *table(void) {
    GString *text = g_string_new(HEAD);
    for (guint i = 0; kinds[i]; i++) {
        const Kind *kind = kinds[i];
        if (kind->facet)
            continue;
        const char *has = facts(kind->name);
        g_autofree char *name = title(kind), *alter = alter_cell(kind);
        g_string_append_printf(text, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", name,
                               create_cell(kind), alter, kind->drop ? "yes" : "with",
                               cell(kind, has, 'R'), cell(kind, has, 'C'), cell(kind, has, 'O'),
                               cell(kind, has, 'P'));
    }
    g_string_append(text, PROPERTIES);
    for (guint i = 0; kinds[i]; i++) {
        const Kind *kind = kinds[i];
        if (!kind->facet)
            continue;
        g_autofree char *name = title(kind), *alter = alter_cell(kind);
        g_string_append_printf(text, "| %s | %s | %s | %s |\n", name, create_cell(kind), alter,
                               kind->drop ? "yes" : "with");
    }
    g_string_append(text, TAIL);
    return g_string_free(text, FALSE);
}

static void every_kind_has_what_postgresql_has_for_it(void **state) {
    (void)state;
    for (guint i = 0; kinds[i]; i++) {
        if (kinds[i]->facet)
            continue;
        const char *has = facts(kinds[i]->name);
        if (!has)
            fail_msg("say in %s what PostgreSQL has for the kind %s", __FILE__, kinds[i]->name);
        for (const char *what = has; *what; what++)
            if (!tool_has(kinds[i], *what))
                fail_msg("kind %s lacks %c, which PostgreSQL has", kinds[i]->name, *what);
    }
}

static void the_table_of_kinds_is_up_to_date(void **state) {
    (void)state;
    g_autofree char *wanted = table(), *there = NULL;
    if (!g_file_get_contents(README, &there, NULL, NULL) || strcmp(there, wanted) != 0)
        fail_msg("%s is not what the registry says; run: make kinds-table", README);
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "--write") == 0) {
        g_autofree char *text = table();
        return !g_file_set_contents(README, text, -1, NULL);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_what_postgresql_has_for_it),
        cmocka_unit_test(the_table_of_kinds_is_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
