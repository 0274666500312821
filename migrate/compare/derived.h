/* Derived: the files that [types] in migrate.ini names, made of a catalog.
 *
 * What a file should be depends on the catalog and on migrate.ini alone; in an untrusted run on
 * that of the base branch, and no link of the work tree is followed to read one.
 */
#pragma once

#include "config/project.h"
#include "types/types.h"

/* Whether any file is named. */
bool derived_any(const Project *project);

/* The text of `target`. FAIL_USAGE for settings that do not fit the catalog. Caller frees. */
char *derived_text(const Project *project, const Catalog *catalog, const Target *target,
                   GError **error);

/* One that is named. */
typedef struct {
    const Target *target;
    const char *path;
} DerivedFile;
/* Those of `names` (NULL-terminated; empty: all that are named). FAIL_USAGE for a name that is no
 * target or has no file, if no target has a file, and where one file is two targets', or a part of
 * the schema. Array of DerivedFile. Caller unrefs. */
GArray *derived_files(const Project *project, const char *const *names, GError **error);

/* Adds a finding types-outdated for each of `files` that is missing or different. */
bool derived_check(const Project *project, const GArray *files, const Catalog *catalog,
                   Findings *findings, GError **error);

/* Refuses before any is written, where one of the files is somebody else's. */
bool derived_may_write(const Project *project, const GArray *files, GError **error);
/* Writes a file, and its folders, unless it is up to date. */
bool derived_write(const Project *project, const DerivedFile *file, const Catalog *catalog,
                   bool *changed, GError **error);

/* The same as derived_check() of all files against what `history` gives, which `loaded` holds if
 * its catalog is there; otherwise it is executed, unless these files were found to be right
 * before. `schema` is the other side of the comparison that found both in sync. */
bool derived_gate(Project *project, const Source *history, const Source *schema,
                  const Catalog *catalog, Findings *findings, GError **error);
