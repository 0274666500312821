#include "support/tool.h"

Pg *tool_connection(Scratch *scratch, const Pg *pg, GError **error) {
    if (scratch->given)
        return given_connect(scratch->given, pg_database(pg), error);
    return scratch_connect(scratch, pg_database(pg), BOOT_USER, error);
}
