/* prisma: a schema in Prisma's language, for those who keep Prisma's client over a schema in SQL.
 */
#include "types/filters.h"
#include "types/psl.h"
#include "types/target.h"
#include <string.h>

/* `read` is the scalar, `write` its native type, @db.… */
static const TypeMapping types[] = {
    {"bigint", "BigInt", "BigInt"},
    {"bit varying", "String", "VarBit"},
    {"bit", "String", "Bit"},
    {"boolean", "Boolean", "Boolean"},
    {"bytea", "Bytes", "ByteA"},
    {"character varying", "String", "VarChar"},
    {"character", "String", "Char"},
    {"citext", "String", "Citext"},
    {"date", "DateTime", "Date"},
    {"double precision", "Float", "DoublePrecision"},
    {"inet", "String", "Inet"},
    {"integer", "Int", "Integer"},
    {"json", "Json", "Json"},
    {"jsonb", "Json", "JsonB"},
    {"money", "Decimal", "Money"},
    {"numeric", "Decimal", "Decimal"},
    {"oid", "Int", "Oid"},
    {"real", "Float", "Real"},
    {"smallint", "Int", "SmallInt"},
    {"text", "String", "Text"},
    {"time with time zone", "DateTime", "Timetz"},
    {"time without time zone", "DateTime", "Time"},
    {"timestamp with time zone", "DateTime", "Timestamptz"},
    {"timestamp without time zone", "DateTime", "Timestamp"},
    {"uuid", "String", "Uuid"},
    {"xml", "String", "Xml"},
    {0},
};

/* Documentation, but for what would be taken for a word to us: see prisma/schema.h. */
static void filter_psl(const char *text, const char *argument, GString *out) {
    g_autoptr(GString) lines = g_string_new(NULL);
    filter_lines(text, "", lines);
    g_strchomp(lines->str);
    g_auto(GStrv) each = g_strsplit(lines->str, "\n", -1);
    for (char **line = each; *line; line++) {
        bool word = g_str_has_prefix(*line + strspn(*line, " /"), "@migrate");
        g_autofree char *before = g_strconcat(argument, word ? "// " : "/// ", NULL);
        filter_lines(*line, before, out);
    }
}

static void filter_note(const char *text, const char *argument, GString *out) {
    (void)argument;
    filter_lines(text, "/// - ", out);
}

static const Filter filters[] = {
    {"string", filter_string}, {"doc", filter_psl}, {"note", filter_note}, {0}};

const char *const types_prisma_reserved[] = {
    "BigInt",    "Boolean",  "Bytes",        "DateTime",   "Decimal",  "Float",   "Int",
    "Json",      "Prisma",   "String",       "async",      "await",    "break",   "case",
    "catch",     "class",    "const",        "continue",   "debugger", "default", "delete",
    "do",        "else",     "enum",         "export",     "extends",  "false",   "finally",
    "for",       "function", "if",           "implements", "import",   "in",      "instanceof",
    "interface", "let",      "new",          "null",       "package",  "private", "protected",
    "public",    "return",   "static",       "super",      "switch",   "this",    "throw",
    "true",      "try",      "typeof",       "using",      "var",      "void",    "while",
    "with",      "yield",    "PrismaClient", NULL};

const Target target_prisma = {
    .name = "prisma",
    .summary = "a schema in Prisma's language, from which `prisma generate` makes the client",
    .file = "prisma/schema.prisma",
    .types = types,
    .array = "{{type}}[]",
    .enum_type = "{{symbol}}",
    .symbols = STYLE_PRISMA,
    .fields = STYLE_PRISMA,
    .bare = true,
    .reserved = types_prisma_reserved,
    .renamed = "Renamed",
    .head_ends = "// --- made by `migrate types`",
    .expose = psl_expose,
    .filters = filters,
    .template =
        "generator client {\n"
        "  provider = \"prisma-client-js\"\n"
        "}\n"
        "\n"
        "datasource db {\n"
        "  provider = \"postgresql\"\n"
        "  url      = env(\"DATABASE_URL\")\n"
        "{{#in_schemas}}\n"
        "  schemas  = [{{#used_schemas}}{{name|string}}{{,}}, {{/}}]\n"
        "{{/}}\n"
        "}\n"
        "\n"
        "// --- made by `migrate types`: what is above is kept, what is below is not to be\n"
        "// edited. Change the schema and run that again.\n"
        "{{#models}}\n"
        "\n"
        "{{#comment}}{{comment|doc}}{{/}}"
        "{{#noted}}/// Beyond this language:\n{{#notes}}{{text|note}}{{/}}{{/}}"
        "model {{symbol}} {\n"
        "{{#fields}}\n"
        "{{#comment}}{{comment|doc:  }}{{/}}"
        "  {{line}}\n"
        "{{/}}\n"
        "{{#attributed}}\n"
        "\n"
        "{{/}}\n"
        "{{#attributes}}\n"
        "  {{text}}\n"
        "{{/}}\n"
        "}\n"
        "{{/}}\n"
        "{{#enums}}\n"
        "\n"
        "{{#comment}}{{comment|doc}}{{/}}"
        "enum {{symbol}} {\n"
        "{{#labels}}\n"
        "{{#empty}}\n"
        "  // '' is beyond this language\n"
        "{{/}}\n"
        "{{^empty}}\n"
        "  {{symbol}}{{#renamed}} @map({{label|string}}){{/}}\n"
        "{{/}}\n"
        "{{/}}\n"
        "{{#renamed}}\n"
        "\n"
        "  @@map({{name|string}})\n"
        "{{/}}\n"
        "{{#in_schemas}}\n"
        "{{^renamed}}\n"
        "\n"
        "{{/}}\n"
        "  @@schema({{schema|string}})\n"
        "{{/}}\n"
        "}\n"
        "{{/}}\n",
};
