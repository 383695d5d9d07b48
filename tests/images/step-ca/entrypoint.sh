#!/bin/sh
# Makes a CA from DOCKER_STEPCA_INIT_* where there is none yet, as the upstream image does.
set -eu

init() {
    password=$(mktemp)
    if [ -n "${DOCKER_STEPCA_INIT_PASSWORD:-}" ]; then
        printf '%s\n' "$DOCKER_STEPCA_INIT_PASSWORD" > "$password"
    else
        head -c 32 /dev/urandom | sha256sum | cut -c 1-64 > "$password"
    fi
    step ca init --name "$DOCKER_STEPCA_INIT_NAME" --dns "$DOCKER_STEPCA_INIT_DNS_NAMES" \
        --provisioner "${DOCKER_STEPCA_INIT_PROVISIONER_NAME:-admin}" --address "${DOCKER_STEPCA_INIT_ADDRESS:-:9000}" \
        --password-file "$password" --provisioner-password-file "$password" \
        --deployment-type standalone ${DOCKER_STEPCA_INIT_ACME:+--acme}
    mv "$password" "$PWDPATH"
}

if [ ! -f "$CONFIGPATH" ] && [ -n "${DOCKER_STEPCA_INIT_NAME:-}" ] && [ -n "${DOCKER_STEPCA_INIT_DNS_NAMES:-}" ]; then
    init
fi
exec "$@"
