/* An Invocation from within, for what makes one (cmd/command_line) and what runs it
 * (cmd/invocation); cmd/cmd.h has what everybody else may ask.
 *
 * Every value belongs to an option of `options`, and no option has two. `arguments` and each
 * Value.texts end with a NULL as soon as all words have been read: invocation_parse() sees to that.
 */
#pragma once

#include "cmd/cmd.h"

typedef struct {
    const Option *option;
    bool bare;
    GPtrArray *texts; /* char*, NULL-terminated */
} Value;

struct Invocation {
    const Verb *verb;
    GPtrArray *options;   /* const Option*: what the verb understands */
    GPtrArray *values;    /* Value*, those that were given */
    GPtrArray *arguments; /* char*, NULL-terminated */
    Config *config;
    Answer *answer; /* NULL: no program asked */
    GError *wrong;  /* what is wrong with the words; NULL: nothing */
};

/* Of no verb yet: with the global options, and nothing given. */
Invocation *invocation_new(void);
/* An option that the verb has, by its name, or where that is NULL by its letter; NULL: none. */
const Option *invocation_option(const Invocation *invocation, const char *name, char letter);
/* What was given for an option; NULL: nothing. */
Value *invocation_value(const Invocation *invocation, const char *name);
/* The same; where nothing was given yet, an empty one, which the invocation owns. */
Value *invocation_add_value(Invocation *invocation, const Option *option);
