#include "types/casing.h"

#include <string.h>

const char *words_unquote_name(Arena *arena, const char *quoted) {
    gsize length = quoted ? strlen(quoted) : 0;
    if (length < 2 || *quoted != '"')
        return quoted;
    char *name = arena_strndup(arena, quoted + 1, length - 2), *to = name;
    for (const char *from = name; *from; from++) {
        *to++ = *from;
        from += from[0] == '"' && from[1] == '"';
    }
    *to = '\0';
    return name;
}

const char *words_unquote_literal(Arena *arena, const char *quoted) {
    bool escaped = quoted && *quoted == 'E';
    const char *start = quoted ? quoted + escaped : NULL;
    gsize length = start ? strlen(start) : 0;
    if (length < 2 || *start != '\'')
        return quoted;
    char *text = arena_strndup(arena, start + 1, length - 2), *to = text;
    for (const char *from = text; *from; from++) {
        from += (from[0] == '\'' && from[1] == '\'') || (escaped && from[0] == '\\' && from[1]);
        *to++ = *from;
    }
    *to = '\0';
    return text;
}

const char *words_skip_name(const char *at) {
    if (*at != '"') {
        while (*at && !strchr(".,() ", *at))
            at++;
        return at;
    }
    for (at++; *at && (*at != '"' || at[1] == '"');)
        at += *at == '"' ? 2 : 1;
    return *at ? at + 1 : at;
}

void words_split_name(Arena *arena, const char *qualified, const char **schema, const char **name) {
    const char *dot = words_skip_name(qualified);
    *schema = NULL;
    if (*dot == '.') {
        *schema =
            words_unquote_name(arena, arena_strndup(arena, qualified, (gsize)(dot - qualified)));
        qualified = dot + 1;
    }
    const char *end = words_skip_name(qualified);
    *name = words_unquote_name(arena, arena_strndup(arena, qualified, (gsize)(end - qualified)));
}

GPtrArray *words_read_list(Arena *arena, const char **at) {
    const char *from = *at ? strchr(*at, '(') : NULL;
    if (!from)
        return NULL;
    GPtrArray *names = g_ptr_array_new();
    do {
        for (from++; *from == ' ';)
            from++;
        const char *end = words_skip_name(from);
        g_ptr_array_add(names, (gpointer)words_unquote_name(
                                   arena, arena_strndup(arena, from, (gsize)(end - from))));
        from = end + strcspn(end, ",)");
    } while (*from == ',');
    *at = from;
    return names;
}

/* --- styles */

static char *camel(Arena *arena, const char *name, bool pascal) {
    char *styled = arena_strdup(arena, name), *to = styled;
    for (const char *from = name; *from; from++) {
        bool first = from == name;
        if (*from == '_' && !first)
            continue;
        bool upper = first ? pascal : from[-1] == '_';
        *to++ = (char)(upper ? g_ascii_toupper(*from) : *from);
    }
    *to = '\0';
    return styled;
}

static char *lower(Arena *arena, const char *name) {
    g_autoptr(GString) styled = g_string_new(NULL);
    for (const char *from = name; *from; from++) {
        bool starts = g_ascii_isupper(*from) && from > name &&
                      (g_ascii_islower(from[-1]) || g_ascii_isdigit(from[-1]) ||
                       (g_ascii_isupper(from[-1]) && g_ascii_islower(from[1])));
        if (starts)
            g_string_append_c(styled, '_');
        g_string_append_c(styled, g_ascii_tolower(*from));
    }
    return arena_strdup(arena, styled->str);
}

/* The whole name where it has no letter. */
static const char *from_first_letter(const char *name) {
    const char *at = name;
    while (*at && !g_ascii_isalpha(*at))
        at++;
    return *at ? at : name;
}

const char *words_styled(Arena *arena, const char *name, NameStyle style) {
    switch (style) {
    case STYLE_CAMEL:
        return camel(arena, name, false);
    case STYLE_PASCAL:
        return camel(arena, name, true);
    case STYLE_LOWER:
        return lower(arena, name);
    case STYLE_EXPORTED: {
        const char *pascal = camel(arena, name, true);
        bool capital = g_ascii_isupper(*pascal);
        return capital ? pascal : arena_printf(arena, "X%s", pascal);
    }
    case STYLE_PUBLIC:
        return g_str_has_prefix(name, "__") ? arena_printf(arena, "x%s", name) : name;
    case STYLE_PRISMA:
        return from_first_letter(name);
    case STYLE_OF_DATABASE:
        break;
    }
    return name;
}

/* How many bytes of a letter or of what joins letters stand there; 0: no identifier has it. */
static gsize identifier_bytes(const char *at, bool letters) {
    if (g_ascii_isalnum(*at) || *at == '_')
        return 1;
    gunichar one = letters ? g_utf8_get_char_validated(at, -1) : 0;
    bool valid = one != (gunichar)-1 && one != (gunichar)-2;
    return valid && g_unichar_isalpha(one) ? (gsize)(g_utf8_next_char(at) - at) : 0;
}

const char *words_identifier(Arena *arena, const char *name, NameStyle style, bool letters) {
    char *clean = arena_strdup(arena, name), *to = clean;
    for (const char *at = name; *at;) {
        gsize bytes = identifier_bytes(at, letters);
        if (bytes)
            to = mempcpy(to, at, bytes);
        else
            *to++ = '_';
        bool valid = (guchar)*at < 0x80 || g_utf8_get_char_validated(at, -1) < (gunichar)-2;
        at += bytes ? bytes : valid ? (gsize)(g_utf8_next_char(at) - at) : 1;
    }
    *to = '\0';
    const char *styled = words_styled(arena, clean, style);
    bool begins =
        style == STYLE_PRISMA ? g_ascii_isalpha(*styled) : *styled && !g_ascii_isdigit(*styled);
    return begins ? styled : arena_printf(arena, style == STYLE_PRISMA ? "x%s" : "_%s", styled);
}

/* --- order */

/* '_' and other marks before digits, before letters. */
static int rank(char c) {
    return c == '\0'            ? 0
           : g_ascii_isdigit(c) ? 2
           : g_ascii_isalpha(c) ? 3
           : (guchar)c >= 0x80  ? 4
                                : 1;
}

int words_compare(const char *one, const char *two) {
    int tie = 0;
    for (; *one || *two; one++, two++) {
        int order = rank(*one) - rank(*two);
        if (!order)
            order = (guchar)g_ascii_tolower(*one) - (guchar)g_ascii_tolower(*two);
        if (order)
            return order;
        if (!tie && *one != *two)
            tie = g_ascii_islower(*one) ? -1 : 1;
    }
    return tie;
}
