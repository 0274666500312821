/* Output of applying: for a person at a terminal, lines for a log, or JSON events, one per line.
 *
 * Shared by the verbs that change a ledger. Everything foreign is escaped here.
 */
#pragma once

#include "apply/amend.h"
#include "apply/apply.h"
#include "cmd/cmd.h"
#include "config/endpoint.h"
#include "config/project.h"

typedef struct {
    const Invocation *invocation;
    History *history;
    Endpoint endpoint;
    ApplyOptions options; /* from the configuration and the command line */
    ApplyEvents events;
    Project project;
    LoadOptions load;           /* how catalogs are read for fingerprints */
    Findings *findings;         /* all that the run told */
    GPtrArray *hooks[3];        /* of Hook*; NULL: not read */
    GPtrArray *reports;         /* where they go in the end */
    const Migration *migration; /* the one that the run is at; NULL: none */
    FILE *out; /* where lines for people go: standard output, unless a report has it */
    char *git_commit, *target;
    const char *verb, *done; /* "apply", "applied" */
    const char *environment; /* for questions */
    const char *tenant;      /* whose events these are, of a run over several; NULL: it is one */
    bool json, interactive, protected, yes;
    bool statements; /* the plan shows them, too */
    int blocker;     /* the process that was told to be waited for, and when */
    gint64 blocker_at;
    guint bar; /* the width of the status line's text */
} ApplyView;

/* The options that the verbs have in common; a verb lists those that it has. */
#define OPTION_YES                                                                                 \
    { "yes", 'y', OPTION_FLAG, .help = "do not ask, not even for a protected environment" }
#define OPTION_FORMAT                                                                              \
    {                                                                                              \
        "format", 0, OPTION_STRING, "FORMAT",                                                      \
            .help = "how to print; json prints one object per line",                               \
            .choices = (const char *const[]) {                                                     \
            "text", "json", NULL                                                                   \
        }                                                                                          \
    }
#define OPTION_FROM_LEDGER                                                                         \
    {                                                                                              \
        "from-ledger", 0, OPTION_OPTIONAL, "TABLE",                                                \
            .help = "record as applied what the ledger of another tool has: TABLE, or the one "    \
                    "that is there"                                                                \
    }
#define OPTION_ALLOW_EDITED                                                                        \
    {                                                                                              \
        "allow-edited", 0, OPTION_FLAG,                                                            \
            .help = "with --from-ledger: also migrations that were edited since"                   \
    }
#define OPTION_ADOPT                                                                               \
    {                                                                                              \
        "adopt", 0, OPTION_FLAG,                                                                   \
            .help = "accept this database although its ledger was made for another one (a copy, "  \
                    "a restored backup)"                                                           \
    }
#define OPTION_POOLER                                                                              \
    {                                                                                              \
        "pooler", 0, OPTION_STRING, "MODE",                                                        \
            .help = "how a pooler on the way shares sessions; through a transaction pooler only "  \
                    "migrations in one transaction can be applied or reverted, and the ledger "    \
                    "gets no fingerprints; see 'migrate help poolers'",                            \
            .choices = (const char *const[]){"auto", "session", "transaction", NULL},              \
            .config = "env.pooler"                                                                 \
    }
#define OPTION_LOCK_TIMEOUT                                                                        \
    {                                                                                              \
        "lock-timeout", 0, OPTION_STRING, "DURATION",                                              \
            .help = "how long a statement waits for a lock before it is rolled back",              \
            .config = "apply.lock_timeout"                                                         \
    }

/* Fills in a view; `view` must stay where it is. FAIL_USAGE when no database is configured; see
 * `wish` in endpoint.h. */
bool apply_view_init(ApplyView *view, const Invocation *invocation, EndpointWish wish,
                     const char *verb, const char *done, GError **error);
/* The commit that the ledger's rows will name. A separate call, because opening a repository takes
 * longer than finding nothing to do: libgit2 reads all certificates of the system first.
 */
void apply_view_note_commit(ApplyView *view);
/* The name of the environment, typed by a person where it is protected: a habit cannot type it.
 * False when it was not; what it is for has been printed. */
bool apply_view_confirm(const ApplyView *view);
/* An event or a finding as an object on a line. */
void apply_view_event_json(const ApplyView *view, const ApplyEvent *event);
void apply_view_finding_json(const ApplyView *view, const Finding *finding);
/* Takes OPTION_FROM_LEDGER and OPTION_ALLOW_EDITED, of a verb that has them. */
bool apply_view_take_ledger(ApplyView *view, GError **error);
void apply_view_clear(ApplyView *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ApplyView, apply_view_clear)

/* The last line, and the reports. `failed` is the run's error (NULL: it succeeded), which becomes
 * `error`; for people it gets the line of the migration that it speaks of. Ends the process by the
 * signal that stopped the run, if one did, so that its status is that signal's. */
bool apply_view_finish(ApplyView *view, const ApplyResult *result, GError *failed, GError **error);

/* The history that is configured. */
History *configured_history(const Config *config, GError **error);