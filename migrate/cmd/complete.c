#include "cmd/complete.h"

#include "base/term.h"
#include "catalog/kind.h"
#include "cmd/cmd.h"
#include "cmd/topic.h"
#include "config/config.h"
#include "history/migrations.h"
#include "lint/rule.h"
#include "types/types.h"
#include <string.h>
#include <unistd.h>

/* One being completed. */
typedef struct {
    const char *word;          /* so far */
    const Verb *verb;          /* NULL: not yet there */
    const Option *option;      /* whose value is wanted; NULL: none */
    const char *folder, *file; /* -C, --config */
    GString *out;
} Completing;

/* A value that somebody named is printed only if it is a single word of a shell's. */
static void offer(Completing *completing, const char *word, const char *meaning) {
    static const char plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_.-:=/,+@[]";
    if (!g_str_has_prefix(word, completing->word) || word[strspn(word, plain)])
        return;
    g_string_append(completing->out, word);
    if (meaning)
        g_string_append_printf(completing->out, "\t%s", meaning);
    g_string_append_c(completing->out, '\n');
}

static void offer_all(Completing *completing, const char *const *words) {
    for (; words && *words; words++)
        offer(completing, *words, NULL);
}

/* --- values of the project */

static Config *load_config(const Completing *completing) {
    const ConfigRequest request = {.file = completing->file};
    if (completing->folder && chdir(completing->folder) != 0)
        return NULL;
    return config_load(&request, NULL);
}

static void offer_environments(Completing *completing) {
    g_autoptr(Config) config = load_config(completing);
    offer_all(completing, config ? config_environments(config) : NULL);
}

static void offer_versions(Completing *completing) {
    g_autoptr(Config) config = load_config(completing);
    g_autoptr(History) history =
        config ? history_read(config_string(config, "project.migrations"), NULL) : NULL;
    for (guint i = 0; history && i < history->migrations->len; i++) {
        const Migration *migration = history->migrations->pdata[i];
        g_autofree char *name = term_escape(migration->name ? migration->name : "", false);
        offer(completing, migration->version, name);
    }
}

/* The keys of a section whose keys are names of something else: kinds under [ignore], codes under
 * [check], targets under [types]. */
static void offer_named_keys(Completing *completing, const ConfigKey *row) {
    const char *const *names = row->names ? row->names() : NULL;
    for (; names && *names; names++) {
        g_autofree char *key = g_strconcat(row->section, ".", *names, NULL);
        offer(completing, key, NULL);
    }
}

static void offer_keys(Completing *completing) {
    for (const ConfigKey *row = config_keys; row->section; row++) {
        g_autofree char *name = row->key ? g_strconcat(row->section, ".", row->key, NULL) : NULL;
        if (name)
            offer(completing, name, NULL);
        else
            offer_named_keys(completing, row);
    }
}

/* --- values of the program */

static void offer_codes(Completing *completing) {
    for (const Rule *const *family = rule_families; *family; family++)
        for (const Rule *rule = *family; rule->code; rule++)
            offer(completing, rule->code, rule->summary);
}

/* An object may be said with its kind before it. */
static void offer_kinds(Completing *completing) {
    for (const Kind *const *kind = kinds; *kind; kind++)
        offer(completing, (*kind)->name, NULL);
}

static void offer_targets(Completing *completing) {
    for (const char *const *name = target_names(); *name; name++)
        offer(completing, *name, target_summary(target_find(*name)));
}

static void offer_verbs(Completing *completing) {
    for (const Verb *const *verb = verbs; *verb; verb++)
        offer(completing, (*verb)->name, (*verb)->summary);
}

static void offer_pages(Completing *completing) {
    offer_verbs(completing);
    for (const Topic *topic = topics; topic->name; topic++) {
        g_autofree char *summary = topic_summary(topic);
        offer(completing, topic->name, summary);
    }
}

static void offer_sources(Completing *completing) {
    static const char *const words[] = {"schema", "migrations", "empty", "embedded:", NULL};
    offer_all(completing, words);
    g_string_append(completing->out, ":files\n");
}

static void offer_files(Completing *completing) {
    g_string_append(completing->out, ":files\n");
}

static void offer_folders(Completing *completing) {
    g_string_append(completing->out, ":folders\n");
}

/* What stands for a value in help texts says what it can be. */
typedef struct {
    const char *argument;
    void (*offer)(Completing *completing);
} Values;
static const Values option_values[] = {{"NAME", offer_environments},
                                       {"VERSION", offer_versions},
                                       {"SOURCE", offer_sources},
                                       {"FILE", offer_files},
                                       {"NAME|FILE", offer_files},
                                       {"DIR", offer_folders},
                                       {0}};
static const Values verb_values[] = {
    {"VERSION", offer_versions},    {"[VERSION]", offer_versions},    {"[KEY]", offer_keys},
    {"OBJECT", offer_kinds},        {"[OBJECT]", offer_kinds},        {"[CODE]", offer_codes},
    {"[TARGET...]", offer_targets}, {"[COMMAND|TOPIC]", offer_pages}, {0}};

static void offer_values(Completing *completing, const Values *rows, const char *argument) {
    for (; rows->argument; rows++)
        if (g_strcmp0(rows->argument, argument) == 0)
            rows->offer(completing);
}

static void offer_option_values(Completing *completing) {
    const Option *option = completing->option;
    const char *meaning, *value;
    for (guint i = 0; option->values && (value = option->values(i, &meaning)); i++)
        offer(completing, value, meaning);
    offer_all(completing, option->choices);
    if (!option->values && !option->choices)
        offer_values(completing, option_values, option->argument);
}

static void offer_options(Completing *completing) {
    g_autoptr(GPtrArray) options = verb_options(completing->verb);
    for (guint i = 0; i < options->len; i++) {
        const Option *option = options->pdata[i];
        g_autofree char *name = g_strconcat("--", option->name, NULL);
        g_autofree char *open = g_strconcat(name, "=", NULL);
        if (option->hidden)
            continue;
        offer(completing, name, option->help);
        if (option->kind == OPTION_OPTIONAL)
            offer(completing, open, option->help);
    }
}

/* --- the words before */

/* The option that a word is, with its value after '=' in `value`. */
static const Option *option_of(const Verb *verb, const char *word, const char **value) {
    g_autoptr(GPtrArray) options = verb_options(verb);
    gsize length = strcspn(word, "=");
    *value = word[length] ? word + length + 1 : NULL;
    for (guint i = 0; i < options->len; i++) {
        const Option *option = options->pdata[i];
        bool is_long = strncmp(word, "--", 2) == 0 && strlen(option->name) + 2 == length &&
                       strncmp(word + 2, option->name, length - 2) == 0;
        if (is_long || (option->letter && word[0] == '-' && word[1] == option->letter && !word[2]))
            return option;
    }
    return NULL;
}

static void note_value(Completing *completing, const Option *option, const char *value) {
    if (strcmp(option->name, "directory") == 0)
        completing->folder = value;
    if (strcmp(option->name, "config") == 0)
        completing->file = value;
}

static void read_word(Completing *completing, const char *word) {
    const char *value = NULL;
    if (completing->option) {
        note_value(completing, completing->option, word);
        completing->option = NULL;
    } else if (*word != '-') {
        completing->verb = completing->verb ? completing->verb : verb_find(word);
    } else {
        const Option *option = option_of(completing->verb, word, &value);
        bool wants = option && (option->kind == OPTION_STRING || option->kind == OPTION_LIST);
        completing->option = wants && !value ? option : NULL;
        if (wants && value)
            note_value(completing, option, value);
    }
}

char *complete_words(const char *const *words) {
    Completing completing = {.out = g_string_new(NULL), .word = ""};
    for (; words[0] && words[1]; words++)
        read_word(&completing, words[0]);
    if (words[0])
        completing.word = words[0];
    if (completing.option)
        offer_option_values(&completing);
    else if (*completing.word == '-')
        offer_options(&completing);
    else if (!completing.verb)
        offer_verbs(&completing);
    else
        offer_values(&completing, verb_values, completing.verb->arguments);
    return g_string_free(completing.out, FALSE);
}
