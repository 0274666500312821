#include "text/secret.h"

#include "text/lex.h"
#include <string.h>

enum { MAX_DEPTH = 8 }; /* of bodies in bodies */

/* Stands for a password that is filled in elsewhere. */
static bool is_placeholder(const char *password, gsize length) {
    static const char *const words[] = {"password", "pass", "secret", "xxx", "***", "..."};
    if (length == 0 || strchr("$%{<[:", password[0]))
        return true;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strlen(words[i]) == length && g_ascii_strncasecmp(password, words[i], length) == 0)
            return true;
    return false;
}

/* Where a password is in a text. */
typedef struct {
    gsize start, end;
} Span;

/* scheme://user:password@host, from `offset` on. */
static bool find_in_url(const char *text, gsize length, gsize offset, Span *found) {
    const char *at = text + offset;
    while ((at = g_strstr_len(at, (gssize)(length - (gsize)(at - text)), "://"))) {
        at += strlen("://");
        gsize left = length - (gsize)(at - text), user = 0;
        while (user < left && !strchr(":/@?# '\"\n", at[user]))
            user++;
        gsize end = user + 1;
        while (end < left && !strchr("/@?# '\"\n", at[end]))
            end++;
        *found = (Span){(gsize)(at - text) + user + 1, (gsize)(at - text) + end};
        if (user < left && at[user] == ':' && end < left && at[end] == '@' &&
            !is_placeholder(at + user + 1, end - user - 1))
            return true;
    }
    return false;
}

/* libpq's keywords and values: "host=db password=…", from `offset` on. */
static bool find_in_conninfo(const char *text, gsize length, gsize offset, Span *found) {
    static const char keyword[] = "password=";
    const char *at = g_strstr_len(text + offset, (gssize)(length - offset), keyword);
    bool connection = g_strstr_len(text, (gssize)length, "host=") ||
                      g_strstr_len(text, (gssize)length, "dbname=") ||
                      g_strstr_len(text, (gssize)length, "user=");
    if (!at || !connection)
        return false;
    at += strlen(keyword);
    gsize left = length - (gsize)(at - text), end = 0;
    while (end < left && !strchr(" '\"\n", at[end]))
        end++;
    *found = (Span){(gsize)(at - text), (gsize)(at - text) + end};
    return !is_placeholder(at, end);
}

static const char *literal_secret(const Statement *statement, Token token) {
    const char *text = statement->text + token.start;
    gsize length = token.end - token.start;
    bool body = text[0] == '$';
    Span found;
    if (find_in_url(text, length, 0, &found) ||
        (!body && find_in_conninfo(text, length, 0, &found)))
        return "a connection";
    return NULL;
}

/* The words before PASSWORD 'literal' tell whose it is. */
static const char *password_owner(const Statement *statement) {
    g_autofree char *head = statement_head(statement, 3);
    static const struct {
        const char *head, *whose;
    } rows[] = {
        {"create role", "a role"},
        {"alter role", "a role"},
        {"create user mapping", "a user mapping"},
        {"alter user mapping", "a user mapping"},
        {"create user", "a role"},
        {"alter user", "a role"},
        {"create group", "a role"},
        {"create server", "a server"},
        {"alter server", "a server"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (g_str_has_prefix(head, rows[i].head))
            return rows[i].whose;
    return NULL;
}

const char *secret_find(const Statement *statement, gsize *offset) {
    const char *owner = password_owner(statement);
    bool after_password = false;
    for (gsize at = 0;;) {
        Token token = lex_significant(statement->text, statement->length, at);
        if (token.kind == TOKEN_END || lex_is_broken(token.kind))
            return NULL;
        at = *offset = token.end;
        if (token.kind == TOKEN_STRING) {
            bool empty = token.end - token.start <= strlen("''");
            const char *whose =
                after_password && owner && !empty ? owner : literal_secret(statement, token);
            *offset = token.start;
            if (whose)
                return whose;
        }
        after_password = lex_is_word(statement->text, token, "password");
    }
}

/* … PASSWORD ''…'' in a literal that is SQL itself, from `offset` on. */
static bool find_in_quoted(const char *text, gsize length, gsize offset, Span *found) {
    static const char keyword[] = "password";
    for (gsize at = offset; at + strlen(keyword) < length; at++) {
        if (g_ascii_strncasecmp(text + at, keyword, strlen(keyword)) != 0)
            continue;
        gsize start = at + strlen(keyword);
        start += strspn(text + start, " \t\n");
        const char *end = g_str_has_prefix(text + start, "''")
                              ? g_strstr_len(text + start + 2, (gssize)(length - start - 2), "''")
                              : NULL;
        *found = (Span){start + 2, end ? (gsize)(end - text) : 0};
        if (end)
            return true;
    }
    return false;
}

typedef bool (*Find)(const char *text, gsize length, gsize offset, Span *found);

/* What stands for a secret. */
typedef enum { THREE_STARS, SAME_WIDTH } Stars;

/* A star for each character; lines stay lines. */
static char *stars_for(const char *text, gsize length) {
    GString *stars = g_string_new(NULL);
    for (gsize i = 0; i < length; i++)
        if (text[i] == '\n' || text[i] == '\r')
            g_string_append_c(stars, text[i]);
        else if (((guchar)text[i] & 0xC0) != 0x80)
            g_string_append_c(stars, '*');
    return g_string_free(stars, FALSE);
}

static char *stars_of(Stars stars, const char *text, gsize length) {
    return stars == SAME_WIDTH ? stars_for(text, length) : g_strdup("***");
}

static void mask(GString *text, Find find, Stars stars) {
    Span found;
    for (gsize at = 0; find(text->str, text->len, at, &found);) {
        gsize size = found.end - found.start;
        g_autofree char *instead = stars_of(stars, text->str + found.start, size);
        g_string_erase(text, (gssize)found.start, (gssize)size);
        g_string_insert(text, (gssize)found.start, instead);
        at = found.start + strlen(instead);
    }
}

/* The length of the tag that a body begins and ends with; 0: `text` is no body. */
static gsize tag_length(const char *text, gsize length) {
    const char *end = length > 2 && text[0] == '$' ? memchr(text + 1, '$', length - 1) : NULL;
    gsize tag = end ? (gsize)(end - text) + 1 : 0;
    return 2 * tag <= length ? tag : 0;
}

static char *mask_passwords(const char *text, gsize length, guint depth, Stars stars);

static char *mask_literal(const char *text, gsize length, guint depth, Stars stars) {
    gsize tag = tag_length(text, length);
    g_autoptr(GString) masked = g_string_new_len(text, (gssize)length);
    if (tag > 0 && depth < MAX_DEPTH) {
        g_autofree char *inside = mask_passwords(text + tag, length - 2 * tag, depth + 1, stars);
        g_string_printf(masked, "%.*s%s%.*s", (int)tag, text, inside, (int)tag, text);
    } else {
        mask(masked, find_in_conninfo, stars);
        mask(masked, find_in_quoted, stars);
    }
    mask(masked, find_in_url, stars);
    return g_strdup(masked->str);
}

/* A literal that is a password as a whole. */
static char *mask_whole(const char *literal, gsize size, Stars stars) {
    g_autofree char *inside = stars_of(stars, literal + 1, size - 2);
    return g_strdup_printf("'%s'", inside);
}

/* What is behind the last whole token: of a statement that was cut off, a part of a literal. */
static char *mask_rest(const char *text, gsize length, bool after_password, Stars stars) {
    g_autoptr(GString) rest = g_string_new_len(text, (gssize)length);
    mask(rest, find_in_url, stars);
    return after_password && length > 0 ? stars_of(stars, text, length) : g_strdup(rest->str);
}

static char *mask_passwords(const char *text, gsize length, guint depth, Stars stars) {
    g_autoptr(GString) out = g_string_new(NULL);
    bool after_password = false;
    for (gsize at = 0;;) {
        Token token = lex_token(text, length, at);
        if (token.kind == TOKEN_END || lex_is_broken(token.kind)) {
            g_autofree char *rest = mask_rest(text + at, length - at, after_password, stars);
            g_string_append(out, rest);
            return g_strdup(out->str);
        }
        const char *start = text + token.start;
        gsize size = token.end - token.start;
        bool literal = token.kind == TOKEN_STRING;
        bool whole = literal && after_password && size > strlen("''");
        g_autofree char *masked = whole     ? mask_whole(start, size, stars)
                                  : literal ? mask_literal(start, size, depth, stars)
                                            : g_strndup(start, size);
        g_string_append(out, masked);
        at = token.end;
        if (!lex_is_blank(token.kind))
            after_password = lex_is_word(text, token, "password");
    }
}

char *secret_masked(const char *text, gsize length) {
    return mask_passwords(text, length, 0, THREE_STARS);
}

char *secret_masked_in_place(const char *text, gsize length) {
    return mask_passwords(text, length, 0, SAME_WIDTH);
}
