#!/usr/bin/env bash
# The map of the rooms matches the folders, and what is in them can be read.
. "$(dirname "$0")/../support/cli.sh"

# The words that ALL_ROOMS has in a file, one a line; the list may go on in further lines.
rooms_of() {
    sed -n '/ALL_ROOMS *=/{ :more; /\\$/{ N; b more }; s/.*ALL_ROOMS *=//; s/[\\"]//g; p }' "$TOP/$1" | xargs -n 1
}

test_every_room_is_on_the_map_in_the_order_of_the_layers() {
    local listed
    listed=$(sed -n 's/^| `\([a-z]*\)\/` | .*/\1/p' "$TOP/migrate/README.md")
    diff <(echo "$listed") <(rooms_of Makefile) || fail 'migrate/README.md and the Makefile disagree'
    diff <(echo "$listed" | sort) <(cd "$TOP/migrate" && printf '%s\n' */ | tr -d / | sort) ||
        fail 'a folder is not on the map, or is no more'
    diff <(echo "$listed") <(rooms_of ci/layers) || fail 'ci/layers has another order'
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

# The file `files` names what git knows.
tracked() {
    git -C "$TOP" ls-files >files 2>"$ERR" || skip 'no repository that this user may read'
}

test_the_top_of_the_repository_has_a_few_names() {
    tracked
    local more
    more=$(sed 's,/.*,,' files | sort -u | grep -v '^\.' |
        grep -vxE 'migrate|schema|migrations|ci|tests|Makefile|README.md|LICENSE|migrate.ini' || true)
    [ -z "$more" ] || fail "at the top stands $more"
}

# Lines that nobody breaks: what is merged history, was written by a release, is input of a fuzz target,
# or is compared with what the program prints; and JSON, whose strings cannot be broken.
UNBROKEN='^migrations/
^tests/cli/ledgers/
^tests/fuzz/[^/]*/
^tests/cases/.*/(plan\.sql|hazards|refuse)$
^tests/unit/prisma/
^tests/types/[^/]*/[^/]*\.(py|ts|rs|json|prisma)$
^migrate/kinds/README\.md$
\.json$'

test_no_line_is_over_120_columns() {
    tracked
    grep -vE "$UNBROKEN" <files | (cd "$TOP" && LC_ALL=C.UTF-8 xargs -d '\n' grep -IHnE '.{121}') |
        sed -E 's/^([^:]*:[0-9]+):.*/\1: over 120 columns; break the line (100 are better)/' >long
    [ ! -s long ] || fail "$(cat long)
Where a line has to be as it is, tests/cli/test_rooms.sh lists the pattern of its file."
}

test_no_source_is_over_500_lines() {
    tracked
    grep '^migrate/.*\.[ch]$' <files | (cd "$TOP" && xargs wc -l) |
        awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines, at most 500" }' >long
    [ ! -s long ] || fail "$(cat long)
Split it where one half needs a few functions of the other; the header of each states a contract."
}

run_tests
