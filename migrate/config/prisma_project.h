/* A project of Prisma's: where its files say that schema, history, database and seeds are.
 *
 * package.json, prisma.config.ts and the schema are read as text; nothing of them is executed. What
 * cannot be read that way counts as not said.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A thing that was found: as a value of migrate.ini, and the file that says so. */
typedef struct {
    char *value; /* NULL: nothing was */
    char *file;
} PrismaSaying;

typedef struct {
    PrismaSaying schema;     /* a file or folder */
    PrismaSaying migrations; /* a folder, which need not exist */
    PrismaSaying url;  /* "${DIRECT_URL}", of the address without a pooler where there are two */
    PrismaSaying seed; /* a command */
    bool literal;      /* the address itself stands in a file, which is not repeated */
    char *provider;    /* of the datasource; NULL: none is named */
} PrismaProject;

/* Looks in the working directory, and where nothing there names a schema takes the one at `below`,
 * a path; NULL: none. False when there is no schema of Prisma's. */
bool prisma_project_find(PrismaProject *project, const char *below);
void prisma_project_clear(PrismaProject *project);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PrismaProject, prisma_project_clear)
