#include "types/fill.h"

#include <string.h>

/* A tag, and what surrounds it. */
typedef struct {
    char mark;        /* '#', '^', '/', ',' or '\0' */
    const char *name; /* not NUL-terminated */
    gsize length;
    const char *start; /* where its line begins if it has that for itself, else the tag */
    const char *end;   /* what follows */
} Tag;

/* A tag alone on its line takes the line with it. */
static void take_line(Tag *tag, const char *template) {
    const char *start = tag->start, *end = tag->end;
    while (start > template && start[-1] == ' ')
        start--;
    if ((start > template && start[-1] != '\n') || *end != '\n')
        return;
    tag->start = start;
    tag->end = end + 1;
}

static bool next_tag(const char *template, const char *at, Tag *tag) {
    const char *open = strstr(at, "{{");
    const char *close = open ? strstr(open, "}}") : NULL;
    if (!close)
        return false;
    /* Of "{{{", the first is text. */
    while (open[2] == '{')
        open++;
    *tag = (Tag){.name = open + 2, .start = open, .end = close + 2};
    if (strchr("#^/,", *tag->name)) {
        tag->mark = *tag->name++;
        if (tag->mark != ',')
            take_line(tag, template);
    }
    tag->length = (gsize)(close - tag->name);
    return true;
}

/* One being filled. */
typedef struct {
    const char *template;
    const Filter *filters;
    GString *out;
} Filling;

static const Filter *find_filter(const Filling *filling, const char *name, gsize length) {
    for (const Filter *filter = filling->filters; filter && filter->name; filter++)
        if (strlen(filter->name) == length && strncmp(filter->name, name, length) == 0)
            return filter;
    g_error("the template has an unknown filter: %.20s", name);
}

static void write_value(const Filling *filling, const Tag *tag, const TypeNode *node) {
    g_autofree char *whole = g_strndup(tag->name, tag->length);
    char *bar = strchr(whole, '|');
    if (bar)
        *bar++ = '\0';
    const char *text = node_text(node, whole);
    if (!text)
        return;
    if (!bar) {
        g_string_append(filling->out, text);
        return;
    }
    gsize length = strcspn(bar, ":");
    find_filter(filling, bar, length)
        ->write(text, bar[length] ? bar + length + 1 : "", filling->out);
}

/* Writes from `at` to the {{/}} that closes it, or to the end; returns what follows. `node` NULL:
 * nothing is written. `last`: what stands behind {{,}} is left out. */
static const char *write_part(const Filling *filling, const char *at, const TypeNode *node,
                              bool last);

/* How often a section's body is written; `items` are the nodes, NULL for the same one. */
static guint repeats(const Tag *tag, const TypeNode *node, const TypeNode *const **items) {
    g_autofree char *name = g_strndup(tag->name, tag->length);
    guint count;
    *items = node ? node_items(node, name, &count) : NULL;
    bool there = node && (*items || node_text(node, name));
    if (!node || (tag->mark == '^') == there)
        return 0;
    return *items ? count : 1;
}

static const char *write_section(const Filling *filling, const Tag *tag, const TypeNode *node) {
    const TypeNode *const *items = NULL;
    guint count = repeats(tag, node, &items);
    const char *end = count ? NULL : write_part(filling, tag->end, NULL, true);
    for (guint i = 0; i < count; i++)
        end = write_part(filling, tag->end, items ? items[i] : node, i + 1 == count);
    return end;
}

static const char *write_part(const Filling *filling, const char *at, const TypeNode *node,
                              bool last) {
    Tag tag;
    while (next_tag(filling->template, at, &tag)) {
        if (node)
            g_string_append_len(filling->out, at, tag.start - at);
        at = tag.end;
        if (tag.mark == '/')
            return at;
        if (tag.mark == ',')
            node = last ? NULL : node;
        else if (tag.mark)
            at = write_section(filling, &tag, node);
        else if (node)
            write_value(filling, &tag, node);
    }
    if (node)
        g_string_append(filling->out, at);
    return at + strlen(at);
}

void fill(const char *template, const TypeNode *node, const Filter *filters, GString *out) {
    const Filling filling = {template, filters, out};
    write_part(&filling, template, node, false);
}

const char *fill_text(Arena *arena, const char *template, const TypeNode *node,
                      const Filter *filters) {
    g_autoptr(GString) out = g_string_new(NULL);
    fill(template, node, filters, out);
    return arena_strdup(arena, out->str);
}
