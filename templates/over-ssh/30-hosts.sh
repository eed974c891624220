# --- Over ssh -----------------------------------------------------------------------------------------------------------------------

# The only commands that are sent: constants without a quote, a backslash before a quote or an exclamation mark, so that no login shell changes
# them. Their input comes on stdin: first a word, which frames the answer. What a login prints is outside the frame.
readonly INCOMING=/var/lib/haplane/incoming
# shellcheck disable=SC2016 # for the host's shell
readonly BEGIN='umask 077; unset TMOUT; IFS= read -r word; code=0; printf "\nhaplane-begin %s\n" "$word"; '
# shellcheck disable=SC2016 # for the host's shell
readonly END='|| code=$?; printf "\nhaplane-end %s %s\n" "$word" "$code"'
readonly ENGINE="/bin/bash $INCOMING/bin/host-engine.sh - $END"
# An archive follows the line that announces it: its reader proves it, so it has no end line.
readonly SEND="exec /bin/bash $INCOMING/bin/host-engine.sh -"
# Runs from memory and is removed: a host that is only asked is not written to.
# shellcheck disable=SC2016 # for the host's shell
GLANCE='{ d=$(mktemp -d /run/haplane-glance.XXXXXX) && trap "rm -rf $d" EXIT && tar -C $d --no-same-owner -xf - '
# shellcheck disable=SC2016 # for the host's shell
GLANCE+='&& /bin/bash $d/bin/host-engine.sh - <$d/request; } '$END
readonly GLANCE
readonly BRING="rm -rf $INCOMING && mkdir -p $INCOMING && tar -C $INCOMING --no-same-owner -xf - $END"
# A holder that is silent for a minute has lost the lock.
HOLD='mkdir -p -m 700 /run/haplane && chmod 700 /run/haplane '
HOLD+='&& touch /run/haplane/rollout && chmod 600 /run/haplane/rollout* && exec 9>>/run/haplane/rollout && if flock -n 9; then '
# shellcheck disable=SC2016 # for the host's shell
HOLD+='IFS= read -r who; printf "%s since %s\n" "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >/run/haplane/rollout.holder; '
HOLD+='printf "fact\tlock\theld\n"; while read -r -t 60 who; do :; done; '
HOLD+='else printf "fact\tlock\tbusy\n"; sed "s/^/text\t/" /run/haplane/rollout.holder; fi '$END
readonly HOLD

# The code of an answer without an end.
readonly LOST=255
# A word that no login prints.
WORD=''
choose_word() { WORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n'); }

# shellcheck disable=SC2016 # for the host's shell
readonly AS_ROOT='if [ $EUID -eq 0 ]; then exec /bin/bash -c "$0"; else exec sudo -n /bin/bash -c "$0"; fi'

# The operator's ssh, and the configuration that it is called with.
SSH=() OWN_CONFIG=''
read_ssh_words() {
  local words
  read -r -a words <<<"${HAPLANE_SSH:-ssh}"
  set -- "${words[@]}"
  while [[ $# -gt 0 ]]; do
    case $1 in
      -F) OWN_CONFIG=${2-none} && set -- "${@:2}" ;;
      -F?*) OWN_CONFIG=${1#-F} ;;
      *) SSH+=("$1") ;;
    esac
    set -- "${@:2}"
  done
  [[ ${#SSH[@]} -gt 0 ]] || SSH=(ssh)
}

# [timeout …] HOST COMMAND, in the place of this process. A connection that is shared with an earlier one would prove nothing.
speak() {
  local host=${*: -2:1} command=${*: -1}
  exec "${@:1:$#-2}" "${SSH[@]}" -F ssh_config -o ControlMaster=no -o ControlPath=none -T -- "$host" "exec /bin/bash -c '$AS_ROOT' '$BEGIN$command'"
}

# Ctrl-C ends what only asks (yes); what changes something comes to its end (no).
CUT=yes
is_stopped() { [[ -e $STATE/stopped ]]; }

# SECONDS HOST COMMAND: a call has a limit, and can be ended by its process id.
connect() {
  local pid
  if [[ $CUT == yes ]] && is_stopped; then return; fi
  speak timeout -k 10 "$@" <&0 2>"$SCRATCH/$2.faults" &
  pid=$!
  if [[ $CUT == yes ]]; then : >"$STATE/cut.$pid"; fi
  wait "$pid" || :
  rm -f -- "$STATE/cut.$pid"
}

# Seconds that a command of the engine may take; an ask as long as its lines (LIMIT).
LIMIT=600
limit_of() {
  case $1 in
    apply | rollback | recover | receive | send) printf 3600 ;;
    channel) printf 60 ;;
    *) printf '%s' "$LIMIT" ;;
  esac
}

# The engine, the plan and the files of a host.
files_for() {
  local own=() plan
  if [[ -d hosts/$1 ]]; then own=("hosts/$1"); fi
  # The source sends to another host what that one's plan copies, and nothing else.
  if [[ $1 == "$SOURCE" ]]; then
    while IFS= read -r plan; do
      if [[ $plan != "hosts/$1.plan" ]]; then own+=("$plan"); fi
    done < <(grep -l $'^copy\t' hosts/*.plan)
  fi
  # A host that is not there is reported by ssh alone.
  (trap - PIPE && tar -cf - SHA256SUMS bin "hosts/$1.plan" "${own[@]+"${own[@]}"}" "${@:2}")
}

# HOST WORD…: a command for the staged engine, and on stdin what the command reads.
engine() {
  local host=$1
  shift
  { printf '%s\n' "$WORD" "$@" --host "$host" --result "$DIGEST" --events '' && cat; } | connect "$(limit_of "$1")" "$host" "$ENGINE" | hear "$host"
}

# The same for an engine from memory.
glance() {
  local host=$1 folder
  shift
  folder=$(mktemp -d "$SCRATCH/glance.XXXXXX")
  { printf '%s\n' "$@" --host "$host" --events '' && cat; } >"$folder/request"
  { printf '%s\n' "$WORD" && files_for "$host" -C "$folder" request; } | connect "$(limit_of "$1")" "$host" "$GLANCE" | hear "$host"
}

by_engine() { if [[ -e $STATE/$1.staged ]]; then engine "$@"; else glance "$@"; fi; }

stage() { { printf '%s\n' "$WORD" && files_for "$1"; } | connect 3600 "$1" "$BRING" | hear "$1" && : >"$STATE/$1.staged"; }

# --- Many hosts -------------------------------------------------------------------------------------------------------------------------

# More handshakes at once are refused by an sshd as it is installed.
SLOTS=8
FAILED=()

# ACTION HOST…: several hosts at once. FAILED are those whose action did not end with 0; code_of has the codes.
for_all() {
  local action=$1 slot pids=() hosts=("${@:2}") host
  rm -f -- "$SCRATCH"/*.code "$SCRATCH"/*.said
  FAILED=()
  # One host is shown while it works; several are shown one after the other.
  if [[ ${#hosts[@]} -eq 1 ]]; then
    call_one "${hosts[0]}"
  else
    for ((slot = 0; slot < SLOTS && slot < ${#hosts[@]}; slot++)); do
      call_every "$slot" &
      pids+=("$!")
    done
    [[ ${#pids[@]} -eq 0 ]] || wait "${pids[@]}"
    [[ $PROGRESS == no ]] || printf '\r\e[K' >&2
  fi
  for host in "${hosts[@]+"${hosts[@]}"}"; do
    if [[ -e $SCRATCH/$host.said ]]; then cat "$SCRATCH/$host.said" >&"$TELL"; fi
    if [[ $(code_of "$host") != 0 ]]; then FAILED+=("$host"); fi
  done
  if [[ $CUT == yes ]] && is_stopped; then stop_here "stopped by the operator"; fi
  [[ ${#FAILED[@]} -eq 0 ]]
}

call_one() {
  local code=0
  "$action" "$1" || code=$?
  printf '%s' "$code" >"$SCRATCH/$1.code"
}

call_every() {
  local i
  for ((i = $1; i < ${#hosts[@]}; i += SLOTS)); do
    call_one "${hosts[i]}" >"$SCRATCH/${hosts[i]}.said" 2>&1
    if [[ $PROGRESS == yes ]]; then show_progress "${#hosts[@]}" "$SCRATCH"/*.code; fi
  done
}

PROGRESS=no
show_progress() { printf '\r  %s of %s hosts have answered' "$(($# - 1))" "$1" >&2; }

code_of() { cat "$SCRATCH/$1.code"; }
