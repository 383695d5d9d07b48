# {mark}
# Runs the command of its arguments until the container is stopped: at once, then with a pause of {pause} s at least
# and {jitter} s more at most. A run that is under way when the container is stopped is asked to end, and waited for.
set -u

child=
stopped=
trap 'stopped=1; [ -z "$child" ] || kill -TERM "$child" 2> /dev/null' TERM INT

# attend COMMAND...: waits for its end; a trap ends the wait, not the command.
attend() {
    [ -z "$stopped" ] || return 0
    "$@" &
    child=$!
    status=0
    wait "$child" || status=$?
    while kill -0 "$child" 2> /dev/null; do
        wait "$child"
        status=$?
    done
    child=
}

while [ -z "$stopped" ]; do
    attend "$@"
    [ -z "$stopped" ] && [ "$status" -ne 0 ] && echo "rotate: ended with $status" >&2
    attend sleep $(({pause} + $(od -An -N2 -tu2 /dev/urandom) % ({jitter} + 1)))
done
