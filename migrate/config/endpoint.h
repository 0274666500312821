/* Endpoint: where the database of an environment can be reached, for as long as the Endpoint lives.
 *
 * The one place that knows what `url = embedded:` means. Every command that works on a database
 * gets its connection string here.
 */
#pragma once

#include "config/config.h"
#include "server/embedded.h"

typedef struct {
    char *conninfo;
    char *label;        /* for people: the environment's name, or the address, masked */
    Embedded *embedded; /* NULL: a server of the user's own */
    char *url;          /* without the password that the command gives; NULL: none */
    const char *command, *folder, *environment; /* that gives it, where it runs, whose it is */
} Endpoint;

typedef enum {
    ENDPOINT_MAKE,     /* make the embedded database when there is none */
    ENDPOINT_EXISTING, /* FAIL_USAGE when there is none */
} EndpointWish;

/* Opens the database of `environment` (NULL: the one in force, with --url and DATABASE_URL).
 * FAIL_USAGE when none is configured. Starts the embedded server if it is that. */
bool endpoint_open(Endpoint *endpoint, const Config *config, const char *environment,
                   EndpointWish wish, GError **error);
/* Opens what a user wrote: a connection string or `embedded:`. */
bool endpoint_open_url(Endpoint *endpoint, const Config *config, const char *url, EndpointWish wish,
                       GError **error);
/* Asks the environment's password_command again, if it has one, and puts what it prints into
 * `conninfo`: such passwords are good for minutes. FAIL_ENVIRONMENT, with `conninfo` as before. */
bool endpoint_renew(Endpoint *endpoint, GError **error);
void endpoint_clear(Endpoint *endpoint);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Endpoint, endpoint_clear)

/* Creates the role (NOLOGIN) that `error` says is missing, as a scratch server has it, too; true
 * when trying again is worth it. Only in the embedded database: who may do what on a server of the
 * user's own is not ours to say. */
bool endpoint_add_role(const Endpoint *endpoint, const GError *error);

/* Makes the owner of the environment, where it is missing, and gives it the database: only in the
 * embedded one, for the same reason. */
bool endpoint_add_owner(const Endpoint *endpoint, const char *owner, GError **error);

/* Whether `url` (may be NULL) stands for the embedded database. */
bool endpoint_is_embedded(const char *url);
