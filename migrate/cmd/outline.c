#include "cmd/outline.h"

#include "base/term.h"

/* How a change is shown. */
static const struct {
    const char *mark, *word;
    Style style;
} shown[] = {[CHANGE_NONE] = {" ", "same", STYLE_PLAIN},
             [CHANGE_ALTER] = {"~", "alter", STYLE_YELLOW},
             [CHANGE_RECREATE] = {"±", "recreate", STYLE_YELLOW},
             [CHANGE_DROP] = {"-", "drop", STYLE_RED},
             [CHANGE_CREATE] = {"+", "create", STYLE_GREEN}};

static void print_change(const Change *change, guint depth) {
    g_autoptr(Arena) arena = arena_new();
    g_autofree char *label = term_escape(object_label(arena, change_object(change)), false);
    term_print(stdout, "%*s%s%s %s%s", (int)depth * 2, "",
               term_style(stdout, shown[change->type].style), shown[change->type].mark, label,
               term_style(stdout, STYLE_PLAIN));
    const Kind *kind = change_kind(change);
    const char *separator = " (";
    for (guint i = 0; change->type == CHANGE_ALTER && kind->attrs[i].column; i++)
        if (change->differing >> i & 1) {
            term_print(stdout, "%s%s", separator, kind->attrs[i].column);
            separator = ", ";
        }
    if (change->cause) {
        g_autofree char *cause =
            term_escape(object_label(arena, change_object(change->cause)), false);
        term_print(stdout, "%sbecause of %s", separator, cause);
        separator = ", ";
    }
    term_print(stdout, "%s\n", *separator == ',' ? ")" : "");
}

/* Whether a change is shown below its parent's: not inside what comes or goes as a whole. */
static bool is_shown(const Diff *diff, const Change *change) {
    if (change->type == CHANGE_NONE)
        return false;
    const Object *object = change_object(change);
    if (!object->parent)
        return true;
    const Change *parent =
        change->new ? diff->of_new[object->parent->index] : diff->of_old[object->parent->index];
    return parent->type == CHANGE_NONE || parent->type == CHANGE_ALTER ||
           (parent->type == CHANGE_RECREATE && change->cause != parent);
}

static void print_below(const Diff *diff, const Object *object, bool is_new, guint depth) {
    for (guint i = 0; i < object->child_count; i++) {
        const Object *child = object->children[i];
        const Change *change = is_new ? diff->of_new[child->index] : diff->of_old[child->index];
        if (!is_new && change->new)
            continue;
        if (is_shown(diff, change))
            print_change(change, depth);
        print_below(diff, child, is_new, depth + is_shown(diff, change));
    }
}

static bool has_shown_child(const Diff *diff, const Object *object, bool is_new) {
    for (guint i = 0; i < object->child_count; i++) {
        const Object *child = object->children[i];
        const Change *change = is_new ? diff->of_new[child->index] : diff->of_old[child->index];
        if (is_shown(diff, change) || has_shown_child(diff, child, is_new))
            return true;
    }
    return false;
}

void outline_print(const Draft *draft) {
    const Diff *diff = draft->diff;
    for (guint i = 0; i < draft->renames->len; i++) {
        g_autofree char *text = term_escape(draft->renames->pdata[i], false);
        term_print(stdout, "%s> rename %s%s\n", term_style(stdout, STYLE_CYAN), text,
                   term_style(stdout, STYLE_PLAIN));
    }
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        if (change_object(change)->parent)
            continue;
        bool below = (change->new && has_shown_child(diff, change->new, true)) ||
                     (change->old && change->new && has_shown_child(diff, change->old, false));
        if (change->type == CHANGE_NONE && !below)
            continue;
        print_change(change, 0);
        if (change->new)
            print_below(diff, change->new, true, 1);
        if (change->old && change->new)
            print_below(diff, change->old, false, 1);
    }
    for (guint i = 0; i < draft->plan->count; i++)
        for (guint h = 0; h < draft->plan->steps[i].hazard_count; h++) {
            g_autofree char *text = term_escape(draft->plan->steps[i].hazards[h].message, false);
            term_print(stdout, "%s! %s%s\n", term_style(stdout, STYLE_RED), text,
                       term_style(stdout, STYLE_PLAIN));
        }
}

static json_t *strings(const GPtrArray *texts) {
    json_t *array = json_array();
    for (guint i = 0; i < texts->len; i++)
        json_array_append_new(array, json_string(texts->pdata[i]));
    return array;
}

static json_t *changes_json(const Diff *diff) {
    json_t *array = json_array();
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        if (change->type == CHANGE_NONE)
            continue;
        json_t *attributes = json_array();
        for (guint a = 0; change_kind(change)->attrs[a].column; a++)
            if (change->differing >> a & 1)
                json_array_append_new(attributes,
                                      json_string(change_kind(change)->attrs[a].column));
        json_array_append_new(array,
                              json_pack("{s:s, s:s, s:s, s:o}", "change", shown[change->type].word,
                                        "kind", change_kind(change)->name, "identity",
                                        change_object(change)->identity, "attributes", attributes));
    }
    return array;
}

static json_t *hazards_json(const Plan *plan) {
    json_t *array = json_array();
    for (guint i = 0; i < plan->count; i++)
        for (guint h = 0; h < plan->steps[i].hazard_count; h++) {
            const Hazard *hazard = &plan->steps[i].hazards[h];
            json_array_append_new(array,
                                  json_pack("{s:s, s:s, s:s, s:b}", "code", hazard->code, "object",
                                            hazard->identity, "message", hazard->message,
                                            "loses_data", hazard->loses_data));
        }
    return array;
}

void outline_answer(Answer *answer, const Draft *draft) {
    if (!answer)
        return;
    answer_set(answer, "version", json_integer(1));
    answer_set(answer, "rehearsed", json_boolean(!draft->untried));
    answer_set(answer, "renames", strings(draft->renames));
    answer_set(answer, "changes", changes_json(draft->diff));
    answer_set(answer, "hazards", hazards_json(draft->plan));
    answer_set(answer, "sql", strings(draft->parts));
}
