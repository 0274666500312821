/* supabase: a type Database for supabase-js and postgrest-js, as rows come in JSON. */
#include "types/filters.h"
#include "types/target.h"

static const TypeMapping types[] = {
    {"\"char\"", "string"},
    {"bigint", "number"},
    {"bit varying", "string"},
    {"bit", "string"},
    {"boolean", "boolean"},
    {"box", "string"},
    {"bytea", "string"},
    {"character varying", "string"},
    {"character", "string"},
    {"cidr", "string"},
    {"circle", "string"},
    {"citext", "string"},
    {"date", "string"},
    {"datemultirange", "string"},
    {"daterange", "string"},
    {"double precision", "number"},
    {"inet", "string"},
    {"int4multirange", "string"},
    {"int4range", "string"},
    {"int8multirange", "string"},
    {"int8range", "string"},
    {"integer", "number"},
    {"interval", "string"},
    {"json", "Json"},
    {"jsonb", "Json"},
    {"jsonpath", "string"},
    {"line", "string"},
    {"lseg", "string"},
    {"macaddr", "string"},
    {"macaddr8", "string"},
    {"money", "string"},
    {"name", "string"},
    {"numeric", "number"},
    {"nummultirange", "string"},
    {"numrange", "string"},
    {"path", "string"},
    {"pg_lsn", "string"},
    {"point", "string"},
    {"polygon", "string"},
    {"real", "number"},
    {"smallint", "number"},
    {"text", "string"},
    {"time with time zone", "string"},
    {"time without time zone", "string"},
    {"timestamp with time zone", "string"},
    {"timestamp without time zone", "string"},
    {"tsmultirange", "string"},
    {"tsquery", "string"},
    {"tsrange", "string"},
    {"tstzmultirange", "string"},
    {"tstzrange", "string"},
    {"tsvector", "string"},
    {"uuid", "string"},
    {"vector", "string"},
    {"xml", "string"},
    {0},
};

static const Filter filters[] = {
    {"string", filter_string}, {"property", filter_property}, {"doc", filter_doc}, {0}};

#define NOTHING "      [_ in never]: never\n"

#define ROW                                                                                        \
    "        Row: {\n"                                                                             \
    "{{#columns}}\n"                                                                               \
    "{{#comment}}{{comment|doc:          }}{{/}}"                                                  \
    "          {{name|property}}: {{type}}{{#nullable}} | null{{/}}\n"                             \
    "{{/}}\n"                                                                                      \
    "        }\n"

/* What may be left out is optional; all is in an update, and through a view. */
#define INSERT                                                                                     \
    "        Insert: {\n"                                                                          \
    "{{#columns}}\n"                                                                               \
    "          {{name|property}}{{#always}}?: never{{/}}{{^always}}{{#view}}?{{/}}"                \
    "{{#table}}{{#optional}}?{{/}}{{/}}: {{write}}{{#nullable}} | null{{/}}{{/}}\n"                \
    "{{/}}\n"                                                                                      \
    "        }\n"
#define UPDATE                                                                                     \
    "        Update: {\n"                                                                          \
    "{{#columns}}\n"                                                                               \
    "          {{name|property}}?: {{#always}}never{{/}}{{^always}}{{write}}"                      \
    "{{#nullable}} | null{{/}}{{/}}\n"                                                             \
    "{{/}}\n"                                                                                      \
    "        }\n"

#define RELATIONSHIPS                                                                              \
    "        Relationships: [{{^links}}]\n"                                                        \
    "{{/}}{{#linked}}\n"                                                                           \
    "{{#links}}\n"                                                                                 \
    "          {\n"                                                                                \
    "            foreignKeyName: {{name|string}}\n"                                                \
    "            columns: [{{#from}}{{column|string}}{{,}}, {{/}}]\n"                              \
    "            isOneToOne: {{#one_to_one}}true{{/}}{{^one_to_one}}false{{/}}\n"                  \
    "            referencedRelation: {{relation|string}}\n"                                        \
    "            referencedColumns: [{{#to}}{{column|string}}{{,}}, {{/}}]\n"                      \
    "          },\n"                                                                               \
    "{{/}}\n"                                                                                      \
    "        ]\n"                                                                                  \
    "{{/}}"

#define TABLES                                                                                     \
    "    Tables: {\n"                                                                              \
    "{{#tables}}\n"                                                                                \
    "{{#comment}}{{comment|doc:      }}{{/}}"                                                      \
    "      {{name|property}}: {\n" ROW INSERT UPDATE RELATIONSHIPS "      }\n"                     \
    "{{/}}\n"                                                                                      \
    "{{^tables}}\n" NOTHING "{{/}}\n"                                                              \
    "    }\n"

#define VIEWS                                                                                      \
    "    Views: {\n"                                                                               \
    "{{#views}}\n"                                                                                 \
    "{{#comment}}{{comment|doc:      }}{{/}}"                                                      \
    "      {{name|property}}: {\n" ROW "{{#writable}}\n" INSERT UPDATE "{{/}}\n" RELATIONSHIPS     \
    "      }\n"                                                                                    \
    "{{/}}\n"                                                                                      \
    "{{^views}}\n" NOTHING "{{/}}\n"                                                               \
    "    }\n"

#define FUNCTIONS                                                                                  \
    "    Functions: {\n"                                                                           \
    "{{#functions}}\n"                                                                             \
    "      {{name|property}}:{{#signatures}}{{#overloaded}}\n"                                     \
    "        |{{/}} {\n"                                                                           \
    "{{^given}}\n"                                                                                 \
    "        Args: never\n"                                                                        \
    "{{/}}\n"                                                                                      \
    "{{#given}}\n"                                                                                 \
    "        Args: { {{#arguments}}{{name|property}}{{#optional}}?{{/}}: {{type}}{{,}}; {{/}} "    \
    "}\n"                                                                                          \
    "{{/}}\n"                                                                                      \
    "        Returns: {{#columns}}{ {{#results}}{{name|property}}: {{type}}{{,}}; {{/}} "          \
    "}{{/}}{{^columns}}{{type}}{{/}}{{#set}}[]{{/}}\n"                                             \
    "{{#relation}}\n"                                                                              \
    "        SetofOptions: {\n"                                                                    \
    "          from: {{from|string}}\n"                                                            \
    "          to: {{relation|string}}\n"                                                          \
    "          isOneToOne: {{#set}}false{{/}}{{^set}}true{{/}}\n"                                  \
    "          isSetofReturn: {{#set}}true{{/}}{{^set}}false{{/}}\n"                               \
    "        }\n"                                                                                  \
    "{{/}}\n"                                                                                      \
    "      }{{/}}\n"                                                                               \
    "{{/}}\n"                                                                                      \
    "{{^functions}}\n" NOTHING "{{/}}\n"                                                           \
    "    }\n"

#define ENUMS                                                                                      \
    "    Enums: {\n"                                                                               \
    "{{#enums}}\n"                                                                                 \
    "{{#comment}}{{comment|doc:      }}{{/}}"                                                      \
    "      {{name|property}}: {{#labels}}{{label|string}}{{,}} | {{/}}{{^labels}}never{{/}}\n"     \
    "{{/}}\n"                                                                                      \
    "{{^enums}}\n" NOTHING "{{/}}\n"                                                               \
    "    }\n"

#define COMPOSITES                                                                                 \
    "    CompositeTypes: {\n"                                                                      \
    "{{#composites}}\n"                                                                            \
    "{{#comment}}{{comment|doc:      }}{{/}}"                                                      \
    "      {{name|property}}: {\n"                                                                 \
    "{{#columns}}\n"                                                                               \
    "        {{name|property}}: {{type}} | null\n"                                                 \
    "{{/}}\n"                                                                                      \
    "      }\n"                                                                                    \
    "{{/}}\n"                                                                                      \
    "{{^composites}}\n" NOTHING "{{/}}\n"                                                          \
    "    }\n"

/* Tables<"users">, Tables<{ schema: "app" }, "posts">, and so on. */
#define HELPER(name, groups, member)                                                               \
    "export type " name "<\n"                                                                      \
    "  Name extends keyof " groups(                                                                \
        "DefaultSchema") " | InSchema,\n"                                                          \
                         "  Other extends Name extends { schema: infer S extends keyof Database "  \
                         "}\n"                                                                     \
                         "    ? keyof " groups(                                                    \
                             "Database[S]") "\n"                                                   \
                                            "    : never = never,\n"                               \
                                            "> = Name extends { schema: infer S extends keyof "    \
                                            "Database }\n"                                         \
                                            "  ? " member(groups("Database[S]"),                   \
                                                          "Other") "\n"                            \
                                                                   "  : " member(                  \
                                                                       groups("DefaultSchema"),    \
                                                                       "Name") "\n\n"
#define OF_RELATIONS(schema)    "(" schema "[\"Tables\"] & " schema "[\"Views\"])"
#define OF_TABLES(schema)       schema "[\"Tables\"]"
#define OF_ENUMS(schema)        schema "[\"Enums\"]"
#define OF_COMPOSITES(schema)   schema "[\"CompositeTypes\"]"
#define THE_ROW(group, name)    "Part<" group ", " name ", \"Row\">"
#define THE_INSERT(group, name) "Part<" group ", " name ", \"Insert\">"
#define THE_UPDATE(group, name) "Part<" group ", " name ", \"Update\">"
#define ITSELF(group, name)                                                                        \
    "Extract<" name ", keyof " group "> extends infer N extends keyof " group " ? " group          \
    "[N] : never"

#define HELPERS                                                                                    \
    "{{#has_default}}\n"                                                                           \
    "type DefaultSchema = Database[{{default_schema|string}}]\n"                                   \
    "{{/}}\n"                                                                                      \
    "{{^has_default}}\n"                                                                           \
    "type DefaultSchema = { Tables: {}; Views: {}; Enums: {}; CompositeTypes: {} }\n"              \
    "{{/}}\n"                                                                                      \
    "\n"                                                                                           \
    "type InSchema = { schema: keyof Database }\n"                                                 \
    "\n"                                                                                           \
    "type Part<Group, Name, Key extends string> = Name extends keyof Group\n"                      \
    "  ? Group[Name] extends { [K in Key]: infer T }\n"                                            \
    "    ? T\n"                                                                                    \
    "    : never\n"                                                                                \
    "  : never\n"                                                                                  \
    "\n" HELPER("Tables", OF_RELATIONS, THE_ROW) HELPER("TablesInsert", OF_TABLES, THE_INSERT)     \
        HELPER("TablesUpdate", OF_TABLES, THE_UPDATE) HELPER("Enums", OF_ENUMS, ITSELF)            \
            HELPER("CompositeTypes", OF_COMPOSITES, ITSELF)

#define CONSTANTS                                                                                  \
    "export const Constants = {\n"                                                                 \
    "{{#schemas}}\n"                                                                               \
    "  {{name|property}}: {\n"                                                                     \
    "    Enums: {\n"                                                                               \
    "{{#enums}}\n"                                                                                 \
    "      {{name|property}}: [{{#labels}}{{label|string}}{{,}}, {{/}}],\n"                        \
    "{{/}}\n"                                                                                      \
    "    },\n"                                                                                     \
    "  },\n"                                                                                       \
    "{{/}}\n"                                                                                      \
    "} as const\n"

const Target target_supabase = {
    .name = "supabase",
    .summary = "type Database for supabase-js, with Row, Insert, Update and Relationships",
    .file = "src/database.types.ts",
    .typescript = true,
    .types = types,
    .unknown = "unknown",
    .array = "({{type}})[]",
    .plain_array = "{{type}}[]",
    .plain = (const char *const[]){"boolean", "number", "string", "unknown", "Json", NULL},
    .enum_type = "Database[{{schema|string}}][\"Enums\"][{{name|string}}]",
    .composite_type = "Database[{{schema|string}}][\"CompositeTypes\"][{{name|string}}]",
    .row_type = "Database[{{schema|string}}][{{#view}}\"Views\"{{/}}{{^view}}\"Tables\"{{/}}]"
                "[{{name|string}}][\"Row\"]",
    .range_type = "string",
    .void_type = "undefined",
    .record_type = "Record<string, unknown>",
    .symbols = STYLE_OF_DATABASE,
    .letters = true,
    .sorted = true,
    .filters = filters,
    .template = "/**\n"
                " * This file was generated by `migrate types`.\n"
                " * Please do not edit it: change the schema and run that again.\n"
                " */\n"
                "\n"
                "{{#imports}}\n"
                "import type { {{names}} } from {{module|string}}\n"
                "{{/}}\n"
                "{{#imported}}\n"
                "\n"
                "{{/}}\n"
                "export type Json =\n"
                "  | string\n"
                "  | number\n"
                "  | boolean\n"
                "  | null\n"
                "  | { [key: string]: Json | undefined }\n"
                "  | Json[]\n"
                "\n"
                "export type Database = {\n"
                "{{#schemas}}\n"
                "  {{name|property}}: {\n" TABLES VIEWS FUNCTIONS ENUMS COMPOSITES "  }\n"
                "{{/}}\n"
                "}\n"
                "\n" HELPERS CONSTANTS,
};
