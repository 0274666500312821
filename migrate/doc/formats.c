#include "base/spawn.h"
#include "doc/format.h"

#include <string.h>

const DrawFormat draw_formats[] = {
    {"svg", "a picture that scales, for pages", draw_dot, .laid_out = true},
    {"pdf", "for printing", draw_dot, .laid_out = true, .binary = true},
    {"png", "a picture", draw_dot, .laid_out = true, .binary = true},
    {"dot", "the language of Graphviz", draw_dot},
    {"mermaid", "for Markdown, as GitHub draws it", draw_mermaid},
    {"dbml", "the language of dbdiagram.io", draw_dbml},
    {0}};

const DrawFormat *draw_format_find(const char *name) {
    for (const DrawFormat *format = draw_formats; format->name; format++)
        if (strcmp(format->name, name) == 0)
            return format;
    return NULL;
}

/* Laying out may take for ever, which only another program can be kept from. */
static GString *lay_out(const GString *text, const char *name, GError **error) {
    enum { MOST = 256 << 20, SECONDS = 60 };
    g_autofree char *dot = spawn_find("dot");
    g_autofree char *way = g_strconcat("-T", name, NULL);
    const char *const argv[] = {dot, way, NULL};
    g_auto(Spawn) spawn = {.input = text, .limit = MOST, .seconds = SECONDS};
    if (!dot) {
        g_set_error(error, DRAW_ERROR, FAIL_ENVIRONMENT,
                    "%s is drawn by Graphviz, whose program dot is not in PATH; install the "
                    "package graphviz, or take --format mermaid, dbml or dot",
                    name);
        return NULL;
    }
    if (!spawn_run(argv, &spawn, error)) {
        g_prefix_error(error, "while Graphviz drew the diagram: ");
        return NULL;
    }
    if (spawn.status == 0 && spawn.out->len > 0)
        return g_steal_pointer(&spawn.out);
    g_strstrip(spawn.note->str);
    g_set_error(error, DRAW_ERROR, FAIL_ENVIRONMENT, "%s ended with status %d: %s", dot,
                spawn.status, *spawn.note->str ? spawn.note->str : "it gives no reason");
    return NULL;
}

GString *draw_render(const Drawing *drawing, const DrawFormat *format, GError **error) {
    g_autoptr(GString) text = g_string_new(NULL);
    format->write(drawing, text);
    return format->laid_out ? lay_out(text, format->name, error) : g_steal_pointer(&text);
}
