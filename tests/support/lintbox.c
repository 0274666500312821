#include "support/lintbox.h"

#include "support/gitbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *settings, *search_path;

void lintbox_run(const char *script) {
    static const char *const prelude =
        "migration() { put \"migrations/$1/migration.sql\" \"$2\"; }\n"
        "start() {\n"
        "  git init -q\n"
        "  echo home >.git/info/exclude\n"
        "  migration 20240101000000_first 'CREATE TABLE first (id int);'\n"
        "  put schema/schema.sql 'CREATE TABLE first (id int);'\n"
        "  commit; git checkout -qb work\n"
        "}\n";
    g_autofree char *whole = g_strconcat(prelude, script, NULL);
    gitbox_run(whole);
}

void lintbox_configure(const char *words) {
    settings = words;
}

static const char *setting(const char *code, void *data) {
    static char *found;
    (void)data;
    g_auto(GStrv) words = g_strsplit(settings ? settings : "", " ", -1);
    for (char **word = words; *word; word++)
        if (g_str_has_prefix(*word, code) && (*word)[strlen(code)] == '=') {
            g_free(found);
            return found = g_strdup(*word + strlen(code) + 1);
        }
    return NULL;
}

void lintbox_path(const char *path) {
    search_path = path;
}

static Findings *find(const char *base) {
    GError *error = NULL;
    Findings *findings = findings_new();
    const LintInput input = {.root = ".",
                             .migrations = "migrations",
                             .schema = "schema",
                             .path = search_path,
                             .base = base,
                             .setting = setting};
    if (!lint_run(&input, findings, NULL, &error))
        fail_msg("%s", error->message);
    return findings;
}

static char *describe(const Findings *findings, const char *code) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        if (code && strcmp(finding->code, code) != 0)
            continue;
        g_string_append_printf(text, "%s%s %s", text->len ? "\n" : "",
                               severity_name(finding->severity), finding->code);
        if (finding->file)
            g_string_append_printf(text, " %s", finding->file);
        if (finding->line)
            g_string_append_printf(text, ":%u", finding->line);
        if (finding->column)
            g_string_append_printf(text, ":%u", finding->column);
    }
    return g_string_free(text, FALSE);
}

char *lintbox_findings(const char *base) {
    g_autoptr(GPtrArray) findings = find(base);
    return describe(findings, NULL);
}

void lintbox_expect(const char *code, const char *expected) {
    g_autoptr(GPtrArray) findings = find("main");
    g_autofree char *actual = describe(findings, code);
    if (strcmp(actual, expected) != 0)
        fail_msg("expected:\n%s\nfound:\n%s", expected, actual);
}

char *lintbox_words(const char *code) {
    g_autoptr(GPtrArray) findings = find("main");
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        if (strcmp(finding->code, code) == 0)
            return g_strdup_printf("%s\n%s\n%s", finding->message, finding->why ? finding->why : "",
                                   finding->fix ? finding->fix : "");
    }
    fail_msg("no finding of %s", code);
    return NULL;
}
