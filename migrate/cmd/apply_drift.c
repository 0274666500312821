/* What differs between a database and the replay of what its ledger has, as problems. */
#include "cmd/apply_view.h"
#include "cmd/drafting.h"

Source *apply_view_source(const History *history, const Ledger *ledger) {
    Source *source = g_new0(Source, 1);
    source->type = SOURCE_MIGRATIONS;
    source->label = g_strdup("the applied migrations");
    source->scripts = g_ptr_array_new_with_free_func((GDestroyNotify)script_free);
    for (guint i = 0; i < history_count(history); i++) {
        const Migration *migration = history_at(history, i);
        const LedgerRow *row = ledger == NULL ? NULL : ledger_find(ledger, migration->version);
        if (ledger == NULL || (row != NULL && ledger_is_applied(row)))
            g_ptr_array_add(source->scripts,
                            script_new(migration->path, migration->text, migration->transactional));
    }
    return source;
}

static char *differing_attributes(const Change *change) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; change_kind(change)->attrs[i].column; i++)
        if (change->differing >> i & 1)
            g_ptr_array_add(names, (gpointer)change_kind(change)->attrs[i].column);
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

/* Whether the change of its parent says it already. */
static bool is_implied(const Diff *diff, const Change *change) {
    const Object *parent = change_object(change)->parent;
    if (parent == NULL)
        return false;
    const Change *above = change->new ? diff->of_new[parent->index] : diff->of_old[parent->index];
    return above->type == change->type &&
           (change->type == CHANGE_CREATE || change->type == CHANGE_DROP);
}

static void add_difference(const Diff *diff, const Change *change, Problems *problems) {
    const char *label = object_label(diff->arena, change_object(change));
    if (change->type == CHANGE_CREATE) {
        problems_add(problems, "drift", FAIL_DECISION,
                     "%s is in the database, but no applied migration makes it", label);
    } else if (change->type == CHANGE_DROP) {
        problems_add(problems, "drift", FAIL_DECISION,
                     "%s is not in the database, although the applied migrations make it", label);
    } else {
        g_autofree char *names = differing_attributes(change);
        problems_add(problems, "drift", FAIL_DECISION,
                     "%s is not what the applied migrations make: %s", label,
                     *names == '\0' ? "the order of its parts" : names);
    }
}

bool apply_view_drift(const Ledger *ledger, const Catalog *live, Problems *problems, void *data,
                      GError **error) {
    ApplyView *view = data;
    g_autoptr(Source) source = apply_view_source(view->history, ledger);
    g_auto(Loaded) made = {0};
    const Loaded found = {.catalog = (Catalog *)live};
    if (!drafting_is_complete(&found, "the database", error) ||
        !project_start_scratch(&view->project, error) ||
        !source_load(view->project.scratch, &view->project.names, source, &made, NULL, error)) {
        g_prefix_error(error, "while looking for drift: ");
        return false;
    }
    if (made.catalog->server_version / 10000 != live->server_version / 10000) {
        problems_add(problems, "other-major", FAIL_ENVIRONMENT,
                     "drift cannot be told: the scratch server is PostgreSQL %d and the database "
                     "is PostgreSQL %d",
                     made.catalog->server_version / 10000, live->server_version / 10000)
            ->fix = g_strdup_printf("install PostgreSQL %d and set 'server = %d' in [project]",
                                    live->server_version / 10000, live->server_version / 10000);
        return true;
    }
    g_autoptr(Diff) diff = diff_compare(made.catalog, live, NULL);
    guint before = problems->len;
    for (guint i = 0; i < diff->count; i++)
        if (diff->changes[i].type != CHANGE_NONE && !is_implied(diff, &diff->changes[i]))
            add_difference(diff, &diff->changes[i], problems);
    if (problems->len > before)
        ((Problem *)problems->pdata[problems->len - 1])->fix =
            g_strdup("'migrate drift' shows it as SQL, and can undo it or take it over");
    return true;
}
