// The derives of Diesel that generated code names, which make nothing here.
use proc_macro::TokenStream;

#[proc_macro_derive(QueryId, attributes(diesel))]
pub fn query_id(_: TokenStream) -> TokenStream {
    TokenStream::new()
}

#[proc_macro_derive(SqlType, attributes(diesel))]
pub fn sql_type(_: TokenStream) -> TokenStream {
    TokenStream::new()
}
