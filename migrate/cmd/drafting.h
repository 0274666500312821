/* What `diff`, `create` and `check` share: the options about renames and data loss, and how they
 * are obeyed. */
#pragma once

#include "cmd/endpoint.h"
#include "cmd/project.h"
#include "source/draft.h"

/* The options' rows, to be put into a verb's table. */
#define DRAFTING_OPTIONS                                                                           \
    {"rename", .kind = OPTION_LIST, .argument = "OLD=NEW",                                         \
     .help = "this is a rename, as in public.users.mail=public.users.email"},                      \
    {                                                                                              \
        "no-rename", .kind = OPTION_OPTIONAL, .argument = "OBJECT",                                \
                     .help = "what looks like a rename of OBJECT is a drop and an add; without "   \
                             "OBJECT, all of them are"                                             \
    }

/* Two sources opened, executed and turned into a draft. */
typedef struct {
    Endpoint endpoints[2];
    Source *from, *to;
    Loaded old, new;
    Draft draft;
} Drafting;

/* `from` and `to` are sources as users write them. `asks`: questions may be put on the terminal.
 * `fault` may be NULL. */
bool drafting_make(Drafting *drafting, Project *project, const Invocation *invocation,
                   const char *from, const char *to, bool asks, ReplayFault *fault, GError **error);
void drafting_clear(Drafting *drafting);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drafting, drafting_clear)

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
void drafting_print_notes(const Draft *draft);

/* Refuses, by name and with the flag for each, what no database can be asked to do: objects that no
 * kind claims. */
bool drafting_is_complete(const Loaded *loaded, const char *side, GError **error);
