# bash completion for haplane. It asks the program itself; without an answer bash completes files.

_haplane() {
  local line=${COMP_LINE:0:COMP_POINT} word rest found
  word=${line##*[[:space:]]}
  # The program may be called by a path or another name.
  rest=${line#*[[:space:]]}
  line="haplane $rest"
  COMPREPLY=()
  while IFS= read -r found; do
    if [[ $found != "$word"* || ($found == -* && $word != -*) ]]; then continue; fi
    # What is before a colon or an equals sign is a word of its own for bash.
    if [[ $word == *[:=]* ]]; then found=${found#"${word%"${word##*[:=]}"}"}; fi
    COMPREPLY+=("$found")
  done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
}

complete -o default -o bashdefault -F _haplane haplane
