/* Keys and indexes, read from the server's definitions and written as attributes. */
#include "types/psl.h"

#include <string.h>

/* Moves behind `word` when it stands there. */
static bool take(const char **at, const char *word) {
    gsize length = strlen(word);
    if (strncmp(*at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

static const char *take_name(Arena *arena, const char **at) {
    const char *end = words_skip_name(*at);
    const char *name = words_unquote_name(arena, arena_strndup(arena, *at, (gsize)(end - *at)));
    *at = end;
    return name;
}

/* What stands between the name of a column and the next one: nothing, the name of an operator
 * class, DESC; false for anything else. */
static bool read_order(Arena *arena, const char **at, PslElement *element) {
    if (**at != ' ')
        return true;
    (*at)++;
    if (g_str_has_prefix(*at, "COLLATE ") || g_str_has_prefix(*at, "NULLS "))
        return false;
    element->descending = take(at, "DESC");
    if (!element->descending && !element->ops) {
        const char *start = *at;
        for (take_name(arena, at); **at == '.';) {
            (*at)++;
            take_name(arena, at);
        }
        element->ops = arena_strndup(arena, start, (gsize)(*at - start));
        return read_order(arena, at, element);
    }
    return element->descending;
}

/* "a, b DESC)", up to the end. */
static bool read_elements(Arena *arena, const char *at, PslKey *key) {
    do {
        PslElement *element = ARENA_NEW(arena, PslElement);
        if (*at == '(')
            return false;
        element->column = take_name(arena, &at);
        if (!read_order(arena, &at, element))
            return false;
        prisma_list_add(arena, &key->elements, element);
    } while (take(&at, ", "));
    return strcmp(at, ")") == 0;
}

static bool read_constraint(Arena *arena, const char *at, PslKey *key) {
    key->primary = take(&at, "PRIMARY KEY (");
    key->unique = !key->primary && take(&at, "UNIQUE (");
    return (key->primary || key->unique) && read_elements(arena, at, key);
}

static const IndexTypeWord *method_of(const char *name) {
    const IndexTypeWord *word = index_type_words;
    while (word->name && g_ascii_strcasecmp(word->name, name) != 0)
        word++;
    return word->name ? word : NULL;
}

static bool read_index(Arena *arena, const char *at, PslKey *key) {
    key->unique = take(&at, "CREATE UNIQUE INDEX ");
    if (!key->unique && !take(&at, "CREATE INDEX "))
        return false;
    take_name(arena, &at);
    if (!take(&at, " ON "))
        return false;
    take(&at, "ONLY ");
    for (take_name(arena, &at); take(&at, ".");)
        take_name(arena, &at);
    if (!take(&at, " USING "))
        return false;
    key->method = method_of(take_name(arena, &at));
    return key->method && take(&at, " (") && read_elements(arena, at, key) &&
           (!key->unique || !key->method->sql);
}

static bool is_a(const Object *object, const char *kind) {
    return strcmp(object->kind->name, kind) == 0;
}

bool psl_key_read(Arena *arena, const Object *object, PslKey *key) {
    const char *definition = object_value(object, "definition");
    *key = (PslKey){.name = words_unquote_name(arena, object->name)};
    return is_a(object, "index") ? read_index(arena, definition, key)
                                 : read_constraint(arena, definition, key);
}

/* What an index may be over without naming an operator class; others have one by an extension. */
static const struct {
    const char *method, *types[24]; /* "[]": any array */
} plain_types[] = {
    {"Gin", {"jsonb", "[]"}},
    {"Gist", {"inet"}},
    {"SpGist", {"inet", "text", "character varying", "character"}},
    {"Brin",
     {"bigint",
      "bit",
      "bit varying",
      "bytea",
      "character",
      "character varying",
      "date",
      "double precision",
      "inet",
      "integer",
      "numeric",
      "oid",
      "real",
      "smallint",
      "text",
      "time with time zone",
      "time without time zone",
      "timestamp with time zone",
      "timestamp without time zone",
      "uuid"}},
};

static bool is_plain(const PslKey *key, const ModelColumn *column) {
    for (guint i = 0; key->method && i < G_N_ELEMENTS(plain_types); i++)
        if (strcmp(plain_types[i].method, key->method->name) == 0)
            return g_strv_contains(plain_types[i].types,
                                   column->type.array ? "[]" : column->type.base);
    return true;
}

/* Whether the language has each column's operator class. */
static bool has_classes(const PslModel *model, const PslKey *key) {
    for (guint e = 0; e < key->elements.count; e++) {
        const PslElement *element = key->elements.items[e];
        for (guint i = 0; i < model->relation->columns->len; i++) {
            const ModelColumn *column = model->relation->columns->pdata[i];
            if (!element->ops && strcmp(column->name, element->column) == 0 &&
                !is_plain(key, column))
                return false;
        }
    }
    return true;
}

void psl_keys_read(Arena *arena, PslModel *model) {
    static const char *const beyond[] = {"trigger",     "policy",    "rule",
                                         "inheritance", "partition", "typing",
                                         "constraint",  "index",     NULL};
    const Object *table = model->relation->object;
    for (guint i = 0; i < table->child_count; i++) {
        const Object *object = table->children[i];
        PslKey *key = ARENA_NEW(arena, PslKey);
        if (!g_strv_contains(beyond, object->kind->name))
            continue;
        if ((is_a(object, "index") || is_a(object, "constraint")) &&
            psl_key_read(arena, object, key) && has_classes(model, key))
            prisma_list_add(arena, &model->keys, key);
        else
            psl_note(arena, model, "%s%s%s", object->kind->name, object->name ? " " : "",
                     object->name ? object->name : "");
    }
}

static bool is_among(const GPtrArray *columns, const char *name) {
    for (guint i = 0; i < columns->len; i++)
        if (strcmp(columns->pdata[i], name) == 0)
            return true;
    return false;
}

bool psl_is_unique(const PslModel *model, const GPtrArray *columns) {
    for (guint i = 0; i < model->keys.count; i++) {
        const PslKey *key = model->keys.items[i];
        guint found = 0;
        for (guint e = 0; e < key->elements.count; e++)
            found += is_among(columns, ((PslElement *)key->elements.items[e])->column);
        if ((key->primary || key->unique) && found == columns->len && found == key->elements.count)
            return true;
    }
    return false;
}

/* --- attributes */

static const char *default_name(Arena *arena, const PslModel *model, const PslKey *key) {
    const char *suffix = key->primary ? "_pkey" : key->unique ? "_key" : "_idx";
    guint count = key->primary ? 0 : key->elements.count;
    g_autofree const char **columns = g_new(const char *, count + 1);
    for (guint i = 0; i < count; i++)
        columns[i] = ((PslElement *)key->elements.items[i])->column;
    return name_of_key(arena, model->relation->name, columns, count, suffix);
}

/* raw(…), unless the language has a word for the class. */
static const char *ops_text(Arena *arena, const PslKey *key, const char *ops) {
    for (const OperatorWord *word = operator_words; word->name; word++) {
        g_auto(GStrv) types = g_strsplit(word->types, " ", -1);
        if (strcmp(word->sql, ops) == 0 && key->method &&
            g_strv_contains((const char *const *)types, key->method->name))
            return word->name;
    }
    return arena_printf(arena, "raw(%s)", psl_string(arena, ops));
}

static void append_element(Arena *arena, const PslModel *model, const PslKey *key,
                           const PslElement *element, GString *out) {
    g_string_append(out, g_hash_table_lookup(model->fields, element->column));
    if (!element->ops && !element->descending)
        return;
    g_string_append_printf(out, "(%s%s%s%s)", element->ops ? "ops: " : "",
                           element->ops ? ops_text(arena, key, element->ops) : "",
                           element->ops && element->descending ? ", " : "",
                           element->descending ? "sort: Desc" : "");
}

const char *psl_key_text(Arena *arena, const PslModel *model, const PslKey *key,
                         const char **field) {
    const char *word = key->primary ? "id" : key->unique ? "unique" : "index";
    const PslElement *first = key->elements.items[0];
    bool alone = key->elements.count == 1 && (key->primary || key->unique) && !first->ops &&
                 !first->descending;
    g_autoptr(GString) arguments = g_string_new(NULL);
    for (guint i = 0; i < key->elements.count && !alone; i++) {
        g_string_append(arguments, i ? ", " : "[");
        append_element(arena, model, key, key->elements.items[i], arguments);
    }
    g_string_append(arguments, alone ? "" : "]");
    if (strcmp(default_name(arena, model, key), key->name) != 0)
        g_string_append_printf(arguments, "%smap: %s", arguments->len ? ", " : "",
                               psl_string(arena, key->name));
    if (key->method && key->method->sql)
        g_string_append_printf(arguments, ", type: %s", key->method->name);
    *field = alone ? first->column : NULL;
    return arena_printf(arena, "%s%s%s%s%s", alone ? "@" : "@@", word, arguments->len ? "(" : "",
                        arguments->str, arguments->len ? ")" : "");
}
