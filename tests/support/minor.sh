# shellcheck shell=bash
# The installed server under another minor version. A run over somebody else's SQL judges its server by the minor
# version, and a test of that must not depend on what is installed. To be sourced after cli.sh.
#
#   server_of_minor DIGIT   prints a folder of programs that are the installed server's and say that each digit of
#   their minor version is
#                           DIGIT: 9 has no known vulnerabilities, 0 has. MIGRATE_SCRATCH_BIN_DIR is to be set to it.
#                           Goes with the test program.
#
# They really run, also in the sandbox: only the text that they print, and by which initdb knows its server, is
# another one. A server that has no minor version yet (18beta1) stays what it is.

server_of_minor() {
    local digit=$1 folder=$CLI_DIR/minor-$1 digits=0123456789 bin program
    if [ ! -d "$folder" ]; then
        bin=$(installed_bindir) || fail 'no PostgreSQL server is installed'
        chmod 711 "$CLI_DIR" # for the user that the server runs as
        mkdir "$folder"
        for program in postgres initdb; do
            sed ":again; s/\((PostgreSQL) [0-9]*\.$digit*\)[${digits/$digit/}]/\1$digit/; t again" \
                "$bin/$program" >"$folder/$program"
            chmod 755 "$folder/$program"
        done
    fi
    echo "$folder"
}

# The distribution's newest, as the program under test takes it; those of ci/servers run only where they lie.
installed_bindir() {
    local postgres
    postgres=$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres | sort -V | grep -v '\*' |
        tail -n 1)
    [ -n "$postgres" ] && dirname "$postgres" || pg_config --bindir
}
