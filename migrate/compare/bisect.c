#include "compare/bisect.h"

/* The place between both that is nearest to their middle and was not skipped; 0: none. */
static guint choose(const BisectRange *range, GHashTable *skipped) {
    guint middle = range->good + (range->bad - range->good) / 2;
    for (guint away = 0; away <= range->bad - range->good; away++) {
        guint places[] = {middle - MIN(away, middle), middle + away};
        for (guint i = 0; i < G_N_ELEMENTS(places); i++)
            if (places[i] > range->good && places[i] < range->bad &&
                !g_hash_table_contains(skipped, GUINT_TO_POINTER(places[i])))
                return places[i];
    }
    return 0;
}

bool bisect_search(BisectRange *range, BisectTry try, void *data, GError **error) {
    g_autoptr(GHashTable) skipped = g_hash_table_new(NULL, NULL);
    for (guint place; (place = choose(range, skipped)) > 0;) {
        Trial trial = TRIAL_SKIPPED;
        if (!try(place, &trial, data, error))
            return false;
        if (trial == TRIAL_GOOD)
            range->good = place;
        else if (trial == TRIAL_BAD)
            range->bad = place;
        else
            g_hash_table_add(skipped, GUINT_TO_POINTER(place));
    }
    return true;
}
