#include "compare/tenant_drift.h"

#include "apply/replaced.h"
#include "catalog/fingerprint.h"
#include <string.h>

/* --- what one is */

void tenant_state_clear(TenantState *state) {
    g_clear_pointer(&state->applied, g_free);
    g_clear_pointer(&state->fingerprint, g_free);
}

/* Which migrations were applied, and on which server: what is expected depends on both. */
static char *describe_applied(const Live *live) {
    g_autofree char *chain = NULL;
    if (live->ledger) {
        Sum sum = ledger_chain(live->ledger);
        chain = sum_hex(&sum);
    }
    return g_strdup_printf("%u %s %s", live->major, chain ? chain : "-",
                           live->path ? live->path : "");
}

bool tenant_state_read(TenantState *state, const SourceNames *names, GError **error) {
    g_auto(Live) live = {0};
    if (!live_open(&live, state->tenant->conninfo, names->owner, true, error))
        return false;
    state->migrations = live.ledger ? live.ledger->rows->len : 0;
    g_autofree char *applied = describe_applied(&live);
    if (!state->tenant->schema) {
        if (!live_load(&live, names, live.major, error))
            return false;
        Sum sum = catalog_fingerprint(live.catalog);
        g_autofree char *hex = sum_hex(&sum);
        state->fingerprint = g_strdup_printf("%s %s", hex, live.catalog->default_owner);
    }
    state->applied = g_steal_pointer(&applied);
    return true;
}

bool tenant_states_read_schemas(const GPtrArray *states, const char *conninfo,
                                const SourceNames *names, GError **error) {
    const LoadOptions load = {
        .default_owner = names->owner, .ignore = names->ignore, .ignore_data = names->ignore_data};
    g_autoptr(Pg) pg = pg_connect(conninfo, "migrate drift", error);
    g_autoptr(Catalog) catalog = pg ? catalog_load(pg, &load, error) : NULL;
    if (!catalog)
        return false;
    g_autoptr(GHashTable) sums = catalog_fingerprint_schemas(catalog);
    for (guint i = 0; i < states->len; i++) {
        TenantState *state = states->pdata[i];
        g_autofree char *schema = state->applied ? pg_quote_ident(pg, state->tenant->schema) : NULL;
        if (schema)
            state->fingerprint = g_strdup(g_hash_table_lookup(sums, schema));
    }
    return true;
}

/* --- those that are alike */

GPtrArray *tenant_states_group(const GPtrArray *states) {
    GPtrArray *groups = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < states->len; i++) {
        TenantState *state = states->pdata[i];
        if (!state->applied)
            continue;
        char *key =
            g_strdup_printf("%s %s", state->applied, state->fingerprint ? state->fingerprint : "-");
        GPtrArray *group = g_hash_table_lookup(by_key, key);
        if (!group)
            g_ptr_array_add(groups, group = g_ptr_array_new());
        g_hash_table_replace(by_key, key, group);
        g_ptr_array_add(group, state);
    }
    return groups;
}

bool tenant_compare(Project *project, const History *history, const TenantState *state,
                    Findings *findings, GError **error) {
    g_auto(Guard) guard = {0};
    g_autoptr(Pg) pg = guard_connect(state->tenant->conninfo, "migrate drift", NULL,
                                     project->names.owner, 0, &guard, error);
    g_autoptr(Ledger) ledger =
        pg && ledger_check(pg, &guard, error) ? ledger_read(pg, &guard, error) : NULL;
    if (!ledger)
        return false;
    ledger_fold(ledger, history);
    return drift_findings(project, history, ledger, pg, &guard, findings, error);
}

/* --- what was found */

typedef struct {
    Finding *finding; /* owned by `kept` */
    GPtrArray *names; /* char*, borrowed from the tenants */
} Told;

struct TenantDrift {
    Findings *kept;
    GPtrArray *told;     /* Told*, in the order of coming */
    GHashTable *by_text; /* text without the schema → Told* */
    GHashTable *tenants; /* names, of those that differ */
};

static void told_free(gpointer data) {
    Told *told = data;
    g_ptr_array_unref(told->names);
    g_free(told);
}

TenantDrift *tenant_drift_new(void) {
    TenantDrift *drift = g_new0(TenantDrift, 1);
    drift->kept = findings_new();
    drift->told = g_ptr_array_new_with_free_func(told_free);
    drift->by_text = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    drift->tenants = g_hash_table_new(g_str_hash, g_str_equal);
    return drift;
}

void tenant_drift_free(TenantDrift *drift) {
    g_ptr_array_unref(drift->kept);
    g_ptr_array_unref(drift->told);
    g_hash_table_unref(drift->by_text);
    g_hash_table_unref(drift->tenants);
    g_free(drift);
}

/* `text` without the tenant's schema in front of names: it is each one's own. NULL for NULL. Caller
 * frees. */
static char *without_schema(const char *text, const char *schema) {
    if (!text || !schema)
        return g_strdup(text);
    g_autofree char *plain = g_strconcat(schema, ".", NULL);
    g_autoptr(GString) name = g_string_new(schema);
    g_string_replace(name, "\"", "\"\"", 0);
    g_autofree char *quoted_name = g_strconcat("\"", name->str, "\".", NULL);
    GString *out = g_string_new(text);
    g_string_replace(out, quoted_name, "", 0);
    for (char *at = out->str; (at = strstr(at, plain));) {
        bool whole = at == out->str || !(g_ascii_isalnum(at[-1]) || strchr("_$\".", at[-1]));
        gssize place = at - out->str;
        if (whole)
            g_string_erase(out, place, (gssize)strlen(plain));
        at = out->str + place + (whole ? 0 : 1);
    }
    return g_string_free(out, FALSE);
}

static void strip(char **text, const char *schema) {
    char *old = *text;
    *text = without_schema(old, schema);
    g_free(old);
}

static Told *find(TenantDrift *drift, const Finding *finding, const char *schema) {
    findings_add_copy(drift->kept, finding);
    Finding *copy = drift->kept->pdata[drift->kept->len - 1];
    strip(&copy->message, schema);
    strip(&copy->why, schema);
    strip(&copy->object, schema);
    strip(&copy->sql, schema);
    char *key = g_strdup_printf("%s %s\n%s", copy->code, copy->message, copy->why ? copy->why : "");
    Told *told = g_hash_table_lookup(drift->by_text, key);
    if (told) {
        g_ptr_array_remove_index(drift->kept, drift->kept->len - 1);
        g_free(key);
        return told;
    }
    told = g_new(Told, 1);
    *told = (Told){copy, g_ptr_array_new()};
    g_ptr_array_add(drift->told, told);
    g_hash_table_insert(drift->by_text, key, told);
    return told;
}

void tenant_drift_add(TenantDrift *drift, const Findings *findings, const GPtrArray *members) {
    const TenantState *first = members->pdata[0];
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        Told *told = find(drift, finding, first->tenant->schema);
        for (guint k = 0; k < members->len; k++) {
            char *name = ((const TenantState *)members->pdata[k])->tenant->name;
            g_ptr_array_add(told->names, name);
            if (finding->severity == SEVERITY_ERROR)
                g_hash_table_add(drift->tenants, name);
        }
    }
}

static gint most_first(gconstpointer a, gconstpointer b) {
    const Told *one = *(const Told *const *)a, *other = *(const Told *const *)b;
    return (one->names->len < other->names->len) - (one->names->len > other->names->len);
}

static gint by_name(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "t_1, t_2 and 12 more". Caller frees. */
static char *some_names(const GPtrArray *names) {
    enum { SHOWN = 5 };
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < MIN(names->len, (guint)SHOWN); i++)
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", (const char *)names->pdata[i]);
    if (names->len > SHOWN)
        g_string_append_printf(text, " and %u more", names->len - SHOWN);
    return g_string_free(text, FALSE);
}

void tenant_drift_tell(const TenantDrift *drift, Findings *findings) {
    g_autoptr(GPtrArray) sorted = g_ptr_array_copy(drift->told, NULL, NULL);
    g_ptr_array_set_free_func(sorted, NULL);
    g_ptr_array_sort(sorted, most_first);
    for (guint i = 0; i < sorted->len; i++) {
        const Told *told = sorted->pdata[i];
        g_ptr_array_sort(told->names, by_name);
        g_autofree char *names = some_names(told->names), *message = told->finding->message;
        guint count = told->names->len;
        told->finding->message =
            g_strdup_printf("%u tenant%s (%s): %s", count, count == 1 ? "" : "s", names, message);
        g_clear_pointer(&told->finding->fix, g_free);
        findings_add_copy(findings, told->finding);
        Finding *copy = findings->pdata[findings->len - 1];
        copy->objects = g_new0(char *, count + 1);
        for (guint k = 0; k < count; k++)
            copy->objects[k] = g_strdup_printf("tenant %s", (const char *)told->names->pdata[k]);
    }
}

guint tenant_drift_count(const TenantDrift *drift) {
    return g_hash_table_size(drift->tenants);
}
