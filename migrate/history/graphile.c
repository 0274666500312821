#include "history/graphile.h"

#include <string.h>

static const char previous[] = "--! Previous:", hash[] = "--! Hash:";

gboolean graphile_is(const char *text, gsize length) {
    return length >= strlen(previous) && memcmp(text, previous, strlen(previous)) == 0;
}

/* It knows no way back. */
GBytes *graphile_down(G_GNUC_UNUSED const char *text, G_GNUC_UNUSED gsize length) {
    return NULL;
}

/* What is filled in when it is executed, which no other tool does. */
const char *graphile_unsuited(const char *text, gsize length, guint *line) {
    static const char *const fillings[] = {":DATABASE_NAME", ":DATABASE_OWNER"};
    for (guint i = 0; i < G_N_ELEMENTS(fillings); i++) {
        const char *found = g_strstr_len(text, (gssize)length, fillings[i]);
        if (!found)
            continue;
        *line = 1;
        for (const char *at = text; at < found; at++)
            *line += *at == '\n';
        return fillings[i];
    }
    return NULL;
}

/* Nothing is written in this layout: what is new stands in current.sql. */
char *graphile_text(G_GNUC_UNUSED const char *id, const char *up, G_GNUC_UNUSED const char *down) {
    return g_strdup(up);
}

/* The SQL behind the lines of the head. */
static const char *body_of(const char *text) {
    while (g_str_has_prefix(text, "--! ")) {
        const char *end = strchr(text, '\n');
        if (!end)
            return text + strlen(text);
        text = end + 1;
    }
    return *text == '\n' ? text + 1 : text;
}

/* What stands behind `mark` in the head; "" where that is missing or "-". Caller frees. */
static char *value_of(const char *text, const char *mark) {
    const char *body = body_of(text), *found = g_strstr_len(text, body - text, mark);
    const char *from = found ? found + strlen(mark) : "";
    char *value = g_strstrip(g_strndup(from, strcspn(from, "\n")));
    if (strcmp(value, "-") == 0)
        *value = '\0';
    return value;
}

bool graphile_runs_alone(const char *text, gsize length) {
    static const char mark[] = "--!", word[] = "no-transaction";
    g_autofree char *copy = g_strndup(text, length);
    const char *body = body_of(copy);
    if (!g_str_has_prefix(body, mark))
        return false;
    body += strlen(mark);
    return g_str_has_prefix(body + strspn(body, " \t"), word);
}

static bool fits(const char *text, const char *sum) {
    g_autofree char *last = value_of(text, previous);
    g_autofree char *whole = g_strconcat(last, "\n", body_of(text), NULL);
    g_autofree char *line = g_strconcat(g_strstrip(whole), "\n", NULL);
    g_autofree char *is = g_compute_checksum_for_string(G_CHECKSUM_SHA1, line, -1);
    g_autofree char *named = g_strconcat("sha1:", is, NULL);
    return strcmp(named, sum) == 0;
}

const char *graphile_broken(const char *text, const char *before, guint *line) {
    g_autofree char *last = value_of(text, previous), *sum = value_of(text, hash),
                    *should = before ? value_of(before, hash) : g_strdup("");
    *line = strcmp(last, should) != 0 ? 1 : 2;
    if (*line == 1)
        return "the migration before it is not the one that '--! Previous:' names";
    bool excused = g_strstr_len(text, body_of(text) - text, "--! AllowInvalidHash");
    return excused || fits(text, sum) ? NULL : "it is not what '--! Hash:' has the sum of";
}
