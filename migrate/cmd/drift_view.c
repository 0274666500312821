/* Drift, as a report. */
#include "cmd/drift_view.h"
#include "cmd/answer.h"
#include "cmd/picture.h"
#include "cmd/report_options.h"

#include "lint/lint.h"
#include "report/report.h"

bool drift_report(const Drift *drift, const Invocation *invocation, int status, GError **error) {
    g_autoptr(GPtrArray) targets = report_options_targets(invocation, error);
    if (!targets)
        return false;
    g_autofree char *server = g_strdup_printf("%u", drift->live.major);
    bool drifted = drift->drifted;
    bool known = findings_count(drift->findings, SEVERITY_ERROR) == 0 || drifted;
    bool has_sql = drifted && !drift->reason;
    g_autofree char *repair = has_sql ? draft_sql(&drift->repair) : NULL;
    g_autofree char *adoption = has_sql ? draft_sql(&drift->sides.draft) : NULL;
    g_autofree char *picture =
        has_sql ? picture_of(targets, drift->sides.old.catalog, drift->sides.new.catalog) : NULL;
    Report report = {.command = "drift",
                     .status = status,
                     .written = answer_written(invocation_answer(invocation)),
                     .in_sync = drifted ? SYNC_NO
                                : known ? SYNC_YES
                                        : SYNC_UNKNOWN,
                     .from = drift->sides.endpoints[1].label,
                     .to = drift->expected,
                     .server = server,
                     .sql = {[SQL_REPAIR] = repair, [SQL_ADOPTION] = adoption},
                     .duration = g_get_monotonic_time() - drift->start,
                     .findings = drift->findings,
                     .stream = stdout,
                     .picture = picture,
                     .anchor = drift->sides.project->names.migrations,
                     .rule_summary = lint_summary,
                     .in_actions = report_in_actions_log()};
    answer_given(invocation_answer(invocation));
    return report_write(&report, targets, error);
}
