/* Functions as nodes. */
#include "types/expose.h"

#include <string.h>

static bool is_input(const ModelArgument *argument) {
    return strchr("ibv", argument->mode);
}

static void add_argument(Generating *generating, TypeNode *signature,
                         const ModelArgument *argument) {
    bool in = is_input(argument), out = strchr("obt", argument->mode) != NULL;
    for (guint i = 0; i < 2; i++) {
        if (i == 0 ? !in : !out)
            continue;
        TypeNode *node = node_add(signature, i == 0 ? "arguments" : "results");
        node_set(node, "name", argument->name);
        node_set(node, "key", argument->name);
        expose_type(generating, node, &argument->type, NULL);
        node_flag(node, "optional", argument->has_default);
    }
}

/* What it returns: columns, nothing, rows of no known shape, or a type. */
static void set_result(Generating *generating, TypeNode *node, const ModelFunction *function) {
    const Target *target = generating->target;
    const char *base = function->returns.base;
    const char *type = strcmp(base, "void") == 0 && target->void_type ? target->void_type
                       : strcmp(base, "record") == 0 && target->record_type
                           ? target->record_type
                           : mapping_of(generating, &function->returns, NULL, USE_READ);
    node_set(node, "type", type);
    node_flag(node, "set", function->set);
}

static gint compare_arguments(gconstpointer a, gconstpointer b) {
    const ModelArgument *one = *(const ModelArgument *const *)a,
                        *two = *(const ModelArgument *const *)b;
    return words_compare(one->name, two->name);
}

/* What the rows of a table come from and go to, for those who follow relations. */
static void set_relation(const Generating *generating, TypeNode *node,
                         const ModelFunction *function) {
    const char *schema, *name = NULL, *from = "*";
    if (function->returns.form == FORM_ROW && !function->returns.array)
        words_split_name(generating->arena, function->returns.object->identity, &schema, &name);
    node_set(node, "relation", name);
    if (function->arguments->len == 1) {
        const ModelArgument *argument = function->arguments->pdata[0];
        if (argument->type.form == FORM_ROW && !argument->type.array)
            words_split_name(generating->arena, argument->type.object->identity, &schema, &from);
    }
    node_set(node, "from", from);
    node_flag(node, "given", false);
}

static void add_signature(Generating *generating, TypeNode *around, const ModelFunction *function) {
    TypeNode *node = node_add(around, "signatures");
    g_autoptr(GPtrArray) arguments = expose_copy(function->arguments);
    g_ptr_array_sort(arguments, compare_arguments);
    node_set(node, "comment", function->comment);
    node_list(node, "arguments");
    node_list(node, "results");
    set_relation(generating, node, function);
    for (guint i = 0; i < arguments->len; i++) {
        add_argument(generating, node, arguments->pdata[i]);
        if (is_input(arguments->pdata[i]))
            node_flag(node, "given", true);
    }
    guint results;
    node_items(node, "results", &results);
    /* One result by name is the value itself. */
    node_flag(node, "columns",
              results > 1 ||
                  (results == 1 && function->set && strcmp(function->returns.base, "record") == 0));
    set_result(generating, node, function);
}

/* Whether arguments can be given by name; a single one without may be a whole body or row. */
static bool is_called_by_name(const ModelFunction *function) {
    static const char *const bodies[] = {"json", "jsonb", "text", "bytea", "xml", NULL};
    const ModelArgument *bare = NULL;
    guint inputs = 0;
    for (guint i = 0; i < function->arguments->len; i++) {
        const ModelArgument *argument = function->arguments->pdata[i];
        inputs += is_input(argument);
        if (is_input(argument) && !*argument->name)
            bare = argument;
    }
    return !bare || (inputs == 1 &&
                     (bare->type.form == FORM_ROW || g_strv_contains(bodies, bare->type.base)));
}

static GPtrArray *functions_of(const Generating *generating, const char *schema) {
    const GPtrArray *all = generating->model->functions;
    GPtrArray *found = g_ptr_array_new();
    for (guint i = 0; i < all->len; i++) {
        const ModelFunction *function = all->pdata[i];
        if (strcmp(function->schema, schema) == 0 && is_called_by_name(function))
            g_ptr_array_add(found, (gpointer)function);
    }
    return found;
}

void expose_functions(Generating *generating, TypeNode *root, const char *schema) {
    g_autoptr(GPtrArray) all = functions_of(generating, schema);
    TypeNode *item = NULL;
    const char *name = NULL;
    node_list(root, "functions");
    for (guint i = 0; i < all->len; i++) {
        const ModelFunction *function = all->pdata[i];
        if (g_strcmp0(name, function->name) != 0) {
            item = node_add(root, "functions");
            node_set(item, "name", name = function->name);
            node_flag(item, "overloaded",
                      i + 1 < all->len &&
                          strcmp(((const ModelFunction *)all->pdata[i + 1])->name, name) == 0);
        }
        add_signature(generating, item, function);
    }
}
