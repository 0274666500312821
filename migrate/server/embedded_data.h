/* The embedded server's folder: where it is, who owns it, what is in it. Only for this room. */
#pragma once

#include "server/embedded.h"
#include "server/server.h"

#define EMBEDDED_ROLE "dev"

typedef struct {
    char *folder; /* absolute; 0700 and the server user's */
    char *socket; /* where the socket is: `folder`, or a shorter one */
    ServerUser user;
    bool exists; /* it has data */
} Place;

/* Finds the folder; `make`: it is there afterwards. Without, a missing one is `folder` NULL. */
bool place_find(Place *place, const char *project, bool make, GError **error);
void place_clear(Place *place);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

/* Opens a lock file of the folder. -1 with an error. */
int place_lock(const Place *place, const char *name, GError **error);

/* The programs that fit the data, or `options` when there are none yet. */
Programs *place_programs(const Place *place, const EmbeddedOptions *options, GError **error);
/* Makes the data, whole or not at all. */
bool place_fill(Place *place, const Programs *programs, GError **error);
/* Writes who may connect, and returns the server's command line. Caller frees with g_strfreev(). */
char **place_command(const Place *place, const Programs *programs, GError **error);
