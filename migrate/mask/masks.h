/* Masks: which column of a database is replaced by what.
 *
 * What is known of a column, the first of these that says anything: the mask of the column that its
 * foreign key refers to, the directive above it, its SECURITY LABEL of the provider anon, what is
 * said of the column that it is inherited from, the directive above its table. Where they
 * contradict each other, or where a mask would break a constraint, all of it is refused at once and
 * by name. Lives as long as the Tables that it was made of.
 */
#pragma once

#include "mask/rule.h"

typedef struct {
    const MaskRule *rule;    /* NULL: the values stay */
    const TableColumn *stem; /* the column that the mask is stated for … */
    const Table *stem_table; /* … and its table */
    const ForeignKey *via;   /* the key that it came along; NULL: none */
    bool classified;         /* something is said of it */
    bool extended;           /* by digits, so that what is unique stays unique */
} ColumnMask;

typedef struct {
    const Tables *tables;
    GHashTable *columns; /* TableColumn* → ColumnMask* */
    GHashTable *kept;    /* Table* → an expression of SQL: rows for which it is true stay */
    GPtrArray *rules;    /* internal */
} Masks;

/* `personal` (of Personal*) is what the schema's files say, and `declared` (as personal_columns())
 * the columns that they have: what is said of a table says nothing of a column that somebody has
 * added to the database alone. `keep` as [mask] has it, or NULL;
 * `home` is the schema of names without one. FAIL_USAGE for what nobody can have meant,
 * FAIL_DECISION for columns that nothing is said of. Caller frees. */
Masks *masks_new(const Tables *tables, const GPtrArray *personal, GHashTable *declared,
                 const char *keep, const char *home, GError **error);
void masks_free(Masks *masks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Masks, masks_free)
/* Never NULL. Borrowed. */
const ColumnMask *masks_of(const Masks *masks, const TableColumn *column);
/* Whether a column of the table is masked. */
bool masks_touch(const Masks *masks, const Table *table);
guint masks_count(const Masks *masks);

/* expression.c: the query that reads the rows of `table` as masks leave them: its columns without
 * the generated ones, in their order and of their types, named as they are. `condition` (may be
 * NULL) says which rows; it may call them migrate_row. `masks` NULL: as they are. Caller frees. */
char *masks_query(const Masks *masks, Pg *pg, const Table *table, const char *condition);

/* The statement that puts what masks leave in place of the values of those rows. Caller frees. */
char *masks_update(const Masks *masks, Pg *pg, const Table *table, const char *condition);

/* violations.c: looks, in the transaction that has the key, for masked rows that break a check, a
 * domain, the length of a type or the uniqueness that only the rows show. FAIL_DECISION names all
 * of them. `condition` as above for each table, or NULL. */
bool masks_verify(const Masks *masks, Pg *pg, char *(*condition)(const Table *, void *), void *data,
                  GError **error);
/* An error of a server about rows that have not been masked, without its text, which may hold one
 * of their values. */
void masks_censor(const Table *table, GError **error);
