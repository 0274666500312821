/* Platform: what a hosted service, or a DBA, has put into a database before the first migration.
 *
 * It is described by SQL files: a preset that is compiled in (source/presets/<name>.sql, whose
 * first line is a comment that says what it is), and the project's own. They are executed once, as
 * a superuser, and every scratch database begins as a copy of the result, so that both sides have
 * it. What the schema or the history add to it or change in it shows like any other change.
 *
 * A live database has the platform in its own edition. There, what is in the files counts as it is
 * in the files, attribute by attribute, unless the other side changed it, or is left out where the
 * live database lacks it; line ends inside of texts do not count. What the live database has beyond
 * the files is drift like anything else, but for what the files name by directives, `-- migrate:
 * managed KIND PATTERN`, with kinds and patterns as under [ignore].
 */
#pragma once

#include "base/hash.h"
#include "source/ignore.h"
#include "source/replay.h"

typedef struct Platform Platform;

/* The presets, in the order of their names; both end with NULL or {0}. Generated. */
typedef struct {
    const char *name, *text;
} Preset;
extern const Preset presets[];
extern const char *const preset_names[];

/* `ignores`, borrowed, gets what has to be left out of both sides. */
Platform *platform_new(Ignores *ignores);
void platform_free(Platform *platform);
/* Adds a file; FAIL_USAGE for a directive that is wrong. */
bool platform_add(Platform *platform, const char *file, GBytes *text, GError **error);
bool platform_add_preset(Platform *platform, const char *name, GError **error);

/* Whether there is a file, so that a catalog has to be held against what a scratch server has. */
bool platform_any(const Platform *platform);

/* Executes the files on a server on which no scratch database was made yet. Nothing happens when
 * there are none. */
bool platform_install(Platform *platform, Scratch *scratch, GError **error);

/* Makes the catalog of a live database, and the one that it is compared with (NULL: a database,
 * too), comparable as said above. `scratch` may be NULL where platform_any() is false. */
bool platform_align(Platform *platform, Scratch *scratch, Catalog *live, Catalog *other,
                    GError **error);

/* Adds all that it depends on. */
void platform_sum(const Platform *platform, Hash *hash);
