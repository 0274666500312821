#include "catalog/kind.h"
#include "sql.h"

/* The server reads neither the partition nor the default one where a check says that it need not
 * (manual: ALTER TABLE, ATTACH PARTITION). DETACH … CONCURRENTLY leaves such a check behind, under
 * a name of the server's, unless there is one. */
#define BOUND "migrate_bound_{1}"
#define CHECK_PARTITION                                                                            \
    "{?there}ALTER TABLE {parent} ADD CONSTRAINT " BOUND " CHECK ({implied}) NOT VALID"
#define VALIDATE_PARTITION "{?there}ALTER TABLE {parent} VALIDATE CONSTRAINT " BOUND
static const KindOnline online[] = {
    {ONLINE_CREATE, .holds = "{implied}",
     .parts = (const KindPart[]){{PART_MOMENT, CHECK_PARTITION},
                                 {PART_MOMENT, "ALTER TABLE {rest} ADD CONSTRAINT " BOUND
                                               " CHECK (NOT ({implied})) NOT VALID"},
                                 {PART_SCAN, VALIDATE_PARTITION},
                                 {PART_SCAN, "ALTER TABLE {rest} VALIDATE CONSTRAINT " BOUND},
                                 {PART_MOMENT,
                                  "ALTER TABLE {of} ATTACH PARTITION {parent} {bound}"
                                  "[;;{?there}ALTER TABLE {parent} DROP CONSTRAINT " BOUND "]"
                                  "[;;ALTER TABLE {rest} DROP CONSTRAINT " BOUND "]",
                                  .wide = true},
                                 {0}}},
    {ONLINE_DROP, .holds = "{concurrently}{implied}",
     .parts =
         (const KindPart[]){{PART_MOMENT, CHECK_PARTITION},
                            {PART_SCAN, VALIDATE_PARTITION},
                            {PART_ALONE, "ALTER TABLE {of} DETACH PARTITION {parent} CONCURRENTLY"},
                            {PART_MOMENT, "ALTER TABLE {parent} DROP CONSTRAINT " BOUND},
                            {0}}},
    {0}};

const Kind kind_partition = {
    .name = "partition",
    .sql = SQL_partition,
    .asked_if = "SELECT FROM pg_inherits",
    .rank = 70,
    .drops = {.rank = 45},
    .attrs = (const KindAttr[]){{"of", ATTR_RECREATE},
                                {"bound", ATTR_RECREATE},
                                {"part", ATTR_IGNORE},
                                {"implied", ATTR_IGNORE},
                                {"rest", ATTR_IGNORE},
                                {"concurrently", ATTR_IGNORE},
                                {NULL}},
    .create = "ALTER TABLE {of} ATTACH PARTITION {parent} {bound}",
    .drop = "ALTER TABLE {of} DETACH PARTITION {parent}",
    .facet = true,
    .inheritance = {.links = true, .branches = true},
    .prisma = {.stated = "partition of|attach partition"},
    .online = online,
};
