/* Renames, as they are carried out: the server itself puts the new name into every definition. */
#include "compare/draft_context.h"

#include <string.h>

const Object *draft_find(const Catalog *catalog, const Address *address) {
    const Object *object = NULL;
    for (guint i = 0; address->classid && (object = catalog_nameable(catalog, i)); i++)
        if (memcmp(&object->address, address, sizeof *address) == 0)
            break;
    return object;
}

static bool is_refusal(const GError *error) {
    const SqlFault *fault = pg_fault(error);
    return fault && fault->sqlstate && !fault->connection_lost;
}

RenameResult draft_rename_one(DraftContext *context, const Object *old, const Object *new,
                              GError **error) {
    if (context->options->untried) {
        g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                    "%s %s is to be renamed to %s, and what a rename changes elsewhere only shows "
                    "when it is carried out on scratch: leave --no-rehearse out",
                    old->kind->name, old->identity, new->name);
        return RENAME_FAILED;
    }
    g_autoptr(Arena) arena = arena_new();
    Scope scope = {.object = old, .new_name = new->name, .new_literal = object_value(new, "label")};
    const char *sql = template_text(arena, old->kind->rename, &scope);
    GError *objection = NULL;
    if (!draft_run(context, sql, &objection)) {
        /* A script that fails leaves its search_path, which catalogs must not be read with. */
        bool refused = is_refusal(objection) && pg_pin(context->pg, NULL);
        g_propagate_prefixed_error(error, objection, "while renaming %s %s: ", old->kind->name,
                                   old->identity);
        return refused ? RENAME_REFUSED : RENAME_FAILED;
    }
    g_ptr_array_add(context->draft->rename_sql, g_strdup(sql));
    g_ptr_array_add(context->draft->renames,
                    g_strdup_printf("%s to %s", object_label(arena, old), new->name));
    const Object *before = draft_find(context->original, &old->address);
    g_ptr_array_add(context->draft->undo_renames,
                    g_strdup_printf("%s %s=%s %s", new->kind->name, new->identity, old->kind->name,
                                    before ? before->identity : old->identity));
    Catalog *again = catalog_load(context->pg, &context->load, error);
    if (!again)
        return RENAME_FAILED;
    draft_forget_diff(context);
    catalog_free(context->draft->renamed);
    context->old = context->draft->renamed = again;
    if (context->wanted)
        loaded_follow(context->wanted, again);
    return RENAME_DONE;
}
