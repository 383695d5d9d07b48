#!/bin/bash
# Does what a user of the upstream image relies on: step down from root, POSTGRES_* variables, init scripts, a
# temporary server with the final arguments while the database is being made.
set -Eeo pipefail

prepare_as_root() {
    mkdir -p "$PGDATA" /var/run/postgresql
    chown -R postgres "$PGDATA" /var/run/postgresql
    chmod 700 "$PGDATA"
}

sql() { psql -v ON_ERROR_STOP=1 --no-psqlrc -U "$POSTGRES_USER" "$@"; }

create_database() {
    [ -z "$POSTGRES_PASSWORD_FILE" ] || POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
    : "${POSTGRES_PASSWORD:?is required}" "${POSTGRES_USER:=postgres}"
    : "${POSTGRES_DB:=$POSTGRES_USER}"
    # shellcheck disable=SC2086 # the arguments are words on purpose
    initdb -D "$PGDATA" -U "$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") $POSTGRES_INITDB_ARGS
    printf '\nhost all all all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
    printf "listen_addresses = '*'\nunix_socket_directories = '/var/run/postgresql'\n" >> "$PGDATA/postgresql.conf"
}

run_init_scripts() {
    local arguments="-c listen_addresses=''"
    [ $# -eq 0 ] || arguments="$(printf '%q ' "$@")$arguments"
    pg_ctl -D "$PGDATA" -w start -o "$arguments"
    [ "$POSTGRES_DB" = postgres ] || sql -d postgres -c "CREATE DATABASE \"$POSTGRES_DB\""
    local file
    for file in /docker-entrypoint-initdb.d/*; do
        case $file in
            *.sql) sql -d "$POSTGRES_DB" -f "$file" ;;
            *.sh) . "$file" ;;
        esac
    done
    pg_ctl -D "$PGDATA" -m fast -w stop
}

[ "${1:0:1}" = - ] && set -- postgres "$@"
if [ "$1" = postgres ]; then
    if [ "$(id -u)" = 0 ]; then
        prepare_as_root
        exec gosu postgres "${BASH_SOURCE[0]}" "$@"
    fi
    if [ ! -s "$PGDATA/PG_VERSION" ]; then
        create_database
        run_init_scripts "${@:2}"
    fi
fi
exec "$@"
