/* End: a database that rows come from or go to, for as long as one command needs it.
 *
 * It is named as an environment or by its URL. Everything happens in one transaction, so that
 * behind a pooler nothing of it is left, and settings hold for that alone.
 */
#pragma once

#include "config/endpoint.h"
#include "config/project.h"
#include "mask/tables.h"

GQuark rows_error_quark(void);
#define ROWS_ERROR rows_error_quark()

typedef struct {
    char *name;      /* for people */
    bool protected;  /* … as it is called in migrate.ini, of the same address, or by its ledger */
    char *by_ledger; /* the protected environment that its ledger says it is; NULL: none */
    Endpoint endpoint;
    Pg *pg;
    char *identity; /* of the database, different for any two */
    Tables *tables; /* of end_read() */
} End;

/* Opens the environment `word`, or the database that it is the URL of; NULL: the environment in
 * force. `application` as pg_connect() has it. */
bool end_open(End *end, const Config *config, const char *word, const char *application,
              GError **error);
/* Connects to the database of the environment in force, whose endpoint somebody else holds open. */
bool end_connect(End *end, const Config *config, const Endpoint *endpoint, const char *application,
                 GError **error);
/* Begins the transaction; what is read in it is of one moment where `snapshot`, and nothing is
 * written where `read_only`. */
bool end_begin(End *end, bool snapshot, bool read_only, GError **error);
/* Reads the tables that the project does not ignore. */
bool end_read(End *end, const Project *project, GError **error);
void end_clear(End *end);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(End, end_clear)

/* FAIL_DECISION for a protected one, which is not `done` ("copied to"). */
bool end_refuse_protected(const End *end, const char *done, GError **error);
/* The protected environment that it is, for a question; its name where none is known. Borrowed. */
const char *end_guarded_name(const End *end);
