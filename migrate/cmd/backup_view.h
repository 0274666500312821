/* What dumping and loading print while they work, and how they end. */
#pragma once

#include "backup/program.h"
#include "cmd/cmd.h"

typedef struct {
    BackupWatch watch;
    bool interactive, drawn;
    gint64 started, drawn_at; /* monotonic microseconds */
} BackupView;

/* `view` must stay where it is. Where standard error is no terminal, nothing is drawn. */
void backup_view_init(BackupView *view);
/* Takes the status line away. */
void backup_view_clear(BackupView *view);
/* "12.3 MB in 1.2 s". Caller frees. */
char *backup_view_took(const BackupView *view, guint64 bytes);
/* The end of the run: by the signal that stopped it, if one did. Returns `fine`. */
bool backup_view_end(BackupView *view, bool fine);
/* The number of --jobs; 0: it was not given. FAIL_USAGE for what is no number from 1 to 64. */
bool backup_jobs(const Invocation *invocation, guint *jobs, GError **error);
