#include "cmd/moment.h"

#include <string.h>

static const char WRITTEN[] =
    "^\\d{4}-\\d\\d-\\d\\d(?:[ T](\\d\\d:\\d\\d)(:\\d\\d)?(Z|[+-]\\d\\d:?\\d\\d)?)?$";

/* As GLib takes it. NULL: it is written in no such way. Caller frees. */
static char *complete(const char *text) {
    g_autoptr(GRegex) regex = g_regex_new(WRITTEN, 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(regex, text, 0, &match))
        return NULL;
    g_autofree char *minutes = g_match_info_fetch(match, 1),
                    *seconds = g_match_info_fetch(match, 2), *zone = g_match_info_fetch(match, 3);
    bool day = !minutes || !*minutes;
    return g_strdup_printf("%.10sT%s%s%s", text, day ? "23:59" : minutes,
                           day                   ? ":59"
                           : seconds && *seconds ? seconds
                                                 : ":00",
                           zone ? zone : "");
}

bool moment_parse(const char *text, gint64 *when) {
    g_autofree char *whole = complete(text);
    g_autoptr(GTimeZone) local = g_time_zone_new_local();
    g_autoptr(GDateTime) time = whole ? g_date_time_new_from_iso8601(whole, local) : NULL;
    if (time)
        *when = g_date_time_to_unix(time);
    return time;
}
