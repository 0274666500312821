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

/* In json: each path gets a text that its mask makes of the text there. */
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

static void put_path(const Filling *filling, GString *out, const MaskPath *path) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *literal = pg_quote_literal(filling->writing->pg, path->path);
    g_string_append_printf(text, "(%s::jsonb #>> %s)", filling->raw, literal);
    g_autofree char *digest = add_digest(filling->writing, text->str);
    const Filling inner = {filling->writing, path->rule, text->str, text->str, digest, "text"};
    g_string_append_printf(out, ", %s, coalesce(to_jsonb((", literal);
    fill(&inner, out, path->rule->kind->forms[VALUES_TEXT]);
    put(out, ")::text), 'null'), false)");
}

static void put_paths(const Filling *filling, GString *out) {
    const GPtrArray *paths = filling->rule->paths;
    for (guint i = 0; i < paths->len; i++)
        put(out, "jsonb_set(");
    g_string_append_printf(out, "%s::jsonb", filling->raw);
    for (guint i = 0; i < paths->len; i++)
        put_path(filling, out, paths->pdata[i]);
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
