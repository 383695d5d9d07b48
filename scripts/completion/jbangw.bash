# Completes `./jbangw COMMAND@aria --OPTION VALUE` in bash 3.2 or newer: source this file in ~/.bashrc.

_aria_words=$(cat "${BASH_SOURCE[0]%/*}/words")

# $2 is what readline replaces: it takes words apart at @ and =, so they are taken from the line itself.
_aria() {
    local words=() command= option= typed lead= replaced=$2 word at values about i
    read -r -a words <<< "${COMP_LINE:0:COMP_POINT}."
    typed=${words[${#words[@]} - 1]%.}
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]}
        [ $i -gt 1 ] || word=${word%@aria}@aria
        case $word,$_aria_words in -*) ;; *"
$command|$word|"*) command="$command ${word%@aria}" command=${command# } ;; esac
    done
    COMPREPLY=()
    [ -n "$command" ] || [ ${#words[@]} -eq 2 ] || return
    option=${words[${#words[@]} - 2]}
    case $typed in --*=*) option=${typed%%=*} lead=$option= ;; esac

    while IFS='|' read -r at word values about; do
        [ "$at" = "$command" ] || continue
        if [ "$word" = "$option" ] && [ -n "$values" ]; then
            COMPREPLY=()
            for word in ${values#-}; do
                # What begins with = stands behind a name that is typed first.
                at=${typed#"$lead"} at=${at%%=*}
                case $at,$word in ,=*) ;; *,=*) _aria_offer "$lead$at$word" ;; *) _aria_offer "$lead$word" ;; esac
            done
            return
        fi
        case $word,$typed in -*,-* | [!-]*) _aria_offer "$word" ;; esac
    done <<< "$_aria_words"
}

_aria_offer() {
    case $1 in "$typed"*) ;; *) return ;; esac
    COMPREPLY+=("${1#"${typed%"$replaced"}"}")
    # A file's name follows. Bash 3.2 lacks the command and puts a blank there.
    case $1 in *=) compopt -o nospace 2> /dev/null ;; esac
}

complete -o bashdefault -o default -F _aria jbangw
