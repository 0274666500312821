/* A statement's tree being walked for facts. Inside facts*.c alone.
 *
 * A Walk says what the facts that are added are about, and borrows it from the tree. facts.c finds
 * the function for a statement and has those for statements that are one fact or few;
 * facts_table.c has those for what happens inside of a table or a domain, facts_words.c what is
 * found without a tree.
 */
#pragma once

#include "text/facts.h"
#include "text/parse.h"

typedef struct {
    const Statement *statement;
    GPtrArray *facts;
    const char *what, *schema, *name; /* as in Fact */
} Walk;

/* Adds a fact about what the walk is about; `offset` in the statement, `part` may be NULL. */
Fact *walk_add(Walk *walk, FactKind kind, const char *part, gsize offset);
void walk_add_detailed(Walk *walk, FactKind kind, const char *part, gsize offset,
                       const char *detail);

/* From now on the walk is about the relation of a RangeVar, or about what the last members of a
 * list of names name (`from_end`: how many come after it). */
void walk_about(Walk *walk, const char *what, const Json *range_var);
void walk_about_listed(Walk *walk, const char *what, const Json *list, gsize from_end);

/* The kind of object that an ObjectType means, NULL when no fact is about such. */
const char *walk_what(const Json *node, const char *key);

/* AlterTableStmt and AlterDomainStmt. */
void walk_alter_table(Walk *walk, const Json *node);
void walk_alter_domain(Walk *walk, const Json *node);

/* The facts of a statement that the parser does not know, found word by word. */
void walk_words(Walk *walk);
