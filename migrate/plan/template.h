/* Templates: SQL with holes, filled from objects. The grammar stands in catalog/kind.h. */
#pragma once

#include "base/arena.h"
#include "catalog/catalog.h"

/* One statement. With an `action`, it reads "prefix action suffix" and may share prefix and suffix
 * with its neighbours. */
typedef struct {
    const char *prefix; /* the whole statement when `action` is NULL */
    const char *action, *suffix;
    PartMode mode;
    bool begins;      /* what stands before it in its step has to be committed */
    bool early, wide; /* see KindPart */
} Sql;

/* What the holes are filled from; unused parts are NULL. */
typedef struct {
    const Object *object, *old;
    const char *argument;    /* {1} */
    const char *aside;       /* {aside} */
    const char *new_name;    /* {new} */
    const char *new_literal; /* {new_literal} */
    bool replace;            /* {?replace} */
    bool alone;              /* {?alone} */
    bool lone;               /* {?lone} */
    bool branch;             /* {?branch} */
    bool counted;            /* {?counted} */
    bool there;              /* {?there} */
    const char *parts;       /* {parts}; NULL: none */
    const char *along;       /* {along} */
    const char *leaf;        /* {leaf} */
} Scope;

/* The statements of `template`, appended to `out` (of Sql) with their text in `arena`. False when
 * the template is not open. */
bool template_statements(Arena *arena, const char *template, const Scope *scope, GArray *out);

/* The text of a template without statements in it; NULL when it is not open. */
const char *template_text(Arena *arena, const char *template, const Scope *scope);
