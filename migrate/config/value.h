/* Values of configuration: which row of the table they belong to, and what their text means.
 *
 * Inside config/ alone. A Setting owns its texts; its entry points to them.
 */
#pragma once

#include "config/config.h"

typedef struct {
    ConfigEntry entry;
    char *section, *key, *value, *place, *problem;
    char *path;    /* CONFIG_PATH, joined to the project's folder */
    bool absolute; /* CONFIG_PATH, as it was written */
    char **list;   /* CONFIG_LIST, CONFIG_PATTERNS, CONFIG_PATHS */
    gint64 number; /* CONFIG_BOOLEAN, CONFIG_INTEGER, CONFIG_DURATION, CONFIG_SIZE */
} Setting;

Setting *setting_new(const ConfigKey *row, const char *section, const char *key, OriginKind origin,
                     const char *place, guint line);
void setting_free(gpointer setting);
/* Sets a value; "" unsets it. FAIL_USAGE, beginning with the place, when the row's type does not
 * allow it. */
bool setting_parse(Setting *setting, const char *value, const char *root, GError **error);
/* It has no value because the variable `name` is not set. */
void setting_miss(Setting *setting, const char *name);
/* Orders ConfigEntry* by key. */
gint setting_compare_keys(gconstpointer a, gconstpointer b);

/* "env production" for "env   production". Caller frees. */
char *section_name(const char *section);
/* Whether there is such a section. FAIL_USAGE with file:line otherwise. */
bool section_check(const char *file, guint line, const char *section, GError **error);
/* The row of a key of migrate.ini, whose section is known. FAIL_USAGE with file:line and the word
 * that was probably meant.
 */
const ConfigKey *row_for_line(const char *file, guint line, const char *section, const char *key,
                              GError **error);
/* Whether some row allows "section.key". */
bool config_row_exists(const char *name);
