#include "history/pair.h"

#include <string.h>

static bool is_one_of(const char *head, const char *const *words) {
    for (; *words; words++)
        if (strcmp(head, *words) == 0)
            return true;
    return false;
}

static const char *const opening[] = {"begin", "begin transaction", "begin work",
                                      "start transaction", NULL};
static const char *const closing[] = {"commit",          "commit transaction", "commit work", "end",
                                      "end transaction", "end work",           NULL};

bool transaction_pair_has(const GHashTable *pairs, const Statement *statement) {
    return pairs &&
           g_hash_table_contains((GHashTable *)pairs, GSIZE_TO_POINTER(statement->offset + 1));
}

GHashTable *transaction_pairs(const char *file, const char *text, gsize length) {
    Scanner scanner;
    Statement statement;
    GHashTable *pairs = NULL;
    gsize open = 0;
    if (!scanner_init(&scanner, file, text, length, NULL))
        return NULL;
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT) {
        g_autofree char *head = statement_head(&statement, 3);
        bool opens = is_one_of(head, opening);
        if (opens && open) {
            g_clear_pointer(&pairs, g_hash_table_unref);
            return NULL;
        }
        if (opens)
            open = statement.offset + 1;
        if (!open || !is_one_of(head, closing))
            continue;
        if (!pairs)
            pairs = g_hash_table_new(g_direct_hash, g_direct_equal);
        g_hash_table_add(pairs, GSIZE_TO_POINTER(open));
        g_hash_table_add(pairs, GSIZE_TO_POINTER(statement.offset + 1));
        open = 0;
    }
    return pairs;
}
