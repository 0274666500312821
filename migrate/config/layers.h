/* A Config being filled: each source overrides the ones below it.
 *
 * Inside config.c, discovery.c and layers.c alone.
 */
#pragma once

#include "config/config.h"
#include "config/syntax.h"
#include "config/value.h"

struct Config {
    char *file; /* NULL: none */
    char *root;
    char *environment;    /* the environment in force */
    GPtrArray *names;     /* of the environments; char*, NULL-terminated, sorted */
    GHashTable *settings; /* "section.key" → Setting* */
    GPtrArray *entries;   /* ConfigEntry*, in the order in which they are shown */
    GHashTable *dotenv;
    char *dotenv_file;
    char **process; /* the process's environment */
    bool named;     /* the environment was chosen by name */
    bool untrusted;
    char *base;        /* the revision to trust, as it was asked for; NULL: it was not */
    char *trust;       /* why it is so, or not; NULL: nobody said anything */
    GHashTable *texts; /* of an untrusted run: the path of a CONFIG_PATHS → GBytes of the base */
    GPtrArray *notes;  /* char*, NULL-terminated once all is read */
};

/* Who says a value. */
typedef struct {
    OriginKind origin;
    const char *place;
    guint line;
    bool literal; /* variables in it are not expanded */
} Speaker;

Variables config_variables(const Config *config);

/* Lays `text` over what was said about a key before. FAIL_USAGE with the place. */
bool config_put(Config *config, const ConfigKey *row, const char *section, const char *key,
                const char *text, const Speaker *speaker, GError **error);
/* There is an environment of this name. */
void config_add_name(Config *config, const char *name);

/* Lays defaults, variables and flags over the keys of all sections but env's. */
bool config_fill_plain(Config *config, const ConfigFlag *flags, GError **error);
/* Chooses the environment in force, once [project] is filled, and fills all of them. */
bool config_fill_environments(Config *config, const ConfigFlag *flags, GError **error);
/* Lists the entries, once everything is filled. */
void config_list_entries(Config *config);
