/* Labels of PostgreSQL Anonymizer as masks of ours. */
#include "mask/rule.h"

#include <stdio.h>
#include <string.h>

/* Its functions whose result is of the same kind as a mask's. */
static const struct {
    const char *function, *mask;
} functions[] = {
    {"fake_first_name", "name first"},
    {"dummy_first_name", "name first"},
    {"pseudo_first_name", "name first"},
    {"random_first_name", "name first"},
    {"fake_last_name", "name last"},
    {"dummy_last_name", "name last"},
    {"pseudo_last_name", "name last"},
    {"random_last_name", "name last"},
    {"dummy_name", "name full"},
    {"fake_email", "email"},
    {"dummy_safe_email", "email"},
    {"dummy_free_email", "email"},
    {"pseudo_email", "email"},
    {"partial_email", "email"},
    {"random_email", "email"},
    {"fake_address", "address"},
    {"dummy_street_name", "address"},
    {"fake_city", "city"},
    {"dummy_city_name", "city"},
    {"pseudo_city", "city"},
    {"fake_company", "company"},
    {"dummy_company_name", "company"},
    {"pseudo_company", "company"},
    {"fake_iban", "iban"},
    {"pseudo_iban", "iban"},
    {"random_phone", "phone"},
    {"dummy_phone_number", "phone"},
    {"random_string", "text"},
    {"lorem_ipsum", "text"},
    {"noise", "noise"},
    {"dnoise", "date"},
    {"random_date", "date"},
    {"random_date_between", "date"},
    {"hash", "hash"},
    {"digest", "hash"},
    {"random_hash", "hash"},
    {"random_inet", "ip"},
    {"dummy_ipv4", "ip"},
};

/* anon.partial(column, 2, $$***$$, 2) keeps the first and the last characters. */
static char *partial_of(const char *call) {
    guint first = 0, last = 0;
    const char *end = strrchr(call, ',');
    const char *start = strchr(call, ',');
    if (!start || !end || sscanf(start, ", %u", &first) != 1 || sscanf(end, ", %u", &last) != 1)
        return NULL;
    return g_strdup_printf("mask partial %u %u", first, last);
}

static char *mask_of_call(const char *call) {
    call += g_str_has_prefix(call, "anon.") ? strlen("anon.") : 0;
    gsize length = strcspn(call, "( ");
    g_autofree char *name = g_strndup(call, length);
    if (strcmp(name, "partial") == 0)
        return partial_of(call);
    for (guint i = 0; i < G_N_ELEMENTS(functions); i++)
        if (strcmp(functions[i].function, name) == 0)
            return g_strconcat("mask ", functions[i].mask, NULL);
    return NULL;
}

/* What follows `words`, whatever its case; NULL: the label does not begin with them. */
static const char *after(const char *label, const char *words) {
    gsize length = strlen(words);
    if (g_ascii_strncasecmp(label, words, length) != 0)
        return NULL;
    return label + length + strspn(label + length, " ");
}

char *mask_of_label(const char *label) {
    const char *value = after(label, "MASKED WITH VALUE"),
               *call = after(label, "MASKED WITH FUNCTION");
    if (after(label, "NOT MASKED"))
        return g_strdup("not personal");
    if (value && g_ascii_strcasecmp(value, "NULL") == 0)
        return g_strdup("mask null");
    if (value)
        return g_strconcat("mask sql ", value, NULL);
    return call ? mask_of_call(call) : NULL;
}
