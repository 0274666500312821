/* Understands a command line. */

#include "base/suggest.h"
#include "base/term.h"
#include "cmd/help.h"
#include "cmd/invocation.h"
#include "pg/pg.h"
#include <string.h>

/* "migrate diff" for messages. */
static char *command_name(const Invocation *invocation) {
    return invocation->verb ? g_strdup_printf("migrate %s", invocation->verb->name)
                            : g_strdup("migrate");
}

static bool unknown_option(const Invocation *invocation, const char *name, GError **error) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autofree char *command = command_name(invocation);
    const char *near;

    for (guint i = 0; i < invocation->options->len; i++)
        g_ptr_array_add(names, (gpointer)((const Option *)invocation->options->pdata[i])->name);
    g_ptr_array_add(names, NULL);
    near = suggest(name, (const char *const *)names->pdata);
    if (near)
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "unknown option --%s of %s; did you mean --%s?",
                    name, command, near);
    else if (!invocation->verb)
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "unknown option --%s of migrate; options of a command come after it, "
                    "'migrate --help' lists all commands",
                    name);
    else
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "unknown option --%s of %s; '%s --help' lists its options", name, command,
                    command);
    return false;
}

/* A word of the command line, for messages. A misplaced connection string may hold a password.
 * Caller frees. */
static char *shown(const char *word) {
    const char *colon = strchr(word, ':');
    bool secret = strstr(word, "://") || strstr(word, "password") || (colon && strchr(colon, '@'));
    return secret ? pg_mask(word) : g_strdup(word);
}

static bool unknown_verb(const char *word, GError **error) {
    g_autofree char *name = shown(word);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const char *near;

    for (const Verb *const *verb = verbs; *verb != NULL; verb++)
        g_ptr_array_add(names, (gpointer)(*verb)->name);
    g_ptr_array_add(names, NULL);
    near = suggest(name, (const char *const *)names->pdata);
    if (near)
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "unknown command '%s'; did you mean '%s'?", name,
                    near);
    else
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "unknown command '%s'; 'migrate --help' lists all commands", name);
    return false;
}

static bool set_verb(Invocation *invocation, const char *name, GError **error) {
    invocation->verb = verb_find(name);
    if (!invocation->verb)
        return unknown_verb(name, error);
    g_ptr_array_unref(invocation->options);
    invocation->options = verb_options(invocation->verb);
    return true;
}

static bool check_choice(const Option *option, const char *value, GError **error) {
    g_autofree char *all = NULL, *text = NULL;
    const char *near;

    if (!option->choices || g_strv_contains(option->choices, value))
        return true;
    text = shown(value);
    near = suggest(text, option->choices);
    all = g_strjoinv(", ", (char **)option->choices);
    if (near)
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "--%s cannot be '%s'; did you mean '%s'? Choose one of: %s", option->name, text,
                    near, all);
    else
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "--%s cannot be '%s'; choose one of: %s",
                    option->name, text, all);
    return false;
}

/* Records one option; `text` is its value or NULL. */
static bool give(Invocation *invocation, const Option *option, const char *text, GError **error) {
    Value *value = invocation_add_value(invocation, option);

    if (!text) {
        value->bare = true;
        return true;
    }
    if (!check_choice(option, text, error))
        return false;
    if (option->kind == OPTION_STRING && value->texts->len > 0) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "--%s is given twice; give it once",
                    option->name);
        return false;
    }
    g_ptr_array_add(value->texts, g_strdup(text));
    return true;
}

static bool takes_value(const Option *option) {
    return option->kind == OPTION_STRING || option->kind == OPTION_LIST;
}

/* The value that follows an option as the next argument. */
static const char *next_value(const Option *option, const char *const **next, GError **error) {
    if (!**next) {
        g_autofree char *syntax = help_option_syntax(option);
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "--%s needs a value: %s", option->name, syntax);
        return NULL;
    }
    return *(*next)++;
}

/* --name, --name=value, --name value */
static bool parse_long(Invocation *invocation, const char *word, const char *const **next,
                       GError **error) {
    const char *equals = strchr(word, '=');
    g_autofree char *name = equals ? g_strndup(word, (gsize)(equals - word)) : g_strdup(word);
    const Option *option = invocation_option(invocation, name, 0);
    const char *text = equals ? equals + 1 : NULL;

    if (!option)
        return unknown_option(invocation, name, error);
    if (text && option->kind == OPTION_FLAG) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "--%s takes no value", name);
        return false;
    }
    if (!text && takes_value(option)) {
        text = next_value(option, next, error);
        if (!text)
            return false;
    }
    return give(invocation, option, text, error);
}

/* -v, -vC DIR, -CDIR */
static bool parse_short(Invocation *invocation, const char *word, const char *const **next,
                        GError **error) {
    for (const char *letter = word; *letter != '\0'; letter++) {
        const Option *option = invocation_option(invocation, NULL, *letter);
        const char *text;

        if (!option) {
            g_autofree char *command = command_name(invocation);
            g_set_error(error, CMD_ERROR, FAIL_USAGE,
                        "unknown option -%.*s of %s; '%s --help' lists its options",
                        (int)(g_utf8_next_char(letter) - letter), letter, command, command);
            return false;
        }
        if (!takes_value(option)) {
            if (!give(invocation, option, NULL, error))
                return false;
            continue;
        }
        text = letter[1] != '\0' ? letter + 1 : next_value(option, next, error);
        return text && give(invocation, option, text, error);
    }
    return true;
}

static bool check_arguments(const Invocation *invocation, GError **error) {
    const Verb *verb = invocation->verb;
    guint least, most, count = invocation->arguments->len - 1;

    verb_arity(verb, &least, &most);
    if (count < least) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "missing argument: migrate %s %s", verb->name,
                    verb->arguments);
        return false;
    }
    if (count > most) {
        g_autofree char *word = shown(invocation->arguments->pdata[most]);
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "migrate %s: unexpected argument '%s'; see 'migrate %s --help'", verb->name,
                    word, verb->name);
        return false;
    }
    return true;
}

static bool check_exclusions(const Invocation *invocation, GError **error) {
    for (guint i = 0; i < invocation->values->len; i++) {
        const Option *option = ((const Value *)invocation->values->pdata[i])->option;
        if (!option->excludes || !invocation_value(invocation, option->excludes))
            continue;
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "--%s and --%s cannot be given together; leave one out", option->name,
                    option->excludes);
        return false;
    }
    return true;
}

/* Whether it does not matter what follows: `--version` can be said in more detail. */
static bool is_answered(const Invocation *invocation, const char *next) {
    bool more = next && (strcmp(next, "--verbose") == 0 || strcmp(next, "-v") == 0);
    return invocation_value(invocation, "help") ||
           (invocation_value(invocation, "version") && !more);
}

/* Goes on behind the first word that is wrong, for what else is asked for. */
static bool parse_words(Invocation *invocation, const char *const *next, GError **error) {
    bool options_end = false;
    GError *first = NULL;

    while (*next) {
        const char *word = *next++;
        GError *wrong = NULL;
        bool good = true;

        if (options_end || word[0] != '-' || word[1] == '\0') {
            if (!invocation->verb)
                good = set_verb(invocation, word, &wrong);
            else
                g_ptr_array_add(invocation->arguments, g_strdup(word));
        } else if (strcmp(word, "--") == 0) {
            options_end = true;
        } else if (word[1] == '-') {
            good = parse_long(invocation, word + 2, &next, &wrong);
        } else {
            good = parse_short(invocation, word + 1, &next, &wrong);
        }
        if (!good && !first)
            first = g_steal_pointer(&wrong);
        g_clear_error(&wrong);
        if ((first && !invocation->verb) || (!first && is_answered(invocation, *next)))
            break;
    }
    for (guint i = 0; i < invocation->values->len; i++)
        g_ptr_array_add(((Value *)invocation->values->pdata[i])->texts, NULL);
    if (first)
        g_propagate_error(error, first);
    return !first;
}

/* `migrate x --help` is `migrate help x`. */
static void turn_to_help(Invocation *invocation) {
    g_ptr_array_set_size(invocation->arguments, 0);
    if (invocation->verb)
        g_ptr_array_add(invocation->arguments, g_strdup(invocation->verb->name));
    invocation->verb = verb_find("help");
    g_ptr_array_unref(invocation->options);
    invocation->options = verb_options(invocation->verb);
}

static void obey_color(const Invocation *invocation) {
    const Value *value = invocation_value(invocation, "color");
    const char *color = value && value->texts->len > 0 ? value->texts->pdata[0] : NULL;

    if (color)
        term_set_color(strcmp(color, "always") == 0  ? COLOR_ALWAYS
                       : strcmp(color, "never") == 0 ? COLOR_NEVER
                                                     : COLOR_AUTO);
}

static bool is_asked_by_a_program(const Invocation *invocation) {
    return invocation->verb && invocation->verb->answer != ANSWERS_NOTHING &&
           (invocation_value(invocation, "format") || invocation_value(invocation, "report"));
}

Invocation *invocation_parse(const char *const *arguments, GError **error) {
    g_autoptr(Invocation) invocation = invocation_new();
    GError *wrong = NULL;
    bool good = parse_words(invocation, arguments, &wrong);

    obey_color(invocation);
    if (good && (!invocation->verb || invocation_value(invocation, "help") ||
                 invocation_value(invocation, "version")))
        turn_to_help(invocation);
    g_ptr_array_add(invocation->arguments, NULL);
    if (good && check_arguments(invocation, &wrong) && check_exclusions(invocation, &wrong))
        return g_steal_pointer(&invocation);
    if (is_asked_by_a_program(invocation))
        invocation->wrong = wrong;
    else
        g_propagate_error(error, wrong);
    return invocation->wrong ? g_steal_pointer(&invocation) : NULL;
}
