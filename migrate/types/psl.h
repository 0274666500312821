/* Psl: what Prisma's language can say of a catalog. Inside psl*.c and target_prisma.c alone.
 *
 * What it cannot say becomes a note of the model, so that nobody takes the schema for the whole.
 * Read back by prisma/, the text describes the same tables, but for what the notes name.
 * Everything belongs to the arena of what is being generated.
 */
#pragma once

#include "prisma/names.h"
#include "prisma/words.h"
#include "types/expose.h"

typedef struct {
    const char *column, *ops; /* ops: NULL: the default */
    bool descending;
} PslElement;

typedef struct {
    const char *name; /* in the database */
    bool primary, unique;
    const IndexTypeWord *method;
    PrismaList elements; /* of PslElement* */
} PslKey;

/* A table. */
typedef struct {
    const ModelRelation *relation;
    const char *symbol;
    GHashTable *fields; /* column → what the model calls it */
    GHashTable *types; /* column → Prisma's type, with native type; what is Unsupported has none */
    GHashTable *taken; /* names of fields */
    PrismaList keys;   /* of PslKey* */
    PrismaList notes;  /* of const char* */
    bool join;         /* of an implicit many-to-many relation: no model of its own */
    TypeNode *node;    /* NULL: a join */
} PslModel;

/* Reads a constraint or an index; false when the language cannot say it, or it is no key. */
bool psl_key_read(Arena *arena, const Object *object, PslKey *key);
/* Reads all of a model; what cannot be said is noted. */
void psl_keys_read(Arena *arena, PslModel *model);
/* Whether a key, in any order, is over these columns. */
bool psl_is_unique(const PslModel *model, const GPtrArray *columns);
/* The attribute of a key: of a field when it has one column and nothing else to say ("@id"), else
 * of the model; `*field` is that column, or NULL. */
const char *psl_key_text(Arena *arena, const PslModel *model, const PslKey *key,
                         const char **field);

/* " @default(…)" of a column, "" for none. `enums` are symbols of labels: "identity\nlabel" →
 * symbol. */
const char *psl_default(Arena *arena, const ModelRelation *relation, const ModelColumn *column,
                        const ScalarWord *scalar, GHashTable *labels);

/* Adds the relation fields of all models, and marks the tables that are only a relation. */
void psl_joins_find(const Generating *generating, GPtrArray *models);
void psl_relations_add(const Generating *generating, GPtrArray *models);

void psl_note(Arena *arena, PslModel *model, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* A text in double quotes. */
const char *psl_string(Arena *arena, const char *text);

/* What no model or enum can be called. NULL-terminated. */
extern const char *const types_prisma_reserved[];

/* Adds models[] to the root: fields[] (line, comment), attributes[] (text;
 * attributed: there are some), notes[] (text; noted); and used_schemas[] (in_schemas: each says its
 * own). */
void psl_expose(Generating *generating, TypeNode *root);
