/* Tablespaces that the user's SQL names: made inside the scratch server's own folder. Only for this
 * room. */
#pragma once

#include "pg/pg.h"

/* Creates the tablespace, unless it exists, by a superuser's session, so that everybody may use it.
 * `drop` (may be NULL) gets the statement that undoes it, to be freed by the caller, or NULL.
 * FAIL_ENVIRONMENT on a server older than 15, which wants a folder elsewhere. */
bool tablespace_create(Pg *superuser, const char *name, char **drop, GError **error);
