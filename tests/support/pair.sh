# What the runners over pairs of schemas (tests/cases, tests/corpus, tests/random) share: a server for many workers,
# databases that are made and dropped, SQL files that name roles which the server lacks, plans that are applied. To be
# sourced.
#
#   pair_server [MAJOR]   starts the server (of that version) and exports what workers need; in the process that
#   outlives them all
#   pair_databases NAME…  makes them again, empty
#   pair_load DB FILE     runs a file as psql does, after making the roles that it names. Output in $PAIR_OUT
#   pair_apply DB PLAN    runs a plan of the tool's: in one transaction unless it asks for none. Output in $PAIR_OUT
#   pair_dump DB FILE     pg_dump -s
#   pair_url DB           its URL
#   pair_drop NAME…
#
# A worker names its databases after itself ($PAIR_WORKER), and keeps its files in $PAIR_DIR.

pair_server() {
    . "$SOURCE/tests/support/server.sh"
    server_start "$@" || return
    PGPASSWORD=$(cat "$SERVER_DIR/password")
    export PGPASSWORD PGHOST=$SERVER_DIR PGUSER=postgres PGDATABASE=postgres SERVER_URL
    export PGOPTIONS='-c client_min_messages=error'
    # Nobody else works on this server, so that a checkpoint costs less than to log what is copied.
    PAIR_STRATEGY=$(pair_sql -c \
        "SELECT ' STRATEGY file_copy' WHERE current_setting('server_version_num')::int >= 150000")
    export PAIR_STRATEGY
}

pair_url() { echo "${SERVER_URL%%/postgres\?*}/$1?host=$PGHOST"; }

pair_sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

pair_databases() {
    local name commands=()
    for name in "$@"; do commands+=(-c "DROP DATABASE IF EXISTS $name WITH (FORCE)"); done
    for name in "$@"; do commands+=(-c "CREATE DATABASE $name TEMPLATE template0$PAIR_STRATEGY"); done
    pair_sql "${commands[@]}" 2>/dev/null || { pair_drop "$@"; pair_sql "${commands[@]}"; }
}

pair_drop() {
    local name commands=()
    for name in "$@"; do commands+=(-c "DROP DATABASE IF EXISTS $name WITH (FORCE)"); done
    pair_sql "${commands[@]}" 2>/dev/null || { pair_forget "$@" 2>/dev/null; pair_sql "${commands[@]}"; }
}

# Drops the databases' subscriptions, which the server wants to be done before it drops the databases.
pair_forget() {
    local name
    for name in "$@"; do
        pair_sql -d "$name" <<'SQL' || true
SELECT format('ALTER SUBSCRIPTION %1$I DISABLE; ALTER SUBSCRIPTION %1$I SET (slot_name = NONE);
    DROP SUBSCRIPTION %1$I', subname)
  FROM pg_subscription JOIN pg_database d ON d.oid = subdbid WHERE d.datname = current_database() \gexec
SQL
    done
}

# Roles and tablespaces belong to the server, not to a database, so files rarely create them. Another worker may make
# the same one now.
pair_missing() {
    if [[ $1 =~ 'tablespace "'(.*)'" does not exist' ]]; then
        pair_sql -v name="${BASH_REMATCH[1]}" >/dev/null 2>&1 <<'SQL' || true
SET allow_in_place_tablespaces = on; CREATE TABLESPACE :"name" LOCATION '';
SQL
        return
    fi
    [[ $1 =~ 'role "'(.*)'" does not exist' ]] || return
    pair_sql -v role="${BASH_REMATCH[1]}" >/dev/null 2>&1 <<<'CREATE ROLE :"role"' || true
}

pair_load() {
    local db=$1 file=$2 tries
    for tries in {1..20}; do
        PAIR_OUT=$(pair_sql -d "$db" -f "$file" 2>&1 >/dev/null) && return
        pair_missing "$PAIR_OUT" || return 1
        PAIR_OUT=$(pair_databases "$db" 2>&1) || return 1
    done
    return 1
}

pair_apply() {
    local once=(-1)
    ! grep -q '^-- migrate: no-transaction' "$2" || once=()
    PAIR_OUT=$(pair_sql "${once[@]}" -d "$1" -f "$2" 2>&1 >/dev/null)
}

pair_dump() { pg_dump -s -d "$1" -f "$2" 2>&1; }

# --- the tool

# pair_plan FROM TO PLAN FLAG…: the status of the tool, its plan in a file, and what it says in $PAIR_OUT.
pair_plan() {
    local from=$1 to=$2 plan=$3 rc=0 scratch=(--scratch "$SERVER_URL")
    shift 3
    [ -z "${PAIR_PRIVATE-}" ] || scratch=()
    timeout --kill-after=5 "${PAIR_LIMIT:-600}" "$MIGRATE" diff "${scratch[@]}" --from "$from" --to "$to" "$@" \
        >"$plan" 2>"$plan.err" </dev/null || rc=$?
    PAIR_OUT=$(cat "$plan.err")
    return $rc
}

# Has the file anything but comments and empty lines?
pair_is_empty() { ! grep -qvE '^[[:space:]]*(--.*)?$' "$1"; }

# pair_same DB_A DB_B LABEL_A LABEL_B: by pg_dump; the difference in $PAIR_OUT. With PAIR_NO_DUMP they always are.
pair_same() {
    [ -z "${PAIR_NO_DUMP-}" ] || return 0
    PAIR_OUT=$(pair_dump "$1" "$PAIR_DIR/$1.dump") && pair_same_as "$PAIR_DIR/$1.dump" "$2" "$3" "$4"
}

# pair_same_as DUMP DB LABEL_A LABEL_B: the same, where one of them has been dumped before.
pair_same_as() {
    [ -z "${PAIR_NO_DUMP-}" ] || return 0
    PAIR_OUT=$(pair_dump "$2" "$PAIR_DIR/$2.dump") &&
        PAIR_OUT=$("$SOURCE/tests/support/dump-equal" "$1" "$PAIR_DIR/$2.dump" "$3" "$4")
}

# pair_no_diff FROM TO FLAG…: the tool sees none; else it is in $PAIR_OUT.
pair_no_diff() {
    local from=$1 to=$2
    shift 2
    pair_plan "$from" "$to" "$PAIR_DIR/none.sql" "$@" || return
    pair_is_empty "$PAIR_DIR/none.sql" || { PAIR_OUT=$(cat "$PAIR_DIR/none.sql"); return 1; }
}

# What the tool says when it has no reason of its own, but the server did not take the plan.
PAIR_NOT_TAKEN='the server refuses the one that was tried'

# pair_try OLD NEW FLAG…: the whole way of one pair. Sets $PAIR_VERDICT to `passed`, `rejected` (by the server, before
# the tool saw it), `refused` (by the tool, with a reason) or `failed`, $PAIR_STEP to where that was, and $PAIR_OUT to
# what was said.
pair_try() {
    local old=$1 new=$2 w=$PAIR_WORKER rc=0
    shift 2
    PAIR_VERDICT=rejected PAIR_STEP=load
    pair_databases "${w}_old" "${w}_new"
    pair_load "${w}_old" "$old" || return 0
    pair_load "${w}_new" "$new" || return 0

    PAIR_VERDICT=failed PAIR_STEP=plan
    pair_plan "$old" "$new" "$PAIR_DIR/plan.sql" "$@" || rc=$?
    if [ "$rc" -ne 0 ]; then
        # 1 is an object that the tool cannot see, 4 a decision that is a person's; anything else is no answer, and
        # neither is a plan that the server did not take.
        if { [ "$rc" -eq 1 ] || [ "$rc" -eq 4 ]; } && [ -n "$PAIR_OUT" ] && [[ $PAIR_OUT != *"$PAIR_NOT_TAKEN"* ]]; then
            PAIR_VERDICT=refused
        fi
        PAIR_OUT="exit $rc: $PAIR_OUT"
        return 0
    fi
    PAIR_STEP=apply
    pair_apply "${w}_old" "$PAIR_DIR/plan.sql" || return 0
    PAIR_STEP=dump
    pair_same "${w}_old" "${w}_new" migrated wanted || return 0
    PAIR_STEP='second diff'
    pair_no_diff "$(pair_url "${w}_old")" "$(pair_url "${w}_new")" "$@" || return 0
    PAIR_VERDICT=passed PAIR_STEP= PAIR_OUT=
}
