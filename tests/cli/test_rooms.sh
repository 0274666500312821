#!/usr/bin/env bash
# The map of the rooms matches the folders.
. "$(dirname "$0")/../support/cli.sh"

test_every_room_is_on_the_map_in_the_order_of_the_layers() {
    local listed ordered
    listed=$(sed -n 's/^| `\([a-z]*\)\/` | .*/\1/p' "$TOP/migrate/README.md")
    ordered=$(sed -n 's/^ALL_ROOMS = //p' "$TOP/Makefile" | tr ' ' '\n')
    diff <(echo "$listed") <(echo "$ordered") || fail 'migrate/README.md and the Makefile disagree'
    diff <(echo "$listed" | sort) <(cd "$TOP/migrate" && printf '%s\n' */ | tr -d / | sort) ||
        fail 'a folder is not on the map, or is no more'
    grep -qF "split(\"$(echo $ordered)\"" "$TOP/ci/layers" || fail 'ci/layers has another order'
}

test_no_files_of_a_room_need_each_other_in_a_circle() {
    local build=${BUILD:-$TOP/build}
    [ -f "$build/base/error.o" ] || skip 'nothing was compiled here'
    "$TOP/ci/circles" "$build" >"$OUT" || fail "$(cat "$OUT")"
    mkdir -p tree/ci tree/migrate/x objects/x
    cp "$TOP/ci/circles" tree/ci/
    echo 'int b(void); int a(void) { return b(); }' >tree/migrate/x/a.c
    echo 'int a(void); int b(void) { return a(); }' >tree/migrate/x/b.c
    for file in a b; do gcc -c -o objects/x/$file.o tree/migrate/x/$file.c; done
    ! tree/ci/circles "$PWD/objects" >"$OUT" || fail 'a circle is not seen'
    grep -qx x/a "$OUT"
}

test_the_top_of_the_repository_has_a_few_names() {
    git -C "$TOP" rev-parse HEAD >"$OUT" 2>&1 || skip 'no repository that this user may read'
    local more
    more=$(git -C "$TOP" ls-files | sed 's,/.*,,' | sort -u | grep -v '^\.' |
        grep -vxE 'migrate|schema|migrations|ci|tests|Makefile|README.md|LICENSE|migrate.ini' || true)
    [ -z "$more" ] || fail "at the top stands $more"
}

test_no_line_of_sql_is_over_120_columns() {
    local long
    long=$(cd "$TOP" && awk 'length($0) > 120 { print FILENAME ":" FNR }' migrate/*/*.sql)
    [ -z "$long" ] || fail "$long"
}

run_tests
