#include "compare/unmodelled.h"

#include "compare/draft.h"

bool unmodelled_refuse(const Catalog *catalog, const char *side, GError **error) {
    if (catalog->unmodelled_count == 0)
        return true;
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < catalog->unmodelled_count; i++)
        g_string_append_printf(names, "\n  %s %s", catalog->unmodelled[i].type,
                               catalog->unmodelled[i].identity);
    g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                "%s has objects that migrate does not know how to compare, so it cannot say that "
                "two sides are the same:%s\n"
                "Drop them, put them in an extension, or name them under [ignore] in migrate.ini.",
                side, names->str);
    return false;
}

void unmodelled_report(const Catalog *catalog, const char *side, const char *fix,
                       Findings *findings) {
    for (guint i = 0; catalog && i < catalog->unmodelled_count; i++) {
        const Unmodelled *object = &catalog->unmodelled[i];
        Finding *finding = findings_add(findings, "unmodelled", SEVERITY_ERROR,
                                        "the %s has what migrate cannot compare: %s %s", side,
                                        object->type, object->identity);
        finding->object = g_strdup_printf("%s %s", object->type, object->identity);
        finding->fix = g_strdup(fix);
    }
}
