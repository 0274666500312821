/* The version of Prisma that a project uses, by what package.json and the lock files say. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The text of a file in a folder; NULL: no such file. Caller frees. */
typedef char *(*PrismaFile)(const char *folder, const char *file, void *data);

/* The major version that the files of one folder say; 0: they do not. Lock files are large, and are
 * read only when a package names Prisma at all, in this folder or, as `named` says and learns, in
 * one below it. */
guint prisma_version_said(const char *folder, PrismaFile read, void *data, bool *named);
