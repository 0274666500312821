/* Facts: what a statement does to existing objects, as far as rules for migrations need it.
 *
 * A fact is what the statement says, not what the server would find: a name may refer to anything,
 * and a type may be the one that the column has already. Of a statement that cannot be parsed (see
 * text/tree.h; one of a newer server) only a few are found, word by word: a secret, a table that is
 * created or changed, and NOT NULL constraints that it gets. What each form locks and rewrites:
 * manual, "ALTER TABLE", "CREATE INDEX", "Explicit Locking".
 */
#pragma once

#include "text/scan.h"

typedef enum {
    FACT_CREATES, /* a relation, type, routine or schema; `what` is its Kind's name */
    FACT_CHANGES, /* something that may be there: altered, renamed, dropped, or a table that gets an
                     index, a trigger or a policy */
    FACT_SECRET,  /* a literal holds a password; `detail`: whose */

    FACT_ADD_COLUMN_VOLATILE, /* `detail`: the function that makes the default volatile */
    FACT_ADD_COLUMN_SERIAL,   /* `detail`: "serial", "an identity" */
    FACT_ADD_COLUMN_STORED,   /* generated */
    FACT_ADD_COLUMN_REQUIRED, /* NOT NULL, and nothing that gives it a value */
    FACT_ADD_COLUMN,          /* any other: what its type and default cost is not said */
    FACT_ALTER_COLUMN_TYPE,   /* to whatever type: what it was is not said */
    FACT_SET_NOT_NULL,
    FACT_ADD_CHECK, /* these are validated at once */
    FACT_ADD_FOREIGN_KEY,
    FACT_ADD_UNIQUE, /* these build an index */
    FACT_ADD_PRIMARY_KEY,
    FACT_ADD_EXCLUSION,
    FACT_USING_INDEX, /* a unique constraint or primary key of an index that is there */
    FACT_ADD_NOT_VALID,
    FACT_DOMAIN_CHECK, /* validated at once */
    FACT_DOMAIN_NOT_NULL,
    FACT_VALIDATE,
    FACT_CREATE_INDEX, /* the next three: not concurrently */
    FACT_DROP_INDEX,
    FACT_REINDEX,
    FACT_REINDEX_ALL,    /* `detail`: of what; not concurrently, either */
    FACT_REINDEX_SYSTEM, /* which has no concurrent form */
    FACT_DROP_TABLE,     /* also a materialized view */
    FACT_DROP_COLUMN,
    FACT_DROP_CONSTRAINT,
    FACT_DROP_CASCADE, /* `what`, `name`, `part`: whose dependents go, too */
    FACT_DROP_MANY,    /* `detail`: all of what: "the extension x", "what x owns" */
    FACT_RENAME,       /* `what`: "table", "column", "enum_label", …; also SET SCHEMA */
    FACT_REWRITE,      /* `detail`: "VACUUM FULL", "SET TABLESPACE", … */
    FACT_REFRESH,      /* a materialized view, not concurrently */
    FACT_DETACH_PARTITION,
    FACT_ATTACH_PARTITION, /* `part`: the partition, also of the next */
    FACT_PARTITION_OF,     /* one is created */
    FACT_SET_NAMES,        /* `detail`: "search_path", "ROLE": what names after it mean */
    FACT_LOCK,
    FACT_TRUNCATE,
    FACT_UPDATE_ALL, /* no condition, or one that always holds; also inside of WITH */
    FACT_DELETE_ALL,
    FACT_TOUCHES, /* rows of it, its comment or its privileges: facts_add_touched() */
    FACT_COUNT
} FactKind;

typedef struct {
    FactKind kind;
    const char *what; /* of `name`: "table", …; static */
    char *schema;     /* as written, unquoted; NULL when not given */
    char *name;       /* the relation, type, …; NULL: unknown, or all there are */
    char *part; /* its column, constraint or label, or the index; NULL: none, or without name */
    char *detail;
    gsize offset;       /* in the statement, bytes */
    guint line, column; /* in the script */
} Fact;

/* An empty array of Fact*, which it owns. Caller unrefs. */
GPtrArray *facts_new(void);
/* Appends what `statement` does, in its order. */
void facts_add(GPtrArray *facts, const Statement *statement);

/* The same for what it does to what belongs to others, though it changes no definition: rows that it
 * writes, comments and privileges; and what a DO block does, as far as single words tell. */
void facts_add_touched(GPtrArray *facts, const Statement *statement);

/* "public.users", "users.mail", …, as a person would write it. Caller frees. */
char *fact_label(const Fact *fact);
