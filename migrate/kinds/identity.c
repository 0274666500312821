#include "catalog/kind.h"
#include "sql.h"

#define SET "ALTER TABLE {table} | ALTER COLUMN {column} SET "

const Kind kind_identity = {
    .name = "identity",
    .sql = SQL_identity,
    .rank = 50,
    .attrs = (const KindAttr[]){{"table", ATTR_IGNORE},
                                {"column", ATTR_IGNORE},
                                {"all_options", ATTR_IGNORE},
                                {"generation", ATTR_ALTER, SET "GENERATED {generation}"},
                                {"sequence_name", ATTR_IGNORE},
                                {"increment", ATTR_ALTER, SET "INCREMENT BY {increment}", SET "INCREMENT BY 1"},
                                {"minimum", ATTR_ALTER, SET "MINVALUE {minimum}", SET "NO MINVALUE"},
                                {"maximum", ATTR_ALTER, SET "MAXVALUE {maximum}", SET "NO MAXVALUE"},
                                {"start", ATTR_ALTER, SET "START WITH {start}", SET "START WITH 1"},
                                {"cache", ATTR_ALTER, SET "CACHE {cache}", SET "CACHE 1"},
                                {"cycle", ATTR_ALTER, SET "CYCLE", SET "NO CYCLE"},
                                {NULL}},
    .create = "ALTER TABLE {table} | ALTER COLUMN {column} ADD GENERATED {generation} AS IDENTITY[ ({all_options})]",
    .drop = "ALTER TABLE {table} | ALTER COLUMN {column} DROP IDENTITY",
    .inline_create = "GENERATED {generation} AS IDENTITY[ ({all_options})]",
    .rebuilt_by_server = true,
};
