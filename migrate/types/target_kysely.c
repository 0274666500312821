/* kysely: an interface DB for Kysely, by the names of kysely-codegen, as node-postgres returns
 * rows. */
#include "types/filters.h"
#include "types/target.h"

static const TypeMapping types[] = {
    {"bigint", "Int8"},
    {"bit varying", "string"},
    {"bit", "string"},
    {"boolean", "boolean"},
    {"bytea", "Buffer"},
    {"character varying", "string"},
    {"character", "string"},
    {"cidr", "string"},
    {"circle", "Circle"},
    {"date", "Timestamp"},
    {"double precision", "number"},
    {"inet", "string"},
    {"integer", "number"},
    {"interval", "Interval"},
    {"json", "Json", "JsonNotNull"},
    {"json[]", "ArrayType<Json>"},
    {"jsonb", "Json", "JsonNotNull"},
    {"jsonb[]", "ArrayType<Json>"},
    {"macaddr", "string"},
    {"money", "string"},
    {"numeric", "Numeric"},
    {"numeric[]", "NumericArray"},
    {"oid", "number"},
    {"point", "Point"},
    {"real", "number"},
    {"smallint", "number"},
    {"text", "string"},
    {"time with time zone", "string"},
    {"time without time zone", "string"},
    {"timestamp with time zone", "Timestamp"},
    {"timestamp without time zone", "Timestamp"},
    {"uuid", "string"},
    {"xml", "string"},
    {0},
};

/* Those that node-postgres parses; what others are is known only in the database. */
static const char *const known_arrays[] = {"bigint",
                                           "boolean",
                                           "bytea",
                                           "character varying",
                                           "character",
                                           "cidr",
                                           "date",
                                           "double precision",
                                           "inet",
                                           "integer",
                                           "interval",
                                           "json",
                                           "jsonb",
                                           "macaddr",
                                           "money",
                                           "numeric",
                                           "numrange",
                                           "oid",
                                           "point",
                                           "real",
                                           "smallint",
                                           "text",
                                           "time with time zone",
                                           "time without time zone",
                                           "timestamp with time zone",
                                           "timestamp without time zone",
                                           "uuid",
                                           NULL};

static const TypeDefinition definitions[] = {
    {"ColumnType", NULL, "kysely"},
    {"IPostgresInterval", NULL, "postgres-interval"},
    {"ArrayType", "export type ArrayType<T> = ArrayTypeImpl<T> extends (infer U)[]\n"
                  "  ? U[]\n"
                  "  : ArrayTypeImpl<T>;\n"},
    {"ArrayTypeImpl",
     "export type ArrayTypeImpl<T> = T extends ColumnType<infer S, infer I, infer U>\n"
     "  ? ColumnType<S[], I[], U[]>\n"
     "  : T[];\n"},
    {"Circle", "export type Circle = ColumnType<{\n"
               "  radius: number;\n"
               "  x: number;\n"
               "  y: number;\n"
               "}, string, string>;\n"},
    {"Generated", "export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>\n"
                  "  ? ColumnType<S, I | undefined, U>\n"
                  "  : ColumnType<T, T | undefined, T>;\n"},
    {"GeneratedAlways",
     "export type GeneratedAlways<T> = T extends ColumnType<infer S, infer _I, infer _U>\n"
     "  ? ColumnType<S, never, never>\n"
     "  : ColumnType<T, never, never>;\n"},
    {"Int8", "export type Int8 = ColumnType<string, bigint | number | string, bigint | number | "
             "string>;\n"},
    {"Interval", "export type Interval = ColumnType<IPostgresInterval, IPostgresInterval | number "
                 "| string, IPostgresInterval | number | string>;\n"},
    {"Json", "export type Json = JsonValue;\n"},
    {"JsonArray", "export type JsonArray = JsonValue[];\n"},
    {"JsonNotNull",
     "/**\n"
     " * JSON has a null of its own, but a null that is written becomes the NULL of SQL.\n"
     " */\n"
     "export type JsonNotNull = ColumnType<Json, NonNullable<Json>, NonNullable<Json>>;\n"},
    {"JsonObject", "export type JsonObject = {\n"
                   "  [x: string]: JsonValue | undefined;\n"
                   "};\n"},
    {"JsonPrimitive", "export type JsonPrimitive = boolean | number | string | null;\n"},
    {"JsonValue", "export type JsonValue = JsonArray | JsonObject | JsonPrimitive;\n"},
    {"Numeric", "export type Numeric = ColumnType<string, number | string, number | string>;\n"},
    {"NumericArray", "export type NumericArray = ColumnType<number[], (number | string)[], (number "
                     "| string)[]>;\n"},
    {"Point", "export type Point = ColumnType<{\n"
              "  x: number;\n"
              "  y: number;\n"
              "}, string, string>;\n"},
    {"TextArray",
     "/**\n"
     " * What node-postgres returns as it is written in SQL, unless there is a parser for it.\n"
     " */\n"
     "export type TextArray<T> = [T] extends [ColumnType<infer _S, infer I, infer U>]\n"
     "  ? ColumnType<string, string | I[], string | U[]>\n"
     "  : ColumnType<string, string | T[], string | T[]>;\n"},
    {"Timestamp", "export type Timestamp = ColumnType<Date, Date | string, Date | string>;\n"},
    {0},
};

static const Filter filters[] = {
    {"string", filter_string}, {"property", filter_property}, {"doc", filter_doc}, {0}};

const Target target_kysely = {
    .name = "kysely",
    .summary = "interface DB for Kysely with node-postgres, by the names of kysely-codegen",
    .file = "src/db.d.ts",
    .typescript = true,
    .types = types,
    .unknown = "string",
    .array = "ArrayType<{{type}}>",
    .plain_array = "{{type}}[]",
    .plain = (const char *const[]){"boolean", "number", "string", NULL},
    .known_arrays = known_arrays,
    .text_array = "TextArray<{{type}}>",
    .enum_type = "{{symbol}}",
    .definitions = definitions,
    .enum_definition = "{{#comment}}{{comment|doc}}{{/}}"
                       "export type {{symbol}} = {{#labels}}{{label|string}}{{,}} | {{/}}"
                       "{{^labels}}never{{/}};\n",
    .symbols = STYLE_PASCAL,
    .enums_lowered = true,
    .letters = true,
    .reserved = (const char *const[]){"DB", "Date", NULL},
    .sorted = true,
    .filters = filters,
    .template = "/**\n"
                " * This file was generated by `migrate types`.\n"
                " * Please do not edit it: change the schema and run that again.\n"
                " */\n"
                "\n"
                "{{#imports}}\n"
                "import type { {{names}} } from {{module|string}};\n"
                "{{/}}\n"
                "{{#imported}}\n"
                "\n"
                "{{/}}\n"
                "{{#definitions}}\n"
                "{{text}}\n"
                "{{/}}\n"
                "{{#relations}}\n"
                "{{#comment}}{{comment|doc}}{{/}}"
                "export interface {{symbol}} {\n"
                "{{#columns}}\n"
                "{{#comment}}{{comment|doc:  }}{{/}}"
                "  {{key|property}}: {{#table}}{{#always}}GeneratedAlways<{{/}}"
                "{{#preset}}Generated<{{/}}{{/}}"
                "{{#nullable}}{{type}} | null{{/}}{{^nullable}}{{#table}}{{write}}{{/}}"
                "{{#view}}{{type}}{{/}}{{/}}"
                "{{#table}}{{#always}}>{{/}}{{#preset}}>{{/}}{{/}};\n"
                "{{/}}\n"
                "}\n"
                "\n"
                "{{/}}\n"
                "export interface DB {\n"
                "{{#entries}}\n"
                "  {{key|property}}: {{symbol}};\n"
                "{{/}}\n"
                "}\n",
};
