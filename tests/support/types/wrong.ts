// Queries over the case "everything" of which each is wrong in one thing: tsc says so of every line that it is told of,
// and of no other.
import { Kysely, type Insertable } from 'kysely';
import { createClient } from '@supabase/supabase-js';
import type { DB, Users } from './everything/kysely';
import type { Database, Enums, TablesInsert } from './everything/supabase';

declare const db: Kysely<DB>;
const client = createClient<Database>('http://localhost', 'key');

// @ts-expect-error: no such table
db.selectFrom('userz');
// @ts-expect-error: no such column
db.selectFrom('users').select('male');
// @ts-expect-error: no such label
db.selectFrom('users').where('feeling', '=', 'angry');
// @ts-expect-error: needed columns are not given
export const two: Insertable<Users> = { mail: 'a@b' };
// @ts-expect-error: an identity that is always generated
export const three: Insertable<Users> = { mail: 'a@b', big: ['1'], n: '1.5', v: 'v', id: '1' };
// @ts-expect-error: a generated column
export const four: Insertable<Users> = { mail: 'a@b', big: ['1'], n: '1.5', v: 'v', full_name: 'x' };
// @ts-expect-error: NULL for what is not nullable
export const five: Insertable<Users> = { mail: null, big: ['1'], n: '1.5', v: 'v' };
// @ts-expect-error: NULL for a document that is not nullable
export const six: Insertable<Users> = { mail: 'a@b', big: ['1'], n: '1.5', v: 'v', settings: null };
// @ts-expect-error: node-postgres does not write a point from an object
export const seven: Insertable<Users> = { mail: 'a@b', big: ['1'], n: '1.5', v: 'v', pt: { x: 1, y: 2 } };
export async function eight(): Promise<void> {
    const row = await db.selectFrom('users').select(['id', 'p', 'feelings']).executeTakeFirstOrThrow();
    // @ts-expect-error: a bigint is a string
    const id: number = row.id;
    // @ts-expect-error: may be NULL
    const p: number = row.p;
    // @ts-expect-error: comes as text
    const feelings: string[] | null = row.feelings;
    const view = await db.selectFrom('v1').select('title').executeTakeFirstOrThrow();
    // @ts-expect-error: NULL by the outer join
    const title: string = view.title;
    console.log(id, p, feelings, title);
}
// @ts-expect-error: no such table
client.from('userz');
// @ts-expect-error: needed columns are not given
client.from('users').insert({ mail: 'a@b' });
// @ts-expect-error: an identity that is always generated
export const nine: TablesInsert<'users'> = { mail: 'a@b', big: [1], n: 1, v: 'v', id: 1 };
// @ts-expect-error: no such label
export const ten: Enums<'mood'> = 'angry';
