/* python: classes for SQLAlchemy 2; tables without a primary key, and views, as Table. */
#include "types/filters.h"
#include "types/target.h"

/* `read` is Python's type, `write` is SQLAlchemy's. Modules have names that no column has. */
static const TypeMapping types[] = {
    {"\"char\"", "str", "_pg.CHAR(1)"},
    {"bigint", "int", "_sa.BigInteger()"},
    {"bit varying", "str", "_pg.BIT(varying=True)"},
    {"bit", "str", "_pg.BIT"},
    {"boolean", "bool", "_sa.Boolean()"},
    {"bytea", "bytes", "_sa.LargeBinary()"},
    {"character varying", "str", "_sa.String()"},
    {"character", "str", "_sa.CHAR()"},
    {"cidr", "str", "_pg.CIDR()"},
    {"citext", "str", "_pg.CITEXT()"},
    {"date", "_datetime.date", "_sa.Date()"},
    {"daterange", "_pg.Range[_datetime.date]", "_pg.DATERANGE()"},
    {"double precision", "float", "_sa.Double()"},
    {"inet", "str", "_pg.INET()"},
    {"int4range", "_pg.Range[int]", "_pg.INT4RANGE()"},
    {"int8range", "_pg.Range[int]", "_pg.INT8RANGE()"},
    {"integer", "int", "_sa.Integer()"},
    {"interval", "_datetime.timedelta", "_pg.INTERVAL"},
    {"json", "_typing.Any", "_pg.JSON"},
    {"jsonb", "_typing.Any", "_pg.JSONB"},
    {"macaddr", "str", "_pg.MACADDR()"},
    {"macaddr8", "str", "_pg.MACADDR8()"},
    {"money", "str", "_pg.MONEY()"},
    {"name", "str", "_sa.Text()"},
    {"numeric", "_decimal.Decimal", "_sa.Numeric()"},
    {"numrange", "_pg.Range[_decimal.Decimal]", "_pg.NUMRANGE()"},
    {"oid", "int", "_pg.OID()"},
    {"real", "float", "_sa.REAL()"},
    {"smallint", "int", "_sa.SmallInteger()"},
    {"text", "str", "_sa.Text()"},
    {"time with time zone", "_datetime.time", "_sa.Time(timezone=True)"},
    {"time without time zone", "_datetime.time", "_sa.Time()"},
    {"timestamp with time zone", "_datetime.datetime", "_sa.DateTime(timezone=True)"},
    {"timestamp without time zone", "_datetime.datetime", "_sa.DateTime()"},
    {"tsquery", "str", "_pg.TSQUERY()"},
    {"tsrange", "_pg.Range[_datetime.datetime]", "_pg.TSRANGE()"},
    {"tstzrange", "_pg.Range[_datetime.datetime]", "_pg.TSTZRANGE()"},
    {"tsvector", "str", "_pg.TSVECTOR()"},
    {"uuid", "_uuid.UUID", "_sa.Uuid()"},
    {0},
};

static const TypeDefinition definitions[] = {
    {"_datetime", "import datetime as _datetime"},
    {"_decimal", "import decimal as _decimal"},
    {"_typing", "import typing as _typing"},
    {"_uuid", "import uuid as _uuid"},
    {0},
};

/* A string of Python may not hold lone surrogates, and has none; the rest is JSON's. */
static void filter_comment(const char *text, const char *argument, GString *out) {
    filter_lines(text, *argument ? argument : "# ", out);
}

static const Filter filters[] = {{"string", filter_string}, {"comment", filter_comment}, {0}};

static const char *const keywords[] = {
    "False",   "None",     "True",     "and",      "as",        "assert",   "async",  "await",
    "break",   "class",    "continue", "def",      "del",       "elif",     "else",   "except",
    "finally", "for",      "from",     "global",   "if",        "import",   "in",     "is",
    "lambda",  "nonlocal", "not",      "or",       "pass",      "raise",    "return", "try",
    "while",   "with",     "yield",    "metadata", "registry",  "bool",     "bytes",  "float",
    "int",     "list",     "str",      "type",     "_datetime", "_decimal", "_orm",   "_pg",
    "_sa",     "_typing",  "_uuid",    NULL};

#define OPTIONS                                                                                    \
    "{{#identity}}, _sa.Identity(always={{#always}}True{{/}}{{^always}}False{{/}}){{/}}"           \
    "{{#primary}}, primary_key=True{{/}}{{#table}}{{^primary}}, nullable="                         \
    "{{#nullable}}True{{/}}{{^nullable}}False{{/}}{{/}}{{/}}"                                      \
    "{{#from_server}}, server_default=_sa.FetchedValue(){{/}}"                                     \
    "{{#generated}}, server_default=_sa.FetchedValue(), server_onupdate=_sa.FetchedValue(){{/}}"
#define FOREIGN                                                                                    \
    "{{#foreign}}\n"                                                                               \
    "        _sa.ForeignKeyConstraint([{{#from}}{{column|string}}{{,}}, {{/}}], [{{#to}}"          \
    "{{path|string}}{{,}}, {{/}}], name={{name|string}}),\n"                                       \
    "{{/}}\n"

const Target target_python = {
    .name = "python",
    .summary = "classes for SQLAlchemy 2",
    .file = "app/models.py",
    .types = types,
    .unknown = NULL,
    .written_as_sql = true,
    .null = "None",
    .array = "{{#writing}}_pg.ARRAY({{type}}){{/}}{{^writing}}list[{{type}}]{{/}}",
    .enum_type = "{{#writing}}_sql_{{symbol}}{{/}}{{^writing}}{{symbol}}{{/}}",
    .definitions = definitions,
    .symbols = STYLE_PASCAL,
    .fields = STYLE_PUBLIC,
    .letters = false,
    .reserved = (const char *const[]){"Base", "_orm", "_sa", "_typing", NULL},
    .keywords = keywords,
    .hiding = true,
    .filters = filters,
    .template = "# This file was generated by `migrate types`.\n"
                "# Please do not edit it: change the schema and run that again.\n"
                "\n"
                "{{#definitions}}\n"
                "{{text}}\n"
                "{{/}}\n"
                "{{#imports}}\n"
                "from {{module}} import {{names}}\n"
                "{{/}}\n"
                "\n"
                "import sqlalchemy as _sa\n"
                "from sqlalchemy import orm as _orm\n"
                "from sqlalchemy.dialects import postgresql as _pg\n"
                "\n"
                "\n"
                "class Base(_orm.DeclarativeBase):\n"
                "    pass\n"
                "\n"
                "{{#enums}}\n"
                "\n"
                "{{#comment}}{{comment|comment}}{{/}}"
                "{{symbol}} = {{^labels}}_typing.NoReturn{{/}}{{#labelled}}_typing.Literal["
                "{{#labels}}{{label|string}}{{,}}, {{/}}]{{/}}\n"
                "_sql_{{symbol}} = _pg.ENUM({{#labels}}{{label|string}}, {{/}}name={{name|string}}"
                "{{#other_schema}}, schema={{other_schema|string}}{{/}}, create_type=False)\n"
                "{{/}}\n"
                "{{#relations}}\n"
                "{{#primary_key}}\n"
                "\n"
                "\n"
                "{{#comment}}{{comment|comment}}{{/}}"
                "class {{symbol}}(Base):\n"
                "    __tablename__ = {{name|string}}\n"
                "{{#described}}\n"
                "    __table_args__ = (\n" FOREIGN "{{#other_schema}}\n"
                "        {\"schema\": {{other_schema|string}}},\n"
                "{{/}}\n"
                "    )\n"
                "{{/}}\n"
                "\n"
                "{{#columns}}\n"
                "{{#type}}\n"
                "{{#comment}}{{comment|comment:    # }}{{/}}"
                "    {{field}}: _orm.Mapped[{{type}}{{#nullable}} | None{{/}}] = "
                "_orm.mapped_column({{name|string}}, {{write}}" OPTIONS ")\n"
                "{{/}}\n"
                "{{/}}\n"
                "{{/}}\n"
                "{{^primary_key}}\n"
                "\n"
                "\n"
                "{{#comment}}{{comment|comment}}{{/}}"
                "{{symbol}} = _sa.Table(\n"
                "    {{name|string}},\n"
                "    Base.metadata,\n"
                "{{#columns}}\n"
                "{{#type}}\n"
                "    _sa.Column({{name|string}}, {{write}}" OPTIONS "),\n"
                "{{/}}\n"
                "{{/}}\n"
                "{{#other_schema}}\n"
                "    schema={{other_schema|string}},\n"
                "{{/}}\n"
                ")\n"
                "{{/}}\n"
                "{{/}}\n",
};
