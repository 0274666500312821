/* Versions of migrations: numbers of any length, or several with points between them. */
#pragma once

#include <glib.h>

/* How many bytes of a label are its version. */
gsize version_length(const char *label);
/* -1, 0, 1. What is missing at the end counts as 0: 1 and 1.0 are the same. */
int version_compare(const char *a, const char *b);
