/* Resume: where executing a history begins, and keeping what it came to.
 *
 * Migrations that were executed before need not be executed again where the data directory that
 * they left is kept: the longest such prefix is taken up, and the rest executed. A wrong one would
 * be a wrong verdict. So the key of a checkpoint (server/checkpoint.h) chains
 *  - the tool's own program, and the programs of the server: their files;
 *  - what a scratch database is made from and how SQL runs in it: the locale, the search path, the
 *    extensions that may be created;
 *  - which of the two databases it is;
 *  - of each migration, in order, all of its bytes and whether it is one transaction.
 * What can change beside that is noted in the checkpoint, and it does not count when that has
 * changed: the folders with the files of extensions; which migrations were measured
 * (measure/measure.h), and how.
 *
 * Nothing is taken up or kept where something else has a say: in an untrusted run, on a given
 * server, with a preset or init files, for a superuser, with another default schema than public,
 * against a live database; and where the SQL of either side asks which roles there are, or makes
 * names of the time.
 *
 * The other side is executed at the same time on the same server. Its database is not kept. What it
 * can leave on the server are roles: a server that has anything else of its own is not kept, and
 * roles that the history's text does not name are dropped when it is taken up.
 *
 * Keeping costs a restart of the server, so it is done only where executing took long.
 */
#pragma once

#include "server/checkpoint.h"
#include "source/source.h"

typedef struct Resume Resume;

/* For executing `from` and `to` (may be NULL), of which one has to be a history and the other none,
 * on a server with `options` that is not started yet. NULL: nothing is taken up or kept. Both are
 * borrowed. */
Resume *resume_new(const ScratchOptions *options, const SourceNames *names, const Source *from,
                   const Source *to);
void resume_free(Resume *resume);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Resume, resume_free)

/* What the server is to begin with; NULL: nothing. Borrowed. */
Checkpoint *resume_checkpoint(const Resume *resume);

/* Whether `source` is the history that this is about and is about to be executed on `scratch`. Once
 * it was executed it is not any more. */
bool resume_is_about(const Resume *resume, const Source *source);
/* The database that the first `done` scripts were executed in, with what was measured then; NULL
 * without an error: there is none, and nothing is done. */
Pg *resume_take(Resume *resume, Scratch *scratch, guint *done, GError **error);
/* After the whole history was executed in the database of `*pg`, which took that many milliseconds,
 * and the other side in that of `*other` (may be NULL): keeps it where that pays. Both connections
 * are others then. It is an error only where the server does not start again. */
bool resume_keep(Resume *resume, Scratch *scratch, guint took_ms, Pg **pg, Pg **other,
                 GError **error);
