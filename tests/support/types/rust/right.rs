// Code over the generated schemas that is right.
#![allow(dead_code)]

mod sql {
    pub struct Email;
}
#[path = "everything/rust.rs"]
mod everything;
#[path = "hostile/rust.rs"]
mod hostile;
#[path = "nothing/rust.rs"]
mod nothing;
#[path = "settings/rust.rs"]
mod settings;
#[path = "snake/rust.rs"]
mod snake;

use diesel::sql_types::*;
use diesel::{Expression, Table};

fn holds<T, E: Expression<SqlType = T>>(_: E) {}
fn keyed<K, T: Table<PrimaryKey = K>>(_: T) {}

fn right() {
    use everything::sql_types::Mood;
    use everything::users;
    holds::<Int8, _>(users::id);
    holds::<Nullable<Int4>, _>(users::p);
    holds::<Array<Nullable<Int8>>, _>(users::columns::big);
    holds::<Mood, _>(users::dsl::feeling);
    holds::<Nullable<hostile::sql_types::Mood>, _>(hostile::hiding::Mood_);
    holds::<sql::Email, _>(settings::user_accounts::mailAddress);
    keyed::<(users::id,), _>(users::table);
}
