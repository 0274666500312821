/* A user without a name: any user ID in a container, for which there is no entry in /etc/passwd.
 *
 * PostgreSQL's programs look their own user up and refuse to run when there is none. In a user
 * namespace the same user goes by the ID of one that has a name; nothing else changes: files and
 * processes stay this user's, and there is no right that it did not have. Inside server/ only.
 */
#pragma once

#include <glib.h>
#include <pwd.h>
#include <stdbool.h>

/* Whose name a user without one can go by; NULL: nobody's, or the kernel does not let this
 * user make namespaces. Static. */
const struct passwd *nameless_alias(void);
/* This process goes by the ID `alias` from now on; false with errno. */
bool nameless_enter(uid_t alias);
