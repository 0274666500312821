#include "catalog/kind.h"
#include "sql.h"

#define LABEL "SECURITY LABEL FOR {provider} ON [{!target}{parent.type} {parent}][{target}] IS "

const Kind kind_security_label = {
    .name = "security_label",
    .sql = SQL_security_label,
    .asked_if = "SELECT FROM pg_seclabel",
    .rank = 95,
    .attrs = (const KindAttr[]){{"target", ATTR_IGNORE},
                                {"provider", ATTR_IGNORE},
                                {"label", ATTR_ALTER, LABEL "{label}"},
                                {NULL}},
    .create = LABEL "{label}",
    .drop = LABEL "NULL",
    .facet = true,
    .prisma = {.stated = "security label"},
};
