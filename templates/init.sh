#!/bin/sh
# Gives one server its certificate and key, with the owner and modes that its
# process needs, in a volume of its own:
#
#   sh /mtls/init.sh SERVICE UID:GID
#
#   /in   the folder of its certificate: SERVICE.crt, SERVICE.key, ca.crt, maybe SERVICE.der, crl.pem
#   /out  the volume, /etc/certs for the server: tls.crt, tls.key, ca.crt, tls.der, crl.pem
#
# A set of files is complete or not there: it is copied to a new folder, and one
# rename makes that folder the current one (/out/tls.key -> ..data/tls.key,
# /out/..data -> ..XXXXXX). Killed at any point, the next run puts things right;
# with nothing new to copy it changes nothing. Made for busybox: needs only
# cp, chown, chmod, ln, mv, mktemp, cmp and rm besides the shell.
set -eu
umask 077

fail() {
  echo "$1" >&2
  exit 1
}

[ $# -eq 2 ] || fail "usage: sh init.sh SERVICE UID:GID"
service=$1
owner=$2
case $service in
  '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) fail "init.sh: not a service name: $service" ;;
esac
case $owner in
  *:*:* | :* | *: | *[!0-9:]*) fail "init.sh: not UID:GID in digits: $owner" ;;
  *:*) ;;
  *) fail "init.sh: not UID:GID in digits: $owner" ;;
esac

# The name a file has for the server -> where it comes from.
source_of() {
  case $1 in
    ca.crt | crl.pem) echo "/in/$1" ;;
    *) echo "/in/$service.${1#tls.}" ;;
  esac
}

names='tls.crt tls.key ca.crt'
for name in $names; do
  from=$(source_of "$name")
  [ -f "$from" ] || fail "$service: ${from#/in/} is missing in the folder of its certificate. On the host run: ./jbangw generate-service-certs@aria $service"
  [ -s "$from" ] || fail "$service: ${from#/in/} is empty in the folder of its certificate. On the host run: ./jbangw generate-service-certs@aria --force $service"
done
[ ! -f "/in/$service.der" ] || names="$names tls.der"
[ ! -f /in/crl.pem ] || names="$names crl.pem"

# True when folder $1 holds what /in holds now.
current() {
  for name in $names; do
    cmp -s "$(source_of "$name")" "$1/$name" || return 1
  done
  for name in tls.der crl.pem; do
    case $names in
      *"$name"*) ;;
      *) [ ! -e "$1/$name" ] || return 1 ;;
    esac
  done
}

# The owner is set again on every run: the server's `user:` may have changed.
own() {
  chmod 0444 "$1/tls.crt" "$1/ca.crt" && chmod 0400 "$1/tls.key" &&
    { [ ! -e "$1/tls.der" ] || chmod 0400 "$1/tls.der"; } &&
    { [ ! -e "$1/crl.pem" ] || chmod 0444 "$1/crl.pem"; } &&
    chown "$owner" "$1"/* "$1" && chmod 0555 "$1"
}

# Copies a generation and makes it the current one. False when /in changed under
# the copying hand, so that certificate and key might not be a pair.
publish() {
  new=$(mktemp -d /out/..XXXXXX) || fail "$service: cannot write to its volume"
  for name in $names; do
    cp "$(source_of "$name")" "$new/$name" || fail "$service: cannot copy $name to its volume"
  done
  current "$new" || { rm -rf "$new"; return 1; }
  own "$new" || fail "$service: cannot give its files to $owner"
  ln -s "${new##*/}" /out/..next && mv -T /out/..next /out/..data ||
    fail "$service: cannot switch its volume to the new files"
}

# Removes every generation but the current one: what a killed run left, and the
# one before.
sweep() {
  live=
  [ ! -d /out/..data ] || live=$(cd -P /out/..data && pwd -P)
  for generation in /out/..??????; do
    [ ! -d "$generation" ] || [ -L "$generation" ] || [ "$generation" = "$live" ] || rm -rf "$generation"
  done
  rm -rf /out/..next
}

sweep
chown "$owner" /out
chmod 0755 /out
if current /out/..data; then
  own /out/..data/.
else
  publish || publish || publish || fail "$service: the folder of its certificate keeps changing; start this again"
fi
for name in $names; do
  [ -L "/out/$name" ] || ln -sf "..data/$name" "/out/$name"
done
for name in tls.der crl.pem; do
  case $names in
    *"$name"*) ;;
    *) rm -f "/out/$name" ;;
  esac
done
sweep
