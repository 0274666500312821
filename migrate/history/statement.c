#include "history/statement.h"
#include "text/lex.h"
#include <string.h>

/* The index that CREATE INDEX makes lives in its table's schema, whatever the search path. */
#define PROBE_CREATE_INDEX                                                                         \
    "SELECT CASE WHEN i.indexrelid IS NULL THEN 'todo'"                                            \
    "            WHEN i.indisvalid AND i.indisready AND i.indislive THEN 'done'"                   \
    "            ELSE 'leftover' END"                                                              \
    "  FROM (SELECT pg_catalog.to_regclass($2) AS oid) AS t"                                       \
    "  LEFT JOIN pg_catalog.pg_class AS r ON r.oid = t.oid"                                        \
    "  LEFT JOIN pg_catalog.pg_class AS x ON x.relnamespace = r.relnamespace"                      \
    "        AND x.relname = (pg_catalog.parse_ident($1))[1]::pg_catalog.name"                     \
    "  LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = x.oid AND i.indrelid = t.oid"
#define CLEAN_CREATE_INDEX                                                                         \
    "SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %I.%I', n.nspname, x.relname)"              \
    "  FROM pg_catalog.pg_class AS r"                                                              \
    "  JOIN pg_catalog.pg_namespace AS n ON n.oid = r.relnamespace"                                \
    "  JOIN pg_catalog.pg_class AS x ON x.relnamespace = r.relnamespace"                           \
    "       AND x.relname = (pg_catalog.parse_ident($1))[1]::pg_catalog.name"                      \
    "  JOIN pg_catalog.pg_index AS i ON i.indexrelid = x.oid AND i.indrelid = r.oid"               \
    " WHERE r.oid = pg_catalog.to_regclass($2) AND NOT i.indisvalid"

#define PROBE_DROP_INDEX                                                                           \
    "SELECT CASE WHEN pg_catalog.to_regclass($1) IS NULL THEN 'done' ELSE 'todo' END"

/* $1 is an index or a table. */
#define REINDEX_REMAINS                                                                            \
    "  FROM pg_catalog.pg_index AS i"                                                              \
    "  JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid"                                      \
    "  JOIN pg_catalog.pg_namespace AS n ON n.oid = x.relnamespace"                                \
    " WHERE NOT i.indisvalid AND x.relname ~ '_cc(new|old)[0-9]*$'"                                \
    "   AND i.indrelid = COALESCE((SELECT o.indrelid FROM pg_catalog.pg_index AS o"                \
    "                               WHERE o.indexrelid = pg_catalog.to_regclass($1)),"             \
    "                             pg_catalog.to_regclass($1))"
#define PROBE_REINDEX                                                                              \
    "SELECT CASE WHEN EXISTS (SELECT" REINDEX_REMAINS ") THEN 'leftover' ELSE 'todo' END"
#define CLEAN_REINDEX                                                                              \
    "SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %I.%I', n.nspname, "                        \
    "x.relname)" REINDEX_REMAINS

#define PROBE_DETACH                                                                               \
    "SELECT COALESCE((SELECT CASE WHEN h.inhdetachpending THEN 'leftover' ELSE 'todo' END"         \
    "                   FROM pg_catalog.pg_inherits AS h"                                          \
    "                  WHERE h.inhparent = pg_catalog.to_regclass($1)"                             \
    "                    AND h.inhrelid = pg_catalog.to_regclass($2)), 'done')"
#define CLEAN_DETACH                                                                               \
    "SELECT pg_catalog.format('ALTER TABLE %I.%I DETACH PARTITION %I.%I FINALIZE',"                \
    "                         np.nspname, p.relname, nc.nspname, c.relname)"                       \
    "  FROM pg_catalog.pg_class AS p"                                                              \
    "  JOIN pg_catalog.pg_namespace AS np ON np.oid = p.relnamespace,"                             \
    "       pg_catalog.pg_class AS c"                                                              \
    "  JOIN pg_catalog.pg_namespace AS nc ON nc.oid = c.relnamespace"                              \
    " WHERE p.oid = pg_catalog.to_regclass($1) AND c.oid = pg_catalog.to_regclass($2)"

#define PROBE_EXISTS(catalog, column)                                                              \
    "SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog." catalog " WHERE " column                    \
    " = (pg_catalog.parse_ident($1))[1]::pg_catalog.name) THEN 'done' ELSE 'todo' END"
#define PROBE_GONE(catalog, column)                                                                \
    "SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog." catalog " WHERE " column                    \
    " = (pg_catalog.parse_ident($1))[1]::pg_catalog.name) THEN 'todo' ELSE 'done' END"

#define NO_TRANSACTION_CONTROL                                                                     \
    "each migration is one transaction already, and one under '-- migrate: no-transaction' has a " \
    "transaction for each statement; delete it"

static const StatementKind kinds[] = {
    {.pattern = "rollback [work|transaction] to", .name = "savepoint"},
    {.pattern = "begin|commit|end|rollback|abort",
     .name = "transaction control",
     .mode = RUN_NEVER,
     .advice = NO_TRANSACTION_CONTROL},
    {.pattern = "start transaction",
     .name = "transaction control",
     .mode = RUN_NEVER,
     .advice = NO_TRANSACTION_CONTROL},
    {.pattern = "prepare transaction",
     .name = "two-phase commit",
     .mode = RUN_NEVER,
     .advice = NO_TRANSACTION_CONTROL},
    {.pattern = "discard all",
     .name = "DISCARD ALL",
     .mode = RUN_NEVER,
     .advice = "it would give up the lock that keeps other runs out; the session is reset after "
               "every migration anyway, so delete it"},
    /* As every dump begins; it is on already. */
    {.pattern = "set [session|local] standard_conforming_strings to|= on|true|yes END",
     .name = "setting"},
    {.pattern = "set [session|local] standard_conforming_strings",
     .name = "standard_conforming_strings",
     .mode = RUN_NEVER,
     .advice = "it changes where strings end; write E'…' where backslashes are meant"},
    {.pattern = "set [session|local] synchronous_commit",
     .name = "synchronous_commit",
     .mode = RUN_NEVER,
     .advice = "what is reported as applied has to be on disk; delete it"},
    {.pattern = "create [unique] index concurrently [if not exists] on",
     .name = "create index concurrently",
     .mode = RUN_NEVER,
     .advice = "give the index a name, so that what an interrupted build left behind can be found"},
    {.pattern = "create [unique] index concurrently [if not exists] NAME on [only] NAME",
     .name = "create index concurrently",
     .mode = RUN_ALONE,
     .probe = PROBE_CREATE_INDEX,
     .cleanup = CLEAN_CREATE_INDEX,
     .builds = 2},
    {.pattern = "drop index concurrently [if exists] NAME",
     .name = "drop index concurrently",
     .mode = RUN_ALONE,
     .probe = PROBE_DROP_INDEX},
    {.pattern = "reindex [PARENS] index|table concurrently NAME",
     .name = "reindex concurrently",
     .mode = RUN_ALONE,
     .probe = PROBE_REINDEX,
     .cleanup = CLEAN_REINDEX,
     .repeatable = true,
     .builds = 1},
    {.pattern = "reindex PARENS index|table NAME",
     .name = "reindex",
     .probe = PROBE_REINDEX,
     .cleanup = CLEAN_REINDEX,
     .repeatable = true,
     .builds = 1},
    {.pattern = "reindex [PARENS] schema|database|system",
     .name = "reindex",
     .mode = RUN_ALONE,
     .repeatable = true},
    {.pattern = "alter table [if exists] [only] NAME detach partition NAME concurrently",
     .name = "detach partition concurrently",
     .mode = RUN_ALONE,
     .probe = PROBE_DETACH,
     .cleanup = CLEAN_DETACH,
     .table = 1},
    {.pattern = "alter table [if exists] [only] NAME",
     .name = "alter table",
     .table = 1,
     .may_rewrite = true},
    {.pattern = "drop table [if exists] NAME", .name = "drop table", .table = 1},
    {.pattern = "truncate [table] [only] NAME", .name = "truncate", .table = 1},
    {.pattern = "create [unique] index on [only] NAME",
     .name = "create index",
     .table = 1,
     .builds = 1},
    {.pattern = "create [unique] index [if not exists] NAME on [only] NAME",
     .name = "create index",
     .table = 2,
     .builds = 2},
    {.pattern = "reindex index|table NAME", .name = "reindex", .table = 1, .builds = 1},
    {.pattern = "refresh materialized view", .name = "refresh", .may_rewrite = true},
    {.pattern = "vacuum",
     .name = "vacuum",
     .mode = RUN_ALONE,
     .repeatable = true,
     .may_rewrite = true},
    {.pattern = "alter system", .name = "alter system", .mode = RUN_ALONE, .repeatable = true},
    {.pattern = "cluster [verbose] END", .name = "cluster", .mode = RUN_ALONE, .repeatable = true},
    {.pattern = "cluster", .name = "cluster", .may_rewrite = true},
    {.pattern = "create database NAME",
     .name = "create database",
     .mode = RUN_ALONE,
     .probe = PROBE_EXISTS("pg_database", "datname")},
    {.pattern = "drop database [if exists] NAME",
     .name = "drop database",
     .mode = RUN_ALONE,
     .probe = PROBE_GONE("pg_database", "datname")},
    {.pattern = "create tablespace NAME",
     .name = "create tablespace",
     .mode = RUN_ALONE,
     .probe = PROBE_EXISTS("pg_tablespace", "spcname")},
    {.pattern = "drop tablespace [if exists] NAME",
     .name = "drop tablespace",
     .mode = RUN_ALONE,
     .probe = PROBE_GONE("pg_tablespace", "spcname")},
    /* These two may run inside a transaction when no replication slot is touched: the server knows.
     */
    {.pattern = "create subscription NAME",
     .name = "create subscription",
     .probe = PROBE_EXISTS("pg_subscription", "subname")},
    {.pattern = "drop subscription [if exists] NAME",
     .name = "drop subscription",
     .probe = PROBE_GONE("pg_subscription", "subname")},
    {.pattern = "set local|constraints|transaction", .name = "setting of a transaction"},
    {.pattern = "select [pg_catalog .] set_config PARENS",
     .name = "setting",
     .session = true,
     .repeatable = true},
    {.pattern = "set|reset", .name = "setting", .session = true, .repeatable = true},
    {.pattern = "", .name = "statement"},
};

/* A place in the head of a statement, and what has been captured up to it. */
typedef struct {
    const char *text;
    gsize length, at;
    Token names[2]; /* spans over a whole qualified name */
    guint name_count;
} Match;

static Token next_token(Match *match) {
    Token token = lex_significant(match->text, match->length, match->at);
    match->at = token.end;
    return token;
}

static bool is_symbol(const Match *match, Token token, char symbol) {
    return token.kind == TOKEN_SYMBOL && match->text[token.start] == symbol;
}

static bool take_name(Match *match) {
    Token first = next_token(match), last = first;
    if (first.kind != TOKEN_WORD && first.kind != TOKEN_NAME)
        return false;
    for (;;) {
        gsize before = match->at;
        if (!is_symbol(match, next_token(match), '.')) {
            match->at = before;
            break;
        }
        last = next_token(match);
        if (last.kind != TOKEN_WORD && last.kind != TOKEN_NAME)
            return false;
    }
    if (match->name_count < G_N_ELEMENTS(match->names))
        match->names[match->name_count++] = (Token){TOKEN_NAME, first.start, last.end};
    return true;
}

static bool take_parens(Match *match) {
    if (!is_symbol(match, next_token(match), '('))
        return false;
    for (guint depth = 1; depth > 0;) {
        Token token = next_token(match);
        if (token.kind == TOKEN_END || lex_is_broken(token.kind))
            return false;
        depth += is_symbol(match, token, '(') ? 1 : 0;
        depth -= is_symbol(match, token, ')') ? 1 : 0;
    }
    return true;
}

static bool word_is(const char *element, gsize length, const char *word) {
    return strlen(word) == length && strncmp(element, word, length) == 0;
}

/* Keywords and symbols separated by '|'. */
static bool is_one_of(const char *text, Token token, const char *element, gsize length) {
    gsize got = token.end - token.start;
    for (gsize size; length > 0; element += size, length -= size) {
        const char *bar = memchr(element, '|', length);
        gsize word = bar ? (gsize)(bar - element) : length;
        bool like = token.kind == TOKEN_WORD || (token.kind == TOKEN_SYMBOL && word == 1);
        if (like && got == word && g_ascii_strncasecmp(text + token.start, element, word) == 0)
            return true;
        size = bar ? word + 1 : length;
    }
    return false;
}

/* One element of a pattern: a class, or what is_one_of() takes. */
static bool take_element(Match *match, const char *element, gsize length) {
    if (word_is(element, length, "NAME"))
        return take_name(match);
    if (word_is(element, length, "PARENS"))
        return take_parens(match);
    Token token = next_token(match);
    if (word_is(element, length, "END"))
        return token.kind == TOKEN_END;
    if (word_is(element, length, "STRING"))
        return token.kind == TOKEN_STRING;
    return is_one_of(match->text, token, element, length);
}

static bool match_pattern(const char *pattern, Match *match) {
    while (*pattern == ' ' || *pattern == ']')
        pattern++;
    if (*pattern == '\0')
        return true;
    Match before = *match;
    if (*pattern == '[') {
        if (match_pattern(pattern + 1, match))
            return true;
        *match = before;
        return match_pattern(strchr(pattern, ']'), match);
    }
    gsize length = strcspn(pattern, " ]");
    return take_element(match, pattern, length) && match_pattern(pattern + length, match);
}

bool statement_matches(const Statement *statement, const char *pattern) {
    Match match = {.text = statement->text, .length = statement->length};
    return match_pattern(pattern, &match);
}

StatementClass statement_classify(const Statement *statement) {
    Token first = lex_significant(statement->text, statement->length, 0);
    for (const StatementKind *kind = kinds;; kind++) {
        Match match = {.text = statement->text, .length = statement->length};
        /* Every row begins with keywords, and most of them with others than the statement. */
        gsize head = strcspn(kind->pattern, " ");
        if (head > 0 && !is_one_of(statement->text, first, kind->pattern, head))
            continue;
        if (!match_pattern(kind->pattern, &match))
            continue;
        StatementClass found = {.kind = kind};
        for (guint i = 0; i < match.name_count; i++)
            found.names[i] = g_strndup(statement->text + match.names[i].start,
                                       match.names[i].end - match.names[i].start);
        return found;
    }
}

bool statement_runs_alone(const Statement *statement) {
    g_auto(StatementClass) found = statement_classify(statement);
    return found.kind->mode == RUN_ALONE;
}

void statement_class_clear(StatementClass *found) {
    g_free(found->names[0]);
    g_free(found->names[1]);
}

static bool mentions(const Statement *statement, const char *word) {
    gsize size = strlen(word);
    for (gsize i = 0; i + size <= statement->length; i++)
        if (g_ascii_tolower(statement->text[i]) == word[0] &&
            g_ascii_strncasecmp(statement->text + i, word, size) == 0)
            return true;
    return false;
}

char *statement_objection(const Statement *statement, const StatementClass *found) {
    if (found->kind->mode == RUN_NEVER)
        return g_strdup_printf("a migration may not contain %s: %s", found->kind->name,
                               found->kind->advice);
    /* Also inside a body or a string: a function that is made now may be called by the next
     * statement. */
    if (mentions(statement, "pg_advisory_unlock"))
        return g_strdup("a migration may not mention pg_advisory_unlock: it could give up the lock "
                        "that keeps other runs out. Use transaction-level locks "
                        "(pg_advisory_xact_lock), which end by themselves");
    return NULL;
}

char *statement_preview(const Statement *statement) {
    enum { MAX_PREVIEW = 120 };
    GString *preview = g_string_new(NULL);
    for (gsize at = 0; at < statement->length && preview->len < MAX_PREVIEW;) {
        Token token = lex_token(statement->text, statement->length, at);
        at = token.end;
        if (token.kind == TOKEN_END || lex_is_broken(token.kind))
            break;
        bool gap = preview->len > 0 && preview->str[preview->len - 1] == ' ';
        if (lex_is_blank(token.kind))
            g_string_append(preview, gap ? "" : " ");
        else if (token.kind == TOKEN_STRING)
            g_string_append(preview, "'…'");
        else
            g_string_append_len(preview, statement->text + token.start,
                                (gssize)(token.end - token.start));
    }
    if (preview->len > MAX_PREVIEW) {
        const char *end = g_utf8_find_prev_char(preview->str, preview->str + MAX_PREVIEW);
        g_string_truncate(preview, end ? (gsize)(end - preview->str) : 0);
        g_string_append(preview, "…");
    }
    return g_string_free(preview, FALSE);
}
