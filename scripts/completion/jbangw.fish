# Completes `./jbangw COMMAND@aria --OPTION VALUE` in fish: source this file in ~/.config/fish/config.fish.

set -g __aria_words (cat (status dirname)/words)

function __aria_complete
    set -l typed (commandline -ct)
    set -l words (commandline -opc)
    set -l command ''
    set -l option $words[-1]
    set -e words[1]
    for word in $words
        test -n "$command"; or set word (string replace -r '@aria$' '' -- $word)@aria
        if not string match -q -- '-*' $word; and string match -q -- "$command|$word|*" $__aria_words
            set command (string trim -- "$command "(string replace -r '@aria$' '' -- $word))
        end
    end
    if test -z "$command"; and set -q words[1]
        __fish_complete_path $typed
        return
    end
    set -l before ''
    if string match -q -- '--*=*' $typed
        set option (string replace -r '=.*' '' -- $typed)
        set before "$option="
    end
    set -l found
    for row in (string match -- "$command|*" $__aria_words)
        set -l fields (string split -m 3 '|' -- $row)
        if test "$fields[2]" = "$option"; and test -n "$fields[3]"
            set -l rest (string replace -- "$before" '' $typed)
            set -l name (string replace -r '=.*' '' -- $rest)
            if string match -q -- '*=' $fields[3]; and string match -q -- '*=*' $rest
                set found $before$name=(__fish_complete_path (string replace -- "$name=" '' $rest))
            else if not string match -q -- '=*' $fields[3]
                set found $before(string split ' ' -- $fields[3] | string match -v -- -)
            else if test -n "$name" # it stands behind a name that is typed first
                set found $before$name(string split ' ' -- $fields[3])
            end
            break
        end
        if string match -q -- '-*' $typed; or not string match -q -- '-*' $fields[2]
            set -a found $fields[2]\t$fields[4]
        end
    end
    set -q found[1]; and printf '%s\n' $found; or __fish_complete_path $typed
end

complete -c jbangw -f -a '(__aria_complete)'
