/* The tables that change, as an entity-relationship diagram of Mermaid, which GitHub draws inside
 * of Markdown. */
#pragma once

#include "report/report.h"

/* Appends the diagram without its fence. */
void mermaid_append(GString *out, const GPtrArray *tables, const GPtrArray *links);
