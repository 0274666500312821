/* What types/ reads of the server's own texts: queries of views, quoted names, lists, definitions
 * of indexes. */
#include "text/query_outputs.h"
#include "types/psl.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_query(const char *text) {
    g_autoptr(GPtrArray) outputs = query_outputs(text);
    for (guint i = 0; i < outputs->len; i++) {
        const Output *output = outputs->pdata[i];
        g_assert(output->columns && (output->proven || !output->of || output->of->column));
    }
}

static void read_names(Arena *arena, const char *text) {
    const char *schema, *name, *at = text;
    words_split_name(arena, text, &schema, &name);
    g_assert(name && strlen(words_unquote_literal(arena, text)) <= strlen(text));
    g_autoptr(GPtrArray) list = words_read_list(arena, &at);
    g_assert(!list || (list->len > 0 && at > text && at <= text + strlen(text)));
}

/* A key that was read can be written. */
static void read_key(Arena *arena, const char *kind, const char *text) {
    const Kind *row = kind_find(kind);
    guint count = 0;
    while (row->attrs[count].column)
        count++;
    g_autofree const char **values = g_new0(const char *, count + 1);
    for (guint i = 0; i < count; i++)
        values[i] = strcmp(row->attrs[i].column, "definition") == 0 ? text : NULL;
    const Object object = {.kind = row, .name = "x", .identity = "x", .values = values};
    PslKey key;
    if (!psl_key_read(arena, &object, &key))
        return;
    g_autoptr(GHashTable) fields = g_hash_table_new(g_str_hash, g_str_equal);
    const ModelRelation relation = {.name = "t"};
    const PslModel model = {.relation = &relation, .fields = fields};
    for (guint i = 0; i < key.elements.count; i++) {
        const char *column = ((PslElement *)key.elements.items[i])->column;
        g_hash_table_insert(fields, (gpointer)column, (gpointer) "f");
    }
    const char *field;
    g_assert(key.elements.count > 0 && *psl_key_text(arena, &model, &key, &field) == '@');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autofree char *text = g_strndup((const char *)data, size);
    Arena *arena = arena_new();
    if (g_utf8_validate(text, -1, NULL)) {
        read_query(text);
        read_names(arena, text);
        read_key(arena, "index", text);
        read_key(arena, "constraint", text);
    }
    arena_free(arena);
    return 0;
}
