#include "text/directive.h"

#include "base/suggest.h"
#include "text/copy.h"
#include "text/lex.h"
#include "text/scan.h"
#include <string.h>

static const char marker[] = "migrate:";

static void directive_free(gpointer data) {
    Directive *directive = data;
    g_free(directive->word);
    g_free(directive->arguments);
    g_free(directive);
}

/* What follows `-- migrate:` in the line comment `token`, trimmed; NULL when it is any other
 * comment. */
static char *directive_text(const char *text, Token token) {
    gsize at = token.start + strlen("--");
    while (at < token.end && (text[at] == ' ' || text[at] == '\t'))
        at++;
    if (token.end - at < strlen(marker) || memcmp(text + at, marker, strlen(marker)) != 0)
        return NULL;
    at += strlen(marker);
    return g_strstrip(g_strndup(text + at, token.end - at));
}

static bool fail_unknown(Location place, const char *word, const char *const *known,
                         GError **error) {
    g_autofree char *all = g_strjoinv(", ", (char **)known);
    const char *nearest = suggest(word, known);
    if (!*word)
        text_fail(error, place, "a word is missing after \"-- migrate:\"; expected one of: %s",
                  all);
    else if (nearest)
        text_fail(error, place, "unknown directive \"%s\"; did you mean \"%s\"?", word, nearest);
    else
        text_fail(error, place, "unknown directive \"%s\"; expected one of: %s", word,
                  *known ? all : "none");
    return false;
}

/* Adds the directive in the line comment `token`, which stands at `place`, if it is one. */
static bool add_directive(GPtrArray *found, const char *text, Token token, Location place,
                          const char *const *known, GError **error) {
    g_autofree char *line = directive_text(text, token);
    if (!line)
        return true;
    gsize word_length = strcspn(line, " \t");
    g_autofree char *word = g_strndup(line, word_length);
    if (!g_strv_contains(known, word))
        return fail_unknown(place, word, known, error);
    Directive *directive = g_new(Directive, 1);
    *directive = (Directive){
        .word = g_steal_pointer(&word),
        .arguments = g_strdup(line + word_length + strspn(line + word_length, " \t")),
        .offset = token.start,
        .line = place.line,
        .column = place.column,
    };
    g_ptr_array_add(found, directive);
    return true;
}

GPtrArray *directives_find(const char *file, const char *text, gsize length,
                           const char *const *known, GError **error) {
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(directive_free);
    Location place = {file, 1, 1};
    Nesting nesting = {0};
    Copy copy = COPY_UNKNOWN;
    bool has_rows = false;
    gsize at = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    gsize placed = at;
    for (;;) {
        Token token = lex_token(text, length, at);
        at = token.end;
        if (token.kind == TOKEN_END)
            return g_steal_pointer(&found);
        bool comment = token.kind == TOKEN_LINE_COMMENT && nesting.begins == 0;
        if (comment || lex_is_broken(token.kind)) {
            location_advance(&place, text + placed, token.start - placed);
            placed = token.start;
        }
        if (lex_is_broken(token.kind)) {
            lex_fail(place, token.kind, error);
            return NULL;
        }
        if (comment && !add_directive(found, text, token, place, known, error))
            return NULL;
        nesting_feed(&nesting, text, token);
        if (!lex_is_blank(token.kind))
            has_rows = copy_feed(&copy, text, token, nesting.parens > 0) || has_rows;
        if (token.kind == TOKEN_SYMBOL && text[token.start] == ';' && !nesting_is_open(&nesting)) {
            gsize rows, end = has_rows ? copy_rows_end(text, length, at, &rows) : at;
            if (!end)
                return g_steal_pointer(&found);
            at = end;
            nesting = (Nesting){0};
            copy = COPY_UNKNOWN;
            has_rows = false;
        }
    }
}
