#include "apply/fault_point.h"
#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_FAULT = 99 };

static void act(const char *action) {
    if (strcmp(action, "kill9") == 0)
        raise(SIGKILL);
    else if (strcmp(action, "exit") == 0)
        _exit(EXIT_FAULT);
    else if (strcmp(action, "stop") == 0)
        raise(SIGSTOP);
    else if (strcmp(action, "term") == 0)
        raise(SIGTERM);
    else if (strcmp(action, "sleep") == 0)
        sleep(2);
}

void fault_point(const char *name) {
    static gsize looked = 0;
    static char **wanted = NULL;
    static gint passes = 0; /* of all threads */
    if (g_once_init_enter(&looked)) {
        const char *setting = g_getenv("MIGRATE_FAULT");
        wanted = setting ? g_strsplit(setting, ":", 3) : NULL;
        g_once_init_leave(&looked, 1);
    }
    if (!wanted || g_strv_length(wanted) < 2 || strcmp(wanted[0], name) != 0)
        return;
    guint64 nth = wanted[2] ? g_ascii_strtoull(wanted[2], NULL, 10) : 1;
    if ((guint64)g_atomic_int_add(&passes, 1) + 1 == nth)
        act(wanted[1]);
}
