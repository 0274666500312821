// Queries over the case "everything" that are right.
import { Kysely, type Insertable, type Selectable, type Updateable } from 'kysely';
import { createClient } from '@supabase/supabase-js';
import type { DB, Users } from './everything/kysely';
import { Constants } from './everything/supabase';
import type { Database, Enums, Tables, TablesInsert, TablesUpdate } from './everything/supabase';

declare const db: Kysely<DB>;
const user: Insertable<Users> = { mail: 'a@b', big: ['1'], n: '1.5', v: 'v', settings: { a: 1 } };

export async function kysely(): Promise<void> {
    const rows = await db
        .selectFrom('users')
        .innerJoin('app.posts', 'app.posts.by', 'users.id')
        .select(['users.id', 'users.mail', 'users.p', 'users.pt', 'users.feelings'])
        .select(['app.posts.title', 'app.posts.when'])
        .where('users.feeling', '=', 'sad')
        .execute();
    for (const row of rows) {
        const id: string = row.id,
            mail: string = row.mail,
            p: number | null = row.p,
            when: Date | null = row.when;
        const x: number | undefined = row.pt?.x,
            feelings: string | null = row.feelings;
        console.log(id, mail, p, when, x, feelings);
    }
    await db.insertInto('users').values(user).execute();
    await db.insertInto('status').defaultValues().execute();
    const change: Updateable<Users> = { p: null, pt: '(1,2)', created_at: '2020-01-01' };
    await db.updateTable('users').set(change).where('id', '=', '1').execute();
    const view: Selectable<DB['v1']>[] = await db.selectFrom('v1').selectAll().execute();
    const text: string = view[0]!.t,
        title: string | null = view[0]!.title;
    console.log(text, title);
}

export async function supabase(): Promise<void> {
    const client = createClient<Database>('http://localhost', 'key');
    const { data } = await client
        .from('users')
        .select('id, mail, feeling')
        .eq('feeling', 'ok')
        .single();
    if (data) {
        const id: number = data.id,
            mail: string = data.mail,
            feeling: Enums<'mood'> = data.feeling;
        console.log(id, mail, feeling);
    }
    await client.from('users').insert({ mail: 'a@b', big: [1], n: 1, v: 'v' });
    const { data: posts } = await client
        .schema('app')
        .from('posts')
        .select('title, parent')
        .limit(1);
    const parent: number | null | undefined = posts?.[0]?.parent;
    const row: Tables<'v1'> | null = null;
    const insert: TablesInsert<{ schema: 'app' }, 'posts'> = { by: 1, title: 't' };
    const update: TablesUpdate<'users'> = { v: 'w' };
    const mood: 'sad' | 'ok' | 'happy' = Constants.public.Enums.mood[0];
    console.log(parent, row, insert, update, mood);
}
