#!/bin/sh
# Same commands, configuration folder and step down as the upstream images of Vault and OpenBao (own code).
set -e
case "$1" in -*) set -- "$SERVER_PROGRAM" "$@" ;; esac
if [ "$1" = server ]; then
    shift
    set -- "$SERVER_PROGRAM" server "-config=/$SERVER_NAME/config" "$@"
fi
if [ "$1" = "$SERVER_PROGRAM" ] && [ "$(id -u)" = 0 ]; then
    for folder in config logs file; do
        [ "$(stat -c %u "/$SERVER_NAME/$folder")" = 100 ] || chown -R 100:1000 "/$SERVER_NAME/$folder" ||
            echo "Could not chown /$SERVER_NAME/$folder"
    done
    exec gosu "$SERVER_NAME" "$@"
fi
exec "$@"
