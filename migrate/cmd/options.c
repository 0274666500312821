/* The options that verbs share, and look-ups in the rows. */

#include "cmd/cmd.h"
#include <string.h>

G_DEFINE_QUARK(migrate_cmd_error, cmd_error)

const Option global_options[] = {
    {"directory", 'C', OPTION_STRING, "DIR", .help = "work in this folder"},
    {"config", 0, OPTION_STRING, "FILE",
     .help = "read this configuration instead of the nearest migrate.ini"},
    {"color", 0, OPTION_STRING, "WHEN", .help = "colour the output",
     .choices = (const char *const[]){"auto", "always", "never", NULL}},
    {"verbose", 'v', OPTION_FLAG, .help = "report progress on standard error"},
    {"help", 'h', OPTION_FLAG, .help = "explain the command"},
    {"version", 0, OPTION_FLAG,
     .help = "print the version; with --verbose, what it is linked with"},
    {0},
};

static const Option target_options[] = {
    {"env", 0, OPTION_STRING, "NAME", .help = "the environment of migrate.ini to work on",
     .config = "project.env", .excludes = "url"},
    {"url", 0, OPTION_STRING, "URL", .help = "the database to work on", .config = "env.url"},
    {"tenant", 0, OPTION_STRING, "NAME",
     .help = "of an environment with tenants, the one to work on ('migrate help tenants')",
     .excludes = "url"},
    {0},
};

static const Option untrusted_options[] = {
    {"untrusted", 0, OPTION_FLAG,
     .help = "do not trust the work tree: the base branch's settings decide (the default for pull "
             "requests; see 'migrate help untrusted')",
     .excludes = "trusted"},
    {"trusted", 0, OPTION_FLAG,
     .help = "trust the work tree even if the CI system says that it is a pull request; the report "
             "mentions it"},
    {"base", 0, OPTION_STRING, "REVISION",
     .help = "the branch that the change will be merged into (default: the pull request's, else "
             "base under [check], else origin's default branch; see 'migrate explain no-base')"},
    {0},
};

static const Option scratch_options[] = {
    {"scratch", 0, OPTION_STRING, "URL",
     .help = "use this server for scratch databases instead of a private one",
     .config = "scratch.url"},
    {"sandbox", 0, OPTION_STRING, "WHEN",
     .help = "isolate the private scratch server from files, programs and the network",
     .choices = (const char *const[]){"require", "prefer", "off", NULL},
     .config = "scratch.sandbox"},
    {0},
};

static const Option services_options[] = {
    {"all", 0, OPTION_FLAG, .help = "work on all services of migrate.ini, side by side"},
    {"service", 0, OPTION_LIST, "NAME", .help = "work on this service of migrate.ini",
     .excludes = "all"},
    {"changed", 0, OPTION_FLAG,
     .help = "of the services, only those with files that the base branch has otherwise"},
    {0},
};

static const Option tenants_options[] = {
    {"only", 0, OPTION_STRING, "PATTERN",
     .help = "of the tenants, those whose names match this regular expression",
     .excludes = "tenant"},
    {"shard", 0, OPTION_STRING, "I/N",
     .help = "of the tenants, the share I of N, from 0: for jobs with an index",
     .excludes = "tenant"},
    {"order", 0, OPTION_STRING, "ORDER",
     .help = "in which order tenants are worked on: as listed, by name, or at random",
     .choices = (const char *const[]){"listed", "name", "random", NULL}},
    {"parallel", 0, OPTION_STRING, "N",
     .help = "how many tenants are worked on at a time (default: 8, or as many as the server has "
             "connections for)"},
    {0},
};

static const Option changing_tenants_options[] = {
    {"canary", 0, OPTION_STRING, "K",
     .help = "the first K tenants are done before all others, which are not begun when one fails"},
    {"max-failures", 0, OPTION_STRING, "M",
     .help = "go on as long as no more than M tenants have failed (default: 0)"},
    {0},
};

const Verb *verb_find(const char *name) {
    for (const Verb *const *verb = verbs; *verb != NULL; verb++) {
        if (strcmp((*verb)->name, name) == 0)
            return *verb;
    }
    return NULL;
}

static void add_rows(GPtrArray *options, const Option *row) {
    for (; row && row->name; row++)
        g_ptr_array_add(options, (gpointer)row);
}

GPtrArray *verb_options(const Verb *verb) {
    GPtrArray *options = g_ptr_array_new();

    if (verb) {
        add_rows(options, verb->options);
        if (verb->shared & VERB_TARGET)
            add_rows(options, target_options);
        if (verb->shared & VERB_SCRATCH)
            add_rows(options, scratch_options);
        if (verb->shared & VERB_CHANGE)
            add_rows(options, untrusted_options);
        if (verb->run_services)
            add_rows(options, services_options);
        if (verb->shared & VERB_TENANTS)
            add_rows(options, tenants_options);
        if (verb->shared & VERB_CHANGES_TENANTS)
            add_rows(options, changing_tenants_options);
    }
    add_rows(options, global_options);
    return options;
}

void verb_arity(const Verb *verb, guint *least, guint *most) {
    g_auto(GStrv) words = g_strsplit(verb->arguments ? verb->arguments : "", " ", -1);

    *least = *most = 0;
    for (char **word = words; *word != NULL; word++) {
        if (**word == '\0')
            continue;
        if (**word != '[')
            ++*least;
        if (*most != G_MAXUINT)
            ++*most;
        if (strstr(*word, "..."))
            *most = G_MAXUINT;
    }
}
