#!/usr/bin/env bash
# What make does to the machine that it runs on.
. "$(dirname "$0")/../support/cli.sh"

# A system without a single package, and an apt-get that leaves a trace.
bare_system() {
    mkdir stubs
    printf '#!/bin/sh\nexit 0\n' >stubs/dpkg-query
    printf '#!/bin/sh\nprintf "  Candidate: 1.0\\n"\n' >stubs/apt-cache
    printf '#!/bin/sh\ntouch "%s/installed"\nexit 1\n' "$PWD" >stubs/apt-get
    cp stubs/apt-get stubs/sudo
    chmod +x stubs/*
    PATH=$PWD/stubs:$PATH
}

test_a_build_names_missing_packages_and_installs_none() {
    bare_system
    status=0
    make -C "$TOP" BUILD="$PWD/build" deps >out 2>&1 || status=$?
    [ "$status" -ne 0 ] || fail 'nothing was missing'
    grep -q 'packages are missing: gcc ' out || fail "$(cat out)"
    grep -q 'apt-get install -y .*libpq-dev' out || fail "$(cat out)"
    [ ! -e installed ] || fail 'something was installed'
}

test_only_demo_and_test_install() {
    for goal in all install check-fast unit cases proofs asan bench faults fuzz analyze format; do
        make -n -C "$TOP" BUILD="$PWD/build" "$goal" 2>/dev/null | grep '^ci/deps' | grep -v -- --check &&
            fail "make $goal installs"
    done
    for goal in demo test; do
        make -n -C "$TOP" BUILD="$PWD/build" "$goal" 2>/dev/null | grep -q '^ci/deps build run' ||
            fail "make $goal does not install"
    done
}

test_a_warning_is_an_error_only_where_ci_builds() {
    env -u CI make -n -C "$TOP" V=1 BUILD="$PWD/build" "$PWD/build/main.o" >local
    grep -q -- -Wshadow local
    ! grep -q -- -Werror local || fail 'a warning stops the build'
    CI=true make -n -C "$TOP" V=1 BUILD="$PWD/build" "$PWD/build/main.o" | grep -q -- -Werror ||
        fail 'a warning passes CI'
}

run_tests
