# Completes `./jbangw COMMAND@aria --OPTION VALUE` in bash 3.2 or newer: source this file in ~/.bashrc.

_aria_words=$(cat "${BASH_SOURCE[0]%/*}/words")

# $2 is what readline replaces: it takes words apart at @ and =, so they are taken from the line itself.
_aria() {
    local words=() command= option= typed replaced=$2 word at values about i
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
    case $typed in --*=*) option=${typed%%=*} ;; esac

    while IFS='|' read -r at word values about; do
        [ "$at" = "$command" ] || continue
        if [ "$word" = "$option" ] && [ -n "$values" ]; then
            COMPREPLY=()
            for word in ${values#-}; do
                case $typed in --*=*) word=$option=$word ;; esac
                _aria_offer "$word"
            done
            return
        fi
        case $word,$typed in -*,-* | [!-]*) _aria_offer "$word" ;; esac
    done <<< "$_aria_words"
}

_aria_offer() {
    case $1 in "$typed"*) COMPREPLY+=("${1#"${typed%"$replaced"}"}") ;; esac
}

complete -o bashdefault -o default -F _aria jbangw
