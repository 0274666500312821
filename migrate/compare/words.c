/* Words: puts a plan's statements into the words that people write (text/tidy.h), each object on
 * the level that it has. */
#include "compare/draft_context.h"

#include <string.h>

typedef struct {
    const char *printed; /* borrowed from the object */
    char *said;
} Words;

static void words_clear(gpointer data) {
    g_free(((Words *)data)->said);
}

/* What is said otherwise of an object and its parts. */
static void collect(const Object *object, const TidyIdioms *levels, GArray *words) {
    for (guint i = 0; object->kind->attrs[i].column; i++) {
        const char *printed = object->values[i];
        char *said = printed ? tidy_idioms(printed, levels[object->index]) : NULL;
        Words one = {printed, said};
        if (said)
            g_array_append_val(words, one);
    }
    for (guint i = 0; i < object->child_count; i++)
        collect(object->children[i], levels, words);
}

/* The longest first: one text can be a part of another. */
static gint by_length(gconstpointer a, gconstpointer b) {
    gsize one = strlen(((const Words *)a)->printed), two = strlen(((const Words *)b)->printed);
    return one < two ? 1 : one > two ? -1 : 0;
}

static void say(const char **text, const GArray *words, Arena *arena) {
    g_autoptr(GString) said = g_string_new(*text);
    bool any = false;
    for (guint i = 0; i < words->len; i++) {
        const Words *one = &g_array_index(words, Words, i);
        any = g_string_replace(said, one->printed, one->said, 0) || any;
    }
    if (any)
        *text = arena_strdup(arena, said->str);
}

static void say_step(const Step *step, const TidyIdioms *levels, Arena *arena) {
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Words));
    g_array_set_clear_func(words, words_clear);
    collect(step->change->new, levels, words);
    g_array_sort(words, by_length);
    for (guint i = 0; words->len && i < step->statement_count; i++) {
        say(&step->statements[i].prefix, words, arena);
        if (step->statements[i].action)
            say(&step->statements[i].action, words, arena);
    }
}

void draft_say(const DraftContext *context) {
    const Plan *plan = context->draft->plan;
    for (guint i = 0; context->levels && i < plan->count; i++) {
        const Step *step = &plan->steps[i];
        if (step->type != STEP_DROP && step->change && step->change->new)
            say_step(step, context->levels, plan->arena);
    }
}
