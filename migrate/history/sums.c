#include "history/sums.h"

#include "history/layout.h"
#include <string.h>

static char *text_of(const Migration *migration) {
    gsize length;
    const char *text = g_bytes_get_data(migration->text, &length);
    return g_strndup(text ? text : "", length);
}

void sums_check(const History *history, Findings *findings) {
    const LayoutForm *form = history->layout->form;
    g_autofree char *before = NULL;
    for (guint i = 0; form && form->broken && i < history->migrations->len; i++) {
        const Migration *migration = history->migrations->pdata[i];
        guint line = 1;
        char *text = text_of(migration);
        const char *what = form->broken(text, before, &line);
        g_free(before);
        before = text;
        if (!what)
            continue;
        Finding *finding =
            findings_add(findings, "wrong-sum", SEVERITY_ERROR, "%s: %s", migration->label, what);
        finding->file = g_strdup(migration->path);
        finding->line = finding->end_line = line;
        finding->fix = g_strdup_printf("undo what was done to the files (git log shows it), or "
                                       "commit it again with %s",
                                       history->layout->name);
    }
}
