# --- What is there ------------------------------------------------------------------------------------------------------------------

digest_of() {
  local sum
  if [[ -f $1 && ! -L $1 ]]; then
    sum=$(sha256sum <"$1") && printf '%s' "${sum%% *}"
  else
    printf absent
  fi
}

digest_of_input() {
  local sum
  sum=$(sha256sum) && printf '%s' "${sum%% *}"
}

# By path, the digest of every wanted file as it is before anything is changed, and its mode with both forms of its owner: two programs for
# all of them, rather than two for each.
declare -A SEEN_DIGEST=() SEEN_MODE=()

look_at_files() {
  local path sum mode there=()
  SEEN_DIGEST=() SEEN_MODE=()
  for path in "${W_PATH[@]+"${W_PATH[@]}"}"; do
    if [[ -f $path && ! -L $path ]]; then there+=("$path"); fi
  done
  [[ ${#there[@]} -gt 0 ]] || return 0
  while read -r sum path; do SEEN_DIGEST[$path]=$sum; done < <(sha256sum -- "${there[@]}")
  while read -r path mode; do SEEN_MODE[$path]=$mode; done < <(stat -c '%n %a %U:%G %u:%g' -- "${there[@]}")
}
