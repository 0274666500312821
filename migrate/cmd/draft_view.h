/* What `diff`, `create`, `check` and `drift` share at the command line: the options about renames
 * and data loss, how they are obeyed, and how a draft is printed. */
#pragma once

#include "cmd/cmd.h"
#include "compare/draft.h"

/* The options' rows, to be put into a verb's table. */
#define DRAFTING_OPTIONS                                                                           \
    {"rename", .kind = OPTION_LIST, .argument = "OLD=NEW",                                         \
     .help = "this is a rename, as in public.users.mail=public.users.email"},                      \
    {                                                                                              \
        "no-rename", .kind = OPTION_OPTIONAL, .argument = "OBJECT",                                \
                     .help = "what looks like a rename of OBJECT is a drop and an add; without "   \
                             "OBJECT, all of them are"                                             \
    }

/* The answers of `invocation` to what a draft may ask. */
DraftOptions drafting_options(const Invocation *invocation, bool asks);

#define ALLOW_DATA_LOSS_OPTION                                                                     \
    {                                                                                              \
        "allow-data-loss",                                                                         \
            .kind = OPTION_OPTIONAL, .argument = "OBJECT",                                         \
            .help = "the loss of what OBJECT holds is meant; without OBJECT, every loss is"        \
    }
/* Refuses steps that lose data and are not allowed, by name, all at once. FAIL_DECISION. */
bool drafting_losses_are_allowed(const Invocation *invocation, const Plan *plan, GError **error);

/* The draft's SQL on stdout, for a program to run. */
void drafting_print_sql(const Draft *draft);
/* Notes of a draft, for people, on stderr. */
void drafting_print_notes(const GPtrArray *notes);
