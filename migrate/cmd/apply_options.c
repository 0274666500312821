#include "cmd/apply_options.h"

#include "cmd/apply_hooks.h"

static bool take_last(ApplyView *view, GError **error) {
    const char *to = invocation_string(view->invocation, "to");
    const Migration *last = to ? history_find(view->history, to) : NULL;
    view->options.to = last ? last->version : NULL;
    if (!to || last)
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE, "%s has no migration %s", view->history->folder, to);
    return false;
}

bool apply_options_take(ApplyView *view, GError **error) {
    const Invocation *invocation = view->invocation;
    ApplyOptions *options = &view->options;
    if (!apply_hooks_open(view, error))
        return false;
    view->statements = invocation_flag(invocation, "plan");
    options->dry_run = view->statements || invocation_flag(invocation, "dry-run");
    options->allow_out_of_order = invocation_flag(invocation, "allow-out-of-order");
    options->allow_version = invocation_flag(invocation, "allow-version");
    options->together = invocation_flag(invocation, "single-transaction");
    options->strict = invocation_flag(invocation, "strict");
    options->adopt = invocation_flag(invocation, "adopt");
    options->check_drift = invocation_flag(invocation, "check-drift");
    if (options->pooler && options->check_drift) {
        g_set_error_literal(
            error, CMD_ERROR, FAIL_USAGE,
            "--check-drift is not possible through a transaction pooler, because no "
            "lock holds between the check and the migrations. Run "
            "'migrate drift' before, or use the server's own address");
        return false;
    }
    return apply_view_take_ledger(view, error) && take_last(view, error);
}
