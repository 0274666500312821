/* The cache folder: what can be made again, and takes a while. Data directories (pg*), checkpoints,
 * verdicts. It belongs to the user and nobody else may write to it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The cache folder, created if it is missing, 0700 and usable: `cache_dir`, or (NULL) the user's.
 * NULL with errno when that is not possible. Caller frees. */
char *cache_open(const char *cache_dir);
/* The same, but nothing is created: NULL when it is not there or not the user's own. */
char *cache_find(const char *cache_dir);
/* `cache`/`name`, a folder of the user's own that nobody else can enter; `make`: created if it is
 * missing. NULL when there is none or it is not. Caller frees. */
char *cache_folder(const char *cache, const char *name, bool make);

/* What a kind of entry takes. */
typedef struct {
    guint count;
    guint64 bytes;
} CacheUse;
typedef struct {
    CacheUse servers, checkpoints, verdicts;
} CacheUses;
CacheUses cache_uses(const char *cache);

/* Removes the entries that were not used for longest until the rest has `bytes` at most, those that
 * are for servers long gone, and what killed runs left. */
void cache_trim(const char *cache, guint64 bytes);
/* Removes all entries, and nothing that is not one. */
bool cache_clear(const char *cache, GError **error);

/* A new file in the cache for what is not finished; -1 with errno. `path` is to be freed. */
int cache_unfinished(const char *cache, char **path);
