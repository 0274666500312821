// Code over the generated schemas that is wrong, where it says so.
#![allow(dead_code)]

#[path = "everything/rust.rs"]
mod everything;

use diesel::sql_types::*;
use diesel::Expression;

fn holds<T, E: Expression<SqlType = T>>(_: E) {}

fn wrong() {
    use everything::users;
    holds::<Int4, _>(users::id); // wrong
    holds::<Int4, _>(users::p); // wrong
    holds::<Array<Int8>, _>(users::big); // wrong
    holds::<everything::sql_types::AppMood, _>(users::feeling); // wrong
    holds::<Text, _>(users::nothing); // wrong
}
