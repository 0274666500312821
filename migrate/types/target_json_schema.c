/* json-schema: JSON Schema of the rows of each table and view, as row_to_json() writes them, and of
 * what may be inserted. Draft 2020-12. */
#include "types/filters.h"
#include "types/target.h"

#define STRING "\"type\": \"string\""
#define NUMBER                                                                                     \
    "\"anyOf\": [{ \"type\": \"number\" }, { \"enum\": [\"NaN\", \"Infinity\", \"-Infinity\"] }]"
#define ANYTHING           "\"type\": [\"string\", \"number\", \"boolean\", \"object\", \"array\", \"null\"]"
#define WHOLE(least, most) "\"type\": \"integer\", \"minimum\": " least ", \"maximum\": " most

/* What has no type of its own in JSON is its text; what an extension brings may have a cast. */
static const TypeMapping types[] = {
    {"\"char\"", STRING},
    {"bigint", WHOLE("-9223372036854775808", "9223372036854775807")},
    {"bit varying", STRING ", \"pattern\": \"^[01]*$\""},
    {"bit", STRING ", \"pattern\": \"^[01]*$\""},
    {"boolean", "\"type\": \"boolean\""},
    {"box", STRING},
    {"bytea", STRING},
    {"character varying", STRING},
    {"character", STRING},
    {"cidr", STRING},
    {"circle", STRING},
    {"citext", STRING},
    {"date", STRING},
    {"datemultirange", STRING},
    {"daterange", STRING},
    {"double precision", NUMBER},
    {"inet", STRING},
    {"int4multirange", STRING},
    {"int4range", STRING},
    {"int8multirange", STRING},
    {"int8range", STRING},
    {"integer", WHOLE("-2147483648", "2147483647")},
    {"interval", STRING},
    {"json", ANYTHING},
    {"jsonb", ANYTHING},
    {"jsonpath", STRING},
    {"line", STRING},
    {"lseg", STRING},
    {"macaddr", STRING},
    {"macaddr8", STRING},
    {"money", STRING},
    {"name", STRING},
    {"numeric", NUMBER},
    {"nummultirange", STRING},
    {"numrange", STRING},
    {"oid", STRING},
    {"path", STRING},
    {"pg_lsn", STRING},
    {"point", STRING},
    {"polygon", STRING},
    {"real", NUMBER},
    {"smallint", WHOLE("-32768", "32767")},
    {"text", STRING},
    {"time with time zone", STRING},
    {"time without time zone", STRING},
    {"timestamp with time zone", STRING},
    {"timestamp without time zone", STRING},
    {"tsmultirange", STRING},
    {"tsquery", STRING},
    {"tsrange", STRING},
    {"tstzmultirange", STRING},
    {"tstzrange", STRING},
    {"tsvector", STRING},
    {"uuid", STRING ", \"format\": \"uuid\""},
    {"xml", STRING},
    {0},
};

/* Part of a JSON pointer in the fragment of a URI. */
static void filter_pointer(const char *text, const char *argument, GString *out) {
    g_autoptr(GString) escaped = g_string_new(text);
    (void)argument;
    g_string_replace(escaped, "~", "~0", 0);
    g_string_replace(escaped, "/", "~1", 0);
    g_string_append_uri_escaped(out, escaped->str, NULL, FALSE);
}

/* Part of a string. */
static void filter_inside(const char *text, const char *argument, GString *out) {
    g_autoptr(GString) quoted = g_string_new(NULL);
    filter_string(text, argument, quoted);
    g_string_append_len(out, quoted->str + 1, (gssize)quoted->len - 2);
}

static const Filter filters[] = {
    {"string", filter_string}, {"pointer", filter_pointer}, {"inside", filter_inside}, {0}};

#define REFERENCE "\"$ref\": \"#/$defs/{{schema|pointer}}.{{name|pointer}}\""

/* A column, and the comma behind it. */
#define COLUMN                                                                                     \
    "\n"                                                                                           \
    "        {{name|string}}: { {{#nullable}}\"anyOf\": [{ {{/}}{{type}}{{#length}}{{^array}}, "   \
    "\"maxLength\": {{length}}{{/}}{{/}}{{#nullable}} }, { \"type\": \"null\" }]{{/}}"             \
    "{{#comment}}, \"description\": {{comment|string}}{{/}} }{{,}},"

#define DESCRIPTION                                                                                \
    "{{#comment}}\n"                                                                               \
    "      \"description\": {{comment|string}},\n"                                                 \
    "{{/}}\n"

#define OBJECT(columns, required)                                                                  \
    "      \"type\": \"object\",\n"                                                                \
    "      \"properties\": {{{#" columns "}}" COLUMN "{{/}}\n"                                     \
    "      },\n"                                                                                   \
    "      \"required\": [{{#" required "}}{{name|string}}{{,}}, {{/}}],\n"                        \
    "      \"additionalProperties\": false\n"

const Target target_json_schema = {
    .name = "json-schema",
    .summary = "JSON Schema of rows, as row_to_json() writes them, and of what may be inserted",
    .file = "schema.json",
    .types = types,
    .unknown = ANYTHING,
    /* An array of PostgreSQL may have more dimensions than it is declared with. */
    .array = "\"type\": \"array\", \"items\": { \"anyOf\": [{ {{type}} }, { \"type\": [\"array\", "
             "\"null\"] }] }",
    .enum_type = REFERENCE,
    .composite_type = REFERENCE,
    .row_type = REFERENCE,
    .range_type = STRING,
    .symbols = STYLE_OF_DATABASE,
    .letters = true,
    .merged = true,
    .filters = filters,
    .template =
        "{\n"
        "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
        "  \"$comment\": \"This file was generated by `migrate types`. Please do not edit it: "
        "change the schema and run that again.\",\n"
        "  \"$defs\": {{{#all}}\n"
        "    \"{{#insert}}insert {{/}}{{schema|inside}}.{{name|inside}}\": {\n" DESCRIPTION
        "{{#enumerated}}\n"
        "      \"enum\": [{{#labels}}{{label|string}}{{,}}, {{/}}]\n"
        "{{/}}\n"
        "{{#composed}}\n" OBJECT("columns",
                                 "columns") "{{/}}\n"
                                            "{{#insert}}\n" OBJECT("insertable",
                                                                   "demanded") "{{/}}\n"
                                                                               "    }{{,}},{{/}}\n"
                                                                               "  }\n"
                                                                               "}\n",
};
