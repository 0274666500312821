#include "source/stated.h"

#include "base/paths.h"
#include "git/base.h"
#include "text/scan.h"
#include <string.h>

enum { HEAD_WORDS = 8 };

/* Words between CREATE and what is created. */
static const char *const between[] = {"or",        "replace", "unique",     "temporary", "temp",
                                      "recursive", "trusted", "procedural", "unlogged",  NULL};

static GitRepo *open_repo(const char *schema) {
    g_auto(GStrv) paths = paths_split(schema);
    g_autofree char *whole = paths[0] ? g_canonicalize_filename(paths[0], NULL) : NULL;
    g_autofree char *folder = whole ? g_path_get_dirname(whole) : NULL;
    return folder ? git_open(folder, NULL) : NULL;
}

char *stated_base(const SourceNames *names) {
    const BaseQuery query = {.configured = names->base, .untrusted = names->untrusted};
    g_autoptr(GitRepo) repo = open_repo(names->schema);
    g_autofree char *base = repo ? git_base(repo, &query, NULL) : NULL;
    g_autofree char *head = base ? git_resolve(repo, "HEAD", NULL) : NULL;
    g_autofree char *tip = head ? git_resolve(repo, base, NULL) : NULL;
    g_autofree char *common = tip ? git_common_ancestor(repo, head, tip, NULL) : NULL;
    return common ? g_strconcat("schema@", common, NULL) : NULL;
}

static char *lower_type(const Kind *kind) {
    return kind->type ? g_ascii_strdown(kind->type, -1) : NULL;
}

/* Whether the words after CREATE are those of the kind. */
static bool creates(const char *head, const Kind *kind) {
    g_autofree char *type = lower_type(kind);
    if (!type || !g_str_has_prefix(head, "create "))
        return false;
    g_auto(GStrv) words = g_strsplit(head, " ", -1);
    guint at = 1;
    while (words[at] && g_strv_contains(between, words[at]))
        at++;
    at += words[at] && strcmp(words[at], "constraint") == 0 && strcmp(type, "trigger") == 0;
    g_autofree char *rest = g_strjoinv(" ", words + at);
    return g_str_has_prefix(rest, type) && strchr(" ", rest[strlen(type)]);
}

/* Whether the text begins with any of the words, or holds it. */
static bool holds(const char *text, const char *words) {
    g_auto(GStrv) all = g_strsplit(words, "|", -1);
    for (guint i = 0; all[i]; i++)
        if (strstr(text, all[i]))
            return true;
    return false;
}

/* A statement up to its first quoted text, in small letters, with single blanks. Caller frees. */
static char *plain_text(const Statement *statement) {
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < statement->length && !strchr("'$", statement->text[i]); i++) {
        bool blank = g_ascii_isspace(statement->text[i]);
        if (!blank)
            g_string_append_c(text, g_ascii_tolower(statement->text[i]));
        else if (text->len && text->str[text->len - 1] != ' ')
            g_string_append_c(text, ' ');
    }
    return g_string_free(text, FALSE);
}

static void add_statement(const Statement *statement, GHashTable *found) {
    g_autofree char *head = statement_head(statement, HEAD_WORDS);
    g_autofree char *text = plain_text(statement);
    for (guint i = 0; kinds[i]; i++) {
        const char *words = kinds[i]->prisma.stated;
        if (words ? holds(text, words) : creates(head, kinds[i]))
            g_hash_table_add(found, (gpointer)kinds[i]);
    }
}

void stated_add(const Source *source, GHashTable *found) {
    for (guint i = 0; i < source->scripts->len; i++) {
        const Script *script = source->scripts->pdata[i];
        gsize length;
        const char *text = g_bytes_get_data(script->text, &length);
        Scanner scanner;
        Statement statement;
        if (script_originals(script) ||
            !scanner_init(&scanner, script->file, text ? text : "", length, NULL))
            continue;
        while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT)
            add_statement(&statement, found);
    }
}
