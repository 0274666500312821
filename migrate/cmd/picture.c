#include "cmd/picture.h"

#include "base/term.h"
#include "doc/format.h"
#include "report/report.h"

static bool is_shown(const GPtrArray *targets) {
    for (guint i = 0; i < targets->len; i++)
        if (((const ReportTarget *)targets->pdata[i])->format->write == format_html)
            return true;
    return false;
}

char *picture_of(const GPtrArray *targets, const Catalog *old, const Catalog *new) {
    if (!old || !new || !is_shown(targets))
        return NULL;
    g_autoptr(GError) undrawn = NULL;
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(Drawing) drawing = drawing_read(arena, new), before = drawing_read(arena, old);
    drawing_compare(drawing, before);
    drawing_settle(drawing);
    if (drawing_tables(drawing) == 0)
        return NULL;
    g_autoptr(GString) picture = draw_render(drawing, draw_format_find("svg"), &undrawn);
    if (picture)
        return g_string_free(g_steal_pointer(&picture), FALSE);
    term_verbose("the report has no diagram: %s", undrawn->message);
    return NULL;
}
