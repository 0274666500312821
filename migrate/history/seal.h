/* The seal of a migrations folder: Atlas's atlas.sum, which has a line for each file that Atlas
 * executes, with a sum over that file and all before it, and above them a sum over the lines. Where
 * it is there, it has to fit, and a new migration gets its line, whatever the layout is. */
#pragma once

#include "base/finding.h"
#include "history/folder.h"

/* Adds findings (`wrong-sum`) about what does not fit. Nothing where there is no such file. */
bool seal_check(Folder *folder, Findings *findings, GError **error);

/* Writes the file again with a line for the new file `below`, which is there, at its place. */
bool seal_add(const char *folder, const char *below, GError **error);
