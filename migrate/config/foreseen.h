/* A trusted run says beforehand what a pull request will be refused (config/extensions.h). */
#pragma once

#include "config/project.h"

/* In a trusted run whose history was held against a base: a note for each extension of both sides
 * that a pull request will refuse. Starts the scratch server only where it has to be asked. */
bool foresee_refused_extensions(Project *project, const LintBase *base, const Source *const *sides,
                                Findings *findings, GError **error);
