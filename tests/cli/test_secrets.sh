#!/usr/bin/env bash
# What is secret in a schema: passwords of user mappings, connection strings of subscriptions.
. "$(dirname "$0")/../support/cli.sh"

schema() {
    printf '[scratch]\nprivileged = true\n' >migrate.ini
    cat >"$1" <<SQL
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (password '$2');
CREATE SUBSCRIPTION s CONNECTION 'host=h password=$2' PUBLICATION p WITH (connect = false);
SQL
}

test_a_password_stands_in_the_sql_of_a_user_mapping_and_nowhere_else() {
    schema old.sql first-secret
    schema new.sql second-secret
    migrate diff --from old.sql --to new.sql
    expect_ok
    expect_out_is <<<"ALTER USER MAPPING FOR PUBLIC SERVER s OPTIONS ( SET password 'second-secret' );"
    migrate diff --from old.sql --to new.sql --summary
    expect_ok
    expect_out 'password'
    expect_no_out 'secret'
}

test_a_connection_string_is_never_printed() {
    schema new.sql my-secret
    sed -i '/USER MAPPING/d' new.sql
    migrate diff --from empty --to new.sql
    expect_ok
    expect_out "CONNECTION ''"
    expect_no_out 'my-secret'
}

run_tests
