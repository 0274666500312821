// The names of Diesel 2 that generated code uses. A table is a module with a struct for itself, one for each
// column, and the types of the columns, as Diesel's own macro makes them: names that collide there collide here.

pub mod query_builder {
    pub use derives::QueryId;
}

pub mod sql_types {
    #![allow(dead_code)]
    pub use derives::SqlType;

    macro_rules! scalars {
        ($($name:ident)*) => { $(pub struct $name;)* };
    }
    scalars! {
        BigInt Binary Bool Bpchar Bytea CChar Cidr Citext Date Daterange Float4 Float8 Inet Int2 Int4 Int4range Int8
        Int8range Integer Interval Json Jsonb Macaddr Macaddr8 Money Numeric Numrange Oid PgLsn SmallInt Text Time
        Timestamp Timestamptz Tsrange Tstzrange Uuid VarChar Varchar
    }
    pub struct Array<T>(T);
    pub struct Nullable<T>(T);
    pub struct Range<T>(T);
}

pub trait Expression {
    type SqlType;
}

pub trait Table {
    type PrimaryKey;
}

#[macro_export]
macro_rules! table {
    (@uses [$($uses:tt)*] $(#[allow(unused_imports)])? use $a:ident::$b:ident::*; $($rest:tt)*) => {
        $crate::table! { @uses [$($uses)* use $a::$b::*;] $($rest)* }
    };
    (@uses [$($uses:tt)*] $(#[allow(unused_imports)])? use $a:ident::$b:ident::{$($c:ident),*}; $($rest:tt)*) => {
        $crate::table! { @uses [$($uses)* use $a::$b::{$($c),*};] $($rest)* }
    };
    (@uses $uses:tt $(#[$about:meta])* $schema:ident.$name:ident $($rest:tt)*) => {
        $crate::table! { @uses $uses $name $($rest)* }
    };
    (@uses [$($uses:tt)*] $(#[$about:meta])* $name:ident ($($key:ident),+) {
        $($(#[$attribute:meta])* $column:ident -> $type:ty,)*
    }) => {
        #[allow(non_camel_case_types, non_snake_case, dead_code, unused_imports)]
        pub mod $name {
            $($uses)*
            pub use self::columns::*;
            pub struct table;
            pub type SqlType = ($($type,)*);
            impl $crate::Table for table {
                type PrimaryKey = ($(columns::$key,)+);
            }
            pub mod dsl {
                $(pub use super::columns::$column;)*
                pub use super::table as $name;
            }
            pub mod columns {
                use super::*;
                pub struct star;
                $(
                    pub struct $column;
                    impl $crate::Expression for $column {
                        type SqlType = $type;
                    }
                )*
            }
        }
    };
    ($($tokens:tt)*) => { $crate::table! { @uses [] $($tokens)* } };
}

#[macro_export]
macro_rules! joinable {
    ($from:ident -> $to:ident ($field:ident)) => {
        const _: fn($from::columns::$field, $to::table) = |_, _| ();
    };
}

#[macro_export]
macro_rules! allow_tables_to_appear_in_same_query {
    ($($table:ident),*) => {
        $(const _: Option<$table::table> = None;)*
    };
}
