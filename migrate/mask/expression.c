/* The SQL of masks. */
#include "mask/key.h"
#include "mask/masks.h"
#include "mask/words.h"
#include <stdio.h>
#include <string.h>

/* A query that is being written. Digests are computed once for each row, beside the table, in the
 * columns migrate_digest.d0, d1 and so on. */
typedef struct {
    const Masks *masks;
    Pg *pg;
    GString *digests;
    guint digest_count;
    guint depth; /* of the rows that keys lead to */
} Writing;

/* A value that a template is filled in for. */
typedef struct {
    Writing *writing;
    const MaskRule *rule;
    const char *raw, *text, *digest, *type;
} Filling;

static void put(GString *out, const char *text) {
    g_string_append(out, text);
}

static void put_literal(const Filling *filling, GString *out, const char *text) {
    g_autofree char *literal = pg_quote_literal(filling->writing->pg, text);
    put(out, literal);
}

/* Three bytes of the digest as a number. */
static void put_number(const Filling *filling, GString *out, guint at) {
    g_string_append_printf(out,
                           "(get_byte(%s, %u) * 65536 + get_byte(%s, %u) * 256 + get_byte(%s, %u))",
                           filling->digest, at, filling->digest, at + 1, filling->digest, at + 2);
}

static void put_pick(const Filling *filling, GString *out, const char *list, guint at) {
    g_auto(GStrv) words = g_strsplit(mask_words_of(filling->rule->language, list), "|", -1);
    guint count = g_strv_length(words);
    if (count == 1) {
        put_literal(filling, out, words[0]);
        return;
    }
    put(out, "(ARRAY[");
    for (guint i = 0; i < count; i++) {
        put(out, i ? "," : "");
        put_literal(filling, out, words[i]);
    }
    put(out, "])[1 + ");
    put_number(filling, out, at);
    g_string_append_printf(out, " %% %u]", count);
}

static void put_shift(const Filling *filling, GString *out) {
    g_autofree char *digest = mask_digest("'date'::text");
    g_string_append_printf(
        out,
        "(SELECT 1 + (get_byte(d, 0) * 65536 + get_byte(d, 1) * 256 + get_byte(d, 2)) %% %s"
        " FROM (SELECT %s AS d) AS keyed)%s",
        filling->rule->arguments[0], digest,
        strcmp(filling->type, "date") == 0 ? "" : " * interval '1 day'");
}

static const char *largest(const char *type) {
    return strcmp(type, "bigint") == 0    ? "9223372036854775807"
           : strcmp(type, "integer") == 0 ? "2147483647"
                                          : "32767";
}

static void fill(const Filling *filling, GString *out, const char *template);

/* In json: what stands at each path, or where it would go on, is replaced. */
static void put_paths(const Filling *filling, GString *out);

static void put_token(const Filling *filling, GString *out, const char *token) {
    char list[16];
    guint at;
    if (strcmp(token, "raw") == 0)
        put(out, filling->raw);
    else if (strcmp(token, "text") == 0)
        put(out, filling->text);
    else if (strcmp(token, "digest") == 0)
        put(out, filling->digest);
    else if (strcmp(token, "hex") == 0)
        g_string_append_printf(out, "encode(%s, 'hex')", filling->digest);
    else if (strcmp(token, "digits") == 0)
        fill(filling, out,
             "lpad((('x' || left({hex}, 16))::bit(64)::bigint::numeric + 9223372036854775808)"
             "::text, 20, '0')");
    else if (sscanf(token, "at %u", &at) == 1)
        put_number(filling, out, at);
    else if (sscanf(token, "pick %15s %u", list, &at) == 2)
        put_pick(filling, out, list, at);
    else if (strcmp(token, "shift") == 0)
        put_shift(filling, out);
    else if (strcmp(token, "whole") == 0)
        put(out, largest(filling->type));
    else if (strcmp(token, "rest") == 0)
        put(out, filling->rule->arguments[0]);
    else if (strcmp(token, "paths") == 0)
        put_paths(filling, out);
    else
        put_literal(filling, out, filling->rule->arguments[*token - '1']);
}

static void fill(const Filling *filling, GString *out, const char *template) {
    for (const char *at = template; *at; at++) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        if (!end) {
            g_string_append_c(out, *at);
            continue;
        }
        g_autofree char *token = g_strndup(at + 1, (gsize)(end - at) - 1);
        put_token(filling, out, token);
        at = end;
    }
}

/* The name of the digest of `text`. Caller frees. */
static char *add_digest(Writing *writing, const char *text) {
    g_autofree char *digest = mask_digest(text);
    g_string_append_printf(writing->digests, "%s%s AS d%u", writing->digest_count ? ", " : "",
                           digest, writing->digest_count);
    return g_strdup_printf("migrate_digest.d%u", writing->digest_count++);
}

/* What a path ends at. */
static void put_leaf(const Filling *filling, GString *out, const MaskPath *path,
                     const char *value) {
    g_autofree char *digest = mask_digest("migrate_at.migrate_text");
    const Filling inner = {filling->writing,
                           path->rule,
                           "migrate_leaf.migrate_text",
                           "migrate_leaf.migrate_text",
                           "migrate_leaf.migrate_digest",
                           "text"};
    put(out, "(SELECT coalesce(to_jsonb((");
    fill(&inner, out, path->rule->kind->forms[VALUES_TEXT]);
    g_string_append_printf(out,
                           ")::text), 'null') FROM (SELECT migrate_at.migrate_text, %s AS"
                           " migrate_digest FROM (SELECT %s #>> '{}' AS migrate_text OFFSET 0)"
                           " AS migrate_at OFFSET 0) AS migrate_leaf)",
                           digest, value);
}

/* Lists on the way are walked, but for a step that is the number of an element; anything else that
 * stands where the path goes on is of another shape than the mask knows, and becomes null. */
static const char STEP[] =
    "(SELECT CASE jsonb_typeof(migrate_step%u.migrate_value) WHEN 'array' THEN"
    " coalesce(jsonb_agg(migrate_done%u.migrate_value ORDER BY migrate_item%u.migrate_place)"
    " FILTER (WHERE migrate_item%u.migrate_place IS NOT NULL), '[]')"
    " ELSE jsonb_agg(migrate_done%u.migrate_value) -> 0 END"
    " FROM (SELECT %s AS migrate_value OFFSET 0) AS migrate_step%u"
    " LEFT JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(migrate_step%u.migrate_value)"
    " WHEN 'array' THEN migrate_step%u.migrate_value"
    " ELSE jsonb_build_array(migrate_step%u.migrate_value) END) WITH ORDINALITY"
    " AS migrate_item%u (migrate_value, migrate_place) ON true"
    " CROSS JOIN LATERAL (SELECT jsonb_typeof(migrate_step%u.migrate_value) = 'array'"
    " AND (migrate_item%u.migrate_place - 1)::text = %s AS migrate_here OFFSET 0)"
    " AS migrate_index%u"
    " CROSS JOIN LATERAL (SELECT ";

static const char STEP_END[] =
    " AS migrate_value OFFSET 0) AS migrate_new%u"
    " CROSS JOIN LATERAL (SELECT CASE WHEN migrate_index%u.migrate_here"
    " THEN migrate_new%u.migrate_value"
    " WHEN jsonb_typeof(migrate_item%u.migrate_value) = 'object' THEN CASE WHEN"
    " migrate_item%u.migrate_value ? %s THEN jsonb_set(migrate_item%u.migrate_value, ARRAY[%s],"
    " migrate_new%u.migrate_value) ELSE migrate_item%u.migrate_value END"
    " WHEN %s AND jsonb_typeof(migrate_step%u.migrate_value) = 'array'"
    " THEN migrate_item%u.migrate_value ELSE 'null' END AS migrate_value OFFSET 0)"
    " AS migrate_done%u GROUP BY migrate_step%u.migrate_value)";

static void put_step(const Filling *filling, GString *out, const MaskPath *path, guint at,
                     const char *value) {
    const char *step = path->steps[at];
    if (!step) {
        put_leaf(filling, out, path, value);
        return;
    }
    g_autofree char *key = pg_quote_literal(filling->writing->pg, step);
    bool number = *step && strspn(step, "0123456789") == strlen(step);
    g_autofree char *child =
        g_strdup_printf("CASE WHEN migrate_index%u.migrate_here THEN migrate_item%u.migrate_value"
                        " ELSE migrate_item%u.migrate_value -> %s END",
                        at, at, at, key);
    g_string_append_printf(out, STEP, at, at, at, at, at, value, at, at, at, at, at, at, at, key,
                           at);
    put_step(filling, out, path, at + 1, child);
    g_string_append_printf(out, STEP_END, at, at, at, at, at, key, at, key, at, at,
                           number ? "true" : "false", at, at, at, at);
}

static void put_paths(const Filling *filling, GString *out) {
    const GPtrArray *paths = filling->rule->paths;
    g_autoptr(GString) value = g_string_new(NULL);
    g_string_append_printf(value, "%s::jsonb", filling->raw);
    for (guint i = 0; i < paths->len; i++) {
        g_autoptr(GString) next = g_string_new(NULL);
        put_step(filling, next, paths->pdata[i], 0, value->str);
        g_string_assign(value, next->str);
    }
    g_string_append_printf(out, "CASE WHEN %s IS NOT NULL THEN %s END", filling->raw, value->str);
}

/* --- rows that stay */

/* Whether the row `row` of `table`, or the row that its key leads to, stays; false: none does. */
static bool put_kept(Writing *writing, GString *out, const Table *table, const TableColumn *column,
                     const char *row) {
    const ColumnMask *mask = masks_of(writing->masks, column);
    const char *condition = g_hash_table_lookup(writing->masks->kept, table);
    if (!mask->via) {
        if (condition)
            g_string_append_printf(out, "(%s)", condition);
        return condition;
    }
    guint at;
    g_autoptr(GString) inner = g_string_new(NULL);
    g_autofree char *next = g_strdup_printf("migrate_key%u", ++writing->depth);
    g_ptr_array_find(mask->via->columns, column, &at);
    if (!put_kept(writing, inner, mask->via->to, mask->via->referenced->pdata[at], next))
        return false;
    g_autofree char *only = table_only(mask->via->to);
    g_string_append_printf(out, "EXISTS (SELECT FROM %s AS %s WHERE ", only, next);
    for (guint i = 0; i < mask->via->columns->len; i++)
        g_string_append_printf(out, "%s.%s = %s.%s AND ", next,
                               ((TableColumn *)mask->via->referenced->pdata[i])->id, row,
                               ((TableColumn *)mask->via->columns->pdata[i])->id);
    g_string_append_printf(out, "%s)", inner->str);
    return true;
}

/* --- columns and queries */

static void put_mask(Writing *writing, GString *out, const TableColumn *column,
                     const ColumnMask *mask) {
    const char *form = mask->rule->kind->forms[column->values];
    g_autofree char *raw = g_strdup_printf("migrate_row.%s", column->id);
    g_autofree char *text = g_strdup_printf(column->folds ? "lower(%s::text)" : "%s::text", raw);
    bool digested = strstr(form, "{digest}") || strstr(form, "{hex}") || strstr(form, "{at ") ||
                    strstr(form, "{pick ") || strstr(form, "{digits}") || mask->extended;
    g_autofree char *digest = digested ? add_digest(writing, text) : NULL;
    const Filling filling = {writing, mask->rule, raw, text, digest, column->type};
    put(out, "(");
    fill(&filling, out, form);
    if (mask->extended)
        fill(&filling, out, " || ' ' || {digits}");
    g_string_append_printf(out, ")::%s", column->type);
}

static void put_column(Writing *writing, GString *out, const Table *table,
                       const TableColumn *column) {
    const ColumnMask *mask = writing->masks ? masks_of(writing->masks, column) : NULL;
    g_autoptr(GString) kept = g_string_new(NULL);
    if (!mask || !mask->rule) {
        g_string_append_printf(out, "migrate_row.%s", column->id);
        return;
    }
    if (put_kept(writing, kept, table, column, "migrate_row"))
        g_string_append_printf(out, "CASE WHEN %s THEN migrate_row.%s::%s ELSE ", kept->str,
                               column->id, column->type);
    put_mask(writing, out, column, mask);
    put(out, kept->len ? " END" : "");
    g_string_append_printf(out, " AS %s", column->id);
}

/* `first`: what is selected before the columns, with a comma behind it, or "". */
static char *query(const Masks *masks, Pg *pg, const Table *table, const char *first,
                   const char *condition) {
    g_autoptr(GString) out = g_string_new("SELECT "), digests = g_string_new(NULL);
    g_autofree char *only = table_only(table);
    Writing writing = {.masks = masks, .pg = pg, .digests = digests};
    put(out, first);
    for (guint i = 0, count = 0; i < table->columns->len; i++) {
        const TableColumn *column = table->columns->pdata[i];
        if (column->generated)
            continue;
        put(out, count++ ? ", " : "");
        put_column(&writing, out, table, column);
    }
    g_string_append_printf(out, " FROM %s AS migrate_row", only);
    if (writing.digest_count > 0)
        g_string_append_printf(out, " CROSS JOIN LATERAL (SELECT %s OFFSET 0) AS migrate_digest",
                               digests->str);
    if (condition)
        g_string_append_printf(out, " WHERE %s", condition);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *masks_query(const Masks *masks, Pg *pg, const Table *table, const char *condition) {
    return query(masks, pg, table, "", condition);
}

char *masks_update(const Masks *masks, Pg *pg, const Table *table, const char *condition) {
    g_autofree char *only = table_only(table);
    g_autofree char *rows = query(
        masks, pg, table,
        "migrate_row.tableoid AS migrate_part, migrate_row.ctid AS migrate_place, ", condition);
    g_autoptr(GString) out = g_string_new(NULL);
    g_string_append_printf(out, "UPDATE %s AS migrate_old SET ", only);
    for (guint i = 0, count = 0; i < table->columns->len; i++) {
        const TableColumn *column = table->columns->pdata[i];
        if (masks_of(masks, column)->rule)
            g_string_append_printf(out, "%s%s = migrate_new.%s", count++ ? ", " : "", column->id,
                                   column->id);
    }
    g_string_append_printf(out,
                           " FROM (%s) AS migrate_new WHERE migrate_old.tableoid ="
                           " migrate_new.migrate_part AND migrate_old.ctid ="
                           " migrate_new.migrate_place",
                           rows);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
