/* Checkpoints: data directories in which a history was executed, kept in the cache folder.
 *
 * A checkpoint is a file, `checkpoints/KEY` in the cache folder. A wrong one would be a wrong
 * verdict, so it counts only when it is a regular file of the user's own that nobody else may read
 * or write, no link, and holds the sum of all of its bytes and its own key; anything else is no
 * checkpoint, and is removed. It appears by rename, whole. What belongs into the key is up to
 * source/resume.h.
 *
 * Only for this room and source/.
 */
#pragma once

#include "base/hash.h"
#include "server/scratch.h"

typedef struct Checkpoint Checkpoint;

/* The keys of those that are kept, a set of their hexadecimal digits; NULL: none. `cache_dir` as in
 * ScratchOptions. Caller unrefs. */
GHashTable *checkpoint_list(const char *cache_dir);

/* Reads it and makes sure of it; NULL when there is none that counts. Its use is noted. */
Checkpoint *checkpoint_open(const char *cache_dir, const Sum *key);
void checkpoint_free(Checkpoint *checkpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Checkpoint, checkpoint_free)

const Sum *checkpoint_key(const Checkpoint *checkpoint);
/* The number of the database that it has. */
guint checkpoint_number(const Checkpoint *checkpoint);
/* What was noted of it, a text. */
const char *checkpoint_note(const Checkpoint *checkpoint);
/* A folder as one file: see archive.c. */
const char *checkpoint_archive(const Checkpoint *checkpoint, gsize *length);

/* Writes `archive`, a descriptor, in a separate process, which then removes what the cache has too
 * much of. The process, for the caller to wait for; -1: nothing is written, as where it alone were
 * more than `cache_size` bytes. */
pid_t checkpoint_write(const char *cache_dir, const Sum *key, guint number, const char *note,
                       int archive, guint64 cache_size);
