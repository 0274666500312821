/* Configuration that came with a change that nobody has reviewed.
 *
 * A pull request brings its own migrate.ini and .env. What they say decides which programs run and
 * with which rights, what is compared with what, what is ignored and which severity a finding has:
 * in an untrusted run, all of it is taken from the base branch instead. Only discovery.c includes
 * this.
 */
#pragma once

#include "base/error.h"
#include <glib.h>

/* The migrate.ini that is in force on the base branch. */
typedef struct {
    char *path;   /* where it is, or would be, in the work tree; NULL: none */
    char *text;   /* NULL: missing or unreadable */
    char *place;  /* of the text, for people: "migrate.ini of origin/main" */
    char *why;    /* why there is no text: half a sentence */
    bool guarded; /* there is no text because the base branch keeps its project where it is by
                     default */
} BaseFile;

/* Finds it as it would be found if the base branch were checked out: `file` (NULL: the nearest one,
 * from the working directory upwards) in `base` (a revision; NULL: the branch that the change is
 * meant for). */
void distrust_read_base(const char *file, const char *base, BaseFile *found);
void base_file_clear(BaseFile *found);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BaseFile, base_file_clear)

/* The text of the one file `path` of the work tree as the base branch has it, `base` as above;
 * `label` gets the revision's name. FAIL_USAGE when it has none. Caller frees both. */
GBytes *distrust_read_file(const char *path, const char *base, char **label, GError **error);

/* Whether `path`, symbolic links resolved, is `folder` or below it. What is not there is judged by
 * the nearest folder that is. */
bool distrust_is_below(const char *path, const char *folder);
