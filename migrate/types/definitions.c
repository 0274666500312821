#include "types/generate.h"

#include <string.h>

static bool is_word(char c) {
    return g_ascii_isalnum(c) || c == '_' || c == '$' || (guchar)c >= 0x80;
}

/* Whether `text` names `word` as a whole. */
static bool names(const char *text, const char *word) {
    gsize length = strlen(word);
    for (const char *at = strstr(text, word); at; at = strstr(at + length, word))
        if ((at == text || !is_word(at[-1])) && !is_word(at[length]))
            return true;
    return false;
}

static void use(const Target *target, GHashTable *used, const char *text) {
    for (const TypeDefinition *row = target->definitions; row && row->name; row++) {
        if (g_hash_table_contains(used, row->name) || !names(text, row->name))
            continue;
        g_hash_table_add(used, (gpointer)row->name);
        if (row->text)
            use(target, used, row->text);
    }
}

GHashTable *definitions_used(const Target *target, const char *body) {
    GHashTable *used = g_hash_table_new(g_str_hash, g_str_equal);
    use(target, used, body);
    return used;
}

/* A definition of the code, to be sorted. */
typedef struct {
    const char *name, *text;
} NamedDefinition;

static gint compare(gconstpointer a, gconstpointer b) {
    return words_compare(((const NamedDefinition *)a)->name, ((const NamedDefinition *)b)->name);
}

static void add_enums(Generating *generating, TypeNode *root, GArray *all) {
    guint count;
    const TypeNode *const *enums = node_items(root, "enums", &count);
    for (guint i = 0; generating->target->enum_definition && i < count; i++) {
        const NamedDefinition one = {node_text(enums[i], "symbol"),
                                     fill_text(generating->arena,
                                               generating->target->enum_definition, enums[i],
                                               generating->target->filters)};
        g_array_append_val(all, one);
    }
}

static void add_import(Generating *generating, GHashTable *modules, const char *name,
                       const char *module) {
    const char *before = g_hash_table_lookup(modules, module);
    const char *separator = generating->target->import_separator;
    g_hash_table_insert(modules, (gpointer)module,
                        before ? arena_printf(generating->arena, "%s%s%s", before,
                                              separator ? separator : ", ", name)
                               : (gpointer)name);
}

static gint compare_names(gconstpointer a, gconstpointer b) {
    return words_compare(a, b);
}

static void add_imports(Generating *generating, TypeNode *root, GHashTable *used) {
    g_autoptr(GHashTable) modules = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GList) own = g_list_sort(g_hash_table_get_keys(generating->imports), compare_names);
    node_list(root, "imports");
    for (const TypeDefinition *row = generating->target->definitions; row && row->name; row++)
        if (row->module && g_hash_table_contains(used, row->name))
            add_import(generating, modules, row->name, row->module);
    for (GList *name = own; name; name = name->next)
        add_import(generating, modules, name->data,
                   g_hash_table_lookup(generating->imports, name->data));
    node_flag(root, "imported", g_hash_table_size(modules) > 0);
    g_autoptr(GList) sorted = g_list_sort(g_hash_table_get_keys(modules), compare_names);
    for (GList *module = sorted; module; module = module->next) {
        TypeNode *item = node_add(root, "imports");
        node_set(item, "module", module->data);
        node_set(item, "names", g_hash_table_lookup(modules, module->data));
    }
}

void definitions_add(Generating *generating, TypeNode *root, const char *body) {
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(NamedDefinition));
    g_autoptr(GHashTable) used = definitions_used(generating->target, body);
    for (const TypeDefinition *row = generating->target->definitions; row && row->name; row++) {
        const NamedDefinition one = {row->name, row->text};
        if (row->text && g_hash_table_contains(used, row->name))
            g_array_append_val(all, one);
    }
    add_enums(generating, root, all);
    g_array_sort(all, compare);
    node_list(root, "definitions");
    for (guint i = 0; i < all->len; i++)
        node_set(node_add(root, "definitions"), "text",
                 g_array_index(all, NamedDefinition, i).text);
    add_imports(generating, root, used);
}
