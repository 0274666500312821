/* How much a finding matters by the size of what its statement works on. */
#include "lint/rule.h"

#include <string.h>

/* What is that much smaller than what counts as big is small. */
enum { SMALL_PART = 100 };

static void add_amount(gint64 *sum, gint64 amount) {
    if (amount >= 0)
        *sum = MAX(*sum, 0) + amount;
}

/* All that the statement works on; `most` is the longest work on one, `count` how many are known,
 * `all` whether none is unknown. */
static Size total(const Sizes *sizes, const Measured *measured, Work *most, guint *count, bool *all,
                  const MeasuredRelation **first) {
    Size sum = {-1, -1};
    *all = true;
    for (guint i = 0; i < measured->relations->len; i++) {
        const MeasuredRelation *relation = measured->relations->pdata[i];
        bool works = relation->work > WORK_MOMENT;
        const Size *size = works ? sizes_of(sizes, relation) : NULL;
        *all = *all && (!works || (size && size->bytes >= 0));
        if (!size)
            continue;
        add_amount(&sum.rows, size->rows);
        add_amount(&sum.bytes, size->bytes);
        *most = MAX(*most, relation->work);
        *first = *count == 0 ? relation : *first;
        (*count)++;
    }
    return sum;
}

static void tell(Finding *finding, const MeasuredRelation *first, guint count, const char *words) {
    g_autofree char *name = count == 1 ? g_strconcat(first->schema, ".", first->name, NULL)
                                       : g_strdup_printf("%u relations together", count);
    char *why = g_strdup_printf("%s%s%s: %s", finding->why ? finding->why : "",
                                finding->why ? "\n" : "", name, words);
    g_free(finding->why);
    finding->why = why;
}

void lint_weigh(const Lint *lint, Finding *finding, const Measured *measured) {
    const LintInput *input = lint->input;
    const MeasuredRelation *first = NULL;
    Work most = WORK_MOMENT;
    guint count = 0;
    bool all;
    if (!input->sizes)
        return;
    Size size = total(input->sizes, measured, &most, &count, &all, &first);
    g_autofree char *words = count ? size_words(&size, most) : NULL;
    if (!words)
        return;
    tell(finding, first, count, words);
    if (size.bytes < 0 || rule_setting(input, finding->code))
        return;
    if (size.bytes >= input->big)
        finding->severity = SEVERITY_ERROR;
    else if (all && size.bytes < input->big / SMALL_PART)
        finding->severity = SEVERITY_NOTE;
}
