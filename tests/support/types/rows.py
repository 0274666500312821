# Rows of a database against the JSON Schema that `migrate types` makes of it.
#
#   rows.py URL SCHEMA_JSON
#
# Of every table and view it holds that each row, as row_to_json() writes it, is valid, and that it is
# not without any of its columns, with one more, with something else in a column, and with NULL where
# that is not said. Of every table it holds that what a row has to be inserted with is enough for the
# server, and that with less the server refuses it.
import copy
import json
import subprocess
import sys

import jsonschema

url, file = sys.argv[1:]
with open(file, encoding="utf-8") as text:
    schema = json.load(text)
jsonschema.Draft202012Validator.check_schema(schema)
failures = []
checked = 0


def ask(sql):
    """The rows of a query, or of several, of one value each."""
    result = subprocess.run(["psql", "-qXAt0", "-v", "ON_ERROR_STOP=1", url], input=sql, stdout=subprocess.PIPE,
                            check=True, encoding="utf-8")
    return result.stdout.split("\0")[:-1]


def expect(holds, *words):
    global checked
    checked += 1
    if not holds:
        failures.append(" ".join(str(word) for word in words)[:400])


def validator(name):
    return jsonschema.Draft202012Validator({"$defs": schema["$defs"], **schema["$defs"][name]})


def takes_all(column):
    return "object" in json.dumps(column.get("type", column.get("anyOf", ""))) and "number" in json.dumps(column)


def takes_null(column):
    return takes_all(column) or any(one.get("type") == "null" for one in column.get("anyOf", []))


def check_rows(name, rows):
    judge = validator(name)
    columns = schema["$defs"][name]["properties"]
    for row in rows:
        errors = [error.message for error in judge.iter_errors(row)]
        expect(not errors, name, row, "is refused:", errors)
        expect(not judge.is_valid({**row, "one more": 1}), name, "takes one column more")
        for column, said in columns.items():
            less = copy.deepcopy(row)
            del less[column]
            expect(not judge.is_valid(less), name, "need not have", column)
            expect(takes_all(said) or not judge.is_valid({**row, column: {"other": []}}),
                   name, column, "takes anything")
            expect(judge.is_valid({**row, column: None}) == takes_null(said), name, column, "and NULL")


def literal(value):
    return "'" + value.replace("'", "''") + "'"


def insert(table, row):
    names = ", ".join('"' + column.replace('"', '""') + '"' for column in row)
    values = literal(json.dumps(row)).replace("\\", "\\\\")
    return f"DELETE FROM {table}; " + (
        f"INSERT INTO {table} ({names}) SELECT {names} FROM json_populate_record(NULL::{table}, E{values})" if row
        else f"INSERT INTO {table} DEFAULT VALUES")


# 'P0004' when the statement is carried out, else its error; what it does is undone.
TRY = """
CREATE FUNCTION pg_temp.attempt(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RAISE assert_failure;
EXCEPTION WHEN OTHERS OR assert_failure THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SET session_replication_role = replica;
SET standard_conforming_strings = on;
"""


def check_inserts(name, table, row):
    """The attempts, and what is expected of each."""
    said = schema["$defs"]["insert " + name]
    judge = validator("insert " + name)
    given = {column: value for column, value in row.items() if column in said["properties"]}
    expect(judge.is_valid(given), name, "cannot be inserted as", given)
    least = {column: given[column] for column in said["required"]}
    expect(judge.is_valid(least), name, "needs more than it says")
    expect(not judge.is_valid({**given, "one more": 1}), name, "takes one column more on insert")
    attempts = [(insert(table, least), "P0004", name)]
    for column in said["required"]:
        less = {one: value for one, value in least.items() if one != column}
        expect(not judge.is_valid(less), name, "need not be given", column)
        attempts.append((insert(table, less), ("23502", "23514 no partition"), f"{name} without {column}"))
    return attempts


relations = [json.loads(line) for line in ask("""
    SELECT json_build_array(n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname),
                            c.relkind IN ('r', 'p'))
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
       AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
     ORDER BY 1::text""")]
found = [json.loads(line) for line in ask(";".join(
    f"SELECT coalesce(json_agg(row_to_json(one_row)), '[]') FROM {table} AS one_row" for _, table, _ in relations))]
attempts = []
count = 0
for (name, table, writable), rows in zip(relations, found):
    expect(name in schema["$defs"], name, "is not described")
    if name not in schema["$defs"]:
        continue
    count += len(rows)
    check_rows(name, rows)
    if writable and rows:
        attempts += check_inserts(name, table, rows[0])
results = ask(TRY + ";".join(f"SELECT pg_temp.attempt({literal(statement)})" for statement, _, _ in attempts))
for (statement, wanted, what), result in zip(attempts, results):
    expect(result.startswith(wanted), what, result, statement)
for failure in failures:
    print(failure)
print(f"{checked} expectations over {count} rows of {len(relations)} tables and views, {len(failures)} failed")
sys.exit(1 if failures or not count else 0)
