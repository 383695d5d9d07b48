#!/bin/sh
# Gives step-ca what it needs of its folder, and nothing else: ca.json,
# pki/, the password of the intermediate key and that of a database. Who may ask for certificates
# (provisioner_password.txt, provisioner.key.json) is none of the server's
# business, so those stay on the host.
#
#   sh init.sh UID:GID     /in the CA's folder, /out the server's volume,
#                          /db the volume of its database
set -eu
umask 077
owner=$1

# Where the database volume is mounted below the server's read-only /out. Made
# first: the engine can't start a server, not even to fail, without it.
mkdir -p /out/db

missing=
for file in ca.json pki/root_ca.crt pki/intermediate_ca.crt pki/intermediate_ca_key secrets/password.txt; do
  [ -f "/in/$file" ] || missing="$missing $file"
done
if [ -n "$missing" ]; then
  echo "step-ca: no CA yet, its folder lacks$missing. On the host run: ./jbangw init-ca@aria" >&2
  exit 1
fi

# A file is replaced in one rename, and only when it changed.
put() {
  if ! cmp -s "/in/$1" "/out/$1"; then
    new=$(mktemp /out/.new.XXXXXX)
    cp "/in/$1" "$new"
    mv -f "$new" "/out/$1"
  fi
  chown "$owner" "/out/$1"
  chmod 0400 "/out/$1"
}

rm -f /out/.new.*
mkdir -p /out/pki /out/secrets
put ca.json
for file in /in/pki/*; do
  case ${file##*/} in
    root*key*) rm -f "/out/pki/${file##*/}" ;;  # left there by scripts: it signs intermediates, not leaves
    *) [ -f "$file" ] && put "pki/${file##*/}" ;;
  esac
done
put secrets/password.txt
# Of `init-ca --db postgresql`: the password of the database.
if [ -f /in/secrets/pgpass ]; then put secrets/pgpass; else rm -f /out/secrets/pgpass; fi

# A templateFile of ca.json, which step-ca looks for below its STEPPATH.
if [ -d /in/templates ]; then
  mkdir -p /out/templates
  for file in /in/templates/*; do
    [ -f "$file" ] && put "templates/${file##*/}"
  done
  chown "$owner" /out/templates
fi
for file in /out/templates/*; do
  [ -f "/in/templates/${file##*/}" ] || rm -f "$file"
done

chown "$owner" /out /out/pki /out/secrets /out/db /db
chmod 0700 /out /out/pki /out/secrets /db
