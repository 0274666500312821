/* Statements that lock, read and write no relation that was there before, whatever the schema: they
 * make something new, or change what is none. Nobody has to look what they did. */
#include "measure/room.h"

#include <string.h>

static const struct {
    const char *pattern;      /* as in history/statement.h */
    const char *const *words; /* with one of them it may be another kind of statement; NULL: none */
} rows[] = {
    {"alter type NAME add value", NULL},
    {"alter type NAME rename value", NULL},
    {"create type", NULL},
    {"create table",
     (const char *const[]){"references", "inherits", "like", "partition", "of", "as", "if", NULL}},
};

static bool is_part_of_word(char c) {
    return g_ascii_isalnum(c) || c == '_' || (c & 0x80);
}

static bool is_word_at(const Statement *statement, gsize at, const char *word, gsize length) {
    gsize end = at + length;
    return g_ascii_strncasecmp(statement->text + at, word, length) == 0 &&
           (at == 0 || !is_part_of_word(statement->text[at - 1])) &&
           (end == statement->length || !is_part_of_word(statement->text[end]));
}

static bool has_word(const Statement *statement, const char *word) {
    gsize length = strlen(word);
    for (gsize i = 0; i + length <= statement->length; i++)
        if (is_word_at(statement, i, word, length))
            return true;
    return false;
}

static bool has_any(const Statement *statement, const char *const *words) {
    while (words && *words && !has_word(statement, *words))
        words++;
    return words && *words;
}

bool statement_is_still(const Statement *statement) {
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (statement_matches(statement, rows[i].pattern))
            return !has_any(statement, rows[i].words);
    return false;
}
