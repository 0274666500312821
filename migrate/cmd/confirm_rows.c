#include "cmd/confirm_rows.h"

#include "base/term.h"

bool confirm_rows(const char *name, void *data, GError **error) {
    if (invocation_flag(data, "yes"))
        return true;
    if (term_is_interactive(stderr)) {
        g_autofree char *shown = term_escape(name, false);
        g_autofree char *question = g_strdup_printf(
            "%s is protected, and its rows would leave it as they are. Go on? [y/N] ", shown);
        g_autofree char *answer = term_ask(question);
        if (answer && g_ascii_tolower(*g_strstrip(answer)) == 'y')
            return true;
    }
    g_set_error(error, CMD_ERROR, FAIL_DECISION,
                "the environment \"%s\" is protected, and its rows leave it as they are only "
                "with --yes; --mask replaces what is personal",
                name);
    return false;
}
