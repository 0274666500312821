/* Liquibase's formatted SQL: one file of change sets, each with its way back in comments. */
#pragma once

#include <glib.h>

/* Whether the text is that. */
gboolean liquibase_is(const char *text, gsize length);
/* Its way back, of the last change set first; NULL: one of them has none. Caller unrefs. */
GBytes *liquibase_down(const char *text, gsize length);
/* What a change set asks for that a migration cannot have ("labels", "context", …), and the line
 * that it stands in; NULL: nothing. Static. */
const char *liquibase_unsuited(const char *text, gsize length, guint *line);
/* A file of one change set. Caller frees. */
char *liquibase_text(const char *id, const char *up, const char *down);
