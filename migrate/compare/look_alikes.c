/* Look-alikes: a drop and an add that may be a rename, settled by a flag, by an answer, or, where
 * it comes to the same, without a question. */
#include "compare/draft_context.h"

#include <string.h>

typedef struct {
    Address old; /* outlives renames */
    const Object *new;
} Request;

static GArray *find_equals(DraftContext *context) {
    g_autoptr(GArray) found = rename_look_alikes(draft_diff(context), false);
    GArray *requests = g_array_new(FALSE, FALSE, sizeof(Request));
    for (guint i = 0; i < found->len; i++) {
        const LookAlike *alike = &g_array_index(found, LookAlike, i);
        Request request = {alike->old->address, alike->candidates->pdata[0]};
        g_array_append_val(requests, request);
    }
    return requests;
}

/* Renames that come to the same as a drop and an add, and cost less. One that the server refuses,
 * because the name is still taken, is a drop and an add after all, unless another rename frees it.
 */
static bool rename_equals(DraftContext *context, GError **error) {
    for (bool again = !context->options->untried; again;) {
        again = false;
        g_autoptr(GArray) requests = find_equals(context);
        for (guint i = 0; i < requests->len; i++) {
            const Request *request = &g_array_index(requests, Request, i);
            const Object *old = draft_find(context->old, &request->old);
            /* A parent's rename may have been this one's, too. */
            if (!old || strcmp(old->identity, request->new->identity) == 0)
                continue;
            g_autoptr(GError) objection = NULL;
            RenameResult result = draft_rename_one(context, old, request->new, &objection);
            again = again || result == RENAME_DONE;
            if (result == RENAME_FAILED) {
                g_propagate_error(error, g_steal_pointer(&objection));
                return false;
            }
        }
    }
    return true;
}

static bool is_refused(const DraftContext *context, const Object *old) {
    if (context->options->no_rename_at_all)
        return true;
    const char *const *given = context->options->no_renames;
    for (guint i = 0; given && given[i]; i++) {
        g_autofree char *qualified = g_strdup_printf("public.%s", given[i]);
        if (strcmp(given[i], old->identity) == 0 || strcmp(qualified, old->identity) == 0)
            return true;
    }
    return g_hash_table_contains(context->refused, old->identity);
}

static void describe_question(const LookAlike *alike, GString *text) {
    g_string_append_printf(text, "\n  %s %s is gone, and %s the same definition; choose:\n",
                           alike->old->kind->name, alike->old->identity,
                           alike->candidates->len > 1 ? "several new ones have" : "a new one has");
    for (guint i = 0; i < alike->candidates->len; i++) {
        const Object *new = alike->candidates->pdata[i];
        g_autofree char *pair = g_strdup_printf("%s=%s", alike->old->identity, new->identity);
        g_autofree char *quoted = g_shell_quote(pair);
        g_string_append_printf(text, "    --rename %s\n", quoted);
    }
    g_autofree char *quoted = g_shell_quote(alike->old->identity);
    g_string_append_printf(text, "    --no-rename=%s (a drop and an add)", quoted);
}

static bool carry_out(DraftContext *context, const Object *old, const Object *new, bool *renamed,
                      GError **error) {
    GError *objection = NULL;
    RenameResult result = draft_rename_one(context, old, new, &objection);
    *renamed = result == RENAME_DONE;
    if (result == RENAME_REFUSED)
        draft_refuse_rename(context, old, new, objection, error);
    else if (result == RENAME_FAILED)
        g_propagate_error(error, g_steal_pointer(&objection));
    g_clear_error(&objection);
    return *renamed;
}

/* Asks about one look-alike, or collects the question. True when the catalogs changed. */
static bool settle(DraftContext *context, const LookAlike *alike, GString *open, bool *renamed,
                   GError **error) {
    if (is_refused(context, alike->old))
        return true;
    const DraftOptions *options = context->options;
    int answer = options->ask ? options->ask(alike) : ANSWER_UNKNOWN;
    if (answer == ANSWER_UNKNOWN)
        describe_question(alike, open);
    else if (answer == ANSWER_NONE)
        g_hash_table_add(context->refused, g_strdup(alike->old->identity));
    else
        return carry_out(context, alike->old, alike->candidates->pdata[answer], renamed, error);
    return true;
}

static bool settle_look_alikes(DraftContext *context, GError **error) {
    for (bool renamed = true; renamed;) {
        renamed = false;
        g_autoptr(GArray) found = rename_look_alikes(draft_diff(context), true);
        g_autoptr(GString) open = g_string_new(NULL);
        for (guint i = 0; i < found->len && !renamed; i++)
            if (!settle(context, &g_array_index(found, LookAlike, i), open, &renamed, error))
                return false;
        if (open->len) {
            g_set_error(
                error, COMPARE_ERROR, FAIL_DECISION,
                "a rename and a drop with an add look the same, and only you know which it is:%s\n"
                "  Or write \"%s renamed from OLD_NAME\" above the new name in the schema.",
                open->str, context->prisma ? "/// @migrate" : "-- migrate:");
            return false;
        }
    }
    return true;
}

bool draft_rename(DraftContext *context, GError **error) {
    return draft_apply_stated_renames(context, error) && settle_look_alikes(context, error) &&
           rename_equals(context, error);
}
