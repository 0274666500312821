/* Verbs: the commands of the program, as rows of data.
 *
 * A verb is one file, cmd/verb_<name>.c, with a sentence, a `const Verb verb_<name>` and its
 * function; the registry is generated from the folder. The parser, the help texts, the man page and
 * the shell completion read the same rows; no other file names a verb.
 *
 * An Invocation is a command line that has been understood: a verb, the values of its options and
 * its arguments, all checked against the rows. It owns everything that its getters return. Asking
 * it for an option that the verb does not have is a bug and aborts.
 */
#pragma once

#include "base/error.h"
#include "config/config.h"
#include <stdio.h>

typedef struct Invocation Invocation;
typedef struct Verb Verb;
typedef struct Answer Answer;

GQuark cmd_error_quark(void);
#define CMD_ERROR cmd_error_quark()

typedef enum {
    OPTION_FLAG,     /* --summary */
    OPTION_STRING,   /* --to VALUE, once at most */
    OPTION_LIST,     /* --rename VALUE, any number of times */
    OPTION_OPTIONAL, /* --allow-data-loss[=OBJECT], any number of times; the value only after '=' */
} OptionKind;

typedef struct {
    const char *name; /* "exit-code" for --exit-code */
    char letter;      /* 'C' for -C; 0: none */
    OptionKind kind;
    const char *argument; /* what messages call the value; FILE, DIR, SOURCE and so on say what is
                             completed (cmd/complete.c). NULL for flags */
    const char *help;     /* half a sentence: lower case, no full stop */
    const char *const *choices; /* the only values, NULL-terminated; help prints them in place of
                                   `argument`. NULL: any */
    /* Where values need a word each: the value at `index`, and in `meaning` (as Option.help) what
     * it is; NULL after the last. Help lists them, completion offers them. */
    const char *(*values)(guint index, const char **meaning);
    const char *config;   /* the configuration key that it overrides: "scratch.url"; NULL: none */
    const char *excludes; /* the name of an option that may not be given as well; NULL: none */
    bool hidden;          /* in no help text */
} Option;

typedef struct {
    int status;
    const char *meaning; /* as Option.help */
} VerbExit;

typedef struct {
    const char *command;
    const char *meaning; /* as Option.help; NULL: the command speaks for itself */
} VerbExample;

/* Options that several verbs share; every verb has the global ones (-C, --config, --color, -v, -h).
 */
typedef enum {
    VERB_TARGET = 1 << 0,  /* --env, --url: works on the database of an environment */
    VERB_SCRATCH = 1 << 1, /* --scratch, --sandbox: executes SQL on a scratch server */
    VERB_CHANGE =
        1 << 2, /* --base, --untrusted, --trusted: judges a change that others may have written */
    VERB_IN_ORDER = 1 << 3,        /* of several services, each after those that it comes after */
    VERB_TENANTS = 1 << 4,         /* --only, --shard, --order, --parallel: works on many tenants */
    VERB_CHANGES_TENANTS = 1 << 5, /* --canary, --max-failures: changes them */
    VERB_SEES_TENANTS = 1 << 6,    /* `run` copes with an environment that has tenants */
} VerbShared;

/* What --format json gets from it, see cmd/answer.h. */
typedef enum {
    ANSWERS_NOTHING, /* nothing, or what the verb makes itself */
    ANSWERS_OBJECT,  /* an object */
    ANSWERS_FILES,   /* an object that names the files which were written */
    ANSWERS_EVENTS,  /* an object a line, as things happen; the last one is the answer */
    ANSWERS_REPORT,  /* its report */
} VerbAnswer;

/* Where the list of verbs shows it. */
typedef enum { GROUP_PROJECT, GROUP_DEVELOP, GROUP_PROMOTE, GROUP_COUNT } VerbGroup;

struct Verb {
    const char *name;
    const char *summary; /* half a sentence, imperative: "print the SQL that turns one source into
                            another" */
    const char *description; /* paragraphs, an empty line between them; lines that begin with two
                                blanks stay as they are */
    const char *arguments;   /* "NAME", "[VERB]", "KEY..."; how many there may be is read from it.
                                NULL: none */
    const Option *options;   /* ends with {0}; NULL: none */
    const VerbExit *exits;   /* ends with {0}; the statuses beside 0, 2 and 3. NULL: none */
    const VerbExample *examples; /* ends with {0}; NULL: none */
    VerbGroup group;
    unsigned shared;     /* VerbShared */
    VerbAnswer answer;   /* but for ANSWERS_NOTHING, the verb has an option --format */
    bool without_config; /* runs without reading the configuration */
    /* Does the work, in the folder of -C. False with an error, whose code becomes the exit status.
     * An error with the message "" is not printed: the command has already reported everything. */
    bool (*run)(const Invocation *invocation, GError **error);
    /* The same for several services, chosen by --all, --service and --changed, which the verb has
     * then: services_run() (cmd/services.h). NULL: it cannot. */
    bool (*run_services)(const Invocation *invocation, GError **error);
    /* The same for the environment in force where that has tenants (config/tenancy.h). NULL: the
     * verb works on one, which --tenant names. */
    bool (*run_tenants)(const Invocation *invocation, GError **error);
};

/* All verbs, by name; ends with NULL. Generated. */
extern const Verb *const verbs[];
const Verb *verb_find(const char *name);
/* The rows of `const Option *` that `verb` (NULL: none yet) understands: its own, then the shared
 * ones, then the global ones. Caller unrefs. */
GPtrArray *verb_options(const Verb *verb);
/* The global ones alone; ends with {0}. */
extern const Option global_options[];
/* How many arguments `verb` takes. G_MAXUINT: no limit. */
void verb_arity(const Verb *verb, guint *least, guint *most);

/* Understands `arguments` (without the program's name, NULL-terminated). FAIL_USAGE, with the word
 * that was probably meant. --help and --version become an invocation of `help`. --color is obeyed
 * at once, for the colour of errors; there are no other effects. Where a program asks for an
 * answer, what is wrong is an invocation, too: it fails with the error as soon as it is run. */
Invocation *invocation_parse(const char *const *arguments, GError **error);
void invocation_free(Invocation *invocation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Invocation, invocation_free)
/* Obeys the global options, reads the configuration and runs the verb; `answer` (see answer.h) is
 * borrowed for as long as that takes. */
bool invocation_run(Invocation *invocation, Answer *answer, GError **error);

const Verb *invocation_verb(const Invocation *invocation);
/* Whether the option was given; OPTION_OPTIONAL: given bare, without a value. */
bool invocation_flag(const Invocation *invocation, const char *option);
/* The value of an OPTION_STRING, NULL when it was not given. */
const char *invocation_string(const Invocation *invocation, const char *option);
/* What chooses a database of this run in another command, for advice: "--env NAME", "--url …".
 * `name`: the environment, NULL: the one in force. Caller frees. */
char *invocation_target(const Invocation *invocation, const char *name);
/* The same for a tenant of what `environment` ("--env NAME") chooses. Caller frees. */
char *invocation_target_tenant(const char *environment, const char *tenant);
/* The values of an OPTION_LIST or OPTION_OPTIONAL in their order, NULL-terminated; never NULL. */
const char *const *invocation_list(const Invocation *invocation, const char *option);
/* The arguments, NULL-terminated; never NULL. */
const char *const *invocation_arguments(const Invocation *invocation);
/* The argument at `index` or NULL. */
const char *invocation_argument(const Invocation *invocation, guint index);
/* The configuration. NULL for verbs without one, and before invocation_run(). */
const Config *invocation_config(const Invocation *invocation);
