#include "rows/pattern_text.h"

#include <stdbool.h>
#include <string.h>

enum { MANY = 6, MOST_CHARACTERS = 128 };

/* Writing the expression. Each character that may differ takes another digit of n. */
typedef struct {
    const char *at;
    GString *sql;
    guint64 divisor;
    bool failed;
} Patterned;

static void put(Patterned *writing, const char *characters) {
    gsize count = strlen(characters);
    g_autoptr(GString) quoted = g_string_new(NULL);
    for (const char *c = characters; *c; c++)
        g_string_append_printf(quoted, *c == '\'' ? "''" : "%c", *c);
    g_string_append(writing->sql, writing->sql->len ? " || " : "");
    if (count == 1) {
        g_string_append_printf(writing->sql, "'%s'", quoted->str);
        return;
    }
    g_string_append_printf(writing->sql,
                           "substr('%s', 1 + (n / %" G_GUINT64_FORMAT " %% %" G_GSIZE_FORMAT
                           ")::integer, 1)",
                           quoted->str, writing->divisor, count);
    if (writing->divisor < G_GUINT64_CONSTANT(1) << 40)
        writing->divisor *= count;
}

static void add_range(GString *set, char from, char to) {
    for (int c = from; c <= to && set->len < MOST_CHARACTERS; c++)
        g_string_append_c(set, (char)c);
}

/* What a letter behind a backslash stands for. */
static void add_escape(GString *set, char letter) {
    if (letter == 'd')
        add_range(set, '0', '9');
    else if (letter == 'w')
        g_string_append(set, "abcdefghijklmnopqrstuvwxyz0123456789_");
    else if (letter == 's')
        g_string_append_c(set, ' ');
    else
        g_string_append_c(set, letter);
}

/* Behind '[': up to and with ']'. One that says what is not in it gives letters. */
static void take_set(Patterned *writing, GString *set) {
    bool negated = *writing->at == '^';
    writing->at += negated;
    for (bool first = true; *writing->at && (first || *writing->at != ']'); first = false) {
        char c = *writing->at++;
        if (c == '[' && *writing->at == ':') {
            bool digits = g_str_has_prefix(writing->at, ":digit:");
            const char *end = strstr(writing->at, ":]");
            add_escape(set, digits ? 'd' : 'w');
            writing->at = end ? end + 2 : writing->at + strlen(writing->at);
        } else if (c == '\\' && *writing->at) {
            add_escape(set, *writing->at++);
        } else if (*writing->at == '-' && writing->at[1] && writing->at[1] != ']') {
            add_range(set, c, writing->at[1]);
            writing->at += 2;
        } else {
            g_string_append_c(set, c);
        }
    }
    writing->at += *writing->at == ']';
    if (negated)
        g_string_assign(set, "abcdefghijklmnopqrstuvwxyz");
}

/* How often the atom before comes; nothing there: once. */
static guint take_count(Patterned *writing) {
    char c = *writing->at;
    guint64 least = 1, most = 1;
    char *end;
    if (c == '?' || c == '*' || c == '+') {
        writing->at++;
        return c == '?' ? 0 : MANY;
    }
    if (c != '{' || !g_ascii_isdigit(writing->at[1]))
        return 1;
    least = most = g_ascii_strtoull(writing->at + 1, &end, 10);
    if (*end == ',')
        most = g_ascii_isdigit(end[1]) ? g_ascii_strtoull(end + 1, &end, 10) : MANY + least;
    const char *close = strchr(end, '}');
    writing->at = close ? close + 1 : end;
    return (guint)MAX(least, MIN(most, MANY));
}

static void take_branch(Patterned *writing);

static void skip_branches(Patterned *writing) {
    for (guint depth = 0; *writing->at && (depth > 0 || *writing->at != ')'); writing->at++) {
        depth += *writing->at == '(';
        depth -= depth > 0 && *writing->at == ')';
        writing->at += *writing->at == '\\' && writing->at[1];
    }
}

/* Behind '(': written as often as its count says, which stands behind it. */
static void take_group(Patterned *writing) {
    bool special = *writing->at == '?';
    if (special && writing->at[1] != ':') {
        writing->failed = true;
        return;
    }
    writing->at += special ? 2 : 0;
    const char *start = writing->at;
    gsize length = writing->sql->len;
    take_branch(writing);
    skip_branches(writing);
    writing->at += *writing->at == ')';
    guint count = take_count(writing);
    const char *end = writing->at;
    if (count == 0)
        g_string_truncate(writing->sql, length);
    for (guint i = 1; i < MIN(count, 2) && !writing->failed; i++) {
        writing->at = start;
        take_branch(writing);
    }
    writing->at = end;
}

static void take_atom(Patterned *writing) {
    g_autoptr(GString) set = g_string_new(NULL);
    char c = *writing->at++;
    if (c == '[')
        take_set(writing, set);
    else if (c == '.')
        g_string_append(set, "abcdefghijklmnopqrstuvwxyz");
    else if (c == '\\' && *writing->at)
        add_escape(set, *writing->at++);
    else
        g_string_append_c(set, c);
    writing->failed = writing->failed || set->len == 0;
    guint count = take_count(writing);
    for (guint i = 0; i < count && !writing->failed; i++)
        put(writing, set->str);
}

/* The first of several that '|' separates. */
static void take_branch(Patterned *writing) {
    while (*writing->at && *writing->at != ')' && *writing->at != '|' && !writing->failed) {
        if (*writing->at == '^' || *writing->at == '$')
            writing->at++;
        else if (*writing->at == '(') {
            writing->at++;
            take_group(writing);
        } else
            take_atom(writing);
    }
}

char *pattern_text(const char *pattern) {
    Patterned writing = {.at = pattern, .sql = g_string_new(NULL), .divisor = 1};
    take_branch(&writing);
    bool fine = !writing.failed && writing.sql->len > 0;
    return g_string_free(writing.sql, !fine);
}
