/* What `diff`, `create`, `check` and `drift` share on the command line: the options about renames
 * and data loss, and printing a draft. */
#pragma once

#include "cmd/cmd.h"
#include "compare/draft.h"

/* The options' rows, to be put into a verb's table. */
#define DRAFT_OPTIONS                                                                              \
    {"rename", .kind = OPTION_LIST, .argument = "OLD=NEW",                                         \
     .help = "OLD was renamed to NEW, as in public.users.mail=public.users.email"},                \
    {                                                                                              \
        "no-rename",                                                                               \
            .kind = OPTION_OPTIONAL, .argument = "OBJECT",                                         \
            .help = "OBJECT was dropped, not renamed; without OBJECT, nothing was renamed"         \
    }

/* Whether the project has a schema to compare its history with. FAIL_USAGE, with what to do. */
bool draft_has_schema(const SourceNames *names, GError **error);

/* The options of a draft that `invocation` gives. */
DraftOptions draft_options(const Invocation *invocation, bool asks);

#define ALLOW_DATA_LOSS_OPTION                                                                     \
    {                                                                                              \
        "allow-data-loss",                                                                         \
            .kind = OPTION_OPTIONAL, .argument = "OBJECT",                                         \
            .help = "allow the data of OBJECT to be lost; without OBJECT, allow every loss"        \
    }
/* Refuses steps that lose data and are not allowed, by name, all at once. FAIL_DECISION. */
bool draft_losses_are_allowed(const Invocation *invocation, const Plan *plan, GError **error);

/* SQL on stdout, for a program to run; the draft's. */
void draft_print_text(const char *sql);
void draft_print_sql(const Draft *draft);
/* Notes of a draft, for people, on stderr. */
void draft_print_notes(const GPtrArray *notes);
