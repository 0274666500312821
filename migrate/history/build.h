/* Build: the history that a folder holds, and everything that is wrong with it.
 *
 * There is one set of rules, for a folder on disk and for one at a git revision. `migrate check`
 * reports all that is found; what cannot work with a broken history takes the first as its error.
 * Every finding has a file, and a line where there is one. The codes are rules of lint/ whose pages
 * explain them: malformed-name, symbolic-link, empty-migration, missing-migration,
 * duplicate-version, ambiguous-order, wrong-sum, unreadable.
 */
#pragma once

#include "base/finding.h"
#include "history/migrations.h"

/* The history of `folder`, of which nothing is needed afterwards. It is `whole` when nothing of
 * SEVERITY_ERROR was added to `findings`; else it has every migration that has a file of its own,
 * with as much of it as can be read. A folder without migrations is an empty history. NULL only
 * when a file cannot be read: FAIL_ENVIRONMENT, or FAIL_USAGE when it was replaced in between. */
History *history_build(Folder *folder, Findings *findings, GError **error);

/* The same of the folder `path` on disk, which has to be there, and to be whole: else FAIL_USAGE,
 * with the first finding. */
History *history_read(const char *path, GError **error);
/* And of files that were read elsewhere (GitFile*, paths relative to the folder). `path` is for
 * people. */
History *history_from_files(const char *path, const GPtrArray *files, GError **error);
