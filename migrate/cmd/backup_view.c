#include "cmd/backup_view.h"

#include "apply/signals.h"
#include "base/term.h"
#include <signal.h>
#include <unistd.h>

enum { DRAW_EVERY = 200 * 1000 };

static char *progress_text(const BackupView *view, const BackupProgress *progress) {
    g_autofree char *bytes = g_format_size(progress->bytes),
                    *total = progress->total ? g_format_size(progress->total) : NULL;
    g_autoptr(GString) text = g_string_new(progress->what);
    g_string_append_printf(text, ": %s", bytes);
    if (total)
        g_string_append_printf(text, " of %s", total);
    if (progress->table_count > 0)
        g_string_append_printf(text, ", table %u of %" G_GINT64_FORMAT, progress->tables,
                               progress->table_count);
    g_string_append_printf(text, ", %.0f s",
                           (double)(g_get_monotonic_time() - view->started) / G_USEC_PER_SEC);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* BackupWatch.tell */
static void draw(const BackupProgress *progress, void *data) {
    BackupView *view = data;
    gint64 now = g_get_monotonic_time();
    if (!view->interactive || now - view->drawn_at < DRAW_EVERY)
        return;
    g_autofree char *text = progress_text(view, progress);
    term_print(stderr, TERM_CLEAR_LINE "%s", text);
    fflush(stderr);
    view->drawn = true;
    view->drawn_at = now;
}

void backup_view_init(BackupView *view) {
    *view = (BackupView){.interactive = isatty(STDERR_FILENO),
                         .started = g_get_monotonic_time(),
                         .watch = {draw, view}};
    view->drawn_at = view->started;
}

void backup_view_clear(BackupView *view) {
    if (view->drawn)
        term_print(stderr, TERM_CLEAR_LINE);
    view->drawn = false;
}

char *backup_view_took(const BackupView *view, guint64 bytes) {
    g_autofree char *size = g_format_size(bytes);
    return g_strdup_printf("%s in %.1f s", size,
                           (double)(g_get_monotonic_time() - view->started) / G_USEC_PER_SEC);
}

bool backup_view_end(BackupView *view, bool fine) {
    backup_view_clear(view);
    int number = signals_last();
    if (fine || number == 0)
        return fine;
    term_print(stderr, "migrate: stopped by %s; nothing was changed\n", g_strsignal(number));
    term_flush(NULL);
    raise(number);
    return false;
}

bool backup_jobs(const Invocation *invocation, guint *jobs, GError **error) {
    const char *text = invocation_string(invocation, "jobs");
    guint64 number = 0;
    if (text && !g_ascii_string_to_unsigned(text, 10, 1, 64, &number, NULL)) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "--jobs takes a number from 1 to 64, not '%s'",
                    text);
        return false;
    }
    *jobs = (guint)number;
    return true;
}
