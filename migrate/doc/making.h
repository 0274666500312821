/* What the files that make pages share. Inside doc/ only. */
#pragma once

#include "doc/page.h"
#include "types/relations.h"

typedef struct {
    DocSite *site;
    const DocInput *input;
    Model *model;
    GHashTable *pages;     /* Object* → DocPage* */
    GHashTable *relations; /* "schema.name", unquoted → ModelRelation* */
    GHashTable *users;     /* Object* → GPtrArray of DocPage*: what uses it, in order */
    GHashTable *deeds;     /* "kind identity" → GPtrArray of DocDeed* */
} DocMaking;

/* tables.c: the tables of a page, in their order. */
void doc_add_tables(const DocMaking *making, DocPage *page);

/* cells.c: words, which live in `arena`. */
const char *doc_plural(Arena *arena, const char *words);
/* With a capital in front. */
const char *doc_title(Arena *arena, const char *words);

/* cells.c: the page of what `object` is a part of; NULL: it has none. */
DocPage *doc_page_of(const DocMaking *making, const Object *object);

/* cells.c: making tables. Text is borrowed. */
DocTable *doc_table(const DocMaking *making, const char *key, const char *title, const char *part);
void doc_column(const DocMaking *making, DocTable *table, const char *key, const char *title,
                bool code);
/* A row of empty cells. */
DocCell *doc_row(const DocMaking *making, DocTable *table);
/* Adds it to the page unless it has no rows; takes it. Columns without any text are left out, but
 * for the first. */
void doc_take(DocPage *page, DocTable *table);
/* The comment on `object` (of its column, where that is not NULL) as text, or NULL. */
const char *doc_comment(const DocMaking *making, const Object *object, const char *column);
/* What an attribute says: "yes" where it only has to be there. NULL: nothing. */
const char *doc_value(const char *value);

/* relations.c: what only tables and views have. */
void doc_add_columns(const DocMaking *making, DocPage *page);
void doc_add_references(const DocMaking *making, DocPage *page);
/* privileges.c: who may do what. */
void doc_add_privileges(const DocMaking *making, DocPage *page);
