/* What repo.c, changed.c and fallback.c share; nobody else includes it. */
#pragma once

#include "git/repo.h"

/* A tree that says more than this is refused: a few hundred bytes of crafted trees can unfold into
 * billions of files. */
#define GIT_MAX_FILES   100000u
#define GIT_MAX_LISTING ((gsize)64 << 20)
#define GIT_MAX_BYTES   ((gsize)2 << 30)
#define GIT_MAX_DEPTH   64u

/* Arrays that free their members. */
GPtrArray *git_files_new(void);
GPtrArray *git_changes_new(void);
void git_files_add(GPtrArray *files, const char *path, GBytes *bytes,
                   bool symlink); /* takes `bytes` */
GitChange *git_changes_add(GPtrArray *changes, GitChangeKind kind, const char *path);
void git_change_add_lines(GitChange *change, guint first, guint count);

/* Both by path, bytewise. */
int git_file_compare(gconstpointer one, gconstpointer two);
int git_change_compare(gconstpointer one, gconstpointer two);

/* Relative, no empty part, no ".", ".." or ".git" in it: what a well-formed tree holds. */
bool git_path_is_sound(const char *path);

/* `path` as seen from `folder`: its rest below the folder, its base name when it is the folder,
 * NULL when outside. */
const char *git_path_below(const char *path, const char *folder);

void git_refuse_size(const char *commit, const char *folder, GError **error);
/* A merge's folder that one side has no longer. */
void git_refuse_moved(const char *folder, GError **error);
void git_refuse_path(const char *path, GError **error);
