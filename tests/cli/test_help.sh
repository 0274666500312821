#!/usr/bin/env bash
# What the program says about itself.
. "$(dirname "$0")/../support/cli.sh"

verbs() { for file in "$TOP"/migrate/cmd/verb_*.c; do basename "$file" .c | sed 's/^verb_//'; done; }

test_help_lists_every_verb() {
    migrate --help
    expect_ok
    for verb in $(verbs); do
        grep -qE "^  $verb +[a-z]" "$OUT" || fail "$verb is not listed"
    done
    cp "$OUT" long
    migrate help
    expect_ok
    diff long "$OUT"
    migrate -h
    diff long "$OUT"
}

test_every_verb_explains_itself() {
    for verb in $(verbs); do
        migrate help "$verb"
        expect_ok
        expect_out "usage: migrate $verb"
        cp "$OUT" first
        migrate "$verb" --help
        expect_ok
        diff first "$OUT"
    done
}

test_help_fits_a_terminal() {
    for verb in '' $(verbs); do
        # shellcheck disable=SC2086
        migrate help $verb
        if grep -E '^.{81}' "$OUT"; then fail "a line is too long"; fi
    done
}

# Lines that begin with two blanks stay lines, also within a paragraph.
test_a_list_in_a_description_keeps_its_lines() {
    migrate help diff
    grep -qx '  migrations:VERSION   the migrations up to VERSION, inclusive' "$OUT" || fail 'the list is wrapped'
    grep -qx '  PATH                 a file or folder of SQL' "$OUT" || fail 'the list is wrapped'
    migrate help --man
    grep -qx '  migrations:VERSION   the migrations up to VERSION, inclusive' "$OUT" ||
        fail 'the list is wrapped in the manual'
}

test_choices_are_printed_once() {
    migrate help diff
    expect_out '  --format sql|json'
    [ "$(grep -c json "$OUT")" -eq 1 ] || fail 'json is named again'
    migrate config --format
    expect_status 2
    expect_err '--format needs a value: --format text|json'
}

# The formats, as help lists them.
formats() {
    migrate help "$1"
    sed -n '/^  --report/,/^  --/s/^ \{28\}\([a-z][a-z]*\)  .*/\1/p' "$OUT"
}

test_report_formats_are_listed_wherever_reports_are() {
    formats=$(sed -n 's/^    {"\([a-z]*\)", ".*/\1/p' "$TOP/migrate/report/formats.c")
    [ "$(wc -w <<<"$formats")" -gt 5 ]
    for verb in check drift; do
        [ "$(formats "$verb")" = "$formats" ] || fail "$verb lists other formats"
        for format in $formats; do
            [ "$(complete_words migrate "$verb" --report "$format")" = "$format" ] || fail "$format is not offered"
        done
    done
    migrate help ci
    grep 'Reports come as ' -A3 "$OUT" >reports
    for format in $formats; do grep -qw "$format" reports || fail "no page names $format"; done
}

test_hidden_options_are_in_no_help() {
    migrate help help
    expect_no_out --man
    expect_no_out --bash-completion
}

test_the_version_is_one_line() {
    migrate --version
    expect_ok
    grep -qE '^migrate [0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9.]+)?$' "$OUT" || fail "no version"
    [ "$(wc -l <"$OUT")" -eq 1 ]
}

test_the_verbose_version_says_what_it_is_linked_with() {
    migrate --version --verbose
    expect_ok
    for library in GLib jansson libpq libgit2 PCRE2 libpg_query libseccomp libcrypto zlib libzstd; do
        grep -qE "^$library .*[0-9]+\.[0-9]+" "$OUT" || fail "no $library"
    done
}

test_without_a_verb_the_list_is_an_error() {
    migrate
    expect_status 2
    expect_no_out
    expect_err 'usage: migrate'
}

test_unknown_words_are_usage_errors_with_a_suggestion() {
    migrate hlep
    expect_status 2
    expect_no_out
    expect_err "migrate: unknown command 'hlep'; did you mean 'help'?"
    migrate config --formt=json
    expect_status 2
    expect_err "did you mean --format?"
    migrate help iniit
    expect_status 2
    expect_err "did you mean 'init'?"
}

test_foreign_text_in_messages_is_escaped() {
    migrate $'evil\033[31m\nword'
    expect_status 2
    expect_no_err $'\033'
    expect_err '\x1B[31m'
}

test_colour_only_where_asked_for() {
    migrate hlep
    expect_no_err $'\033'
    migrate --color always hlep
    expect_err $'\033[31mmigrate: '
    migrate --color=always help
    expect_out $'\033[1m'
    migrate --color never help
    expect_no_out $'\033'
}

test_the_manual_page_has_no_warnings() {
    migrate help --man
    expect_ok
    command -v groff >/dev/null || skip "no groff"
    groff -man -ww -Tutf8 -P-cbou "$OUT" >page 2>warnings
    [ ! -s warnings ] || fail "$(cat warnings)"
    for verb in $(verbs); do grep -q "migrate.*$verb" page || fail "$verb is not in the page"; done
}

# complete_words WORD...: what bash offers after these words.
complete_words() {
    migrate help --bash-completion
    cp "$OUT" completion
    bash -n completion
    PATH=$(dirname "$MIGRATE"):$PATH bash --norc -c \
        '. ./completion; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _migrate; echo "${COMPREPLY[*]}"' bash "$@"
}

test_bash_completes_verbs() {
    [ "$(complete_words migrate con)" = config ]
    [ "$(complete_words migrate -v -C folder con)" = config ]
    [ "$(complete_words migrate help ini)" = init ]
}

test_bash_completes_options_and_their_values() {
    [ "$(complete_words migrate config --form)" = --format ]
    [ "$(complete_words migrate config --format j)" = json ]
    [ "$(complete_words migrate config --format = j)" = json ]
    [ "$(complete_words migrate --color al)" = always ]
    mkdir folder
    [ "$(complete_words migrate -C fol)" = folder ]
}

test_values_of_the_project_are_completed() {
    mkdir -p migrations/20260101000000_one
    echo 'SELECT 1;' >migrations/20260101000000_one/migration.sql
    printf '[env production]\nurl = postgresql://x/y\n[env staging]\nurl = postgresql://x/z\n' >migrate.ini
    [ "$(complete_words migrate apply --env prod)" = production ]
    [ "$(complete_words migrate apply --env=st)" = '' ] # bash has split it at the '='
    [ "$(complete_words migrate apply --env = st)" = staging ]
    [ "$(complete_words migrate baseline 2026)" = 20260101000000 ]
    [ "$(complete_words migrate apply --to '')" = 20260101000000 ]
    [ "$(complete_words migrate explain merged-ed)" = merged-edited ]
    [ "$(complete_words migrate types kys)" = kysely ]
    [ "$(complete_words migrate config check.merged-ed)" = check.merged-edited ]
    [ "$(complete_words migrate config ignore.materialized)" = ignore.materialized_view ]
    [ "$(complete_words migrate config project.mig)" = project.migrations ]
    [ "$(complete_words migrate blame materialized)" = materialized_view ]
    mkdir elsewhere
    [ "$(cd elsewhere && complete_words migrate -C .. apply --env prod)" = production ]
    # What a name holds is nothing to execute.
    printf '[env $(touch x)]\nurl = postgresql://x/y\n' >migrate.ini
    [ "$(complete_words migrate apply --env '')" = '' ] || [ "$(complete_words migrate apply --env '')" = dev ]
    expect_no_file x
    echo nonsense >migrate.ini
    [ "$(complete_words migrate apply --env '')" = '' ]
}

test_zsh_and_fish_complete_the_same() {
    local missing=
    mkdir -p bin
    ln -s "$MIGRATE" bin/migrate
    migrate help --zsh-completion
    cp "$OUT" _migrate
    migrate help --fish-completion
    cp "$OUT" migrate.fish
    if command -v zsh >/dev/null; then
        zsh -n _migrate
        # The function alone, with stand-ins for what the shell's own functions show.
        PATH=$PWD/bin:$PATH zsh -fc 'compdef() { :; }; _files() { print files; }; _describe() { print -l -- $found; }
            . ./_migrate; words=(migrate explain merged-ed); CURRENT=3; _migrate
            words=(migrate diff --from ""); CURRENT=4; _migrate' >out
        grep -q '^merged-edited:' out && grep -qx files out && grep -qx schema out || fail "zsh: $(cat out)"
    else
        missing+=' zsh'
    fi
    if command -v fish >/dev/null; then
        PATH=$PWD/bin:$PATH HOME=$PWD fish --no-config -c \
            '. ./migrate.fish; complete -C "migrate explain merged-ed"; complete -C "migrate con"' >out
        grep -q '^merged-edited' out && grep -q '^config' out || fail "fish: $(cat out)"
    else
        missing+=' fish'
    fi
    [ -z "$missing" ] || skip "not tried with$missing"
}

test_every_option_is_completed() {
    for verb in $(verbs); do
        migrate help "$verb"
        offered=$(complete_words migrate "$verb" --)
        for option in $(grep -oE -e '^  (-., )?--[a-z-]+' "$OUT" | grep -oE -e '--[a-z-]+'); do
            case " $offered " in
                *" $option "*) ;;
                *) fail "$verb $option is not offered" ;;
            esac
        done
    done
}

test_output_that_is_not_written_is_an_error() {
    status=0
    "$MIGRATE" help >/dev/full 2>err || status=$?
    [ "$status" -eq 3 ]
    grep -q 'No space left on device' err
    status=0
    "$MIGRATE" help >&- 2>err || status=$?
    [ "$status" -eq 3 ]
}

test_a_reader_that_goes_is_no_crash() {
    set +e
    "$MIGRATE" help --man 2>err | sed 1q >/dev/null
    status=${PIPESTATUS[0]}
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ]
}

test_closed_streams_are_not_replaced_by_files() {
    status=0
    "$MIGRATE" init <&- >&- 2>&- || status=$?
    [ "$status" -eq 3 ]
    diff <("$MIGRATE" help migrate.ini) migrate.ini
}

# As far as its command line: what it needs is not here, and that is no fault of the example.
test_examples_are_command_lines_that_the_program_takes() {
    local verb example count
    export XDG_CACHE_HOME=$PWD/cache
    for verb in "$TOP"/migrate/cmd/verb_*.c; do
        verb=$(basename "$verb" .c) verb=${verb#verb_}
        migrate help "$verb"
        sed -n '/^Examples$/,$s/^  \(migrate .*\)/\1/p' "$OUT" >examples
        [ "$(wc -l <examples)" -ge 3 ] || fail "$verb has no two examples beside the first"
        while IFS= read -r example; do
            mkdir -p empty
            (cd empty && PATH=$(dirname "$MIGRATE"):$PATH PRODUCTION_DATABASE_URL=postgresql://127.0.0.1:1/app \
                bash -c "$example" >../said 2>&1 </dev/null) || true
            rm -rf empty
            ! grep -E "^migrate: .*(unknown (option|command)|cannot be '|unexpected argument|--help')" said ||
                fail "$example"
        done <examples
    done
}

run_tests
