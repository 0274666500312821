/* What a run over tenants prints: a line for each that something became of, and in the end the
 * counts, those that are not done, and how each of them is done alone. */
#pragma once

#include "cmd/apply_view.h"
#include "cmd/tenants.h"

/* Whether there is more to say of it than that it is counted. */
bool tenants_view_is_news(const FleetMember *member);
void tenants_view_ended(const ApplyView *view, const FleetMember *member);
/* The end, and the answer. `ends` is what the run ends with, NULL: success. */
void tenants_view_end(const Tenants *tenants, const ApplyView *view, int signal,
                      const GError *ends);
/* Why a run failed, in a sentence; NULL: it did not. Caller frees. */
char *tenants_view_reason(const Tenants *tenants, int signal);
