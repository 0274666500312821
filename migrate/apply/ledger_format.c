#include "apply/ledger_format.h"
#include "sql.h"
#include <glib.h>

const LedgerFormat ledger_formats[LEDGER_FORMAT + 1] = {
    [1] = {"e7a570af842c09c881d19a1610b02346dad652abf0a8ed79c4103633b7247b86", SQL_ledger_read_1,
           NULL},
    [2] = {"8e7c05bba1fcd2c8b45927d53dce025924e985f4c47135d19600ab1a8cdd1f92", SQL_ledger_read_2,
           SQL_ledger_upgrade_2},
    [3] = {"484edb163e32df979cc8a4e26a48a4cbe82ed9222e92a7d8d452c0ec0dc3b04c", SQL_ledger_read,
           SQL_ledger_upgrade_3},
    [4] = {"c576ef59d24343125c92bd2120eb6c9a038cd1d9d4759704072d1180de391dc3", SQL_ledger_read,
           SQL_ledger_upgrade_4},
};

guint ledger_format_of(const char *shape) {
    for (guint i = 1; i <= LEDGER_FORMAT; i++)
        if (g_strcmp0(shape, ledger_formats[i].shape) == 0)
            return i;
    return 0;
}
