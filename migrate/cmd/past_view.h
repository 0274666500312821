/* What `log` and `blame` have in common: the past of a project's history, with who wrote each
 * migration, and how values and migrations are printed. */
#pragma once

#include "cmd/answer.h"
#include "cmd/where.h"
#include "compare/past.h"
#include "git/repo.h"

typedef struct {
    Project project;
    Source *source;      /* the history */
    GHashTable *origins; /* of GitOrigin* by the path of a migration's file; NULL: no git */
    GPtrArray *places;   /* of Place*: the environments that were asked; NULL: none */
    Past past;
} PastView;

/* Reads the history alone, and who wrote it. Where git cannot be read, a note says why. */
bool past_view_open_history(PastView *view, const Invocation *invocation, GError **error);
/* Reads the past of `object` (NULL: of all), too, and the ledgers that WHERE_OPTIONS ask for. */
bool past_view_open(PastView *view, const Invocation *invocation, const char *object,
                    GError **error);
void past_view_clear(PastView *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PastView, past_view_clear)

const Migration *past_view_migration(const PastView *view, guint index);
/* Who wrote its file; NULL: that is not known. */
const GitOrigin *past_view_origin(const PastView *view, guint index);
/* One line: the migration, its commit, when, who; and below it the commit's subject, and where the
 * migration is. */
void past_view_print_migration(const PastView *view, guint index);
/* {"version", "name", "path", "commit": null | {"id", "author", "time", "subject"}}, with "where"
 * if environments were asked */
json_t *past_view_migration_json(const PastView *view, guint index);

/* "table public.users". Caller frees. */
char *past_view_label(const Kind *kind, const char *identity);
/* A value on one line, not too long: "none" for NULL, "yes" where it only has to be there. Caller
 * frees. */
char *past_view_value(const char *value);
/* How deep below what was asked for (or below the top) something is. */
guint past_view_depth(const PastView *view, const Life *life);
