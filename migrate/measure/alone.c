/* Statements that the server refuses inside a transaction give their locks back before anybody can
 * look, so what they lock is known, not seen: of each, another session's locks were tried one by
 * one. What they do to files is seen all the same. */
#include "measure/room.h"

static const LockedAlone rows[] = {
    {"create [unique] index concurrently", LOCK_SHARE_UPDATE_EXCLUSIVE, LOCK_NONE},
    {"drop index concurrently", LOCK_SHARE_UPDATE_EXCLUSIVE, LOCK_ACCESS_EXCLUSIVE},
    {"reindex [PARENS] index|table|schema|database|system concurrently",
     LOCK_SHARE_UPDATE_EXCLUSIVE, LOCK_NONE},
    {"reindex", LOCK_SHARE, LOCK_ACCESS_EXCLUSIVE},
    {"vacuum|cluster", LOCK_ACCESS_EXCLUSIVE, LOCK_NONE}, /* where a file was written again */
    {"alter table", LOCK_SHARE_UPDATE_EXCLUSIVE, LOCK_ACCESS_EXCLUSIVE}, /* DETACH … CONCURRENTLY */
    {"", LOCK_NONE, LOCK_NONE},
};

const LockedAlone *locked_alone(const Statement *statement) {
    const LockedAlone *row = rows;
    while (*row->pattern && !statement_matches(statement, row->pattern))
        row++;
    return row;
}
