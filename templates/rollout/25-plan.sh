# --- The plan -----------------------------------------------------------------------------------------------------------------------

CLUSTER=''
NOTES=()
# The hosts that leave, with the node of each; those of them that are dead.
declare -A LEAVES=()
GONE=()
# By the number of a step: its phase, its title, and its records, a line each.
declare -A PHASE=() TITLE=() RECORDS=()
STEPS=0

read_rollout() {
  local kind a b c
  while IFS=$'\t' read -r kind a b c; do
    case $kind in
      haplane-rollout)
        [[ $a == 1 ]] || refuse "rollout.plan is of version $a, and this program knows version 1"
        CLUSTER=$b
        ;;
      source) SOURCE=$a ;;
      kubectl) KUBECTL=$a ;;
      host) if ! is_gone "$a"; then HOSTS+=("$a"); fi ;;
      leaves) LEAVES[$a]=$b ;;
      note) NOTES+=("$a") ;;
      step) PHASE[$a]=$b TITLE[$a]=$c RECORDS[$a]='' STEPS=$a ;;
      do | gate) if ! is_gone "${c%%$'\t'*}"; then RECORDS[$a]+="$kind"$'\t'"$a"$'\t'"$b"$'\t'"$c"$'\n'; fi ;;
      deliver) if ! is_gone "$b"; then RECORDS[$a]+="$kind"$'\t'"$a"$'\t'"$b"$'\t'"$c"$'\n'; fi ;;
      *) refuse "rollout.plan holds a record of the kind \"$kind\", which this program does not know" ;;
    esac
  done <rollout.plan
  [[ -n $CLUSTER && -n $SOURCE && $STEPS -gt 0 ]] || refuse "rollout.plan is not whole"
  is_host "$SOURCE" || refuse "rollout.plan names $SOURCE as the source, and no such host"
}

# Nothing is sent to a host that is dead, and nothing asked of it.
is_gone() {
  local host
  for host in "${GONE[@]+"${GONE[@]}"}"; do
    if [[ $host == "$1" ]]; then return 0; fi
  done
  return 1
}

is_node_of_gone() {
  local host
  for host in "${GONE[@]+"${GONE[@]}"}"; do
    if [[ ${LEAVES[$host]} == "$1" ]]; then return 0; fi
  done
  return 1
}

leaves() { [[ ${#LEAVES[@]} -gt 0 && -n ${LEAVES[$1]+known} ]]; }

# The records of a step: of this kind, and for this host where one is given; what a do or a gate does stands before its host.
records() {
  local step=$1 kind=$2 host=${3-} line fields
  while IFS= read -r line; do
    IFS=$'\t' read -r -a fields <<<"$line"
    [[ ${fields[0]-} == "$kind" ]] || continue
    if [[ -z $host || ($kind == deliver && ${fields[2]} == "$host") || ($kind != deliver && ${fields[3]} == "$host") ]]; then printf '%s\n' "$line"; fi
  done <<<"${RECORDS[$step]}"
}

# The hosts of the records on stdin, each once.
hosts_of() {
  local kind step a b rest seen=' '
  while IFS=$'\t' read -r kind step a b rest; do
    if [[ $kind == deliver ]]; then b=$a; fi
    if [[ $seen != *" $b "* ]]; then
      seen+="$b "
      printf '%s\n' "$b"
    fi
  done
}

