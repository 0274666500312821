#include "types/generate.h"

#include <string.h>

static void take(Generating *generating, const char *symbol) {
    g_hash_table_add(generating->taken, (gpointer)symbol);
}

/* Names what has no name yet; one outside of the default schema has its schema before it. */
static void assign(Generating *generating, const char *identity, const char *schema,
                   const char *name, NameStyle style) {
    if (symbol_of(generating, identity))
        return;
    const Target *target = generating->target;
    bool own = target->bare ? g_hash_table_contains(generating->once, name)
                            : strcmp(schema, generating->default_schema) == 0;
    const char *called = called_as(generating, identity);
    const char *whole = called ? called
                        : own  ? name
                               : arena_printf(generating->arena, "%s_%s", schema, name);
    const char *symbol = words_identifier(generating->arena, whole, style, target->letters);
    if (target->keywords && g_strv_contains(target->keywords, symbol))
        symbol = arena_printf(generating->arena, "%s_", symbol);
    if (target->renamed && g_strv_contains(target->reserved, symbol))
        symbol = arena_printf(generating->arena, "%s%s", target->renamed, symbol);
    const char *free = symbol;
    for (guint i = 2; g_hash_table_contains(generating->taken, free); i++)
        free = arena_printf(generating->arena, "%s%u", symbol, i);
    g_hash_table_insert(generating->symbols, (gpointer)identity, (gpointer)free);
    take(generating, free);
}

static void add_row(GString *words, const TypeMapping *row) {
    if (row)
        g_string_append_printf(words, "%s %s ", row->read, row->write ? row->write : "");
}

static void add_words_of(Generating *generating, const ModelType *type, GString *words) {
    const Target *target = generating->target;
    add_row(words, mapping_find(target, type->base));
    if (!type->array)
        return;
    g_autofree char *array = g_strconcat(type->base, "[]", NULL);
    add_row(words, mapping_find(target, array));
    g_string_append_printf(words, "%s %s ", target->array ? target->array : "",
                           target->text_array ? target->text_array : "");
}

/* The texts of all types that columns have, and those around them: what the code will name. */
static char *type_words(Generating *generating) {
    GString *words = g_string_new(NULL);
    for (guint i = 0; i < generating->model->relations->len; i++) {
        const ModelRelation *relation = generating->model->relations->pdata[i];
        for (guint c = 0; c < relation->columns->len; c++) {
            const ModelColumn *column = relation->columns->pdata[c];
            add_words_of(generating, &column->type, words);
        }
    }
    return g_string_free(words, FALSE);
}

/* No symbol is a word of a type, which would be another one then; what stands behind a dot is
 * nothing of its own. */
static void take_words(Generating *generating, const char *words) {
    const char *end;
    for (const char *at = words; *at; at = end) {
        for (end = at; g_ascii_isalnum(*end) || *end == '_';)
            end++;
        if (end == at)
            end++;
        else if (at == words || at[-1] != '.')
            take(generating, arena_strndup(generating->arena, at, (gsize)(end - at)));
    }
}

static void take_used(Generating *generating, const char *code) {
    g_autoptr(GHashTable) used = definitions_used(generating->target, code);
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, used);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        take(generating, name);
}

static void reserve(Generating *generating) {
    g_autofree char *words = type_words(generating);
    take_used(generating, words);
    take_used(generating, generating->target->template);
    take_words(generating, words);
    for (const char *const *one = generating->target->reserved; one && *one; one++)
        take(generating, *one);
}

static void assign_named(Generating *generating, const GPtrArray *list) {
    for (guint i = 0; i < list->len; i++) {
        const ModelNamed *named = list->pdata[i];
        assign(generating, named->identity, named->schema, named->name,
               generating->target->symbols);
    }
}

static void assign_enum(Generating *generating, const char *identity, const char *schema,
                        const char *name) {
    char *own = arena_strdup(generating->arena, name);
    for (char *at = own; generating->target->enums_lowered && *at; at++)
        *at = g_ascii_tolower(*at);
    assign(generating, identity, schema, own, generating->target->symbols);
}

static void assign_columns(Generating *generating, const ModelRelation *relation) {
    for (guint i = 0; i < relation->columns->len; i++) {
        const ModelColumn *column = relation->columns->pdata[i];
        const char *schema, *name;
        if (column->type.form != FORM_ENUM)
            continue;
        words_split_name(generating->arena, column->type.object->identity, &schema, &name);
        if (!schema_is_out(schema, (void *)generating->options))
            assign_enum(generating, column->type.object->identity, schema, name);
    }
}

/* Every part of the model begins so. */
typedef struct {
    const char *schema, *name;
} SymbolHead;

/* The names that one schema alone has. */
static void find_names(Generating *generating) {
    const Model *model = generating->model;
    const GPtrArray *const lists[] = {model->relations, model->enums, model->composites,
                                      model->domains};
    g_autoptr(GHashTable) several = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint l = 0; l < G_N_ELEMENTS(lists); l++)
        for (guint i = 0; i < lists[l]->len; i++) {
            const SymbolHead *head = lists[l]->pdata[i];
            if (!g_hash_table_add(generating->once, (gpointer)head->name))
                g_hash_table_add(several, (gpointer)head->name);
        }
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, several);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_hash_table_remove(generating->once, name);
}

/* Where an enum and a table want the same name, the one that is met first gets it, as the columns
 * of a table are before the table itself. */
void symbols_assign(Generating *generating) {
    const Model *model = generating->model;
    const Target *target = generating->target;
    NameStyle style = target->relations_differ ? target->relations : target->symbols;
    reserve(generating);
    find_names(generating);
    for (guint i = 0; i < model->relations->len; i++) {
        const ModelRelation *relation = model->relations->pdata[i];
        assign_columns(generating, relation);
        assign(generating, relation->identity, relation->schema, relation->name, style);
    }
    for (guint i = 0; i < model->enums->len; i++) {
        const ModelNamed *named = model->enums->pdata[i];
        assign_enum(generating, named->identity, named->schema, named->name);
    }
    assign_named(generating, model->composites);
    assign_named(generating, model->domains);
    assign_named(generating, model->ranges);
}
