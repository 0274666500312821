/* Files: read once, written whole or not at all.
 *
 * Reading opens with O_NOFOLLOW and takes regular files only; what is hashed and what is executed
 * are the same bytes. Writing goes to a temporary file beside the target, is synced and renamed.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A file's bytes, followed by a NUL that is not counted. FAIL_USAGE when it is missing, a symbolic
 * link or no regular file; FAIL_ENVIRONMENT when it cannot be read. Caller unrefs. */
GBytes *file_read(const char *path, GError **error);

/* Replaces or creates `path` atomically with `mode` (0600 or 0644 by intent, not by umask). */
bool file_write(const char *path, const char *text, gsize length, int mode, GError **error);

/* Like file_write() without waiting for the disk, for what can be made again: when the machine
 * crashes right afterwards, the file may be empty. */
bool file_write_unsynced(const char *path, const char *text, gsize length, int mode,
                         GError **error);

/* Like file_write() but fails with FAIL_USAGE when `path` exists. */
bool file_create(const char *path, const char *text, gsize length, int mode, GError **error);

/* Writes all of it to a descriptor; false with errno set. */
bool fd_write_all(int fd, const void *bytes, gsize length);

/* Creates a directory and its parents, 0755. */
bool file_mkdirs(const char *path, GError **error);

/* Whether `path` is a folder, itself and not by a link; else FAIL_USAGE. */
bool file_require_folder(const char *path, GError **error);

/* All regular files below `root` whose name ends in `suffix`, as paths relative to `root`, sorted
 * bytewise; hidden files and folders are passed over. Symbolic links are an error that names them.
 */
GPtrArray *file_list(const char *root, const char *suffix, GError **error);

/* Removes a tree without following links; a missing one is fine. */
bool file_remove_tree(const char *path, GError **error);
