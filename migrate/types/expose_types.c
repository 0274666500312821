/* What the nodes of columns, types and functions share. */
#include "types/expose.h"

#include <string.h>

GPtrArray *expose_copy(const GPtrArray *items) {
    GPtrArray *copy = g_ptr_array_sized_new(items->len);
    for (guint i = 0; i < items->len; i++)
        g_ptr_array_add(copy, items->pdata[i]);
    return copy;
}

static void set_modifiers(const Generating *generating, TypeNode *node, const ModelType *type) {
    static const char *const sized[] = {"character varying", "character", "bit", "bit varying",
                                        NULL};
    if (!type->modifiers)
        return;
    if (g_strv_contains(sized, type->base))
        node_set(node, "length", type->modifiers);
    if (strcmp(type->base, "numeric") != 0)
        return;
    const char *comma = strchr(type->modifiers, ',');
    gsize digits = comma ? (gsize)(comma - type->modifiers) : strlen(type->modifiers);
    node_set(node, "precision", arena_strndup(generating->arena, type->modifiers, digits));
    node_set(node, "scale", comma ? comma + 1 : "0");
}

void expose_type(Generating *generating, TypeNode *node, const ModelType *type, const char *path) {
    bool named = type->form == FORM_ENUM && symbol_of(generating, type->object->identity);
    node_set(node, "type", mapping_of(generating, type, path, USE_READ));
    node_set(node, "write", mapping_of(generating, type, path, USE_WRITE));
    node_set(node, "plain", mapping_element(generating, type, path, USE_READ));
    node_set(node, "pg", type->declared);
    node_set(node, "base", type->base);
    node_set(node, "enum", named ? symbol_of(generating, type->object->identity) : NULL);
    node_flag(node, "array", type->array);
    set_modifiers(generating, node, type);
}
