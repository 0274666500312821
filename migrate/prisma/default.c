/* @default: the SQL of a literal or a function. */
#include "prisma/attribute.h"
#include "prisma/model.h"
#include "prisma/names.h"
#include <string.h>

static bool fail_literal(Reading *reading, const PrismaField *field, const PrismaExpr *expr,
                         const char *expected) {
    return reading_fail(reading, expr->at, "the default of '%s' (%s) is %s", field->name,
                        field->written->type, expected);
}

static bool is_boolean(const PrismaExpr *expr) {
    return expr->type == EXPR_NAME &&
           (g_str_equal(expr->text, "true") || g_str_equal(expr->text, "false"));
}

/* The digits of an integer that fits into 64 bits. */
static bool append_integer(Reading *reading, const PrismaField *field, const PrismaExpr *expr,
                           GString *out) {
    gint64 value;
    if (expr->type != EXPR_NUMBER ||
        !g_ascii_string_to_signed(expr->text, 10, G_MININT64, G_MAXINT64, &value, NULL))
        return fail_literal(reading, field, expr, "a whole number of at most 64 bits");
    g_string_append(out, expr->text);
    return true;
}

static bool append_number(Reading *reading, const PrismaField *field, const PrismaExpr *expr,
                          GString *out) {
    bool text = expr->type == EXPR_STRING && field->scalar->scalar == SCALAR_DECIMAL;
    gchar *end = NULL;
    if (text)
        g_ascii_strtod(expr->text, &end);
    if ((!text && expr->type != EXPR_NUMBER) ||
        (text && (*expr->text == '\0' || *end != '\0' ||
                  strspn(expr->text, "0123456789+-.eE") != strlen(expr->text))))
        return fail_literal(reading, field, expr, "a number");
    g_string_append(out, expr->text);
    return true;
}

/* How many characters at the start of `text` are as the form says: `0` a digit, the others
 * themselves; `T` also t and a blank. */
static gsize match_form(const char *text, const char *form) {
    gsize i = 0;
    for (; form[i]; i++) {
        bool fits = form[i] == '0'   ? g_ascii_isdigit(text[i])
                    : form[i] == 'T' ? text[i] && strchr("Tt ", text[i])
                                     : text[i] == form[i];
        if (!fits)
            return 0;
    }
    return i;
}

static bool is_zone(const char *text) {
    return g_ascii_strcasecmp(text, "Z") == 0 ||
           ((*text == '+' || *text == '-') && match_form(text + 1, "00:00") && strlen(text) == 6);
}

/* "2020-01-01T00:00:00.5Z" as '2020-01-01 00:00:00.500 +00:00'. */
static bool append_time(Reading *reading, const PrismaField *field, const PrismaExpr *expr,
                        GString *out) {
    static const char form[] = "0000-00-00T00:00:00";
    const char *text = expr->text;
    gsize length = expr->type == EXPR_STRING ? match_form(text, form) : 0;
    const char *zone = length ? text + length : "";
    gsize digits = *zone == '.' ? strspn(zone + 1, "0123456789") : 0;
    zone += digits ? digits + 1 : 0;
    if (!is_zone(zone) || digits > 9)
        return fail_literal(reading, field, expr,
                            "a time with its zone, as in \"2020-01-31T12:00:00Z\"");
    g_string_append_printf(out, "'%.10s %.*s", text, (int)(zone - text) - 11, text + 11);
    for (; digits % 3; digits++)
        g_string_append_c(out, '0');
    g_string_append_printf(out, " %s'", g_ascii_strcasecmp(zone, "Z") == 0 ? "+00:00" : zone);
    return true;
}

static bool append_bytes(Reading *reading, const PrismaField *field, const PrismaExpr *expr,
                         GString *out) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    gsize length = expr->type == EXPR_STRING ? strspn(expr->text, digits) : 0, size;
    if (expr->type != EXPR_STRING || strlen(expr->text) % 4 != 0 ||
        strlen(expr->text + length) > 2 ||
        strspn(expr->text + length, "=") != strlen(expr->text + length))
        return fail_literal(reading, field, expr, "bytes in base64, in double quotes");
    g_autofree guchar *bytes = g_base64_decode(expr->text, &size);
    g_string_append(out, "'\\x");
    for (gsize i = 0; i < size; i++)
        g_string_append_printf(out, "%02x", bytes[i]);
    g_string_append_c(out, '\'');
    return true;
}

static bool append_string(Reading *reading, const PrismaField *field, const PrismaExpr *expr,
                          GString *out) {
    if (expr->type != EXPR_STRING)
        return fail_literal(reading, field, expr, "a text in double quotes");
    append_text(out, expr->text);
    return true;
}

static bool append_truth(Reading *reading, const PrismaField *field, const PrismaExpr *expr,
                         GString *out) {
    if (!is_boolean(expr))
        return fail_literal(reading, field, expr, "true or false");
    g_string_append(out, expr->text);
    return true;
}

static bool append_label(Reading *reading, const PrismaField *field, const PrismaExpr *expr,
                         GString *out) {
    const PrismaEnum *enumeration = field->enumeration;
    if (expr->type != EXPR_NAME)
        return fail_literal(reading, field, expr, "a value of the enum, without quotes");
    const PrismaValue *value = g_hash_table_lookup(enumeration->by_name, expr->text);
    if (value) {
        append_text(out, value->label);
        return true;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < enumeration->values.count; i++)
        g_ptr_array_add(names, (char *)((PrismaValue *)enumeration->values.items[i])->name);
    g_ptr_array_add(names, NULL);
    return reading_fail_word(reading, expr->at, expr->text, (const char *const *)names->pdata,
                             "the enum '%s' has no value '%s'", enumeration->name, expr->text);
}

static bool append_literal(Reading *reading, const PrismaField *field, const PrismaExpr *expr,
                           GString *out) {
    if (field->type == FIELD_ENUM)
        return append_label(reading, field, expr, out);
    switch (field->scalar->scalar) {
    case SCALAR_INT:
    case SCALAR_BIGINT:
        return append_integer(reading, field, expr, out);
    case SCALAR_FLOAT:
    case SCALAR_DECIMAL:
        return append_number(reading, field, expr, out);
    case SCALAR_BOOLEAN:
        return append_truth(reading, field, expr, out);
    case SCALAR_DATETIME:
        return append_time(reading, field, expr, out);
    case SCALAR_BYTES:
        return append_bytes(reading, field, expr, out);
    case SCALAR_STRING:
    case SCALAR_JSON:
        break;
    }
    return append_string(reading, field, expr, out);
}

static bool append_list(Reading *reading, const PrismaField *field, const PrismaExpr *expr,
                        GString *out) {
    if (expr->type != EXPR_LIST)
        return fail_literal(reading, field, expr, "a list: [a, b]");
    g_string_append(out, "ARRAY[");
    for (const PrismaArg *arg = expr->args; arg; arg = arg->next) {
        if (!append_literal(reading, field, arg->value, out))
            return false;
        if (arg->next)
            g_string_append(out, ", ");
    }
    g_string_append_printf(out, "]::%s[]", field->sql_type);
    return true;
}

/* --- functions */

/* Whether a number is among "4 7", or between "2-255". */
static bool is_among(const char *numbers, const char *number) {
    g_auto(GStrv) parts = g_strsplit(numbers, strchr(numbers, '-') ? "-" : " ", -1);
    if (!strchr(numbers, '-'))
        return g_strv_contains((const char *const *)parts, number);
    guint64 value;
    return g_ascii_string_to_unsigned(number, 10, g_ascii_strtoull(parts[0], NULL, 10),
                                      g_ascii_strtoull(parts[1], NULL, 10), &value, NULL);
}

static bool check_numbers(Reading *reading, const FunctionWord *word, const PrismaExpr *expr) {
    const PrismaArg *arg = expr->args;
    if (!arg)
        return true;
    if (*word->numbers == '\0')
        return reading_fail(reading, arg->at, "%s() takes no argument", word->name);
    if (arg->next || arg->name || arg->value->type != EXPR_NUMBER ||
        !is_among(word->numbers, arg->value->text))
        return reading_fail(reading, arg->at, "%s() takes nothing, or one number of %s", word->name,
                            word->numbers);
    return true;
}

static bool read_generated(Reading *reading, PrismaField *field, const PrismaExpr *expr) {
    const PrismaArg *arg = expr->args;
    if (arg &&
        (arg->next || arg->name || arg->value->type != EXPR_STRING || *arg->value->text == '\0'))
        return reading_fail(reading, arg->at,
                            "dbgenerated() takes nothing, or SQL in double quotes");
    field->by_database = true;
    field->default_sql = arg ? arg->value->text : NULL;
    return true;
}

static const char *serial_of(const PrismaField *field) {
    if (field->native)
        return field->native->serial;
    return field->scalar->scalar == SCALAR_BIGINT ? "BIGSERIAL" : "SERIAL";
}

static bool check_function_type(Reading *reading, const PrismaField *field,
                                const FunctionWord *word, const PrismaExpr *expr) {
    bool fits = word->scalars == 0 ||
                (field->type == FIELD_SCALAR && word->scalars & 1u << field->scalar->scalar);
    bool client = !word->sql && strcmp(word->name, "autoincrement") != 0;
    if (!fits || (field->written->arity == ARITY_LIST && word->scalars != 0 && !client))
        return reading_fail(reading, expr->at, "%s() cannot be the default of '%s' (%s%s)",
                            word->name, field->name, field->written->type,
                            field->written->arity == ARITY_LIST ? "[]" : "");
    return true;
}

static bool read_function(Reading *reading, PrismaField *field, const PrismaExpr *expr) {
    const FunctionWord *word = WORD_FIND(function_words, expr->text);
    if (!word)
        return WORD_FAIL(reading, expr->at, function_words, expr->text, "unknown function '%s()'",
                         expr->text);
    if (word->refused)
        return reading_fail(reading, expr->at, "%s", word->refused);
    if (!check_function_type(reading, field, word, expr))
        return false;
    if (!word->numbers)
        return read_generated(reading, field, expr);
    if (!check_numbers(reading, word, expr))
        return false;
    field->default_sql = word->sql;
    if (strcmp(word->name, "autoincrement") == 0)
        field->serial = serial_of(field);
    return true;
}

bool default_read(Reading *reading, PrismaField *field, const PrismaAttr *attr) {
    const PrismaExpr *expr = attr_value(attr, ON_FIELD, "value");
    if (!expr)
        return reading_fail(reading, attr->at, "@default needs a value");
    if (field->type == FIELD_RELATION)
        return reading_fail(reading, attr->at,
                            "'%s' is a relation and has no default; its scalar field can have one",
                            field->name);
    if (expr->type == EXPR_CALL)
        return read_function(reading, field, expr);
    if (field->type == FIELD_UNSUPPORTED)
        return reading_fail(reading, expr->at,
                            "a field of an Unsupported type has a default of the form "
                            "dbgenerated(\"SQL\")");
    g_autoptr(GString) out = g_string_new(NULL);
    bool list = field->written->arity == ARITY_LIST;
    if (!(list ? append_list : append_literal)(reading, field, expr, out))
        return false;
    field->default_sql = arena_strdup(reading->arena, out->str);
    return true;
}
