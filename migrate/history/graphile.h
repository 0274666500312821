/* graphile-migrate's committed migrations: lines "--! Previous:", "--! Hash:" and others, an empty
 * line, and the SQL. The sum is over the previous sum and the SQL. LayoutForm (history/layout.h)
 * says what the functions are.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

gboolean graphile_is(const char *text, gsize length);
GBytes *graphile_down(const char *text, gsize length);
const char *graphile_unsuited(const char *text, gsize length, guint *line);
char *graphile_text(const char *id, const char *up, const char *down);
bool graphile_runs_alone(const char *text, gsize length);
const char *graphile_broken(const char *text, const char *before, guint *line);
