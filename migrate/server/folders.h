/* Folders: where PostgreSQL's programs are installed, on any system that is known here. */
#pragma once

#include <glib.h>

/* The usual places that exist; char*. Caller unrefs. */
GPtrArray *folders_usual(void);
/* The absolute ones of PATH: a relative entry would run whatever the checked-out tree calls so.
 * char*. Caller unrefs. */
GPtrArray *folders_of_path(void);
