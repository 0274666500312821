#include "support/schema.h"

#include <string.h>

typedef struct {
    const json_t *root;
    const char *folder; /* of the schema's file; NULL: it refers to no other */
    GString *complaints;
} Checker;

static void check(const Checker *checker, const json_t *schema, const json_t *value,
                  const char *place);

static void complain(const Checker *checker, const char *place, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
static void complain(const Checker *checker, const char *place, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_string_append_printf(checker->complaints, "%s: %s\n", *place ? place : "/", text);
}

static bool is_of_type(const json_t *value, const char *type) {
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return strcmp(type, "object") == 0;
    case JSON_ARRAY:
        return strcmp(type, "array") == 0;
    case JSON_STRING:
        return strcmp(type, "string") == 0;
    case JSON_INTEGER:
        return strcmp(type, "integer") == 0 || strcmp(type, "number") == 0;
    case JSON_REAL:
        return strcmp(type, "number") == 0;
    case JSON_TRUE:
    case JSON_FALSE:
        return strcmp(type, "boolean") == 0;
    default:
        return strcmp(type, "null") == 0;
    }
}

static void check_type(const Checker *checker, const json_t *types, const json_t *value,
                       const char *place) {
    bool fits = json_is_string(types) && is_of_type(value, json_string_value(types));
    size_t index;
    const json_t *type;
    json_array_foreach(types, index, type) fits =
        fits || is_of_type(value, json_string_value(type));
    if (!fits) {
        g_autofree char *wanted = json_dumps(types, JSON_ENCODE_ANY);
        complain(checker, place, "is not of type %s", wanted);
    }
}

static void check_enum(const Checker *checker, const json_t *values, const json_t *value,
                       const char *place) {
    size_t index;
    const json_t *one;
    json_array_foreach(values, index, one) if (json_equal(one, value)) return;
    complain(checker, place, "is none of the allowed values");
}

static void check_required(const Checker *checker, const json_t *names, const json_t *value,
                           const char *place) {
    size_t index;
    const json_t *name;
    if (json_is_object(value))
        json_array_foreach(names, index, name) if (!json_object_get(value, json_string_value(name)))
            complain(checker, place, "lacks \"%s\"", json_string_value(name));
}

static void check_members(const Checker *checker, const json_t *schema, const json_t *value,
                          const char *place) {
    const json_t *properties = json_object_get(schema, "properties");
    bool closed = json_is_false(json_object_get(schema, "additionalProperties"));
    const char *name;
    json_t *member;
    json_object_foreach((json_t *)value, name, member) {
        const json_t *wanted = json_object_get(properties, name);
        g_autofree char *below = g_strconcat(place, "/", name, NULL);
        if (wanted)
            check(checker, wanted, member, below);
        else if (closed)
            complain(checker, below, "is not in the schema");
    }
}

static void check_items(const Checker *checker, const json_t *items, const json_t *value,
                        const char *place) {
    size_t index;
    const json_t *item;
    json_array_foreach(value, index, item) {
        g_autofree char *below = g_strdup_printf("%s/%zu", place, index);
        check(checker, items, item, below);
    }
}

static void check_one_of(const Checker *checker, const json_t *choices, const json_t *value,
                         const char *place) {
    guint fitting = 0;
    size_t index;
    const json_t *choice;
    json_array_foreach(choices, index, choice) {
        g_autoptr(GString) silent = g_string_new(NULL);
        Checker quiet = {checker->root, checker->folder, silent};
        check(&quiet, choice, value, place);
        fitting += silent->len == 0;
    }
    if (fitting != 1)
        complain(checker, place, "fits %u of the choices instead of one", fitting);
}

static void check_in(const Checker *checker, const json_t *root, const char *path,
                     const json_t *value, const char *place) {
    Checker here = {root, checker->folder, checker->complaints};
    g_auto(GStrv) parts = g_strsplit(path ? path : "", "/", -1);
    const json_t *target = root;
    for (char **part = parts; target && *part; part++)
        target = **part ? json_object_get(target, *part) : target;
    if (target)
        check(&here, target, value, place);
    else
        complain(checker, place, "the schema refers to %s, which is not there", path);
}

/* "#/$defs/x", "other.json" or "other.json#/$defs/x" */
static void check_reference(const Checker *checker, const char *reference, const json_t *value,
                            const char *place) {
    g_auto(GStrv) parts = g_strsplit(reference, "#", 2);
    if (!*parts[0]) {
        check_in(checker, checker->root, parts[1], value, place);
        return;
    }
    g_autofree char *path =
        checker->folder ? g_build_filename(checker->folder, parts[0], NULL) : NULL;
    json_t *other = path ? json_load_file(path, JSON_REJECT_DUPLICATES, NULL) : NULL;
    if (other)
        check_in(checker, other, parts[1], value, place);
    else
        complain(checker, place, "the schema refers to %s, which cannot be read", parts[0]);
    json_decref(other);
}

static void check_text(const Checker *checker, const char *word, const json_t *limit,
                       const json_t *value, const char *place) {
    const char *text = json_string_value(value);
    if (!text)
        return;
    if (strcmp(word, "minLength") == 0 && g_utf8_strlen(text, -1) < json_integer_value(limit))
        complain(checker, place, "is too short");
    if (strcmp(word, "pattern") == 0 && !g_regex_match_simple(json_string_value(limit), text, 0, 0))
        complain(checker, place, "\"%s\" does not match %s", text, json_string_value(limit));
}

/* One word of the schema; false when it is unknown. */
static bool check_word(const Checker *checker, const json_t *schema, const char *word,
                       const json_t *value, const char *place) {
    static const char *const silent[] = {
        "$schema", "$id", "$defs", "title", "description", "additionalProperties", NULL};
    const json_t *rule = json_object_get(schema, word);
    if (strcmp(word, "type") == 0)
        check_type(checker, rule, value, place);
    else if (strcmp(word, "enum") == 0)
        check_enum(checker, rule, value, place);
    else if (strcmp(word, "required") == 0)
        check_required(checker, rule, value, place);
    else if (strcmp(word, "properties") == 0)
        check_members(checker, schema, value, place);
    else if (strcmp(word, "items") == 0)
        check_items(checker, rule, value, place);
    else if (strcmp(word, "oneOf") == 0)
        check_one_of(checker, rule, value, place);
    else if (strcmp(word, "$ref") == 0)
        check_reference(checker, json_string_value(rule), value, place);
    else if (strcmp(word, "minLength") == 0 || strcmp(word, "pattern") == 0)
        check_text(checker, word, rule, value, place);
    else if (strcmp(word, "const") == 0) {
        if (!json_equal(rule, value))
            complain(checker, place, "is not the one allowed value");
    } else if (strcmp(word, "minimum") == 0) {
        if (json_is_number(value) && json_number_value(value) < json_number_value(rule))
            complain(checker, place, "is too small");
    } else if (strcmp(word, "minItems") == 0) {
        if (json_is_array(value) && (json_int_t)json_array_size(value) < json_integer_value(rule))
            complain(checker, place, "has too few items");
    } else
        return g_strv_contains(silent, word);
    return true;
}

static void check(const Checker *checker, const json_t *schema, const json_t *value,
                  const char *place) {
    const char *word;
    json_t *rule;
    json_object_foreach((json_t *)schema, word, rule) {
        if (!check_word(checker, schema, word, value, place))
            complain(checker, place, "the schema says \"%s\", which is not checked", word);
    }
}

bool schema_check(const json_t *schema, const json_t *value, GString *complaints) {
    gsize before = complaints->len;
    Checker checker = {schema, NULL, complaints};
    check(&checker, schema, value, "");
    return complaints->len == before;
}

bool schema_check_file(const char *path, const json_t *value, GString *complaints) {
    gsize before = complaints->len;
    g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
    Checker checker = {NULL, folder, complaints};
    check_reference(&checker, name, value, "");
    return complaints->len == before;
}
