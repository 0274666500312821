#include "prisma/words.h"

#include <string.h>

#define FULLTEXT_REFUSED                                                                           \
    "PostgreSQL has no full-text indexes of this kind; write an index over to_tsvector() in SQL"
#define SHARD_KEY_REFUSED "shard keys are for MySQL"

const ScalarWord scalar_words[] = {
    {"String", SCALAR_STRING, "TEXT"},
    {"Boolean", SCALAR_BOOLEAN, "BOOLEAN"},
    {"Int", SCALAR_INT, "INTEGER"},
    {"BigInt", SCALAR_BIGINT, "BIGINT"},
    {"Float", SCALAR_FLOAT, "DOUBLE PRECISION"},
    {"Decimal", SCALAR_DECIMAL, "DECIMAL(65,30)"},
    {"DateTime", SCALAR_DATETIME, "TIMESTAMP(3)"},
    {"Json", SCALAR_JSON, "JSONB"},
    {"Bytes", SCALAR_BYTES, "BYTEA"},
    {NULL},
};

const NativeWord native_words[] = {
    {"Text", SCALAR_STRING, "TEXT", NATIVE_PLAIN},
    {"VarChar", SCALAR_STRING, "VARCHAR", NATIVE_LENGTH},
    {"Char", SCALAR_STRING, "CHAR", NATIVE_LENGTH},
    {"Bit", SCALAR_STRING, "BIT", NATIVE_LENGTH},
    {"VarBit", SCALAR_STRING, "VARBIT", NATIVE_LENGTH},
    {"Uuid", SCALAR_STRING, "UUID", NATIVE_PLAIN},
    {"Xml", SCALAR_STRING, "XML", NATIVE_PLAIN},
    {"Inet", SCALAR_STRING, "INET", NATIVE_PLAIN},
    {"Citext", SCALAR_STRING, "CITEXT", NATIVE_PLAIN},
    {"Boolean", SCALAR_BOOLEAN, "BOOLEAN", NATIVE_PLAIN},
    {"Integer", SCALAR_INT, "INTEGER", NATIVE_PLAIN, "SERIAL"},
    {"SmallInt", SCALAR_INT, "SMALLINT", NATIVE_PLAIN, "SMALLSERIAL"},
    {"Oid", SCALAR_INT, "OID", NATIVE_PLAIN},
    {"BigInt", SCALAR_BIGINT, "BIGINT", NATIVE_PLAIN, "BIGSERIAL"},
    {"DoublePrecision", SCALAR_FLOAT, "DOUBLE PRECISION", NATIVE_PLAIN},
    {"Real", SCALAR_FLOAT, "REAL", NATIVE_PLAIN},
    {"Decimal", SCALAR_DECIMAL, "DECIMAL", NATIVE_DECIMAL},
    {"Money", SCALAR_DECIMAL, "MONEY", NATIVE_PLAIN},
    {"Timestamp", SCALAR_DATETIME, "TIMESTAMP", NATIVE_PRECISION},
    {"Timestamptz", SCALAR_DATETIME, "TIMESTAMPTZ", NATIVE_PRECISION},
    {"Date", SCALAR_DATETIME, "DATE", NATIVE_PLAIN},
    {"Time", SCALAR_DATETIME, "TIME", NATIVE_PRECISION},
    {"Timetz", SCALAR_DATETIME, "TIMETZ", NATIVE_PRECISION},
    {"JsonB", SCALAR_JSON, "JSONB", NATIVE_PLAIN},
    {"Json", SCALAR_JSON, "JSON", NATIVE_PLAIN},
    {"ByteA", SCALAR_BYTES, "BYTEA", NATIVE_PLAIN},
    {NULL},
};

const FunctionWord function_words[] = {
    {"now", 1 << SCALAR_DATETIME, "CURRENT_TIMESTAMP", ""},
    {"cuid", 1 << SCALAR_STRING, NULL, "1 2"},
    {"uuid", 1 << SCALAR_STRING, NULL, "4 7"},
    {"ulid", 1 << SCALAR_STRING, NULL, ""},
    {"nanoid", 1 << SCALAR_STRING, NULL, "2-255"},
    {"autoincrement", 1 << SCALAR_INT | 1 << SCALAR_BIGINT, NULL, ""},
    {"dbgenerated", 0, NULL, NULL},
    {"auto", 0, NULL, "", "auto() is for MongoDB"},
    {"sequence", 0, NULL, "", "sequence() is for CockroachDB; write autoincrement()"},
    {NULL},
};

const IndexTypeWord index_type_words[] = {
    {"BTree", NULL},      {"Hash", "HASH"}, {"Gist", "GIST"}, {"Gin", "GIN"},
    {"SpGist", "SPGIST"}, {"Brin", "BRIN"}, {NULL},
};

const OperatorWord operator_words[] = {
    {"InetOps", "inet_ops", "Gist SpGist"},
    {"JsonbOps", "jsonb_ops", "Gin"},
    {"JsonbPathOps", "jsonb_path_ops", "Gin"},
    {"ArrayOps", "array_ops", "Gin"},
    {"TextOps", "text_ops", "SpGist"},
    {"BitMinMaxOps", "bit_minmax_ops", "Brin"},
    {"VarBitMinMaxOps", "varbit_minmax_ops", "Brin"},
    {"BpcharBloomOps", "bpchar_bloom_ops", "Brin"},
    {"BpcharMinMaxOps", "bpchar_minmax_ops", "Brin"},
    {"ByteaBloomOps", "bytea_bloom_ops", "Brin"},
    {"ByteaMinMaxOps", "bytea_minmax_ops", "Brin"},
    {"DateBloomOps", "date_bloom_ops", "Brin"},
    {"DateMinMaxOps", "date_minmax_ops", "Brin"},
    {"DateMinMaxMultiOps", "date_minmax_multi_ops", "Brin"},
    {"Float4BloomOps", "float4_bloom_ops", "Brin"},
    {"Float4MinMaxOps", "float4_minmax_ops", "Brin"},
    {"Float4MinMaxMultiOps", "float4_minmax_multi_ops", "Brin"},
    {"Float8BloomOps", "float8_bloom_ops", "Brin"},
    {"Float8MinMaxOps", "float8_minmax_ops", "Brin"},
    {"Float8MinMaxMultiOps", "float8_minmax_multi_ops", "Brin"},
    {"InetInclusionOps", "inet_inclusion_ops", "Brin"},
    {"InetBloomOps", "inet_bloom_ops", "Brin"},
    {"InetMinMaxOps", "inet_minmax_ops", "Brin"},
    {"InetMinMaxMultiOps", "inet_minmax_multi_ops", "Brin"},
    {"Int2BloomOps", "int2_bloom_ops", "Brin"},
    {"Int2MinMaxOps", "int2_minmax_ops", "Brin"},
    {"Int2MinMaxMultiOps", "int2_minmax_multi_ops", "Brin"},
    {"Int4BloomOps", "int4_bloom_ops", "Brin"},
    {"Int4MinMaxOps", "int4_minmax_ops", "Brin"},
    {"Int4MinMaxMultiOps", "int4_minmax_multi_ops", "Brin"},
    {"Int8BloomOps", "int8_bloom_ops", "Brin"},
    {"Int8MinMaxOps", "int8_minmax_ops", "Brin"},
    {"Int8MinMaxMultiOps", "int8_minmax_multi_ops", "Brin"},
    {"NumericBloomOps", "numeric_bloom_ops", "Brin"},
    {"NumericMinMaxOps", "numeric_minmax_ops", "Brin"},
    {"NumericMinMaxMultiOps", "numeric_minmax_multi_ops", "Brin"},
    {"OidBloomOps", "oid_bloom_ops", "Brin"},
    {"OidMinMaxOps", "oid_minmax_ops", "Brin"},
    {"OidMinMaxMultiOps", "oid_minmax_multi_ops", "Brin"},
    {"TextBloomOps", "text_bloom_ops", "Brin"},
    {"TextMinMaxOps", "text_minmax_ops", "Brin"},
    {"TimestampBloomOps", "timestamp_bloom_ops", "Brin"},
    {"TimestampMinMaxOps", "timestamp_minmax_ops", "Brin"},
    {"TimestampMinMaxMultiOps", "timestamp_minmax_multi_ops", "Brin"},
    {"TimestampTzBloomOps", "timestamptz_bloom_ops", "Brin"},
    {"TimestampTzMinMaxOps", "timestamptz_minmax_ops", "Brin"},
    {"TimestampTzMinMaxMultiOps", "timestamptz_minmax_multi_ops", "Brin"},
    {"TimeBloomOps", "time_bloom_ops", "Brin"},
    {"TimeMinMaxOps", "time_minmax_ops", "Brin"},
    {"TimeMinMaxMultiOps", "time_minmax_multi_ops", "Brin"},
    {"TimeTzBloomOps", "timetz_bloom_ops", "Brin"},
    {"TimeTzMinMaxOps", "timetz_minmax_ops", "Brin"},
    {"TimeTzMinMaxMultiOps", "timetz_minmax_multi_ops", "Brin"},
    {"UuidBloomOps", "uuid_bloom_ops", "Brin"},
    {"UuidMinMaxOps", "uuid_minmax_ops", "Brin"},
    {"UuidMinMaxMultiOps", "uuid_minmax_multi_ops", "Brin"},
    {NULL},
};

const AttributeWord attribute_words[] = {
    {"id", ON_FIELD, NULL, {"map", "sort", "length", "clustered"}},
    {"id", ON_MODEL, "fields", {"fields", "name", "map", "clustered"}},
    {"unique", ON_FIELD, NULL, {"map", "sort", "length", "clustered", "where"}},
    {"unique", ON_MODEL, "fields", {"fields", "name", "map", "clustered", "where"}, true},
    {"index", ON_MODEL, "fields", {"fields", "name", "map", "type", "clustered", "where"}, true},
    {"default", ON_FIELD, "value", {"value"}},
    {"relation", ON_FIELD, "name", {"name", "fields", "references", "onDelete", "onUpdate", "map"}},
    {"map", ON_FIELD | ON_MODEL | ON_ENUM | ON_VALUE, "name", {"name"}},
    {"updatedAt", ON_FIELD},
    {"ignore", ON_FIELD | ON_MODEL},
    {"schema", ON_MODEL | ON_ENUM, "map", {"map"}},
    {"fulltext", ON_MODEL, "fields", {"fields", "map"}, true, FULLTEXT_REFUSED},
    {"shardKey", ON_FIELD | ON_MODEL, "fields", {"fields"}, true, SHARD_KEY_REFUSED},
    {NULL},
};

const ActionWord action_words[] = {
    {"Cascade", "CASCADE"},  {"Restrict", "RESTRICT"},      {"NoAction", "NO ACTION"},
    {"SetNull", "SET NULL"}, {"SetDefault", "SET DEFAULT"}, {NULL},
};

const char *const datasource_words[] = {"provider",
                                        "url",
                                        "directUrl",
                                        "shadowDatabaseUrl",
                                        "relationMode",
                                        "schemas",
                                        "extensions",
                                        "referentialIntegrity",
                                        NULL};

const void *word_find(const void *table, gsize row, const char *name) {
    for (const char *at = table; *(const char *const *)at; at += row)
        if (strcmp(*(const char *const *)at, name) == 0)
            return at;
    return NULL;
}

bool word_fail(Reading *reading, Location at, const void *table, gsize row, const char *word,
               const char *format, ...) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const char *entry = table; *(const char *const *)entry; entry += row)
        g_ptr_array_add(names, *(char *const *)entry);
    g_ptr_array_add(names, NULL);
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return reading_fail_word(reading, at, word, (const char *const *)names->pdata, "%s", message);
}

static const char *where_word(guint on) {
    return on == ON_FIELD   ? "a field"
           : on == ON_MODEL ? "a model"
           : on == ON_ENUM  ? "an enum"
                            : "an enum's value";
}

static void fail_attribute(Reading *reading, const PrismaAttr *attr, guint on) {
    const char *at = attr->of_block ? "@@" : "@";
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const AttributeWord *word = attribute_words; word->name; word++)
        if (word->on & on && !word->refused)
            g_ptr_array_add(names, (char *)word->name);
    g_ptr_array_add(names, NULL);
    reading_fail_word(reading, attr->at, attr->name, (const char *const *)names->pdata,
                      "unknown attribute %s%s on %s", at, attr->name, where_word(on));
}

const AttributeWord *attribute_word(Reading *reading, const PrismaAttr *attr, guint on) {
    const AttributeWord *word = attribute_words;
    while (word->name && !(strcmp(word->name, attr->name) == 0 && word->on & on))
        word++;
    if (!word->name) {
        fail_attribute(reading, attr, on);
        return NULL;
    }
    if (word->refused) {
        reading_fail(reading, attr->at, "%s%s: %s", attr->of_block ? "@@" : "@", attr->name,
                     word->refused);
        return NULL;
    }
    return word;
}
