#include "rows/json_text.h"

#include <jansson.h>
#include <string.h>

enum { DEEPEST = 2000 };

static bool wrong(JsonText *text, const char *what) {
    text->wrong = text->wrong ? text->wrong : what;
    return false;
}

bool json_text_more(JsonText *text) {
    while (text->at < text->end && *text->at && strchr(" \t\r\n", *text->at))
        text->at++;
    return text->at < text->end;
}

bool json_text_take(JsonText *text, char c) {
    bool there = json_text_more(text) && *text->at == c;
    text->at += there;
    return there;
}

/* The length of the escape that `text` is at; 0: it is no escape. */
static gsize escape_length(const JsonText *text) {
    gsize left = (gsize)(text->end - text->at);
    if (left < 2 || !text->at[1] || !strchr("\"\\/bfnrtu", text->at[1]))
        return 0;
    if (text->at[1] != 'u')
        return 2;
    for (guint i = 2; i < 6; i++)
        if (i >= left || !g_ascii_isxdigit(text->at[i]))
            return 0;
    return 6;
}

static bool pass_string(JsonText *text) {
    if (!json_text_take(text, '"'))
        return wrong(text, "expected a string in double quotes");
    while (text->at < text->end && *text->at != '"') {
        gsize length = *text->at == '\\' ? escape_length(text) : 1;
        if (length == 0)
            return wrong(text, "no escape of json begins like this");
        if ((guchar)*text->at < ' ')
            return wrong(text, "a string may have line ends and other control characters only as "
                               "escapes, and must end with a double quote");
        text->at += length;
    }
    return json_text_take(text, '"') || wrong(text, "a string is not closed");
}

static guint pass_digits(JsonText *text) {
    const char *start = text->at;
    while (text->at < text->end && g_ascii_isdigit(*text->at))
        text->at++;
    return (guint)(text->at - start);
}

static bool pass_one_of(JsonText *text, const char *set) {
    bool there = text->at < text->end && *text->at && strchr(set, *text->at);
    text->at += there;
    return there;
}

static bool pass_number(JsonText *text) {
    pass_one_of(text, "-");
    bool fine = pass_one_of(text, "0") || pass_digits(text) > 0;
    if (fine && pass_one_of(text, "."))
        fine = pass_digits(text) > 0;
    if (fine && pass_one_of(text, "eE")) {
        pass_one_of(text, "+-");
        fine = pass_digits(text) > 0;
    }
    return fine || wrong(text, "expected a value of json");
}

/* true, false, null, or a number. */
static bool pass_scalar(JsonText *text) {
    static const char *const words[] = {"true", "false", "null"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        gsize length = strlen(words[i]);
        if ((gsize)(text->end - text->at) >= length && memcmp(text->at, words[i], length) == 0) {
            text->at += length;
            return true;
        }
    }
    return pass_number(text);
}

static bool pass_value(JsonText *text, guint depth);

/* What stands between the brackets of a list or, with names, an object. */
static bool pass_members(JsonText *text, bool names, guint depth) {
    char close = names ? '}' : ']';
    text->at++;
    if (json_text_take(text, close))
        return true;
    do {
        if (names && !pass_string(text))
            return false;
        if (names && !json_text_take(text, ':'))
            return wrong(text, "expected \":\"");
        if (!pass_value(text, depth + 1))
            return false;
    } while (json_text_take(text, ','));
    return json_text_take(text, close) ||
           wrong(text, names ? "expected \",\" or \"}\"" : "expected \",\" or \"]\"");
}

static bool pass_value(JsonText *text, guint depth) {
    if (!json_text_more(text))
        return wrong(text, "the file ends where a value is expected");
    if (depth > DEEPEST)
        return wrong(text, "lists and objects are nested too deep");
    if (*text->at == '"')
        return pass_string(text);
    if (*text->at == '{' || *text->at == '[')
        return pass_members(text, *text->at == '{', depth);
    return pass_scalar(text);
}

bool json_text_value(JsonText *text, const char **start) {
    json_text_more(text);
    *start = text->at;
    return pass_value(text, 0);
}

char *json_text_name(JsonText *text) {
    json_text_more(text);
    const char *start = text->at;
    if (!pass_string(text))
        return NULL;
    json_t *string = json_loadb(start, (gsize)(text->at - start), JSON_DECODE_ANY, NULL);
    char *name = g_strdup(json_string_value(string));
    json_decref(string);
    if (!name) {
        text->at = start;
        wrong(text, "no name has such a character");
    }
    return name;
}
