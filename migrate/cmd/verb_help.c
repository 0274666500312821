/* Help: in the terminal, as a man page, as shell completion. */

#include "backup/libraries.h"
#include "base/hash.h"
#include "base/suggest.h"
#include "base/term.h"
#include "cmd/cmd.h"
#include "cmd/complete.h"
#include "cmd/help.h"
#include "cmd/topic.h"
#include "git/repo.h"
#include "pg/pg.h"
#include "server/sandbox.h"
#include "text/pattern.h"
#include "text/tree.h"
#include <jansson.h>

static bool unknown(const char *name, GError **error) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const char *near;

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

static bool explain(const char *name, GError **error) {
    const Verb *verb = verb_find(name);
    const Topic *topic = topic_find(name);

    if (verb)
        help_verb(stdout, verb);
    else if (topic)
        topic_print(stdout, topic);
    return verb || topic || unknown(name, error);
}

/* The page of the program, or of a topic. */
static bool print_manual(const char *name, GError **error) {
    const Topic *topic = name ? topic_find(name) : NULL;
    g_autofree char *page = NULL;

    if (topic) {
        g_autofree char *summary = topic_summary(topic), *body = topic_body(topic);
        page = help_man_topic(topic->name, summary, body);
    } else if (name) {
        return unknown(name, error);
    } else {
        page = help_man();
    }
    term_data(stdout, page);
    return true;
}

static char *glib_library(void) {
    return g_strdup_printf("GLib %u.%u.%u", glib_major_version, glib_minor_version,
                           glib_micro_version);
}

static char *json_library(void) {
    return g_strdup_printf("jansson %s", jansson_version_str());
}

/* One line for programs, and with `libraries` one for each of them. */
static void print_version(bool libraries) {
    static char *(*const all[])(void) = {
        glib_library, json_library,    pg_library,   git_library,  pattern_library,
        tree_library, sandbox_library, hash_library, zlib_library, zstd_library};
    term_print(stdout, "migrate %s\n", MIGRATE_VERSION);
    for (guint i = 0; libraries && i < G_N_ELEMENTS(all); i++) {
        g_autofree char *library = all[i]();
        term_print(stdout, "%s\n", library);
    }
}

/* The completion that is asked for; NULL: none. */
static const char *script_of(const Invocation *invocation) {
    return invocation_flag(invocation, "bash-completion")   ? complete_bash
           : invocation_flag(invocation, "zsh-completion")  ? complete_zsh
           : invocation_flag(invocation, "fish-completion") ? complete_fish
                                                            : NULL;
}

static bool run(const Invocation *invocation, GError **error) {
    const char *name = invocation_argument(invocation, 0);

    if (invocation_flag(invocation, "version")) {
        print_version(invocation_flag(invocation, "verbose"));
    } else if (invocation_flag(invocation, "man")) {
        return print_manual(name, error);
    } else if (*invocation_list(invocation, "complete")) {
        g_autofree char *found = complete_words(invocation_list(invocation, "complete"));
        term_data(stdout, found);
    } else if (script_of(invocation)) {
        term_data(stdout, script_of(invocation));
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
            {"migrate help questions", "what people ask"},
            {"migrate help rules", "all that can be found"},
            {0},
        },
    .options =
        (const Option[]){
            {"man", 0, OPTION_FLAG, .help = "print the manual page, or that of a topic, in roff",
             .hidden = true},
            {"bash-completion", 0, OPTION_FLAG, .help = "print completion for bash",
             .hidden = true},
            {"zsh-completion", 0, OPTION_FLAG, .help = "print completion for zsh", .hidden = true},
            {"fish-completion", 0, OPTION_FLAG, .help = "print completion for fish",
             .hidden = true},
            {"complete", 0, OPTION_LIST, .argument = "WORD",
             .help = "print what the last of these words can be", .hidden = true},
            {0},
        },
    .group = GROUP_PROJECT,
    .without_config = true,
    .run = run,
};
