/* What everything in a file being generated goes by: which schemas, and what things are called. */
#include "types/generate.h"
#include <string.h>

bool schema_is_out(const char *schema, void *data) {
    const TypesOptions *options = data;
    bool chosen =
        !options->schemas || !*options->schemas || g_strv_contains(options->schemas, schema);
    return !chosen || (options->without && g_strv_contains(options->without, schema));
}

const char *symbol_of(const Generating *generating, const char *identity) {
    return g_hash_table_lookup(generating->symbols, identity);
}

const char *key_of(const Generating *generating, const char *name) {
    static const NameStyle styles[] = {[NAMING_KEEP] = STYLE_OF_DATABASE,
                                       [NAMING_CAMEL] = STYLE_CAMEL,
                                       [NAMING_SNAKE] = STYLE_LOWER};
    TypesNaming naming = generating->options->naming;
    NameStyle style = naming == NAMING_OF_TARGET ? generating->target->keys : styles[naming];
    return words_styled(generating->arena, name, style);
}

const char *relation_key(const Generating *generating, const ModelRelation *relation) {
    bool own = strcmp(relation->schema, generating->default_schema) == 0;
    return key_of(generating,
                  own ? relation->name
                      : arena_printf(generating->arena, "%s.%s", relation->schema, relation->name));
}
