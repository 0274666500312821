/* What is written into the files of new migrations. */
#include "history/layout.h"

#include "text/scan.h"
#include <string.h>

static const char alone[] = "-- migrate: no-transaction";

/* Adds a statement with its semicolon, between lines that keep the tool from splitting it at those
 * inside of it. `rest` is what comes behind it. */
static const char *append_guarded(GString *out, const LayoutMarks *marks,
                                  const Statement *statement, const char *rest) {
    const char *end = strchr(rest, ';');
    gsize tail = end ? (gsize)(end - rest) : 0;
    g_string_append_printf(out, "%s\n%.*s%.*s;%s\n%s", marks->guard, (int)statement->length,
                           statement->text, (int)tail, rest, marks->guarded_end, marks->unguard);
    return end ? end + 1 : rest + strlen(rest);
}

char *layout_guarded(const Layout *layout, const char *text) {
    const LayoutMarks *marks = layout->marks;
    GString *out = g_string_new(NULL);
    Scanner scanner;
    Statement statement;
    const char *from = text;
    if (marks && marks->guard && scanner_init(&scanner, "", text, strlen(text), NULL))
        while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT) {
            if (!memchr(statement.text, ';', statement.length))
                continue;
            g_string_append_len(out, from, statement.text - from);
            from = append_guarded(out, marks, &statement, statement.text + statement.length);
        }
    g_string_append(out, from);
    return g_string_free(out, FALSE);
}

static void append_direction(GString *file, const Layout *layout, const char *mark,
                             const char *text) {
    const LayoutMarks *marks = layout->marks;
    bool asks = mark && g_str_has_prefix(text, alone), first = file->len == 0;
    g_autofree char *guarded = layout_guarded(layout, text);
    if (asks && marks->asks_above && first)
        g_string_append_printf(file, "%s\n", marks->asks_above);
    if (mark)
        g_string_append_printf(file, "%s%s%s\n\n", first ? "" : "\n", mark,
                               asks && marks->asks ? marks->asks : "");
    g_string_append(file, guarded);
}

char *layout_text(const Layout *layout, const char *id, const char *up, const char *down) {
    const LayoutMarks *marks = layout->marks;
    if (layout->form)
        return layout->form->text(id, up, down);
    g_autoptr(GString) file = g_string_new(NULL);
    append_direction(file, layout, marks ? marks->up : NULL, up);
    if (marks && down)
        append_direction(file, layout, marks->down, down);
    return g_strdup(file->str);
}

char *layout_wrapped(const Layout *layout, const char *text) {
    if (!layout->begins || g_str_has_prefix(text, alone))
        return g_strdup(text);
    return g_strconcat(layout->begins, text, layout->ends, NULL);
}
