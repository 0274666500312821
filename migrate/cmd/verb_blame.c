/* migrate blame: of an object as it is, which migration made what of it. */
#include "base/term.h"
#include "cmd/past_view.h"
#include "cmd/report_options.h"
#include "report/json.h"
#include <string.h>

/* What is blamed on a migration. */
typedef struct {
    const PastEvent *event; /* the last that did it */
    const PastAttr *attr;   /* NULL: that the object is there, has its name, or is gone */
    const char *what;       /* then: which of these */
} Line;

/* Whether `event` decides the same as `line`, which is older. */
static bool is_superseded(const Line *line, const Line *by) {
    if (line->event->life != by->event->life || !line->attr != !by->attr)
        return false;
    return line->attr ? strcmp(line->attr->name, by->attr->name) == 0
                      : strcmp(line->what, by->what) == 0;
}

/* What the object itself owes to a deed. */
static const char *const owed[] = {
    [PAST_CREATED] = "created", [PAST_RENAMED] = "renamed", [PAST_REPLACED] = "replaced",
    [PAST_REMADE] = "created",  [PAST_ALTERED] = NULL,      [PAST_DROPPED] = "dropped",
};

static void put(GArray *lines, Line line) {
    for (guint i = 0; i < lines->len; i++) {
        Line *each = &g_array_index(lines, Line, i);
        if (is_superseded(each, &line)) {
            *each = line;
            return;
        }
    }
    g_array_append_val(lines, line);
}

/* Whether something of the same kind and name is there again. */
static bool is_back(const Past *past, const Life *gone) {
    for (guint i = 0; i < past->lives->len; i++) {
        const Life *life = past->lives->pdata[i];
        if (!life->gone && life->kind == gone->kind && strcmp(life->identity, gone->identity) == 0)
            return true;
    }
    return false;
}

/* Whether it went, or was made again, with what it is a part of, so that only that is told. */
static bool goes_along(const PastEvent *event) {
    return event->part && !event->life->asked &&
           (event->deed == PAST_DROPPED || event->deed == PAST_REMADE);
}

/* The lines of one life. Of what is gone, only that it is. Caller unrefs. */
static GArray *lines_of(const Past *past, const Life *life) {
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));
    for (guint i = 0; i < past->events->len; i++) {
        const PastEvent *event = past->events->pdata[i];
        const char *what = owed[event->deed];
        if (event->life != life || (life->gone && event->deed != PAST_DROPPED))
            continue;
        if (what && !goes_along(event))
            put(lines, (Line){event, NULL, what});
        for (guint a = 0; a < event->attrs->len; a++)
            put(lines, (Line){event, &g_array_index(event->attrs, PastAttr, a), NULL});
    }
    return lines;
}

/* What to blame: the object and its parts that are there, and those of them that are gone for good;
 * each behind what it is a part of. Caller unrefs. */
static void add_lives(const Past *past, const Life *whole, GPtrArray *lives) {
    g_ptr_array_add(lives, (gpointer)whole);
    for (guint i = 0; i < past->lives->len; i++) {
        const Life *life = past->lives->pdata[i];
        if (life->parent == whole && !(life->gone && is_back(past, life)))
            add_lives(past, life, lives);
    }
}

/* The same of all that is a part of nothing. */
static void add_all(const Past *past, GPtrArray *lives) {
    for (guint i = 0; i < past->lives->len; i++) {
        const Life *life = past->lives->pdata[i];
        if (!life->parent && !(life->gone && is_back(past, life)))
            add_lives(past, life, lives);
    }
}

typedef void (*TakeLine)(const PastView *view, const Line *line, void *data);

static void each_line(const PastView *view, TakeLine take, void *data) {
    g_autoptr(GPtrArray) lives = g_ptr_array_new();
    if (view->past.asked)
        add_lives(&view->past, view->past.asked, lives);
    else
        add_all(&view->past, lives);
    for (guint l = 0; l < lives->len; l++) {
        g_autoptr(GArray) lines = lines_of(&view->past, lives->pdata[l]);
        for (guint i = 0; i < lines->len; i++)
            take(view, &g_array_index(lines, Line, i), data);
    }
}

/* --- for people */

typedef struct {
    int width;          /* of the longest label of a migration */
    GHashTable *blamed; /* indexes of the migrations */
} Page;

static void measure(const PastView *view, const Line *line, void *data) {
    Page *page = data;
    g_autofree char *label =
        term_escape(past_view_migration(view, line->event->migration)->label, false);
    page->width = MAX(page->width, (int)strlen(label));
    g_hash_table_add(page->blamed, GUINT_TO_POINTER(line->event->migration));
}

/* That the object is there, is gone, or has its name from somewhere. */
static void print_object(const PastEvent *event) {
    g_autofree char *object = past_view_label(event->life->kind, event->life->identity),
                    *from = term_escape(event->from ? event->from : "", false);
    if (event->deed == PAST_RENAMED)
        term_print(stdout, "  renamed from %s\n", from);
    else if (event->deed == PAST_REPLACED)
        term_print(stdout, "  in place of %s, which was dropped\n", from);
    else
        term_print(stdout, "%s%s%s%s\n",
                   term_style(stdout, event->life->gone ? STYLE_RED : STYLE_BOLD), object,
                   event->life->gone ? ", dropped" : "", term_style(stdout, STYLE_PLAIN));
}

static void print_attr(const PastAttr *attr) {
    g_autofree char *value = past_view_value(attr->after), *before = past_view_value(attr->before);
    term_print(stdout, "  %s: %s%s%s\n", attr->name, value, attr->after ? "" : ", was ",
               attr->after ? "" : before);
}

static void print_line(const PastView *view, const Line *line, void *data) {
    const Page *page = data;
    const PastEvent *event = line->event;
    g_autofree char *label = term_escape(past_view_migration(view, event->migration)->label, false);
    term_print(stdout, "%s%-*s%s  %*s", term_style(stdout, STYLE_DIM), page->width, label,
               term_style(stdout, STYLE_PLAIN), (int)(2 * past_view_depth(view, event->life)), "");
    if (line->attr)
        print_attr(line->attr);
    else
        print_object(event);
}

static void print_all(const PastView *view) {
    g_autoptr(GHashTable) blamed = g_hash_table_new(NULL, NULL);
    Page page = {0, blamed};
    each_line(view, measure, &page);
    each_line(view, print_line, &page);
    term_print(stdout, "\n");
    for (guint i = 0; i < view->source->scripts->len; i++)
        if (g_hash_table_contains(blamed, GUINT_TO_POINTER(i)))
            past_view_print_migration(view, i);
}

/* --- for programs */

static void add_json(const PastView *view, const Line *line, void *data) {
    const PastEvent *event = line->event;
    const PastAttr *attr = line->attr;
    json_t *object = json_object();
    json_set_text(object, "kind", event->life->kind->name);
    json_set_text(object, "identity", event->life->identity);
    json_set_text(object, "what", attr ? "set" : line->what);
    json_set_text(object, "attribute", attr ? attr->name : NULL);
    json_set_text(object, "value", attr ? attr->after : NULL);
    json_set_text(object, "before", attr ? attr->before : NULL);
    json_set_text(object, "from", attr ? NULL : event->from);
    json_object_set_new(object, "migration", past_view_migration_json(view, event->migration));
    json_array_append_new(data, object);
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(PastView) view = {0};
    if (!past_view_open(&view, invocation, invocation_argument(invocation, 0), error))
        return false;
    Answer *answer = invocation_answer(invocation);
    json_t *lines = json_array();
    if (answer)
        each_line(&view, add_json, lines);
    else
        print_all(&view);
    answer_set(answer, "lines", lines);
    return true;
}

const Verb verb_blame = {
    .name = "blame",
    .summary = "print which migration made each part of an object what it is",
    .description =
        "Executes the migrations on a scratch server, one by one, and prints OBJECT as it is now: "
        "itself, its columns, constraints, indexes and other parts, and each of their attributes, "
        "all behind the migration that did it last; then who wrote these migrations, when, and "
        "under which subject. What the object had and lost is there, too: a NOT NULL, a "
        "column. Renames are followed.\n\n"
        "OBJECT is named as for `migrate log`, which prints all that ever happened to it. Without "
        "one, all objects are printed.",
    .arguments = "[OBJECT]",
    .options = (const Option[]){WHERE_OPTIONS, OPTION_ANSWER, {0}},
    .examples = (const VerbExample[]){{"migrate blame users", "a table and its parts"},
                                      {"migrate blame public.users.email", "a column"},
                                      {"migrate blame --format json", "everything, for programs"},
                                      {"migrate blame users --everywhere",
                                       "and where each migration is already"},
                                      {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .answer = ANSWERS_OBJECT,
    .run = run,
};
