#include "catalog/kind.h"
#include "sql.h"

#define SUBSCRIPTION "ALTER SUBSCRIPTION {id} "
#define SET          SUBSCRIPTION "SET ( | "

/* A subscription is made without its connection, because that is a secret: whoever may know it sets
 * it and enables the subscription. It is dropped without its slot, because that is on another
 * server, which no transaction reaches. How far it has read is data. */
const Kind kind_subscription = {
    .name = "subscription",
    .type = "SUBSCRIPTION",
    .sql = SQL_subscription,
    .asked_if = "SELECT FROM pg_subscription",
    .rank = 89,
    .attrs =
        (const KindAttr[]){
            {"publications", ATTR_ALTER,
             SUBSCRIPTION "SET PUBLICATION {publications} WITH (refresh = false)"},
            {"slot", ATTR_ALTER, SET "slot_name = {slot} | )"},
            {"binary", ATTR_ALTER, SET "binary = {binary} | )", SET "binary = false | )"},
            {"streaming", ATTR_ALTER, SET "streaming = {streaming} | )",
             SET "streaming = {default_streaming} | )"},
            {"synchronous_commit", ATTR_ALTER, SET "synchronous_commit = {synchronous_commit} | )",
             SET "synchronous_commit = off | )"},
            {"two_phase", ATTR_RECREATE},
            {"disable_on_error", ATTR_ALTER, SET "disable_on_error = {disable_on_error} | )",
             SET "disable_on_error = false | )"},
            {"origin", ATTR_ALTER, SET "origin = {origin} | )", SET "origin = any | )"},
            {"password_required", ATTR_ALTER, SET "password_required = {password_required} | )",
             SET "password_required = true | )"},
            {"run_as_owner", ATTR_ALTER, SET "run_as_owner = {run_as_owner} | )",
             SET "run_as_owner = false | )"},
            {"failover", ATTR_RECREATE},
            {"default_streaming", ATTR_IGNORE},
            {"options", ATTR_IGNORE},
            {NULL}},
    .create = "CREATE SUBSCRIPTION {id}\n"
              "    CONNECTION '' -- a secret: ALTER SUBSCRIPTION ... CONNECTION, ENABLE, then "
              "REFRESH PUBLICATION\n"
              "    PUBLICATION {publications} WITH ({options})",
    .drop = "ALTER SUBSCRIPTION {id} DISABLE;;"
            "ALTER SUBSCRIPTION {id} SET (slot_name = NONE);;"
            "DROP SUBSCRIPTION {id} /* its slot stays with the publisher, to be dropped there */",
    .rename = "ALTER SUBSCRIPTION {id} RENAME TO {new}",
    .data = {DATA_HOLDS},
};
