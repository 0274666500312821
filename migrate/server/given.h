/* Scratch databases on a server that the user gave: own databases only, dropped afterwards.
 *
 * A run has a random number. Its databases have it in their names, and its session holds an
 * advisory lock on it, so that another run can see which databases nobody will drop any more, and
 * drops them.
 */
#pragma once

#include "pg/pg.h"

typedef struct Given Given;

/* Connects to `url`. FAIL_ENVIRONMENT when the role may not create databases (or is no superuser,
 * when that is wanted), when the major version (0: any) is another, or when a pooler hides the
 * session. */
Given *given_new(const char *url, guint major, bool superuser, GError **error);
/* Drops what was made. */
void given_free(Given *given);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Given, given_free)

/* The session on the database that the URL names. */
Pg *given_session(const Given *given);
Pg *given_database(Given *given, GError **error);
/* A session on a database that those made afterwards are copies of. */
Pg *given_platform(Given *given, GError **error);
Pg *given_connect(Given *given, const char *database, GError **error);
/* How other programs reach the database. Caller frees. */
char *given_url(const Given *given, const char *database);
/* Creates the role unless it exists; it goes with the Given. */
bool given_create_role(Given *given, const char *role, GError **error);
/* One that SQL has created goes with the Given, too. */
void given_add_role(Given *given, const char *role);
/* The same as given_create_role() for a tablespace. */
bool given_create_tablespace(Given *given, const char *tablespace, GError **error);
