#include "base/error.h"

GQuark base_error_quark(void) {
    return g_quark_from_static_string("migrate-base-error");
}

Failure error_failure(const GError *error) {
    const char *domain = g_quark_to_string(error->domain);

    if (g_str_has_prefix(domain, "g-") || g_str_has_prefix(domain, "g_"))
        return FAIL_ENVIRONMENT;
    switch ((Failure)error->code) {
    case FAIL_FINDINGS:
    case FAIL_USAGE:
    case FAIL_ENVIRONMENT:
    case FAIL_DECISION:
    case FAIL_LOCKED:
        return (Failure)error->code;
    }
    return FAIL_ENVIRONMENT;
}
