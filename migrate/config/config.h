/* Configuration: what is in force, and where it comes from.
 *
 * From low to high: the defaults of the table, migrate.ini, the environment (a `.env` beside
 * migrate.ini below the real one), the command line. Keys are rows of one table; anything else in
 * the file is an error. migrate.ini is looked for in the working directory and above it up to the
 * top of the repository; without one the defaults hold and the working directory is the project.
 *
 * A key is named "section.key": "project.schema". "env.url" is that of the environment in force,
 * "env production.url" that of a certain one. The environment DATABASE_URL, else PGSERVICE, PGHOST,
 * PGHOSTADDR, PGPORT or PGDATABASE, gives the url of the environment in force unless that was
 * chosen by name (--env, MIGRATE_ENV) and has its own url: a variable meant for one database must
 * not redirect a command for another. MIGRATE_<SECTION>_<KEY> (MIGRATE_APPLY_LOCK_TIMEOUT,
 * MIGRATE_ENV_PRODUCTION_URL) gives any other key.
 *
 * In an untrusted run the files of the work tree may be hostile: .env is not read, migrate.ini is
 * the base branch's, and the project's paths have to lie in its folder. What was left out is said
 * in notes. Files that keys name are read from the base branch. The work tree's migrate.ini is
 * looked at for mistakes only; where the base has none and no project in the usual place, it says
 * where schema and migrations are, and nothing else.
 *
 * A Config is read-only and owns what its getters return. Asking for a key that no row knows is a
 * bug and aborts. Values may hold passwords: print them through config_masked() only.
 */
#pragma once

#include "base/error.h"
#include <glib.h>

GQuark config_error_quark(void);
#define CONFIG_ERROR config_error_quark()

typedef struct Config Config;

/* Of an untrusted run. */
enum { UNTRUSTED_MILLISECONDS = 5 * 60 * 1000 };

typedef enum {
    CONFIG_STRING,
    CONFIG_PATH,     /* relative to the folder of migrate.ini; may stand in double quotes */
    CONFIG_PATHS,    /* files of the project, separated by ',' or ';'; see base/paths.h */
    CONFIG_SOURCES,  /* one path or several, see base/paths.h */
    CONFIG_URL,      /* a database */
    CONFIG_BOOLEAN,  /* true, false, yes, no, on, off, 1, 0 */
    CONFIG_INTEGER,  /* not negative */
    CONFIG_DURATION, /* 500ms, 2s, 10min, 1h, 1d; a bare number counts milliseconds */
    CONFIG_SIZE,     /* 500MB, 2GB; a bare number counts bytes */
    CONFIG_LIST,     /* separated by ',' or ';' */
    CONFIG_PATTERNS, /* regular expressions, separated by ';' */
    CONFIG_CHOICE,   /* one of `choices` */
} ConfigType;

typedef struct {
    const char *section; /* "env" stands for every [env NAME] */
    const char *key;     /* NULL: any of names() */
    ConfigType type;
    const char *fallback; /* the default; NULL: not set */
    const char *example;  /* for the commented default file where there is no default */
    const char *help;     /* a sentence or two */
    const char *const *choices;
    /* For `key` NULL: the keys there are, NULL-terminated, static. NULL: any [a-z0-9-]+. */
    const char *const *(*names)(void);
    bool any;   /* for `key` NULL: the keys are whatever is left of '=' */
    bool empty; /* an empty value says that there is none, and not that the default holds */
} ConfigKey;

typedef struct {
    const char *section, *help;
} ConfigSection;

/* In the order in which they are shown; both end with {0}. */
extern const ConfigSection config_sections[];
extern const ConfigKey config_keys[];

/* A value from the command line: --scratch for "scratch.url". */
typedef struct {
    const char *name, *value, *option;
} ConfigFlag;

typedef struct {
    const char *file; /* --config; NULL: look for it */
    const ConfigFlag
        *flags;        /* ends with {0}; NULL: none. --env is "project.env", --url "env.url" */
    bool untrusted;    /* see above */
    const char *trust; /* what config_trust() returns; NULL: nothing to say */
    const char *base;  /* the revision to trust then; NULL: the pipeline's, see git/base.h */
    bool target; /* the environment in force is needed: its undefined variables are an error */
    char **environment; /* "NAME=value", NULL-terminated; NULL: the process's own */
} ConfigRequest;

/* Reads everything. PG* variables of `.env` that the process lacks are set in it, for libpq.
 * FAIL_USAGE with file:line for whatever is wrong. */
Config *config_load(const ConfigRequest *request, GError **error);
void config_free(Config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Config, config_free)

/* The path of migrate.ini as a user would write it; NULL when there is none. */
const char *config_file(const Config *config);
/* The project's folder, "." when it is the working directory. */
const char *config_root(const Config *config);
bool config_untrusted(const Config *config);
/* How long the run may take, milliseconds; 0: for ever. An untrusted one has a limit always. */
guint config_time_limit(const Config *config);
/* The revision to trust that was asked for by name; NULL: the pipeline's, see git/base.h. */
const char *config_base(const Config *config);
/* For people, who decided about trust: "untrusted: GITHUB_EVENT_NAME is pull_request", "trusted:
 * --trusted"; NULL for an ordinary trusted run. */
const char *config_trust(const Config *config);
/* What was left out of an untrusted run's configuration, a sentence each; NULL-terminated. */
const char *const *config_notes(const Config *config);
/* The name of the environment in force, and the names of all of them, sorted. */
const char *config_environment(const Config *config);
const char *const *config_environments(const Config *config);
/* The names of those that are protected, NULL-terminated. Caller frees the array alone. */
const char **config_protected(const Config *config);
/* Whether --url says which database it is, and not the environment in force. */
bool config_names_address(const Config *config);
/* False with FAIL_USAGE when a key of the environment `name` refers to a variable that is not set.
 */
bool config_usable(const Config *config, const char *name, GError **error);

/* The value's text, NULL when it is not set. CONFIG_PATH and CONFIG_SOURCES: joined to the
 * project's folder. */
const char *config_string(const Config *config, const char *name);
/* False when it is not set. */
bool config_boolean(const Config *config, const char *name);
/* 0 when it is not set. Of a CONFIG_SIZE: bytes. */
gint64 config_integer(const Config *config, const char *name);
/* Milliseconds; 0 when it is not set. */
gint64 config_duration(const Config *config, const char *name);
/* NULL-terminated; never NULL. CONFIG_PATHS: joined to the project's folder. */
const char *const *config_list(const Config *config, const char *name);
/* The text of a file that a CONFIG_PATHS names: in an untrusted run the base branch's. Caller
 * unrefs. */
GBytes *config_read(const Config *config, const char *path, GError **error);

typedef enum {
    ORIGIN_UNSET,
    ORIGIN_DEFAULT,
    ORIGIN_FILE,        /* migrate.ini:12 */
    ORIGIN_DOTENV,      /* .env:3 */
    ORIGIN_ENVIRONMENT, /* DATABASE_URL */
    ORIGIN_FLAG,        /* --url */
} OriginKind;

/* One key as it is in force. */
typedef struct {
    const ConfigKey *row;
    const char *section; /* "env production" */
    const char *key;
    const char *value; /* as written, variables expanded; NULL when it is not set */
    OriginKind origin;
    const char *place;   /* file, variable or option; NULL for defaults */
    guint line;          /* of a file */
    guint instead;       /* of a variable that libpq knows: the line of migrate.ini whose value does
                            not count because of it; 0: none */
    const char *problem; /* the sentence why there is no value (an undefined variable), or NULL */
} ConfigEntry;

/* Every key of the table, those of all environments, and the set ones of open sections. Array of
 * ConfigEntry*, owned by `config`. */
const GPtrArray *config_entries(const Config *config);
/* The entry of a key that a user named, NULL without an error when nobody set it. FAIL_USAGE, with
 * the key that was probably meant, when there is none of the name. */
const ConfigEntry *config_entry(const Config *config, const char *name, GError **error);
/* The value for people: passwords masked; "" when it is not set. Caller frees. */
char *config_masked(const ConfigEntry *entry);
/* "default", "migrate.ini:12", "environment DATABASE_URL", "DATABASE_URL of .env:3", "--url".
 * Caller frees. */
char *config_origin(const ConfigEntry *entry);

/* The commented migrate.ini that says what the defaults say. Caller frees. */
char *config_template(void);
