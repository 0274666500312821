/* What the commands of `migrate schema` do. */
#pragma once

#include "cmd/cmd.h"

/* Each takes the arguments behind its name. */
bool schema_export(const Invocation *invocation, GError **error);
bool schema_format(const Invocation *invocation, GError **error);
