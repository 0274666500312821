/* Pages: what a schema's documentation says, before it is written in a format.
 *
 * Each object that is no part or property of another has a page: tables of what it has, links to
 * what it uses and what uses it, its SQL, its history. The same input gives the same pages in the
 * same order. All of it lives in the site's arena and borrows from the catalog; names are as they
 * are and may hold anything: each format escapes them. Pure.
 */
#pragma once

#include "doc/drawing.h"

typedef struct DocPage DocPage;

/* A text, which may lead to a page. */
typedef struct {
    const char *text; /* NULL: nothing */
    const DocPage *leads;
} DocCell;

typedef struct {
    const char *key; /* for programs: "type" */
    const char *title;
    bool code; /* it is SQL, or a name */
} DocColumn;

typedef struct {
    const char *key; /* "columns" */
    const char *title;
    const char *part;   /* what one of its rows is, by the name in the first column: "column"; NULL:
                           nothing that has a name */
    GPtrArray *columns; /* of DocColumn* */
    GPtrArray *rows;    /* of DocCell*, one array for each */
} DocTable;

struct DocPage {
    const Object *object;
    const char *kind; /* "materialized view" */
    const char *name; /* "public.users", unquoted where that is no question */
    const char *path; /* "table/public.users", without ending; letters that any file system has */
    const char *comment; /* NULL: none */
    GPtrArray *tables;   /* of DocTable* */
    const char *sql;     /* NULL: none */
};

/* The pages of a kind. */
typedef struct {
    const char *kind, *plural, *folder;
    GPtrArray *pages; /* of DocPage* */
} DocKind;

typedef struct {
    Arena *arena;
    const char *title, *source;
    GPtrArray *kinds; /* of DocKind*: those that there are */
    GPtrArray *pages; /* of DocPage*, by kind and name */
    guint columns;    /* of all tables */
    Drawing *drawing;
} DocSite;

/* What a migration did to an object or its parts; all text is for people. */
typedef struct {
    const char *kind, *identity; /* of the object, as it is called now */
    const char *migration, *date, *author, *subject;
    const char *change; /* a line */
} DocDeed;

typedef struct {
    const char *title;  /* of the project */
    const char *source; /* what is described, for people */
    const Catalog *catalog;
    GHashTable *sizes;      /* identity of a table, index or view → text; NULL: no database */
    const GPtrArray *deeds; /* of DocDeed*, in their order; NULL: no history */
} DocInput;

/* FAIL_DECISION where there is no order in which the objects could be made. */
DocSite *doc_site(const DocInput *input, GError **error);
void doc_site_free(DocSite *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocSite, doc_site_free)

/* Letters that a file's name and an anchor can have everywhere, another text for each name. Lives
 * in `arena`. */
const char *doc_slug(Arena *arena, const char *name);
/* "foreign key" of "foreign_key". Lives in `arena`. */
const char *doc_words(Arena *arena, const char *name);
