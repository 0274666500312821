#include "history/order.h"

#include <string.h>

static Finding *add_at(Findings *findings, const char *code, Severity severity,
                       const Migration *migration) {
    Finding *finding = findings_add(findings, code, severity, "%s", "");
    g_clear_pointer(&finding->message, g_free);
    finding->file = g_strdup(migration->path);
    finding->line = finding->end_line = 1;
    return finding;
}

/* Names decide where they alone are the order. */
static void check_unique(const History *history, bool by_name, Findings *findings) {
    for (guint i = 1; i < history_count(history); i++) {
        const Migration *one = history_at(history, i - 1), *two = history_at(history, i);
        if (version_compare(one->version, two->version) != 0)
            continue;
        bool same = strcmp(one->key, two->key) == 0;
        if (by_name && !same)
            continue;
        Finding *finding =
            add_at(findings, "duplicate-version", same ? SEVERITY_ERROR : SEVERITY_WARNING, two);
        finding->message =
            g_strdup_printf("%s and %s have the same version", one->label, two->label);
        finding->why = g_strdup(same ? "the order of the two is not defined"
                                     : "only their names say which comes first");
        finding->fix = g_strdup("give one of them a later version");
    }
}

/* A date as a version, from a year on: some people expect those in the order of their names. */
static bool is_date(const char *version) {
    enum { DAY_DIGITS = 8 };
    return strlen(version) >= DAY_DIGITS && (version[0] == '1' || version[0] == '2');
}

static void refuse_order(Findings *findings, const Migration *shorter, const Migration *longer) {
    Finding *finding = add_at(findings, "ambiguous-order", SEVERITY_ERROR, shorter);
    finding->message = g_strdup_printf("%s comes before %s by its number, and after it by its name",
                                       shorter->label, longer->label);
    finding->why = g_strdup("some tools order by one, some by the other");
    finding->fix = g_strdup("rename it so that its version has as many digits as the other one");
}

/* Some tools order by name, and dates of different lengths come in another order then. Of two such
 * dates, the one with the lower number has fewer digits. */
static void check_order(const History *history, Findings *findings) {
    const Migration *last = NULL, *refused = NULL; /* by name, of those before */
    for (guint i = 0; i < history_count(history); i++) {
        const Migration *migration = history_at(history, i);
        if (!is_date(migration->version))
            continue;
        if (!last || strcmp(migration->version, last->version) >= 0) {
            last = migration;
        } else if (last != refused) {
            refuse_order(findings, last, migration);
            refused = last;
        }
    }
}

/* It stands in the place of the last of what it replaces, and is done or not done. */
static void check_replacement(Findings *findings, const Migration *migration) {
    const Replaces *replaces = migration->replaces;
    g_autofree char *version = g_strndup(replaces->last, version_length(replaces->last));
    bool placed = version_compare(version, migration->version) == 0;
    if (placed && migration->transactional)
        return;
    Finding *finding = add_at(findings, "wrong-replaces", SEVERITY_ERROR, migration);
    finding->line = finding->end_line = replaces->line;
    finding->message =
        placed ? g_strdup_printf("%s replaces others and is not one transaction", migration->label)
               : g_strdup_printf("%s replaces %s and does not have its version", migration->label,
                                 replaces->last);
    finding->fix = g_strdup("bring the file back as `migrate squash` wrote it");
}

void order_check(const History *history, bool by_name, Findings *findings) {
    check_unique(history, by_name, findings);
    if (!by_name && history->layout->order == LAYOUT_UNSURE)
        check_order(history, findings);
}

/* What a migration replaces must not stand beside it: it would be done twice. */
void order_check_replaced(const History *history, Findings *findings) {
    for (guint i = 0; i < history_count(history); i++) {
        const Replaces *replaces = history_at(history, i)->replaces;
        if (replaces)
            check_replacement(findings, history_at(history, i));
        for (guint k = 0; replaces && k < history_count(history); k++) {
            const Migration *original = history_at(history, k);
            if (k == i || (strcmp(original->label, replaces->first) != 0 &&
                           strcmp(original->label, replaces->last) != 0))
                continue;
            Finding *finding = add_at(findings, "wrong-replaces", SEVERITY_ERROR, original);
            finding->message = g_strdup_printf("%s is here, and so is %s, which replaces it",
                                               original->label, history_at(history, i)->label);
            finding->why = g_strdup("a new database would get both");
            finding->fix = g_strdup_printf("delete %s to %s, or what replaces them",
                                           replaces->first, replaces->last);
        }
    }
}
