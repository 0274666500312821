/* The folder of a site: written whole, with a list of what is in it, and never over anything else.
 *
 * A folder that holds a file which is not in its list, or has no mark of a site's files (DOC_MARK), is
 * left as it is. No link is followed.
 */
#pragma once

#include "doc/format_site.h"

/* Makes `folder` hold `files` (of DocFile*) and nothing else. FAIL_USAGE where somebody else's file
 * or a link is there. */
bool doc_folder_write(const char *folder, const GPtrArray *files, GError **error);

/* The first file of the folder that is not as in `files`, or is not among them; NULL: none.
 * Pictures count as the same: another release of Graphviz draws another one. Caller frees. */
char *doc_folder_differs(const char *folder, const GPtrArray *files, GError **error);
