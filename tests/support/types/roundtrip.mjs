// Rows of a database, written and read back with node-postgres, against what generated code says of them.
//
//   node roundtrip.mjs URL KYSELY ZOD
//
// KYSELY is the file of the target kysely, ZOD the one of zod, both with the ending .ts and beside a node_modules. For
// every column of every table it holds that
//   - a row with a value everywhere, one with NULL wherever that is declared, and one with nothing but what is declared
//     to be needed can be inserted, what is written is of the type to be inserted, and what comes back of that to be
//     selected, by both targets;
//   - where NULL is not declared it is refused, as is a row that lacks what is declared to be needed, and a value of
//     what is declared to be never given;
// and for every view that its rows, over those rows, are of their types. Constraints that say more than types do are
// dropped: the database is one for that.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [url, kyselyFile, zodFile] = process.argv.slice(2);
const require = createRequire(resolve(kyselyFile));
const ts = require('typescript');
const pg = require('pg');

// --- what is declared

const probe = join(dirname(resolve(kyselyFile)), 'probe.ts');
writeFileSync(
    probe,
    `import type { Insertable, Selectable } from 'kysely';
import type { DB } from ${JSON.stringify('./' + kyselyFile.replace(/.*\//, '').replace(/\.ts$/, ''))};
export type Rows = { [K in keyof DB]: Selectable<DB[K]> };
export type Inserts = { [K in keyof DB]: Insertable<DB[K]> };
`,
);
const program = ts.createProgram([probe], {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
    typeRoots: [join(dirname(require.resolve('@types/node/package.json')), '..')],
});
const checker = program.getTypeChecker();
const source = program.getSourceFile(probe);
const errors = ts.getPreEmitDiagnostics(program, source);
if (errors.length) throw new Error(ts.flattenDiagnosticMessageText(errors[0].messageText, '\n'));
const declared = Object.fromEntries(
    source.statements
        .filter(ts.isTypeAliasDeclaration)
        .map((alias) => [alias.name.text, checker.getTypeAtLocation(alias.name)]),
);
const member = (type, name) => {
    const property = type
        .getProperties()
        .find((one) => ts.unescapeLeadingUnderscores(one.escapedName) === name);
    const optional = !!(property?.flags & ts.SymbolFlags.Optional);
    return property && { type: checker.getTypeOfSymbol(property), optional };
};

const F = ts.TypeFlags;
function fits(value, type) {
    if (type.isUnion()) return type.types.some((one) => fits(value, one));
    if (type.flags & (F.Any | F.Unknown)) return true;
    if (type.flags & F.Never) return false;
    if (type.isStringLiteral() || type.isNumberLiteral()) return value === type.value;
    if (type.flags & F.BooleanLiteral) return value === (checker.typeToString(type) === 'true');
    const primitive = { string: F.String, number: F.Number, boolean: F.Boolean, bigint: F.BigInt };
    for (const [name, flag] of Object.entries(primitive))
        if (type.flags & flag) return typeof value === name;
    if (type.flags & F.Null) return value === null;
    if (type.flags & F.Undefined) return value === undefined;
    if (value === null || typeof value !== 'object') return false;
    if (checker.isArrayType(type)) {
        const [element] = checker.getTypeArguments(type);
        return Array.isArray(value) && value.every((one) => fits(one, element));
    }
    if (Array.isArray(value)) return false;
    const name = type.symbol?.name;
    if (name === 'Date') return value instanceof Date;
    if (name === 'Buffer') return Buffer.isBuffer(value);
    if (value instanceof Date || Buffer.isBuffer(value)) return false;
    const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (index && !Object.values(value).every((one) => fits(one, index))) return false;
    return type.getProperties().every((property) => {
        const of = checker.getTypeOfSymbol(property);
        if (of.getCallSignatures().length) return typeof value[property.name] === 'function';
        const leftOut = property.flags & ts.SymbolFlags.Optional && !(property.name in value);
        return leftOut ? true : fits(value[property.name], of);
    });
}

// --- what there is

const client = new pg.Client({ connectionString: url });
await client.connect();
const rows = async (sql, values) => (await client.query(sql, values)).rows;

await client.query('SET session_replication_role = replica');
for (const { sql } of await rows(`
    SELECT format('TRUNCATE %s CASCADE', string_agg(oid::regclass::text, ', ')) AS sql FROM pg_class
     WHERE relkind IN ('r', 'p') AND relnamespace NOT IN
           (SELECT oid FROM pg_namespace WHERE nspname ~ '^(pg_|information_schema)') HAVING count(*) > 0`))
    await client.query(sql);
for (const { sql } of await rows(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS sql
      FROM pg_constraint WHERE contype IN ('c', 'x') AND conrelid <> 0 AND conislocal AND coninhcount = 0
    UNION ALL
    SELECT format('ALTER DOMAIN %s DROP CONSTRAINT %I', contypid::regtype, conname)
      FROM pg_constraint WHERE contype = 'c' AND contypid <> 0
       AND connamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^(pg_|information_schema)')
    UNION ALL
    SELECT format('CREATE TABLE %I.%I PARTITION OF %s DEFAULT', n.nspname, 'default_' || c.oid, c.oid::regclass)
      FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE p.partdefid = 0 AND p.partstrat <> 'h' AND NOT c.relispartition
    UNION ALL
    SELECT format('CREATE TABLE %I.%I PARTITION OF %s FOR VALUES WITH (MODULUS 1, REMAINDER 0)', n.nspname,
                  'all_' || c.oid, c.oid::regclass)
      FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE p.partstrat = 'h' AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = c.oid)`))
    await client.query(sql);

const columns = await rows(`
    SELECT c.oid, c.relkind, n.nspname AS schema, c.relname AS relation, a.attname AS name, a.attnum AS number,
           format_type(a.atttypid, a.atttypmod) AS type,
           e.typname AS base, e.typtype AS kind, t.array, t.modifier,
           (SELECT enumlabel FROM pg_enum WHERE enumtypid = e.oid ORDER BY enumsortorder LIMIT 1) AS label
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped
      CROSS JOIN LATERAL (
        WITH RECURSIVE down (oid, modifier, array_, depth) AS (
          SELECT a.atttypid, a.atttypmod, 0, 0
          UNION ALL
          SELECT CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.typelem END,
                 CASE WHEN t.typtype = 'd' AND t.typtypmod <> -1 THEN t.typtypmod ELSE modifier END,
                 array_ + (t.typcategory = 'A' AND t.typtype <> 'd')::int, depth + 1
            FROM down JOIN pg_type t ON t.oid = down.oid
           WHERE t.typtype = 'd' OR t.typcategory = 'A' AND t.typsubscript = 'array_subscript_handler'::regproc)
        SELECT oid, modifier, array_ AS array FROM down ORDER BY depth DESC LIMIT 1) t
      JOIN pg_type e ON e.oid = t.oid
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
     ORDER BY 3, 4, 6`);

const relations = new Map();
for (const column of columns) {
    const key =
        column.schema === 'public' ? column.relation : `${column.schema}.${column.relation}`;
    if (!relations.has(key)) relations.set(key, []);
    relations.get(key).push(column);
}

const text = (column) => 'text'.slice(0, column.modifier > 4 ? column.modifier - 4 : 4);
const samples = {
    bool: true,
    int2: -2,
    int4: 4,
    int8: '8',
    oid: 3,
    float4: 1.5,
    float8: 2.5,
    numeric: '0.5',
    money: '$1.00',
    text,
    varchar: text,
    bpchar: text,
    citext: 'Text',
    name: 'name',
    char: 'c',
    uuid: '00000000-0000-4000-8000-000000000000',
    date: new Date(0),
    timestamp: new Date(0),
    timestamptz: new Date(0),
    time: '12:00:00',
    timetz: '12:00:00+00',
    interval: '1 day 02:00:00',
    json: { a: [1, null, 'x'] },
    jsonb: { a: [1, null, 'x'] },
    bytea: Buffer.from('bytes'),
    inet: '10.0.0.1',
    cidr: '10.0.0.0/8',
    macaddr: '08:00:2b:01:02:03',
    macaddr8: '08:00:2b:01:02:03:04:05',
    bit: (column) => '1'.repeat(Math.max(1, column.modifier)),
    varbit: '1',
    point: '(1,2)',
    circle: '<(1,2),3>',
    line: '{1,2,3}',
    lseg: '[(1,2),(3,4)]',
    box: '(3,4),(1,2)',
    path: '((1,2),(3,4))',
    polygon: '((1,2),(3,4))',
    tsvector: "'a'",
    tsquery: "'a'",
    xml: '<x/>',
    pg_lsn: '0/1',
    jsonpath: '$."a"',
    ltree: 'a.b',
    hstore: '"a"=>"b"',
    regclass: 'pg_class',
    txid_snapshot: '1:1:',
    pg_snapshot: '1:1:',
};
function sample(column) {
    const known = samples[column.base];
    const one =
        column.kind === 'e'
            ? column.label
            : column.kind === 'r'
              ? 'empty'
              : column.kind === 'm'
                ? '{}'
                : column.kind === 'c'
                  ? '(' + ','.repeat(column.attributes ?? 0) + ')'
                  : typeof known === 'function'
                    ? known(column)
                    : known;
    if (one === undefined) throw new Error(`no sample of ${column.type}`);
    // What is an array behind a domain of an array's elements is written as one text.
    return column.array > 1 ? ['{}', '{}'] : column.array ? [one, one] : one;
}
for (const column of columns)
    if (column.kind === 'c')
        [{ count: column.attributes }] = await rows(
            `SELECT greatest(0, count(*) - 1)::int AS count FROM pg_attribute JOIN pg_type ON typrelid = attrelid
              WHERE typname = $1 AND attnum > 0 AND NOT attisdropped`,
            [column.base],
        );

// --- one beside the other

const zodPath = join(dirname(resolve(zodFile)), 'zod.mjs');
writeFileSync(
    zodPath,
    ts.transpileModule(readFileSync(zodFile, 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    }).outputText,
);
const zod = await import(pathToFileURL(zodPath));
// Interface -> column -> its declaration.
const declarations = {};
program.getSourceFile(resolve(kyselyFile)).forEachChild((node) => {
    if (!ts.isInterfaceDeclaration(node)) return;
    const members = node.members.map((one) => [one.name.text, one.type.getText()]);
    declarations[node.name.text] = Object.fromEntries(members);
});
const symbols = Object.fromEntries(
    [
        ...readFileSync(kyselyFile, 'utf8')
            .split('export interface DB {')[1]
            .matchAll(/^ {2}(.+): (\S+);$/gm),
    ].map(([, key, symbol]) => [key.startsWith('"') ? JSON.parse(key) : key, symbol]),
);

// The name of a validator is that of the interface, where neither is the code's own.
const validators = (key) =>
    [symbols[key], symbols[key].replace(/2$/, ''), symbols[key] + '2']
        .map((name) => zod[name])
        .find((one) => one?.row);

const failures = [];
let checked = 0;
const expect = (holds, ...words) => {
    checked++;
    if (!holds)
        failures.push(
            words.map((word) => (typeof word === 'string' ? word : show(word))).join(' '),
        );
};
const show = (value) =>
    JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one))?.slice(
        0,
        300,
    ) ?? String(value);
const quote = (name) => '"' + name.replaceAll('"', '""') + '"';
const path = (list) => `${quote(list[0].schema)}.${quote(list[0].relation)}`;

// The row, or the error's code.
async function insert(list, values) {
    const given = list.filter((column) => column.name in values);
    const sql = given.length
        ? `INSERT INTO ${path(list)} (${given.map((column) => quote(column.name))})
           OVERRIDING USER VALUE VALUES (${given.map((_, i) => `$${i + 1}`)}) RETURNING *`
        : `INSERT INTO ${path(list)} DEFAULT VALUES RETURNING *`;
    await client.query('BEGIN');
    try {
        // What a caller names is given: only OVERRIDING in the statement would let an identity pass.
        const parameters = given.map((column) => values[column.name]);
        const result = await client.query(sql.replace('OVERRIDING USER VALUE', ''), parameters);
        return { row: result.rows[0] };
    } catch (error) {
        return { error };
    } finally {
        await client.query('ROLLBACK');
    }
}

function checkRow(key, type, row, what) {
    for (const [name, value] of Object.entries(row)) {
        const column = member(type, name);
        expect(column, key, name, 'is not declared');
        if (!column) continue;
        const named = checker.typeToString(column.type);
        expect(fits(value, column.type), key, name, what, 'reads', value, 'which is no', named);
    }
    const validator = validators(key);
    expect(validator, key, 'has no validator');
    const result = validator?.row.safeParse(row);
    expect(!result || result.success, key, what, 'is refused by zod:', result?.error?.issues ?? '');
}

function checkInsert(key, type, values, what) {
    for (const [name, value] of Object.entries(values))
        expect(
            fits(value, member(type, name).type),
            key,
            name,
            what,
            'writes',
            value,
            'which is no',
            checker.typeToString(member(type, name).type),
        );
    const result = validators(key)?.insert.safeParse(values);
    expect(!result || result.success, key, what, 'is refused by zod:', result?.error?.issues ?? '');
}

async function checkTable(key, list) {
    const rowType = member(declared.Rows, key)?.type,
        insertType = member(declared.Inserts, key)?.type;
    expect(rowType, key, 'is not declared');
    if (!rowType) return;
    const never = (column) =>
        !member(insertType, column.name) || fitsNothing(member(insertType, column.name).type);
    const fitsNothing = (type) => !!(type.flags & (F.Never | F.Undefined));
    // Of JSON, null is a value, too; what the column takes is told by its declaration alone.
    const nullable = (column) =>
        column.base.startsWith('json') && !column.array
            ? /\| null>?$/.test(declarations[symbols[key]][column.name])
            : fits(null, member(rowType, column.name).type);
    const given = list.filter((column) => !never(column));
    const full = Object.fromEntries(given.map((column) => [column.name, sample(column)]));
    const nulls = {
        ...full,
        ...Object.fromEntries(given.filter(nullable).map((column) => [column.name, null])),
    };
    const needed = given.filter((column) => !member(insertType, column.name).optional);
    const least = Object.fromEntries(needed.map((column) => [column.name, full[column.name]]));
    for (const [what, values] of Object.entries({ full, nulls, least })) {
        checkInsert(key, insertType, values, what);
        const { row, error } = await insert(list, values);
        // A value that does not fit a type of the server is the sample's fault, and not hidden.
        expect(row, key, what, 'is refused by the server:', error?.message ?? '');
        if (row) checkRow(key, rowType, row, what);
    }
    for (const column of given) {
        if (!nullable(column)) {
            const { error } = await insert(list, { ...full, [column.name]: null });
            expect(
                error?.code === '23502' || (error?.code === '23514' && column.base),
                key,
                column.name,
                'takes NULL, and is not declared to:',
                error?.message ?? '',
            );
        }
        if (needed.includes(column)) {
            const { [column.name]: left, ...rest } = full;
            const { error } = await insert(list, rest);
            expect(
                error?.code === '23502' || nullable(column),
                key,
                column.name,
                'need not be given:',
                error?.message ?? '',
            );
        }
    }
    for (const column of list.filter(never)) {
        const { error } = await insert(list, { ...full, [column.name]: sample(column) });
        expect(error?.code === '428C9', key, column.name, 'can be given:', error?.message ?? '');
    }
    return { full, nulls };
}

const partitions = new Set(
    (await rows(`SELECT oid::int FROM pg_class WHERE relispartition`)).map((row) => row.oid),
);
const written = [];
for (const [key, list] of relations) {
    if (!'rp'.includes(list[0].relkind) || partitions.has(Number(list[0].oid))) continue;
    const values = await checkTable(key, list);
    if (values) written.push([list, values]);
}
for (const [list, values] of written)
    for (const row of Object.values(values)) {
        const given = list.filter((column) => column.name in row);
        await client.query(
            given.length
                ? `INSERT INTO ${path(list)} (${given.map((column) => quote(column.name))})
               VALUES (${given.map((_, i) => `$${i + 1}`)}) ON CONFLICT DO NOTHING`
                : `INSERT INTO ${path(list)} DEFAULT VALUES`,
            given.map((column) => row[column.name]),
        );
    }
let viewRows = 0;
for (const [key, list] of relations) {
    if (!'vm'.includes(list[0].relkind)) continue;
    if (list[0].relkind === 'm') await client.query(`REFRESH MATERIALIZED VIEW ${path(list)}`);
    const type = member(declared.Rows, key)?.type;
    expect(type, key, 'is not declared');
    let found = [];
    try {
        found = await rows(`SELECT * FROM ${path(list)} LIMIT 20`);
    } catch (error) {
        console.log(`# ${key} cannot be read: ${error.message}`);
    }
    viewRows += found.length;
    for (const row of type ? found : []) checkRow(key, type, row, 'view');
}
await client.end();
for (const failure of failures) console.log(failure);
console.log(
    `${checked} expectations over ${written.length} tables and ${viewRows} rows of views,` +
        ` ${failures.length} failed`,
);
process.exitCode = failures.length || !checked ? 1 : 0;
