#compdef haplane
# zsh completion for haplane. It asks the program itself; without an answer zsh completes files.

_haplane() {
  local word=${words[CURRENT]} line="haplane ${(j: :)words[2,CURRENT]}" found
  local -a fitting
  for found in "${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}"; do
    if [[ -n $found && $found == "$word"* && ($found != -* || $word == -*) ]]; then fitting+=("$found"); fi
  done
  if (( ${#fitting} )); then compadd -Q -U -- "${fitting[@]}"; else _files; fi
}

if [[ ${funcstack[1]-} == _haplane ]]; then _haplane "$@"; else compdef _haplane haplane; fi
