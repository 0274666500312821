/* Twice: an object that two of a schema's sources make.
 *
 * The server says so at the second place, and this says the first.
 */
#pragma once

#include "source/source.h"

/* After the script `index` of the source failed: says the first place in the fault and in the
 * error's message, when that is the reason. */
void twice_tell(const Source *source, guint index, ReplayFault *fault, GError *error);
