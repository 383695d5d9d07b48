#!/bin/bash
# Own writing, to the upstream image's contract: flags alone are the server's, it runs as mysql, and its flags are also given
# to the one that makes the data and to the one that runs the first statements, without a network, on a socket.
set -euo pipefail
# Each variable also has the name that it has for MySQL.
for name in ROOT_PASSWORD DATABASE USER PASSWORD; do
  mysql=MYSQL_$name
  [ -z "${!mysql:-}" ] || declare -x "MARIADB_$name=${!mysql}"
done
case ${1:-} in -*) set -- mariadbd "$@" ;; esac

if [ "${1:-}" = mariadbd ] && [ "$(id -u)" = 0 ]; then
  chown mysql:mysql /var/lib/mysql /run/mysqld
  exec gosu mysql "${BASH_SOURCE[0]}" "$@"
fi

if [ "${1:-}" = mariadbd ] && [ ! -d /var/lib/mysql/mysql ]; then
  mariadb-install-db --datadir=/var/lib/mysql --skip-test-db --auth-root-authentication-method=normal "${@:2}" > /dev/null
  "$@" --skip-networking --socket=/run/mysqld/first.sock &
  first=$!
  # Its certificate names no socket.
  root=(mariadb --no-defaults --skip-ssl --socket=/run/mysqld/first.sock -uroot)
  until "${root[@]}" -e 'select 1' > /dev/null 2>&1; do
    kill -0 $first
    sleep 0.2
  done
  "${root[@]}" <<SQL
create user root@'%' identified by '${MARIADB_ROOT_PASSWORD}';
grant all on *.* to root@'%' with grant option;
alter user root@localhost identified by '${MARIADB_ROOT_PASSWORD}';
${MARIADB_DATABASE:+create database \`$MARIADB_DATABASE\`;}
${MARIADB_USER:+create user '$MARIADB_USER'@'%' identified by '$MARIADB_PASSWORD';}
${MARIADB_USER:+grant all on \`$MARIADB_DATABASE\`.* to '$MARIADB_USER'@'%';}
SQL
  kill $first
  wait $first
fi
exec "$@"
