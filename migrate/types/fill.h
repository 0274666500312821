/* Filling a template from nodes.
 *
 *   {{name}}          the text called so; nothing where there is none
 *   {{name|filter}}   the text, as the filter writes it; {{name|filter:argument}}
 *   {{#name}}…{{/}}   for each item of the list, or once where there is a text
 *   {{^name}}…{{/}}   once where the list is empty and there is no text
 *   {{,}}             what stands between here and the end of its {{#list}} is left out for the
 *                     last item
 *
 * A line that holds nothing but one {{#…}}, {{^…}} or {{/}} goes away with its line end. Filters
 * are the target's (types/target.h).
 */
#pragma once

#include "types/node.h"

/* Writes `text` for `argument` ("" without one); appends to `out`. */
typedef void (*FillFilter)(const char *text, const char *argument, GString *out);
typedef struct {
    const char *name;
    FillFilter write;
} Filter;

/* `filters` ends with {0}. A template that is not well formed is a bug and aborts. */
void fill(const char *template, const TypeNode *node, const Filter *filters, GString *out);
/* The same as a text of the arena. */
const char *fill_text(Arena *arena, const char *template, const TypeNode *node, const Filter *filters);
