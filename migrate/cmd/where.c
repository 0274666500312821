#include "cmd/where.h"

#include "apply/foreign.h"
#include "base/suggest.h"
#include "base/term.h"
#include "config/endpoint.h"
#include "report/json.h"

enum { PATIENCE = 2000 };

static void place_free(gpointer data) {
    Place *place = data;
    g_clear_pointer(&place->ledger, ledger_free);
    g_free(place);
}

static Ledger *read_ledger(const char *conninfo, const History *history, GError **error) {
    g_auto(Guard) guard = {0};
    g_autoptr(Pg) pg = pg_connect_within(conninfo, "migrate log", PATIENCE, error);
    if (!pg || !guard_read(pg, &guard, error) || !ledger_check(pg, &guard, error))
        return NULL;
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(Ledger) ledger = ledger_read(pg, &guard, error);
    if (ledger && guard.other_ledgers &&
        !foreign_stand_in(pg, history, ledger, (Findings *)findings, error))
        return NULL;
    return g_steal_pointer(&ledger);
}

Ledger *where_ledger(const Config *config, const char *name, const History *history,
                     GError **error) {
    g_auto(Endpoint) endpoint = {0};
    if (!endpoint_open(&endpoint, config, name, ENDPOINT_EXISTING, error))
        return NULL;
    return read_ledger(endpoint.conninfo, history, error);
}

bool where_is_environment(const Config *config, const char *name, GError **error) {
    const char *const *names = config_environments(config);
    if (g_strv_contains(names, name) || g_strcmp0(config_environment(config), name) == 0)
        return true;
    const char *meant = suggest(name, names);
    g_set_error(error, CMD_ERROR, FAIL_USAGE, "there is no environment '%s' (--env)%s%s%s", name,
                meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
    return false;
}

static void add_place(GPtrArray *places, const Config *config, const char *name, bool alone,
                      const History *history) {
    g_autoptr(GError) failed = NULL;
    Place *place = g_new0(Place, 1);
    *place = (Place){name, where_ledger(config, name, history, &failed)};
    /* It has no database here. */
    if (failed && !alone && error_failure(failed) == FAIL_USAGE) {
        place_free(place);
        return;
    }
    g_ptr_array_add(places, place);
    if (!failed)
        return;
    g_autofree char *shown = term_escape(name, false), *why = term_escape(failed->message, false);
    term_print(stderr, "note: %s is unreachable: %s\n", shown, why);
}

GPtrArray *where_read(const Invocation *invocation, const History *history, GError **error) {
    const Config *config = invocation_config(invocation);
    const char *one = invocation_string(invocation, "env");
    const char *const names[] = {one, NULL};
    GPtrArray *places = g_ptr_array_new_with_free_func(place_free);
    if (one && !where_is_environment(config, one, error)) {
        g_ptr_array_unref(places);
        return NULL;
    }
    const char *const *name = one ? names
                              : invocation_flag(invocation, "everywhere")
                                  ? config_environments(config)
                                  : names + 1;
    for (; *name; name++)
        add_place(places, config, *name, one, history);
    return places;
}

/* NULL: it is not applied there. */
static const LedgerRow *row_of(const Place *place, const Migration *migration) {
    const LedgerRow *row = place->ledger ? ledger_find(place->ledger, migration->key) : NULL;
    return row && ledger_is_applied(row) ? row : NULL;
}

/* NULL: it is not known; a baseline says nothing of when. */
static const char *since_of(const LedgerRow *row) {
    return row && g_strcmp0(row->mode, "baseline") != 0 ? row->finished : NULL;
}

char *where_text(const GPtrArray *places, const Migration *migration) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < places->len; i++) {
        const Place *place = places->pdata[i];
        const LedgerRow *row = row_of(place, migration);
        g_autofree char *name = term_escape(place->name, false);
        g_string_append(text, i ? "; " : "");
        if (!place->ledger)
            g_string_append_printf(text, "%s unreachable", name);
        else if (!row)
            g_string_append_printf(text, "not in %s", name);
        else
            g_string_append_printf(text, "in %s", name);
        if (since_of(row))
            g_string_append_printf(text, " since %.10s %.8s UTC", row->finished,
                                   row->finished + 11);
    }
    return places->len ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

json_t *where_json(const GPtrArray *places, const Migration *migration) {
    json_t *array = json_array();
    for (guint i = 0; i < places->len; i++) {
        const Place *place = places->pdata[i];
        const LedgerRow *row = row_of(place, migration);
        json_array_append_new(array, json_pack("{s:o, s:s, s:s?}", "environment",
                                               json_text(place->name), "state",
                                               !place->ledger ? "unreachable"
                                               : row          ? "applied"
                                                              : "pending",
                                               "since", since_of(row)));
    }
    return array;
}
