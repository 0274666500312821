/* OutFile: a file or folder that is there when it is whole, and not before.
 *
 * It is made beside its place under a temporary name, which goes if it is not kept. Only a regular
 * file is ever replaced: not a link, not a device, and no folder. Only its owner may read it.
 * Starts as {.fd = -1}.
 */
#pragma once

#include "backup/format.h"
#include <stdbool.h>

typedef struct {
    char *path, *temporary;
    int fd; /* of the file; -1: a folder, which whoever fills it makes */
    bool folder;
} OutFile;

/* FAIL_USAGE where something is in the way. */
bool outfile_open(OutFile *file, const char *path, bool folder, GError **error);
/* Writes all of it down, and gives it its name. */
bool outfile_keep(OutFile *file, GError **error);
void outfile_clear(OutFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OutFile, outfile_clear)
