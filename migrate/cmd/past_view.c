#include "cmd/past_view.h"

#include "base/term.h"

enum { SHORT_ID = 10, VALUE_LENGTH = 80 };

/* Who wrote the files of the history; NULL without git, with the reason in `error` where there is
 * one. */
static GHashTable *read_origins(const History *history, GError **error) {
    g_autoptr(GitRepo) repo = git_open(history->folder, error);
    g_autofree char *below = repo ? git_relative(repo, history->folder, error) : NULL;
    return below ? git_origins(repo, below, error) : NULL;
}

bool past_view_open_history(PastView *view, const Invocation *invocation, GError **error) {
    if (!project_open(&view->project, invocation_config(invocation), error))
        return false;
    History *history = history_read(view->project.names.migrations, error);
    view->source = history ? source_of_history(history) : NULL;
    if (!view->source)
        return false;
    g_autoptr(GError) unread = NULL;
    view->origins = read_origins(view->source->history, &unread);
    if (unread) {
        g_autofree char *why = term_escape(unread->message, false);
        term_print(stderr, "note: who wrote the migrations is not known: %s\n", why);
    }
    return true;
}

bool past_view_open(PastView *view, const Invocation *invocation, const char *object,
                    GError **error) {
    return past_view_open_history(view, invocation, error) &&
           (view->places = where_read(invocation, view->source->history, error)) &&
           past_read(&view->past, &view->project, view->source, object, error);
}

void past_view_clear(PastView *view) {
    past_clear(&view->past);
    g_clear_pointer(&view->origins, g_hash_table_unref);
    g_clear_pointer(&view->places, g_ptr_array_unref);
    g_clear_pointer(&view->source, source_free);
    project_clear(&view->project);
}

const Migration *past_view_migration(const PastView *view, guint index) {
    const History *history = view->source->history;
    guint count = history_count(history);
    return index < count ? history_at(history, index) : history->repeats->pdata[index - count];
}

static const GitOrigin *origin_of(const PastView *view, const Migration *migration) {
    return view->origins ? g_hash_table_lookup(view->origins, migration->below) : NULL;
}

const GitOrigin *past_view_origin(const PastView *view, guint index) {
    return origin_of(view, past_view_migration(view, index));
}

static char *format_time(gint64 when, const char *format) {
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(when);
    return time ? g_date_time_format(time, format) : g_strdup("");
}

static void print_commit(const GitOrigin *origin) {
    g_autofree char *author = term_escape(origin->author, false),
                    *subject = term_escape(origin->subject, false),
                    *date = format_time(origin->when, "%Y-%m-%d");
    term_print(stdout, "  %s%.*s%s  %s  %s\n    %s\n", term_style(stdout, STYLE_YELLOW), SHORT_ID,
               origin->commit, term_style(stdout, STYLE_PLAIN), date, author, subject);
}

void past_view_print_migration(const PastView *view, guint index) {
    const Migration *migration = past_view_migration(view, index);
    const GitOrigin *origin = origin_of(view, migration);
    g_autofree char *label = term_escape(migration->label, false);
    g_autofree char *where = view->places ? where_text(view->places, migration) : NULL;
    term_print(stdout, "%s%s%s", term_style(stdout, STYLE_BOLD), label,
               term_style(stdout, STYLE_PLAIN));
    if (origin)
        print_commit(origin);
    else
        term_print(stdout, "%s\n", view->origins ? "  no commit known" : "");
    if (where)
        term_print(stdout, "    %s\n", where);
}

json_t *past_view_migration_json(const PastView *view, guint index) {
    const Migration *migration = past_view_migration(view, index);
    const GitOrigin *origin = origin_of(view, migration);
    json_t *commit = json_null();
    if (origin) {
        g_autofree char *time = format_time(origin->when, "%Y-%m-%dT%H:%M:%SZ"),
                        *author = g_utf8_make_valid(origin->author, -1),
                        *subject = g_utf8_make_valid(origin->subject, -1);
        commit = json_pack("{s:s, s:s, s:s, s:s}", "id", origin->commit, "author", author, "time",
                           time, "subject", subject);
    }
    json_t *object = json_pack("{s:s, s:s, s:s, s:o}", "version",
                               *migration->version ? migration->version : migration->label, "name",
                               migration->name, "path", migration->path, "commit", commit);
    if (view->places && view->places->len > 0)
        json_object_set_new(object, "where", where_json(view->places, migration));
    return object;
}

char *past_view_label(const Kind *kind, const char *identity) {
    g_autofree char *label = g_strdup_printf("%s %s", kind->name, identity);
    return term_escape(label, false);
}

char *past_view_value(const char *value) {
    if (!value || !*value)
        return g_strdup(value ? "yes" : "none");
    g_autofree char *valid = g_utf8_make_valid(value, -1);
    g_auto(GStrv) words = g_regex_split_simple("\\s*\\n\\s*", valid, 0, 0);
    g_autofree char *line = g_strjoinv(" ", words);
    if (g_utf8_strlen(line, -1) <= VALUE_LENGTH)
        return term_escape(line, false);
    g_autofree char *head = g_utf8_substring(line, 0, VALUE_LENGTH - 1),
                    *shown = term_escape(head, false);
    return g_strconcat(shown, "…", NULL);
}

guint past_view_depth(const PastView *view, const Life *life) {
    guint depth = 0;
    for (; life->parent && !(view->past.asked && life->asked); life = life->parent)
        depth++;
    return depth;
}
