# --- What a host answers --------------------------------------------------------------------------------------------------------------

# A line costs more than its characters where it is kept.
readonly LONGEST_LINE=65536 LONGEST_ANSWER=4194304 COST_OF_A_LINE=300 MOST_CHATTER=20
readonly EVENT_FORM=$'^event\t([a-z0-9-]+)\t([a-z-]+)\t([a-z-]+)\t(-|[a-z-]+)\t([^[:cntrl:]]*)$'
readonly FACT_FORM=$'^fact\t([a-z-]+)\t([^[:cntrl:]]+)$'
readonly TEXT_FORM=$'^text\t([^[:cntrl:]]|\t)*$'

# Reads the answer of a host on stdin. Records of the right form are kept in $SCRATCH/NAME.heard (default the host's name) and shown; what a
# login prints is shown and not read. Ends as the host's command has ended, or with LOST: the answer is not whole, or holds another line.
hear() {
  local host=$1 name=${2:-$1} line bytes=0 chatter=0 inside=no
  : >"$SCRATCH/$name.heard"
  while IFS= read -r -n "$LONGEST_LINE" line || [[ -n $line ]]; do
    bytes=$((bytes + ${#line} + COST_OF_A_LINE))
    if [[ ${#line} -eq $LONGEST_LINE || $bytes -gt $LONGEST_ANSWER ]]; then
      distrust "$host" "the answer is too long"
      return "$LOST"
    elif [[ $inside == no ]]; then
      if [[ $line == "haplane-begin $WORD" ]]; then inside=yes; else tell_chatter "$host" "$((chatter += 1))" "$line"; fi
    elif [[ $line =~ ^"haplane-end $WORD "([0-9]{1,3})$ ]]; then
      tell_faults "$host" "$name"
      return "${BASH_REMATCH[1]}"
    elif [[ -n $line ]]; then
      if ! take "$host" "$name" "$line"; then
        distrust "$host" "$line"
        return "$LOST"
      fi
    fi
  done
  tell_faults "$host" "$name"
  { [[ $CUT == yes ]] && is_stopped; } || complain "  $host: no complete answer"
  return "$LOST"
}

# The line is shown as data, and ends the call.
distrust() { complain "  $1: the answer holds a line that the host engine does not write; the rest is not read: $(visible "${2:0:200}")"; }

# What a terminal would obey is made visible.
visible() { printf '%s' "$1" | cat -v; }

# Each login prints it again: it is shown once, where the host is reached.
tell_chatter() {
  local line
  if [[ -z $3 || $2 -gt $MOST_CHATTER ]]; then return; fi
  line="  $1 (from its login): $(visible "${3:0:1000}")"
  if [[ $TELLS_CHATTER == yes ]]; then say "$line"; else log "$line"; fi
}
TELLS_CHATTER=no

# What ssh, sudo or bash there have printed next to the answer.
tell_faults() {
  local line
  while IFS= read -r line; do say "  $1: $line"; done < <(head -c 65536 "$SCRATCH/$2.faults" 2>/dev/null | head -n "$MOST_CHATTER" | cat -v)
}

take() {
  local host=$1 name=$2 line=$3
  case $line in
    event$'\t'*) is_event "$host" "$line" || return 1 ;;
    fact$'\t'*) [[ $line =~ $FACT_FORM ]] && is_fact "${BASH_REMATCH[@]:1:2}" || return 1 ;;
    path$'\t'*) is_path "${line#path$'\t'}" || return 1 ;;
    text$'\t'*) [[ $line =~ $TEXT_FORM ]] || return 1 ;;
    *) return 1 ;;
  esac
  printf '%s\n' "$line" >>"$SCRATCH/$name.heard"
  tell "$line"
}

is_event() {
  [[ $2 =~ $EVENT_FORM ]] || return 1
  local words=("${BASH_REMATCH[@]:1:4}")
  [[ ${words[0]} == "$1" ]] && is_step "${words[1]}" && is_result "${words[2]}" && is_code "${words[3]}"
}

# Single files and good news are in the log alone; facts and paths are for the program.
tell() {
  local line=${1//$CONTROL_UTF8/?}
  case $line in
    event$'\t'*) tell_event "$line" ;;
    text$'\t'*) say "  ${line#text$'\t'}" ;;
  esac
}

tell_event() {
  local host step result code detail line
  IFS=$'\t' read -r _ host step result code detail <<<"$1"
  code=": $code"
  line="$host: $step: $result${code%: -}${detail:+: $detail}"
  case $step/$result in
    */failed | */refused | */busy) complain "  $line" ;;
    */warning) say "  $line" && printf '%s: %s\n' "$host" "${detail:-$step${code%: -}}" >>"$STATE/warnings" ;;
    status/overwrites) say "  $line" ;;
    swap/changed | validate/ok | confirm/ok | status/*) log "  $line" ;;
    gate/ok) if [[ $TELLS_GATES == yes ]]; then say "  $line"; else log "  $line"; fi ;;
    *) say "  $line" ;;
  esac
}
TELLS_GATES=yes

# Whether the last answer of a host holds this event: step, result, code.
has_said() { grep -qs -- $'^event\t'"$1"$'\t'"$2"$'\t'"$3"$'\t'"${4:+$4$'\t'}" "$SCRATCH/$1.heard"; }

# The value of a fact in that answer, or nothing.
fact_of() { sed -n "s/^fact\t$2\t//p" "$SCRATCH/$1.heard" 2>/dev/null | head -n 1; }

paths_of() { sed -n 's/^path\t//p' "$SCRATCH/$1.heard"; }

# Why the last call to a host failed, in one line.
reason_of() {
  local reason
  reason=$(sed -n $'s/^event\t[^\t]*\t\([^\t]*\)\t\(failed\|refused\|busy\)\t\([^\t]*\)\t/\\1: \\3: /p' "$SCRATCH/$1.heard" 2>/dev/null | head -n 1)
  reason=${reason/: -: /: }
  reason=${reason:-$(head -c 1000 "$SCRATCH/$1.faults" 2>/dev/null | head -n 1 | cat -v)}
  printf '%s' "${reason:-no complete answer}"
}
