/* Reading a catalog from a live database: read-only queries in one transaction, one for each kind
 * of which there may be anything. */
#pragma once

#include "catalog/catalog.h"
#include "pg/pg.h"

GQuark catalog_error_quark(void);
#define CATALOG_ERROR catalog_error_quark()

/* Decides what is left out: true for an object (and with it what belongs to it) that the user
 * ignores. */
typedef bool (*LoadIgnore)(const char *kind, const char *identity, void *data);

typedef struct {
    const char *default_owner; /* NULL: the role that connects */
    LoadIgnore ignore;         /* may be NULL */
    void *ignore_data;
    const char *ignored_schema; /* one that `ignore` leaves out with all that lies in it: kinds that
                                   only it has are not even read; NULL: none */
    bool inside;                /* of a transaction that the caller has open */
    int words_of; /* a server version: what only later ones can express is left out where it is a
                     mere name; 0: the server's own */
} LoadOptions;

/* Reads it, again if objects are dropped while it is read (the server says "cache lookup failed" or names an
 * unknown relation), a few times. Caller frees the catalog. */
Catalog *catalog_load(Pg *pg, const LoadOptions *options, GError **error);

/* The default owner of that database with these options. Caller frees. */
char *catalog_default_owner(Pg *pg, const LoadOptions *options, GError **error);
