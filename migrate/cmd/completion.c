/* Completion for bash, made from the rows. */

#include "cmd/cmd.h"
#include "cmd/help.h"
#include "cmd/topic.h"
#include <string.h>

static void add_names(GString *out, const Option *const *options, guint count) {
    for (guint i = 0; i < count; i++) {
        const Option *option = options[i];
        if (option->hidden)
            continue;
        g_string_append_printf(out, " --%s", option->name);
        if (option->kind == OPTION_OPTIONAL)
            g_string_append_printf(out, " --%s=", option->name);
    }
}

/* "-C|--directory|--config": the global options whose value is the next word. */
static char *with_value(void) {
    g_autoptr(GString) out = g_string_new(NULL);

    for (const Option *option = global_options; option->name; option++) {
        if (option->kind == OPTION_FLAG)
            continue;
        g_string_append_printf(out, "%s--%s", out->len > 0 ? "|" : "", option->name);
        if (option->letter != 0)
            g_string_append_printf(out, "|-%c", option->letter);
    }
    return g_strdup(out->str);
}

static char *value_names(const Option *option) {
    g_autoptr(GString) names = g_string_new(NULL);
    const char *meaning, *value;

    for (guint i = 0; (value = option->values(i, &meaning)); i++)
        g_string_append_printf(names, "%s%s", i > 0 ? " " : "", value);
    return g_strdup(names->str);
}

/* compgen's arguments for the value of an option. */
static char *value_action(const Option *option) {
    if (option->values) {
        g_autofree char *names = value_names(option);
        return g_strdup_printf("-W '%s'", names);
    }
    if (option->choices) {
        g_autofree char *choices = g_strjoinv(" ", (char **)option->choices);
        return g_strdup_printf("-W '%s'", choices);
    }
    if (strcmp(option->argument, "DIR") == 0)
        return g_strdup("-d");
    if (strcmp(option->argument, "FILE") == 0 || strcmp(option->argument, "SOURCE") == 0)
        return g_strdup("-f");
    return g_strdup("-W ''");
}

static void add_values(GString *out, const char *verb, const Option *const *options, guint count) {
    for (guint i = 0; i < count; i++) {
        g_autofree char *action = NULL;
        if (options[i]->hidden || options[i]->kind == OPTION_FLAG)
            continue;
        action = value_action(options[i]);
        g_string_append_printf(out, "        %s:--%s", verb, options[i]->name);
        if (options[i]->letter != 0)
            g_string_append_printf(out, "|%s:-%c", verb, options[i]->letter);
        g_string_append_printf(out, ") action=(%s) ;;\n", action);
    }
}

static void add_value_cases(GString *out) {
    g_autoptr(GPtrArray) globals = verb_options(NULL);

    g_string_append(out, "    case \"$verb:$option\" in\n");
    for (const Verb *const *verb = verbs; *verb != NULL; verb++) {
        g_autoptr(GPtrArray) options = verb_options(*verb);
        add_values(out, (*verb)->name, (const Option *const *)options->pdata,
                   options->len - globals->len);
    }
    add_values(out, "*", (const Option *const *)globals->pdata, globals->len);
    g_string_append(out, "    esac\n");
}

static void add_word_cases(GString *out) {
    g_autoptr(GPtrArray) globals = verb_options(NULL);

    g_string_append(out, "    case \"$verb\" in\n");
    for (const Verb *const *verb = verbs; *verb != NULL; verb++) {
        g_autoptr(GPtrArray) options = verb_options(*verb);
        g_string_append_printf(out, "        %s) words='", (*verb)->name);
        add_names(out, (const Option *const *)options->pdata, options->len);
        g_string_append(out, "' ;;\n");
    }
    g_string_append(out, "        *) words='");
    add_names(out, (const Option *const *)globals->pdata, globals->len);
    g_string_append(out, "' ;;\n    esac\n");
}

/* Bash splits words at '=': "--format" "=" "js". */
static const char head[] = "    local cur=${COMP_WORDS[COMP_CWORD]} "
                           "option=${COMP_WORDS[COMP_CWORD-1]} verb='' words='' i\n"
                           "    local -a action=()\n"
                           "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                           "        case ${COMP_WORDS[i]} in\n"
                           "            %s) ((i++)) ;;\n"
                           "            -*) ;;\n"
                           "            *) verb=${COMP_WORDS[i]}; break ;;\n"
                           "        esac\n"
                           "    done\n"
                           "    if [[ $cur == = ]]; then\n"
                           "        cur=''\n"
                           "    elif [[ $option == = ]]; then\n"
                           "        option=${COMP_WORDS[COMP_CWORD-2]}\n"
                           "    fi\n";

static const char tail[] = "    if [[ ${#action[@]} -gt 0 ]]; then\n"
                           "        :\n"
                           "    elif [[ $cur == -* ]]; then\n"
                           "        action=(-W \"$words\")\n"
                           "    elif [[ -z $verb ]]; then\n"
                           "        action=(-W \"$verbs\")\n"
                           "    elif [[ $verb == help ]]; then\n"
                           "        action=(-W \"$verbs $topics\")\n"
                           "    fi\n"
                           "    COMPREPLY=()\n"
                           "    [[ ${#action[@]} -eq 0 ]] || mapfile -t COMPREPLY < <(compgen "
                           "\"${action[@]}\" -- \"$cur\")\n"
                           "}\n"
                           "complete -o bashdefault -o default -F _migrate migrate\n";

char *help_bash_completion(void) {
    g_autoptr(GString) out = g_string_new("# bash completion for migrate\n_migrate() {\n"
                                          "    local verbs='");
    g_autofree char *skipped = with_value();

    for (const Verb *const *verb = verbs; *verb != NULL; verb++)
        g_string_append_printf(out, "%s%s", verb == verbs ? "" : " ", (*verb)->name);
    g_string_append(out, "' topics='");
    for (const Topic *topic = topics; topic->name; topic++)
        g_string_append_printf(out, "%s%s", topic == topics ? "" : " ", topic->name);
    g_string_append(out, "'\n");
    g_string_append_printf(out, head, skipped);
    add_value_cases(out);
    add_word_cases(out);
    g_string_append(out, tail);
    return g_strdup(out->str);
}
