#include "apply/outside.h"
#include "apply/leaves.h"
#include "text/lex.h"

/* set_config() by the first of its arguments. */
static bool configures_role(const Statement *statement) {
    if (!statement_matches(statement, "select [pg_catalog .] set_config ( STRING"))
        return false;
    Token token = lex_significant(statement->text, statement->length, 0);
    while (token.kind != TOKEN_STRING)
        token = lex_significant(statement->text, statement->length, token.end);
    g_autofree char *name = g_strndup(statement->text + token.start, token.end - token.start);
    return g_ascii_strcasecmp(name, "'role'") == 0 ||
           g_ascii_strcasecmp(name, "'session_authorization'") == 0;
}

/* Each statement has a transaction, whose end writes the ledger as the role that applies. */
static bool changes_role(const Statement *statement) {
    return statement_matches(statement, "set [session] role|session_authorization") ||
           statement_matches(statement, "set [session] session authorization") ||
           configures_role(statement);
}

char *outside_objection(const Statement *statement, const StatementClass *found) {
    if (changes_role(statement))
        return g_strdup("outside a transaction a role does not last for the statements behind it, "
                        "which would be done as another one. Put what needs it into a migration "
                        "in a transaction, or give objects away with ALTER … OWNER TO");
    if (!found->kind->session && leaves_setting(statement))
        return g_strdup("outside a transaction a setting that is made within another statement is "
                        "lost where a run goes on in a new session. Write SET as a statement of "
                        "its own, which such a run repeats");
    return NULL;
}
