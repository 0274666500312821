#include "text/secret.h"

#include "text/lex.h"
#include <string.h>

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

/* scheme://user:password@host */
static bool has_url(const char *text, gsize length) {
    const char *at = text;
    while ((at = g_strstr_len(at, (gssize)(length - (gsize)(at - text)), "://"))) {
        at += strlen("://");
        gsize left = length - (gsize)(at - text), user = 0;
        while (user < left && !strchr(":/@?# '\"\n", at[user]))
            user++;
        gsize end = user + 1;
        while (end < left && !strchr("/@?# '\"\n", at[end]))
            end++;
        if (user < left && at[user] == ':' && end < left && at[end] == '@' &&
            !is_placeholder(at + user + 1, end - user - 1))
            return true;
    }
    return false;
}

/* libpq's keywords and values: "host=db password=…". */
static bool has_conninfo(const char *text, gsize length) {
    static const char keyword[] = "password=";
    const char *at = g_strstr_len(text, (gssize)length, keyword);
    bool connection = g_strstr_len(text, (gssize)length, "host=") ||
                      g_strstr_len(text, (gssize)length, "dbname=") ||
                      g_strstr_len(text, (gssize)length, "user=");
    if (!at || !connection)
        return false;
    at += strlen(keyword);
    gsize left = length - (gsize)(at - text), end = 0;
    while (end < left && !strchr(" '\"\n", at[end]))
        end++;
    return !is_placeholder(at, end);
}

static const char *literal_secret(const Statement *statement, Token token) {
    const char *text = statement->text + token.start;
    gsize length = token.end - token.start;
    bool body = text[0] == '$';
    if (has_url(text, length) || (!body && has_conninfo(text, length)))
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
