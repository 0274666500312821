#include "mask/rule.h"

#include "base/suggest.h"
#include "mask/words.h"
#include <string.h>

G_DEFINE_QUARK(migrate_mask_error, mask_error)

static void path_free(gpointer data) {
    MaskPath *path = data;
    g_strfreev(path->steps);
    mask_rule_free(path->rule);
    g_free(path);
}

void mask_rule_free(MaskRule *rule) {
    if (!rule)
        return;
    for (guint i = 0; i < MASK_ARGUMENTS; i++)
        g_free(rule->arguments[i]);
    g_clear_pointer(&rule->paths, g_ptr_array_unref);
    g_free(rule->text);
    g_free(rule);
}

static bool fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static bool fail(GError **error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error_literal(error, MASK_ERROR, FAIL_USAGE, message);
    return false;
}

static bool check_number(const MaskRule *rule, const MaskArgument *argument, const char *word,
                         GError **error) {
    gint64 value;
    if (g_ascii_string_to_signed(word, 10, argument->least, argument->most, &value, NULL))
        return true;
    return fail(error,
                "%s of mask %s has to be a whole number from %" G_GINT64_FORMAT
                " to %" G_GINT64_FORMAT ", not \"%s\"",
                argument->name, rule->kind->name, argument->least, argument->most, word);
}

static bool take_word(MaskRule *rule, guint index, const char *word, GError **error) {
    const MaskArgument *argument = &rule->kind->arguments[index];
    if (argument->type == MASK_NUMBER && !check_number(rule, argument, word, error))
        return false;
    if (argument->type == MASK_LANGUAGE && !mask_words_of(word, "first"))
        return fail(error, "there are no names of the language \"%s\"; there are: %s", word,
                    mask_languages);
    if (argument->type == MASK_LANGUAGE)
        rule->language = strcmp(word, "de") == 0   ? "de"
                         : strcmp(word, "es") == 0 ? "es"
                         : strcmp(word, "fr") == 0 ? "fr"
                                                   : "en";
    rule->arguments[index] = g_strdup(word);
    return true;
}

/* `rest` begins with the argument; what is left comes back. */
static bool take_argument(MaskRule *rule, guint index, const char **rest, GError **error) {
    const MaskArgument *argument = &rule->kind->arguments[index];
    gsize length = argument->type == MASK_REST ? strlen(*rest) : strcspn(*rest, " \t");
    g_autofree char *word = length > 0 ? g_strndup(*rest, length) : g_strdup(argument->fallback);
    if (!word)
        return fail(error, "mask %s needs %s behind it", rule->kind->name, argument->name);
    *rest += length;
    *rest += strspn(*rest, " \t");
    return take_word(rule, index, word, error);
}

/* "address.street=address de" */
static bool add_path(MaskRule *rule, char *text, GError **error) {
    char *equals = strchr(g_strstrip(text), '=');
    if (!equals || equals == text)
        return fail(error,
                    "mask json needs PATH=KIND, as in \"address.street=address\", not "
                    "\"%s\"",
                    text);
    *equals = '\0';
    g_autoptr(MaskRule) inner = mask_rule_parse(g_strstrip(equals + 1), error);
    if (!inner)
        return false;
    if (inner->kind->paths || !inner->kind->forms[VALUES_TEXT])
        return fail(error, "mask %s is of no use inside json", inner->kind->name);
    MaskPath *path = g_new(MaskPath, 1);
    *path = (MaskPath){g_strsplit(g_strchomp(text), ".", -1), g_steal_pointer(&inner)};
    g_ptr_array_add(rule->paths, path);
    return true;
}

static bool read_paths(MaskRule *rule, GError **error) {
    rule->paths = g_ptr_array_new_with_free_func(path_free);
    g_auto(GStrv) parts = g_strsplit(rule->arguments[0], ",", -1);
    for (guint i = 0; parts[i]; i++)
        if (!add_path(rule, parts[i], error))
            return false;
    return true;
}

static bool fail_unknown(const char *text, GError **error) {
    g_autofree char *word = g_strndup(text, strcspn(text, " \t"));
    g_autofree char *all = g_strjoinv(", ", (char **)mask_kind_names());
    const char *near = suggest(word, mask_kind_names());
    return near ? fail(error, "there is no mask \"%s\"; did you mean \"%s\"?", word, near)
                : fail(error, "there is no mask \"%s\"; there are: %s", word, all);
}

MaskRule *mask_rule_parse(const char *text, GError **error) {
    g_autoptr(MaskRule) rule = g_new0(MaskRule, 1);
    const char *rest = NULL;
    rule->text = g_strstrip(g_strdup(text));
    rule->language = "en";
    rule->kind = mask_kind_find(rule->text, &rest);
    if (!rule->kind) {
        fail_unknown(rule->text, error);
        return NULL;
    }
    for (guint i = 0; rule->kind->arguments[i].name; i++)
        if (!take_argument(rule, i, &rest, error))
            return NULL;
    if (*rest) {
        fail(error, "mask %s takes nothing more, but there is \"%s\"", rule->kind->name, rest);
        return NULL;
    }
    return !rule->kind->paths || read_paths(rule, error) ? g_steal_pointer(&rule) : NULL;
}

bool mask_rule_equal(const MaskRule *one, const MaskRule *two) {
    bool same = one->kind == two->kind;
    for (guint i = 0; same && i < MASK_ARGUMENTS; i++)
        same = g_strcmp0(one->arguments[i], two->arguments[i]) == 0;
    return same;
}
