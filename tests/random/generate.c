/* generate [--without KIND]… SEED FIRST COUNT FOLDER
 *
 * Writes FOLDER/old.sql and FOLDER/new.sql: random schemas and random edits of them. They hold
 * COUNT independent pairs, whose names begin with their numbers from FIRST on, so that many are
 * tried at once. The same arguments give the same bytes. `generate --kinds` lists what a schema is
 * made of.
 */
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const ElementRow element_rows[ELEMENT_KINDS] = {
    [SCHEMA] = {"schema", 5, print_schema},
    [ENUM] = {"enum", 6, print_enum},
    [DOMAIN] = {"domain", 5, print_domain},
    [DOMAIN_CHECK] = {"domain_check", 3, print_domain_check},
    [COMPOSITE] = {"composite", 4, print_composite},
    [RANGE] = {"range", 2, print_range},
    [TABLE] = {"table", 14, print_table},
    [PARTITION] = {"partition", 6, print_partition},
    [COLUMN] = {"column", 34, print_column},
    [SERIAL] = {"serial", 3, print_serial},
    [COLUMN_PROPERTY] = {"column_property", 3, print_column_property},
    [UNIQUE] = {"unique", 5, print_unique},
    [CHECK] = {"check", 7, print_check},
    [FOREIGN_KEY] = {"foreign_key", 7, print_foreign_key},
    [EXCLUDE] = {"exclude", 2, print_exclude},
    [INDEX] = {"index", 12, print_index},
    [VIEW] = {"view", 12, print_view},
    [VIEW_DEFAULT] = {"view_default", 2, print_view_default},
    [MATVIEW] = {"matview", 5, print_matview},
    [FUNCTION] = {"function", 8, print_function},
    [PROCEDURE] = {"procedure", 3, print_procedure},
    [AGGREGATE] = {"aggregate", 2, print_aggregate},
    [TRIGGER_FUNCTION] = {"trigger_function", 3, print_trigger_function},
    [TRIGGER] = {"trigger", 5, print_trigger},
    [TRIGGER_STATE] = {"trigger_state", 2, print_trigger_state},
    [POLICY] = {"policy", 4, print_policy},
    [ROW_SECURITY] = {"row_security", 2, print_row_security},
    [SEQUENCE] = {"sequence", 4, print_sequence},
    [STATISTICS] = {"statistics", 3, print_statistics},
    [RULE] = {"rule", 3, print_rule},
    [REPLICA_IDENTITY] = {"replica_identity", 2, print_replica_identity},
    [COMMENT] = {"comment", 10, print_comment},
    [GRANT] = {"grant", 9, print_grant},
    [COLUMN_GRANT] = {"column_grant", 3, print_column_grant},
    [OWNER] = {"owner", 4, print_owner},
    [DEFAULT_PRIVILEGE] = {"default_privilege", 2, print_default_privilege},
    [COLLATION] = {"collation", 2, print_collation},
    [OPERATOR] = {"operator", 2, print_operator},
    [OPERATOR_CLASS] = {"operator_class", 2, print_operator_class},
    [CAST] = {"cast", 2, print_cast},
    [CONVERSION] = {"conversion", 1, print_conversion},
    [TEXT_SEARCH_DICTIONARY] = {"text_search_dictionary", 2, print_text_search_dictionary},
    [TEXT_SEARCH_CONFIGURATION] = {"text_search_configuration", 2, print_text_search_configuration},
    [PUBLICATION] = {"publication", 2, print_publication},
    [FOREIGN_DATA_WRAPPER] = {"foreign_data_wrapper", 2, print_foreign_data_wrapper},
    [FOREIGN_SERVER] = {"foreign_server", 2, print_foreign_server},
    [USER_MAPPING] = {"user_mapping", 2, print_user_mapping},
    [FOREIGN_TABLE] = {"foreign_table", 2, print_foreign_table},
    [EVENT_TRIGGER] = {"event_trigger", 1, print_event_trigger},
};

/* A generator of its own for what is in a schema and what is edited, apart from the hashes. */
static guint64 state;

static int below(int n) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((state >> 33) % (guint64)n);
}

static ElementKind some_kind(guint64 without) {
    int total = 0;
    for (int kind = 0; kind < ELEMENT_KINDS; kind++)
        total += without & BIT(kind) ? 0 : element_rows[kind].weight;
    int at = below(total);
    for (int kind = 0; kind < ELEMENT_KINDS; kind++) {
        at -= without & BIT(kind) ? 0 : element_rows[kind].weight;
        if (at < 0)
            return kind;
    }
    return TABLE;
}

static void edit(Element *old, Element *new, int count) {
    int id = 2 + below(count - 2), sort = below(10);
    if (sort < 2)
        new[id].absent = true;
    else if (sort < 4)
        old[id].absent = true;
    else if (below(20) == 0)
        new[id].version[below(SLOT_FIRST)]++;
    else
        for (int slot = SLOT_FIRST; slot < SLOTS; slot++)
            new[id].version[slot] += below(3) == 0;
}

static void print_side(Side *side) {
    for (int id = 0; id < side->count; id++) {
        gsize length = side->out->len;
        side->ok = !side->elements[id].absent;
        if (side->ok)
            element_rows[side->elements[id].kind].print(side, id);
        side->alive[id] = side->ok;
        if (side->ok)
            g_string_append_c(side->out, '\n');
        else
            g_string_truncate(side->out, length);
    }
}

static void print_elements(guint64 seed, int pair, Element *elements, int count, GString *out) {
    g_autofree bool *alive = g_new0(bool, count);
    GStringChunk *texts = g_string_chunk_new(4096);
    Side side = {seed, pair, elements, count, alive, texts, out, true};
    print_side(&side);
    g_string_chunk_free(texts);
}

static void generate(guint64 seed, int pair, guint64 without, GString *old_sql, GString *new_sql) {
    Element old[64] = {0}, new[64];
    state = seed * 1000003 + (guint64)pair;
    for (int i = 0; i < 8; i++)
        (void)below(2);

    int count = 10 + below(40);
    for (int i = 0; i < count; i++)
        old[i].kind = some_kind(without);
    /* Nearly everything hangs on tables. */
    old[0].kind = SCHEMA;
    old[1 + below(2)].kind = TABLE;
    memcpy(new, old, sizeof old);
    for (int edits = 2 + below(9); edits > 0; edits--)
        edit(old, new, count);

    print_elements(seed, pair, old, count, old_sql);
    print_elements(seed, pair, new, count, new_sql);
}

static bool write_file(const char *folder, const char *file, const GString *sql) {
    g_autofree char *path = g_build_filename(folder, file, NULL);
    g_autoptr(GError) error = NULL;
    if (g_file_set_contents(path, sql->str, (gssize)sql->len, &error))
        return true;
    fprintf(stderr, "%s\n", error->message);
    return false;
}

static int usage(void) {
    fputs("usage: generate [--without KIND]... SEED FIRST COUNT FOLDER\n", stderr);
    return 2;
}

int main(int argc, char **argv) {
    guint64 without = 0;
    int arg = 1;
    if (argc == 2 && !strcmp(argv[1], "--kinds")) {
        for (int kind = 0; kind < ELEMENT_KINDS; kind++)
            puts(element_rows[kind].name);
        return 0;
    }
    for (; arg + 1 < argc && !strcmp(argv[arg], "--without"); arg += 2) {
        int kind = 0;
        while (kind < ELEMENT_KINDS && strcmp(argv[arg + 1], element_rows[kind].name) != 0)
            kind++;
        if (kind == ELEMENT_KINDS)
            return usage();
        without |= BIT(kind);
    }
    if (argc - arg != 4)
        return usage();

    g_autoptr(GString) old_sql = g_string_new(NULL), new_sql = g_string_new(NULL);
    guint64 seed = g_ascii_strtoull(argv[arg], NULL, 10);
    int first = atoi(argv[arg + 1]), count = atoi(argv[arg + 2]);
    for (int i = 0; i < count; i++)
        generate(seed, first + i, without, old_sql, new_sql);
    return write_file(argv[arg + 3], "old.sql", old_sql) &&
                   write_file(argv[arg + 3], "new.sql", new_sql)
               ? 0
               : 1;
}
