#include "cmd/declared.h"

#include "base/term.h"
#include "compare/drift.h"
#include "compare/verdict.h"

enum { SHORT_SUM = 12 };

void declared_clear(Declared *declared) {
    source_free(declared->source);
    g_free(declared->sum);
    g_clear_error(&declared->error);
}

void declared_read(Declared *declared, Project *project, const History *history) {
    declared->path = project->names.schema;
    declared->source = source_open("schema", &project->names, &declared->error);
    if (!declared->source)
        return;
    Sum sum = {{0}};
    for (guint i = 0; i < declared->source->scripts->len; i++) {
        const Script *script = declared->source->scripts->pdata[i];
        gsize length;
        const char *text = g_bytes_get_data(script->text, &length);
        Sum content = sum_lf(text ? text : "", length);
        sum = sum_chain(&sum, script->file, &content);
    }
    declared->sum = sum_hex(&sum);
    g_autoptr(Source) migrations = applied_source(history, NULL);
    g_autofree char *key =
        verdict_any(project) ? verdict_key(project, migrations, declared->source) : NULL;
    g_auto(Verdict) verdict = {0};
    declared->in_sync = key && verdict_find(project, key, migrations, &verdict);
}

json_t *declared_json(const Declared *declared) {
    if (declared->error)
        return json_pack("{s:s, s:s}", "path", declared->path, "error", declared->error->message);
    return json_pack("{s:s, s:i, s:s, s:o}", "path", declared->path, "files",
                     (int)declared->source->scripts->len, "sum", declared->sum, "in_sync",
                     declared->in_sync ? json_true() : json_null());
}

void declared_print(const Declared *declared) {
    g_autofree char *path = term_escape(declared->path, false);
    term_print(stdout, "%s%-12s%s ", term_style(stdout, STYLE_BOLD), "schema",
               term_style(stdout, STYLE_PLAIN));
    if (declared->error) {
        g_autofree char *why = term_escape(declared->error->message, false);
        term_print(stdout, "%sunreadable%s: %s\n", term_style(stdout, STYLE_YELLOW),
                   term_style(stdout, STYLE_PLAIN), why);
        return;
    }
    if (!*declared->path) {
        term_print(stdout, "none: the history alone says what a database should be\n");
        return;
    }
    guint files = declared->source->scripts->len;
    term_print(stdout, "%u file%s in %s, %.*s%s\n", files, files == 1 ? "" : "s", path, SHORT_SUM,
               declared->sum,
               declared->in_sync ? ", in sync with the history"
                                 : "; 'migrate check' tells whether the history matches it");
}
