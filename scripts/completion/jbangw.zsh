# Completes `./jbangw COMMAND@aria --OPTION VALUE` in zsh: source this file in ~/.zshrc, behind compinit.

_aria_words=$(<${${(%):-%x}:A:h}/words)

_aria() {
    local command= option=${words[CURRENT - 1]} word row i
    local -a fields found
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        (( i > 2 )) || word=${word%@aria}@aria
        [[ $word != -* && $_aria_words == *$'\n'"$command|$word|"* ]] && command="$command ${word%@aria}" command=${command# }
    done
    if [[ -z $command ]] && (( CURRENT > 2 )); then
        _files
        return
    fi
    if [[ $PREFIX == --*=* ]]; then
        option=${PREFIX%%=*}
        compset -P 1 '*='
    fi
    for row in "${(@f)_aria_words}"; do
        fields=("${(@s:|:)row}")
        [[ $fields[1] == "$command" ]] || continue
        if [[ $fields[2] == "$option" && -n $fields[3] ]]; then
            found=(${=fields[3]#-})
            if [[ $PREFIX == *=* && $fields[3] == *= ]]; then
                compset -P 1 '*='
                found=()
            fi
            # What begins with = stands behind a name that is typed first.
            [[ -z $PREFIX ]] && found=(${found:#=*}) || found=(${found/#=/${PREFIX%%=*}=})
            break
        fi
        [[ $fields[2] == -* && $PREFIX != -* ]] || found+=("$fields[2]:${(j:|:)fields[4,-1]}")
    done
    if (( ! $#found )); then
        _files
    elif [[ $found[1] == *= ]]; then
        compadd -S '' -a found
    else
        _describe word found
    fi
}

compdef _aria jbangw
