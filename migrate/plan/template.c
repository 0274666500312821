#include "plan/template.h"

#include <string.h>

typedef enum { MARK_BAR, MARK_STATEMENT } MarkType;

/* Where a bar or a statement's end stands in the text; kept apart, because a value may hold the
 * same letters. */
typedef struct {
    gsize offset;
    MarkType type;
} Mark;

typedef struct {
    const Scope *scope;
    GString *text;
    GArray *marks;
} Render;

static const char *object_hole(const Object *object, const char *name) {
    if (strcmp(name, "id") == 0)
        return object->id;
    if (strcmp(name, "name") == 0)
        return object->name;
    return object_value(object, name);
}

static const char *fill(const Scope *scope, const char *name) {
    const struct {
        const char *name, *value;
    } given[] = {{"parts", scope->parts ? scope->parts : ""},
                 {"1", scope->argument},
                 {"along", scope->along},
                 {"leaf", scope->leaf},
                 {"aside", scope->aside},
                 {"new", scope->new_name},
                 {"new_literal", scope->new_literal}};
    for (guint i = 0; i < G_N_ELEMENTS(given); i++)
        if (strcmp(given[i].name, name) == 0)
            return given[i].value;
    const Object *object = scope->object;
    if (g_str_has_prefix(name, "old."))
        return scope->old ? object_hole(scope->old, name + strlen("old.")) : NULL;
    if (strcmp(name, "parent") == 0)
        return object->parent ? object->parent->id : NULL;
    if (strcmp(name, "parent.type") == 0)
        return object->parent ? object->parent->kind->type : NULL;
    if (g_str_has_prefix(name, "parent."))
        return object->parent ? object_hole(object->parent, name + strlen("parent.")) : NULL;
    return object_hole(object, name);
}

static bool holds(const Scope *scope, const char *name) {
    const struct {
        const char *name;
        bool holds;
    } given[] = {{"replace", scope->replace}, {"alone", scope->alone},
                 {"lone", scope->lone},       {"there", scope->there},
                 {"branch", scope->branch},   {"counted", scope->counted},
                 {"parts", scope->parts}};
    for (guint i = 0; i < G_N_ELEMENTS(given); i++)
        if (strcmp(given[i].name, name) == 0)
            return given[i].holds;
    return fill(scope, name);
}

static bool differs(const Scope *scope, const char *name) {
    return scope->old &&
           g_strcmp0(object_hole(scope->old, name), object_hole(scope->object, name)) != 0;
}

/* "a b", or "a" alone, which is compared with what it was; either may be of the old object. */
static bool compares(const Scope *scope, char mark, const char *names) {
    bool or_equal = *names == '=';
    g_auto(GStrv) name = g_strsplit(names + or_equal, " ", 2);
    g_autofree char *before = g_strconcat("old.", name[0], NULL);
    const char *one = fill(scope, name[0]), *two = fill(scope, name[1] ? name[1] : before);
    if (!one || !two)
        return false;
    gint64 left = g_ascii_strtoll(one, NULL, 10), right = g_ascii_strtoll(two, NULL, 10);
    return left == right ? or_equal : (left > right) == (mark == '>');
}

static bool asks(char mark) {
    return mark && strchr("?!~=><", mark);
}

static bool answer(const Scope *scope, char mark, const char *name) {
    switch (mark) {
    case '~':
        return differs(scope, name);
    case '=':
        return !differs(scope, name);
    case '>':
    case '<':
        return compares(scope, mark, name);
    default:
        return holds(scope, name) == (mark == '?');
    }
}

/* Fills the hole at `*at` ("{name}") and moves behind it. */
static bool render_hole(Render *render, const char **at) {
    const char *end = strchr(*at, '}');
    char first = (*at)[1];
    bool is_question = asks(first);
    g_autofree char *name = g_strndup(*at + 1 + is_question, (gsize)(end - *at) - 1 - is_question);
    *at = end + 1;
    if (is_question)
        return answer(render->scope, first, name);
    const char *value = fill(render->scope, name);
    if (value)
        g_string_append(render->text, value);
    return value;
}

static void mark(Render *render, MarkType type) {
    Mark at = {render->text->len, type};
    g_array_append_val(render->marks, at);
}

/* Renders up to the end, or to the bracket that closes; templates nest two or three deep. */
static bool render_until(Render *render, const char **at) {
    bool open = true;
    while (**at && **at != ']') {
        if (**at == '[') {
            gsize length = render->text->len;
            guint marks = render->marks->len;
            ++*at;
            if (!render_until(render, at)) {
                g_string_truncate(render->text, length);
                g_array_set_size(render->marks, marks);
            }
            ++*at;
        } else if (**at == '{') {
            open = render_hole(render, at) && open;
        } else if (**at == '|') {
            mark(render, MARK_BAR);
            ++*at;
        } else if (g_str_has_prefix(*at, ";;")) {
            mark(render, MARK_STATEMENT);
            *at += 2;
        } else {
            *at += **at == '\\' && (*at)[1];
            g_string_append_c(render->text, *(*at)++);
        }
    }
    return open;
}

static const char *slice(Arena *arena, const GString *text, gsize from, gsize to) {
    while (from < to && text->str[from] == ' ')
        from++;
    while (to > from && text->str[to - 1] == ' ')
        to--;
    return arena_strndup(arena, text->str + from, to - from);
}

/* Cuts the text at its marks. */
static void cut(Arena *arena, const Render *render, GArray *out) {
    const GString *text = render->text;
    gsize from = 0;
    const char *pieces[3] = {NULL};
    guint piece = 0;
    for (guint i = 0; i <= render->marks->len; i++) {
        bool last = i == render->marks->len;
        const Mark *at = last ? NULL : &g_array_index(render->marks, Mark, i);
        gsize to = last ? text->len : at->offset;
        pieces[MIN(piece, 2)] = slice(arena, text, from, to);
        piece++;
        from = to;
        if (last || at->type == MARK_STATEMENT) {
            Sql sql = {.prefix = pieces[0],
                       .action = pieces[1],
                       .suffix = piece > 2   ? pieces[2]
                                 : piece > 1 ? ""
                                             : NULL};
            if (*sql.prefix)
                g_array_append_val(out, sql);
            piece = 0;
            pieces[1] = pieces[2] = NULL;
        }
    }
}

static bool render_template(Render *render, const char *template) {
    const char *at = template;
    return render_until(render, &at);
}

bool template_statements(Arena *arena, const char *template, const Scope *scope, GArray *out) {
    Render render = {scope, g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(Mark))};
    bool open = render_template(&render, template);
    if (open)
        cut(arena, &render, out);
    g_string_free(render.text, TRUE);
    g_array_unref(render.marks);
    return open;
}

const char *template_text(Arena *arena, const char *template, const Scope *scope) {
    Render render = {scope, g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(Mark))};
    const char *text =
        render_template(&render, template) ? arena_strdup(arena, render.text->str) : NULL;
    g_string_free(render.text, TRUE);
    g_array_unref(render.marks);
    return text;
}
