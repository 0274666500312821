# Databases as pg_dump writes them, to be compared. Needs tests/support/apply.sh.

# What PostgreSQL itself says of a database, or of SQL that is loaded into one.
dumped() { pg_dump -s --no-comments "$DATABASE_URL" --exclude-schema=migrate | sed '/^\\\(un\)\?restrict/d'; }
load_into() {
    DATABASE_URL=$(server_database "$1")
    shift
    cat "$@" | sql -q
}
