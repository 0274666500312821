/* What `migrate init` finds in a repository before it writes anything: nothing is executed, and
 * only names and text are read.
 */
#pragma once

#include "history/layout.h"

/* A folder that holds migrations. */
typedef struct {
    char *path;
    const Layout *layout;
    guint count;
} FoundHistory;

typedef struct {
    GPtrArray *histories;  /* of FoundHistory*, the likeliest first: called so, then most */
    GPtrArray *prisma;     /* of char*: every schema.prisma for PostgreSQL */
    char *schema;          /* a file or folder of declarative SQL; NULL: none */
    char *seeds;           /* a file or folder of seeds elsewhere than in seeds/; NULL: none */
    char *url;             /* "${DATABASE_URL}", where .env has it; NULL: it does not */
    guint server;          /* the major version of the server; 0: nothing says it */
    char *server_file;     /* where that stands */
    GPtrArray *tools;      /* of char*: "Drizzle (package.json)" */
    const char *preset;    /* of the hosting service, for scratch databases; NULL: none is known */
    GPtrArray *extensions; /* of char*: names that the history creates */
} Found;

/* How many migrations the folder has; none where it is none of that. */
guint init_count_migrations(const char *path);

/* Looks in the working directory and below, as deep as such folders are. */
void init_find(Found *found);
void init_found_clear(Found *found);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Found, init_found_clear)
