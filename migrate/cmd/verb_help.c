/* Help: in the terminal, as a man page, as shell completion. */

#include "base/suggest.h"
#include "base/term.h"
#include "cmd/cmd.h"
#include "cmd/help.h"
#include "cmd/topic.h"

static bool explain(const char *name, GError **error) {
    const Verb *verb = verb_find(name);
    const Topic *topic = topic_find(name);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const char *near;

    if (verb)
        help_verb(stdout, verb);
    else if (topic)
        topic_print(stdout, topic);
    if (verb || topic)
        return true;
    for (const Verb *const *known = verbs; *known != NULL; known++)
        g_ptr_array_add(names, (gpointer)(*known)->name);
    for (const Topic *known = topics; known->name; known++)
        g_ptr_array_add(names, (gpointer)known->name);
    g_ptr_array_add(names, NULL);
    near = suggest(name, (const char *const *)names->pdata);
    g_set_error(error, CMD_ERROR, FAIL_USAGE, "there is no command or topic '%s'%s%s%s", name,
                near ? "; did you mean '" : "; 'migrate help' lists them", near ? near : "",
                near ? "'?" : "");
    return false;
}

static bool run(const Invocation *invocation, GError **error) {
    const char *name = invocation_argument(invocation, 0);

    if (invocation_flag(invocation, "version")) {
        term_print(stdout, "migrate %s\n", MIGRATE_VERSION);
    } else if (invocation_flag(invocation, "man")) {
        g_autofree char *page = help_man();
        term_data(stdout, page);
    } else if (invocation_flag(invocation, "bash-completion")) {
        g_autofree char *script = help_bash_completion();
        term_data(stdout, script);
    } else if (name) {
        return explain(name, error);
    } else {
        help_overview(stdout);
    }
    return true;
}

const Verb verb_help = {
    .name = "help",
    .summary = "explain a command or a topic",
    .description = "Without a name, lists all commands and topics. 'migrate COMMAND --help' is the "
                   "same as 'migrate help COMMAND'.",
    .arguments = "[COMMAND|TOPIC]",
    .examples =
        (const VerbExample[]){
            {"migrate help check", "a command"},
            {"migrate help migrate.ini", "all settings"},
            {0},
        },
    .options =
        (const Option[]){
            {"man", 0, OPTION_FLAG, .help = "print the manual page in roff", .hidden = true},
            {"bash-completion", 0, OPTION_FLAG, .help = "print completion for bash",
             .hidden = true},
            {0},
        },
    .group = GROUP_PROJECT,
    .without_config = true,
    .run = run,
};
