#include "report/commands.h"

#include "base/term.h"
#include <string.h>
#include <sys/random.h>

static void append_encoded(GString *out, const char *text, const char *special) {
    bool fresh = false;
    g_autofree char *safe = term_disarm(text, &fresh);
    for (const char *c = safe; *c; c++)
        if (strchr(special, *c))
            g_string_append_printf(out, "%%%02X", (guchar)*c);
        else
            g_string_append_c(out, *c);
}

void commands_data(GString *out, const char *text) {
    append_encoded(out, text, "%\r\n");
}

void commands_property(GString *out, const char *text) {
    append_encoded(out, text, "%\r\n:,");
}

char *commands_token(void) {
    guint32 words[4];
    /* Never fails for so few bytes once the system has booted; the fallback is a good generator,
     * too. */
    if (getrandom(words, sizeof words, 0) != (ssize_t)sizeof words)
        for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
            words[i] = g_random_int();
    return g_strdup_printf("%08x%08x%08x%08x", words[0], words[1], words[2], words[3]);
}

char *commands_sql(const char *sql, const char *token) {
    bool fresh = true;
    g_autofree char *safe = term_disarm(sql, &fresh), *word = NULL;
    if (strcmp(safe, sql) == 0)
        return g_strdup(sql);
    word = token ? g_strdup(token) : commands_token();
    return g_strdup_printf("/*\n::stop-commands::%s\n*/\n%s\n/*\n::%s::\n*/\n", word, sql, word);
}

void commands_quote(GString *out, const char *text, const char *token) {
    g_autofree char *word = token ? g_strdup(token) : commands_token();
    g_string_append_printf(out, "::stop-commands::%s\n%s", word, text);
    if (out->str[out->len - 1] != '\n')
        g_string_append_c(out, '\n');
    g_string_append_printf(out, "::%s::\n", word);
}
