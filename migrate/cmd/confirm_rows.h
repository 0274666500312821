/* The question whether rows of a protected environment may leave it as they are. */
#pragma once

#include "cmd/cmd.h"

/* As CopyRequest.confirm, whose `data` is the Invocation; it has the option --yes. */
bool confirm_rows(const char *name, void *invocation, GError **error);
