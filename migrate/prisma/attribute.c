#include "prisma/attribute.h"

#include <string.h>

const PrismaAttr *attr_find(const PrismaAttr *attrs, const char *name) {
    for (; attrs; attrs = attrs->next)
        if (strcmp(attrs->name, name) == 0)
            return attrs;
    return NULL;
}

static bool is_native(const PrismaAttr *attr) {
    return strchr(attr->name, '.');
}

/* The name that an argument has, written or not. */
static const char *arg_name(const PrismaArg *arg, const AttributeWord *word) {
    return arg->name ? arg->name : word->unnamed;
}

static bool check_arg(Reading *reading, const PrismaAttr *attr, const AttributeWord *word,
                      const PrismaArg *arg) {
    const char *name = arg_name(arg, word);
    const char *sign = attr->of_block ? "@@" : "@";
    if (!name)
        return reading_fail(reading, arg->at, "%s%s takes no argument without a name", sign,
                            attr->name);
    if (!g_strv_contains(word->params, name))
        return reading_fail_word(reading, arg->at, name, word->params, "%s%s has no argument '%s'",
                                 sign, attr->name, name);
    for (const PrismaArg *other = attr->args; other != arg; other = other->next)
        if (g_strcmp0(arg_name(other, word), name) == 0)
            return arg->name
                       ? reading_fail(reading, arg->at, "the argument '%s' is given twice", name)
                       : reading_fail(reading, arg->at,
                                      "a second argument without a name; several fields stand in "
                                      "brackets: [a, b]");
    return true;
}

static bool check_attr(Reading *reading, const PrismaAttr *attrs, const PrismaAttr *attr,
                       guint on) {
    const AttributeWord *word = attribute_word(reading, attr, on);
    if (!word)
        return false;
    if (!word->repeatable && attr_find(attrs, attr->name) != attr)
        return reading_fail(reading, attr->at, "%s%s stands here a second time",
                            attr->of_block ? "@@" : "@", attr->name);
    for (const PrismaArg *arg = attr->args; arg; arg = arg->next)
        if (!check_arg(reading, attr, word, arg))
            return false;
    return true;
}

bool attrs_check(Reading *reading, const PrismaAttr *attrs, guint on) {
    for (const PrismaAttr *attr = attrs; attr; attr = attr->next)
        if (!(is_native(attr) && on == ON_FIELD) && !check_attr(reading, attrs, attr, on))
            return false;
    return true;
}

static const AttributeWord *row_of(const PrismaAttr *attr, guint on) {
    const AttributeWord *word = attribute_words;
    while (!(strcmp(word->name, attr->name) == 0 && word->on & on))
        word++;
    return word;
}

const PrismaExpr *attr_value(const PrismaAttr *attr, guint on, const char *name) {
    const AttributeWord *word = row_of(attr, on);
    for (const PrismaArg *arg = attr->args; arg; arg = arg->next)
        if (g_strcmp0(arg_name(arg, word), name) == 0)
            return arg->value;
    return NULL;
}

bool attr_text(Reading *reading, const PrismaAttr *attr, guint on, const char *name,
               const char **text) {
    const PrismaExpr *value = attr_value(attr, on, name);
    if (!value)
        return true;
    if (value->type != EXPR_STRING)
        return reading_fail(reading, value->at, "'%s' of %s%s is a text in double quotes", name,
                            attr->of_block ? "@@" : "@", attr->name);
    if (*value->text == '\0')
        return reading_fail(reading, value->at, "'%s' of %s%s is empty", name,
                            attr->of_block ? "@@" : "@", attr->name);
    *text = value->text;
    return true;
}

bool attr_map(Reading *reading, const PrismaAttr *attrs, guint on, const char **name) {
    const PrismaAttr *attr = attr_find(attrs, "map");
    if (!attr)
        return true;
    if (!attr_value(attr, on, "name"))
        return reading_fail(reading, attr->at, "%smap needs a name: %smap(\"name\")",
                            attr->of_block ? "@@" : "@", attr->of_block ? "@@" : "@");
    return attr_text(reading, attr, on, "name", name);
}

const PrismaArg *attr_list(Reading *reading, const PrismaAttr *attr, guint on, const char *name) {
    const PrismaExpr *value = attr_value(attr, on, name);
    const PrismaArg *list;
    if (!value)
        return NULL;
    if (value->type == EXPR_LIST) {
        list = value->args;
    } else {
        PrismaArg *one = ARENA_NEW(reading->arena, PrismaArg);
        *one = (PrismaArg){.at = value->at, .value = value};
        list = one;
    }
    if (!list)
        reading_fail(reading, value->at, "'%s' lists no field", name);
    for (const PrismaArg *arg = list; arg; arg = arg->next)
        if (arg->value->type != EXPR_NAME && arg->value->type != EXPR_CALL) {
            reading_fail(reading, arg->at, "'%s' lists fields: [a, b]", name);
            return NULL;
        }
    return list;
}
