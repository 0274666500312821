/* Renames, as they are carried out: the server itself puts the new name into every definition. */
#include "source/making.h"

#include "source/directives.h"
#include <string.h>

static const Object *find_address(const Catalog *catalog, const Address *address) {
    for (guint i = 0; i < catalog->count; i++)
        if (catalog->objects[i]->address.classid &&
            memcmp(&catalog->objects[i]->address, address, sizeof *address) == 0)
            return catalog->objects[i];
    return NULL;
}

/* Carries one rename out on scratch and reads the old side again, so that the server itself puts
 * the name into every definition. */
static bool rename_one(Making *making, const Object *old, const Object *new, GError **error) {
    g_autoptr(Arena) arena = arena_new();
    Scope scope = {.object = old, .new_name = new->name, .new_literal = object_value(new, "label")};
    const char *sql = template_text(arena, old->kind->rename, &scope);
    if (!making_run(making, sql, error)) {
        g_prefix_error(error, "while renaming %s %s: ", old->kind->name, old->identity);
        return false;
    }
    g_ptr_array_add(making->draft->rename_sql, g_strdup(sql));
    g_ptr_array_add(making->draft->renames,
                    g_strdup_printf("%s to %s", object_label(arena, old), new->name));
    const Object *before = find_address(making->original, &old->address);
    g_ptr_array_add(making->draft->undo_renames,
                    g_strdup_printf("%s %s=%s %s", new->kind->name, new->identity, old->kind->name,
                                    before ? before->identity : old->identity));
    Catalog *again = catalog_load(making->pg, &making->load, error);
    if (!again)
        return false;
    catalog_free(making->draft->renamed);
    making->old = making->draft->renamed = again;
    return true;
}

/* A --rename, understood before anything is renamed: addresses outlive renames. */
typedef struct {
    Address old;
    const Object *new;
} Request;

static bool read_request(const Making *making, const char *text, Request *request, GError **error) {
    g_autofree char *from = NULL, *to = NULL;
    if (!rename_split(text, &from, &to, error))
        return false;
    const Object *old = rename_find(making->old, NULL, from, "the history", error);
    const Object *new = old ? rename_find(making->new, old->kind, to, "the schema", error) : NULL;
    if (!new)
        return false;
    *request = (Request){old->address, new};
    return true;
}

/* Objects first, then what belongs to them. */
static gint by_depth(gconstpointer a, gconstpointer b) {
    const Request *one = a, *two = b;
    return (one->new->parent != NULL) - (two->new->parent != NULL);
}

static bool obey_flags(Making *making, GError **error) {
    g_autoptr(GArray) requests = g_array_new(FALSE, FALSE, sizeof(Request));
    const char *const *renames = making->options->renames;
    for (guint i = 0; renames && renames[i]; i++) {
        Request request;
        if (!read_request(making, renames[i], &request, error))
            return false;
        g_array_append_val(requests, request);
    }
    g_array_sort(requests, by_depth);
    for (guint i = 0; i < requests->len; i++) {
        const Request *request = &g_array_index(requests, Request, i);
        const Object *old = find_address(making->old, &request->old);
        if (!rename_is_sibling(old, request->new)) {
            g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                        "%s %s cannot become %s by a rename: a rename changes an object's own "
                        "name, not its schema, its table or its arguments",
                        old->kind->name, old->identity, request->new->identity);
            return false;
        }
        if (!rename_one(making, old, request->new, error))
            return false;
    }
    return true;
}

/* The old object that a directive speaks of. */
static const Object *find_old(const Making *making, const RenameDirective *directive) {
    for (guint i = 0; i < making->old->count; i++) {
        const Object *old = making->old->objects[i];
        if (old->kind == directive->object->kind && rename_has_name(old, directive->old_name) &&
            rename_is_sibling(old, directive->object))
            return old;
    }
    return NULL;
}

static bool obey_directive(Making *making, const RenameDirective *directive, GError **error) {
    const Object *new = directive->object;
    if (catalog_find(making->old, new->kind, new->identity)) {
        g_ptr_array_add(
            making->draft->notes,
            g_strdup_printf(
                "%s:%u: the rename from %s is in the history already; the directive can go",
                directive->file, directive->line, directive->old_name));
        return true;
    }
    const Object *old = new->kind->rename ? find_old(making, directive) : NULL;
    if (!old) {
        g_set_error(error, SOURCE_ERROR, FAIL_USAGE,
                    "%s:%u: %s %s says that it was renamed from %s, but the history has no such %s",
                    directive->file, directive->line, new->kind->name, new->identity,
                    directive->old_name, new->kind->name);
        return false;
    }
    return rename_one(making, old, new, error);
}

static bool obey_directives(Making *making, const Source *schema, GError **error) {
    if (!schema || schema->type != SOURCE_SCHEMA)
        return true;
    g_autoptr(GPtrArray) directives = directives_read(schema, making->new, error);
    for (guint i = 0; directives && i < directives->len; i++)
        if (!obey_directive(making, directives->pdata[i], error))
            return false;
    return directives != NULL;
}

/* Renames that come to the same as a drop and an add, and cost less. */
static bool rename_equals(Making *making, GError **error) {
    for (bool again = true; again;) {
        g_autoptr(Diff) diff = diff_compare(making->old, making->new, making->equals);
        g_autoptr(GArray) found = rename_look_alikes(diff, false);
        again = found->len > 0;
        g_autoptr(GArray) requests = g_array_new(FALSE, FALSE, sizeof(Request));
        for (guint i = 0; i < found->len; i++) {
            const LookAlike *alike = &g_array_index(found, LookAlike, i);
            Request request = {alike->old->address, alike->candidates->pdata[0]};
            g_array_append_val(requests, request);
        }
        for (guint i = 0; i < requests->len; i++) {
            const Request *request = &g_array_index(requests, Request, i);
            if (!rename_one(making, find_address(making->old, &request->old), request->new, error))
                return false;
        }
    }
    return true;
}

static bool is_refused(const Making *making, const Object *old) {
    if (making->options->no_rename_at_all)
        return true;
    const char *const *given = making->options->no_renames;
    for (guint i = 0; given && given[i]; i++) {
        g_autofree char *qualified = g_strdup_printf("public.%s", given[i]);
        if (strcmp(given[i], old->identity) == 0 || strcmp(qualified, old->identity) == 0)
            return true;
    }
    return g_hash_table_contains(making->refused, old->identity);
}

static void describe_question(const LookAlike *alike, GString *text) {
    g_string_append_printf(text, "\n  %s %s goes and %s comes, with the same definition; choose:\n",
                           alike->old->kind->name, alike->old->identity,
                           alike->candidates->len > 1 ? "one of several" : "another");
    for (guint i = 0; i < alike->candidates->len; i++) {
        const Object *new = alike->candidates->pdata[i];
        g_autofree char *pair = g_strdup_printf("%s=%s", alike->old->identity, new->identity);
        g_autofree char *quoted = g_shell_quote(pair);
        g_string_append_printf(text, "    --rename %s\n", quoted);
    }
    g_autofree char *quoted = g_shell_quote(alike->old->identity);
    g_string_append_printf(text, "    --no-rename=%s (a drop and an add)", quoted);
}

/* Asks about one look-alike, or collects the question. True when the catalogs changed. */
static bool settle(Making *making, const LookAlike *alike, GString *open, bool *renamed,
                   GError **error) {
    if (is_refused(making, alike->old))
        return true;
    const DraftOptions *options = making->options;
    int answer = options->ask ? options->ask(alike, options->ask_data) : ANSWER_UNKNOWN;
    if (answer == ANSWER_UNKNOWN)
        describe_question(alike, open);
    else if (answer == ANSWER_NONE)
        g_hash_table_add(making->refused, g_strdup(alike->old->identity));
    else {
        *renamed = true;
        return rename_one(making, alike->old, alike->candidates->pdata[answer], error);
    }
    return true;
}

static bool settle_look_alikes(Making *making, GError **error) {
    for (bool renamed = true; renamed;) {
        renamed = false;
        g_autoptr(Diff) diff = diff_compare(making->old, making->new, making->equals);
        g_autoptr(GArray) found = rename_look_alikes(diff, true);
        g_autoptr(GString) open = g_string_new(NULL);
        for (guint i = 0; i < found->len && !renamed; i++)
            if (!settle(making, &g_array_index(found, LookAlike, i), open, &renamed, error))
                return false;
        if (open->len) {
            g_set_error(
                error, SOURCE_ERROR, FAIL_DECISION,
                "a rename and a drop with an add look the same, and only you know which it is:%s\n"
                "  Or write \"-- migrate: renamed from OLD_NAME\" above the new name in the "
                "schema.",
                open->str);
            return false;
        }
    }
    return true;
}

bool making_rename(Making *making, const Source *schema, GError **error) {
    return obey_flags(making, error) && obey_directives(making, schema, error) &&
           settle_look_alikes(making, error) && rename_equals(making, error);
}
