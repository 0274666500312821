/* migrate log: what each migration did to an object, or to all. */
#include "base/term.h"
#include "cmd/past_view.h"
#include "cmd/report_options.h"
#include "report/json.h"
#include <string.h>

/* How a deed is told. */
static const struct {
    const char *mark, *word, *from;
    Style style;
} told[] = {
    [PAST_CREATED] = {"+", "create", NULL, STYLE_GREEN},
    [PAST_RENAMED] = {">", "rename", "was", STYLE_CYAN},
    [PAST_REPLACED] = {">", "replace", "looks like the dropped", STYLE_CYAN},
    [PAST_REMADE] = {"±", "remake", "was", STYLE_YELLOW},
    [PAST_ALTERED] = {"~", "alter", "was", STYLE_YELLOW},
    [PAST_DROPPED] = {"-", "drop", NULL, STYLE_RED},
};

/* Whether a person is told: of all objects, the outermost; of one, whatever changed it. What goes
 * with the whole says nothing new, nor does a part that only has another whole. */
static bool is_told(const PastView *view, const PastEvent *event) {
    bool empty = event->deed == PAST_DROPPED || event->attrs->len == 0;
    return !event->part || (view->past.asked && event->deed == PAST_CREATED) ||
           (event->deed != PAST_CREATED && !empty);
}

/* The lines that differ, of a text that has several. */
static void print_diff(const PastAttr *attr, guint indent) {
    g_autofree char *diff = git_text_diff(attr->before, attr->after);
    g_auto(GStrv) lines = g_strsplit(diff, "\n", -1);
    term_print(stdout, "%*s%s:\n", (int)indent, "", attr->name);
    for (guint i = 0; lines[i]; i++) {
        bool gone = *lines[i] == '-';
        if (!gone && *lines[i] != '+')
            continue;
        g_autofree char *line = term_escape(lines[i], true);
        term_print(stdout, "%*s%s%s%s\n", (int)indent + 2, "",
                   term_style(stdout, gone ? STYLE_RED : STYLE_GREEN), line,
                   term_style(stdout, STYLE_PLAIN));
    }
}

static bool has_lines(const char *value) {
    return value && strchr(value, '\n');
}

static void print_attr(const PastEvent *event, const PastAttr *attr, guint indent) {
    if (attr->before && attr->after && (has_lines(attr->before) || has_lines(attr->after))) {
        print_diff(attr, indent);
        return;
    }
    g_autofree char *before = past_view_value(attr->before), *after = past_view_value(attr->after);
    if (event->deed == PAST_CREATED)
        term_print(stdout, "%*s%s: %s\n", (int)indent, "", attr->name, after);
    else
        term_print(stdout, "%*s%s: %s → %s\n", (int)indent, "", attr->name, before, after);
}

static void print_event(const PastView *view, const PastEvent *event) {
    guint indent = 4 + 2 * past_view_depth(view, event->life);
    g_autofree char *label = past_view_label(event->life->kind, event->identity);
    term_print(stdout, "%*s%s%s %s%s", (int)indent, "", term_style(stdout, told[event->deed].style),
               told[event->deed].mark, label, term_style(stdout, STYLE_PLAIN));
    if (event->from && told[event->deed].from) {
        g_autofree char *from = term_escape(event->from, false);
        term_print(stdout, ", %s %s", told[event->deed].from, from);
    }
    term_print(stdout, "\n");
    bool brief = !view->past.asked && event->deed == PAST_CREATED;
    for (guint i = 0; i < event->attrs->len && !brief; i++)
        print_attr(event, &g_array_index(event->attrs, PastAttr, i), indent + 4);
}

static void print_all(const PastView *view) {
    const Past *past = &view->past;
    guint last = G_MAXUINT;
    for (guint i = 0; i < past->events->len; i++) {
        const PastEvent *event = past->events->pdata[i];
        if (!past_is_asked(past, event) || !is_told(view, event))
            continue;
        if (event->migration != last)
            past_view_print_migration(view, last = event->migration);
        print_event(view, event);
    }
    if (last == G_MAXUINT)
        term_print(stdout, "no migration changes any object\n");
}

static json_t *event_json(const PastEvent *event) {
    json_t *attributes = json_array(), *object = json_object();
    for (guint i = 0; i < event->attrs->len; i++) {
        const PastAttr *attr = &g_array_index(event->attrs, PastAttr, i);
        json_t *each = json_object();
        json_set_text(each, "name", attr->name);
        json_set_text(each, "before", attr->before);
        json_set_text(each, "after", attr->after);
        json_array_append_new(attributes, each);
    }
    json_set_text(object, "change", told[event->deed].word);
    json_set_text(object, "kind", event->life->kind->name);
    json_set_text(object, "identity", event->identity);
    json_set_text(object, "from", event->from);
    json_object_set_new(object, "part", json_boolean(event->part));
    json_object_set_new(object, "attributes", attributes);
    return object;
}

static void answer_all(Answer *answer, const PastView *view) {
    const Past *past = &view->past;
    json_t *migrations = json_array(), *changes = NULL;
    guint last = G_MAXUINT;
    for (guint i = 0; i < past->events->len; i++) {
        const PastEvent *event = past->events->pdata[i];
        if (!past_is_asked(past, event))
            continue;
        if (event->migration != last) {
            json_t *migration = past_view_migration_json(view, last = event->migration);
            json_object_set_new(migration, "changes", changes = json_array());
            json_array_append_new(migrations, migration);
        }
        json_array_append_new(changes, event_json(event));
    }
    answer_set(answer, "migrations", migrations);
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(PastView) view = {0};
    if (!past_view_open(&view, invocation, invocation_argument(invocation, 0), error))
        return false;
    Answer *answer = invocation_answer(invocation);
    if (answer)
        answer_all(answer, &view);
    else
        print_all(&view);
    return true;
}

const Verb verb_log = {
    .name = "log",
    .summary = "print which migration did what to an object, and who wrote it",
    .description =
        "Executes the migrations on a scratch server, one by one, and prints what each changed: of "
        "all objects, or of OBJECT and its parts, with all attributes. Renames are followed. Of "
        "each migration it says the commit that added its file, when, by whom and under which "
        "subject.\n\n"
        "OBJECT is a name that the object has now, or had last: users, public.users, "
        "public.users.email; with its kind before it where that is not enough. 'migrate help "
        "history' says more.",
    .arguments = "[OBJECT]",
    .options = (const Option[]){WHERE_OPTIONS, OPTION_ANSWER, {0}},
    .examples = (const VerbExample[]){{"migrate log", "what each migration did"},
                                      {"migrate log users", "the table, from its beginning"},
                                      {"migrate log 'function public.f(integer)'", "a function"},
                                      {"migrate log users --env production",
                                       "and since when production has it"},
                                      {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH,
    .answer = ANSWERS_OBJECT,
    .run = run,
};
