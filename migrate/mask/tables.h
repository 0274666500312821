/* Tables: what a live database holds rows in, as masks, copies and files of rows see it.
 *
 * Read in the transaction that is open on the connection, with catalogs only. A partitioned table
 * stands for its partitions; what belongs to an extension is left out, and so is what the caller
 * ignores. Names are the server's, `id` as SQL writes them. All of it is read-only and lives in
 * `arena`.
 */
#pragma once

#include "base/arena.h"
#include "catalog/load.h"
#include "pg/pg.h"

typedef struct TablesTable Table;

/* What values of a type can be replaced by. */
typedef enum {
    VALUES_TEXT,
    VALUES_INTEGER,
    VALUES_NUMBER,
    VALUES_DATE, /* and times with a date */
    VALUES_NETWORK,
    VALUES_JSON,
    VALUES_UUID,
    VALUES_BYTES,
    VALUES_OTHER,
    VALUES_KINDS
} Values;

typedef struct {
    const char *name, *id;
    const char *type;     /* that its domains are over, without a modifier */
    const char *declared; /* as the column is declared */
    Values values;
    bool personal; /* of a type that is to be classified: text, date, network, json, bytes or an
                      extension's, or one that holds such values */
    bool array;
    bool not_null, generated, identity, always; /* always: GENERATED ALWAYS AS IDENTITY */
    bool folds; /* its values are equal whatever their case: citext */
    bool has_default;
    guint most;         /* characters; 0: any number */
    const char *label;  /* the SECURITY LABEL of the provider anon, or NULL */
    const char *unique; /* the name of a unique or exclusion index that covers it, or NULL */
    bool primary;
    const char *enum_labels; /* of an enum: an array of texts; or NULL */
    const char *parts; /* of a composite type: those of its attributes, "integer|text"; or NULL */
    bool json_cast;    /* its values are shown in json by a cast that has no way back: hstore */
} TableColumn;

typedef struct {
    const char *name;
    Table *from, *to;
    GPtrArray *columns, *referenced; /* of TableColumn*, side by side */
    bool deferrable;
} ForeignKey;

/* A check of the table, or of the domain of one of its columns, whose expression calls the column
 * VALUE. */
typedef struct {
    const char *name, *expression;
    TableColumn *value; /* of a domain; NULL: of the table */
    GPtrArray *columns; /* of TableColumn* that it looks at */
} TableCheck;

typedef struct {
    const char *name;
    GPtrArray *columns; /* of TableColumn*; not all, where the index has expressions */
    bool plain;         /* nothing but columns, of all rows */
    bool primary;
} UniqueKey;

struct TablesTable {
    guint32 oid;
    const char *schema, *name, *id;
    bool partitioned;
    gint64 estimate;        /* of its rows */
    GPtrArray *columns;     /* of TableColumn*, without generated ones' values being stated */
    GPtrArray *references;  /* of ForeignKey* of this table */
    GPtrArray *referencing; /* … of others, and itself, to it */
    GPtrArray *checks;      /* of TableCheck* */
    GPtrArray *uniques;     /* of UniqueKey* */
    GPtrArray *parents;     /* of Table* that it inherits from */
};

typedef struct {
    Arena *arena;
    GPtrArray *tables;    /* of Table*, by id */
    GPtrArray *sequences; /* of char*, ids */
    GPtrArray *views; /* materialized ones that have rows: char*, ids, in the order to refresh */
    GHashTable *by_oid;
    GPtrArray *lists; /* internal: what the lists above are freed with */
} Tables;

/* `ignore` (may be NULL) as LoadOptions has it. Caller frees. */
Tables *tables_read(Pg *pg, LoadIgnore ignore, void *data, GError **error);
void tables_free(Tables *tables);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tables, tables_free)

/* By its name as a user writes it: "people.pupil", or "pupil" of the schema `home` (NULL: public),
 * with quotes or without. NULL: there is none. */
Table *tables_find(const Tables *tables, const char *name, const char *home);
/* By unquoted names. */
Table *tables_named(const Tables *tables, const char *schema, const char *name);
TableColumn *table_column(const Table *table, const char *name);
/* Columns that a copy states: "a, b"; those that are generated are not among them. Caller frees. */
char *table_column_list(const Table *table);
/* "ONLY people.pupil", or the name of a partitioned table. Caller frees. */
char *table_only(const Table *table);
