/* A catalog rebuilt on the scratch server, in its words. */
#include "compare/draft_context.h"

/* A newer server makes them by itself where the older one has none. */
static bool is_unknown_to(const Catalog *catalog, const Change *change) {
    return change_kind(change)->min_server > catalog->server_version;
}

/* What one side has and the other lacks; how both word it may differ. */
static bool same_objects(const Catalog *now, const Catalog *wanted, GError **error) {
    g_autoptr(Diff) diff = diff_compare(now, wanted, NULL);
    g_autoptr(GString) lost = g_string_new(NULL);
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        if ((change->type == CHANGE_CREATE || change->type == CHANGE_DROP) &&
            !is_unknown_to(wanted, change))
            g_string_append_printf(lost, "%s%s %s", lost->len ? ", " : "",
                                   change_kind(change)->name, change_object(change)->identity);
    }
    if (!lost->len)
        return true;
    g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                "the scratch server cannot stand in for the database: %s", lost->str);
    return false;
}

bool draft_rebuild(Scratch *scratch, const SourceNames *names, const Catalog *catalog, Loaded *copy,
                   GError **error) {
    g_auto(Draft) draft = draft_new();
    g_autoptr(GHashTable) equals = equals_new();
    const DraftOptions options = {.file = "the database's schema"};
    *copy = (Loaded){.pg = scratch_database(scratch, error)};
    if (!copy->pg)
        return false;
    DraftContext context = {.draft = &draft,
                            .scratch = scratch,
                            .load = {pg_user(copy->pg), names->ignore, names->ignore_data},
                            .pg = copy->pg,
                            .new = catalog,
                            .options = &options,
                            .equals = equals};
    g_autoptr(Catalog) empty = catalog_load(copy->pg, &context.load, error);
    bool split = false;
    context.old = empty;
    if (!empty || !diff_rebuild(draft_diff(&context), error) ||
        !draft_plan(&context, NULL, error) || !draft_rehearse(&context, &split, error))
        return false;
    copy->catalog = catalog_load(copy->pg, &context.load, error);
    if (!copy->catalog || !same_objects(copy->catalog, catalog, error))
        return false;
    draft_copy_unsettled(copy->catalog, catalog);
    return true;
}
