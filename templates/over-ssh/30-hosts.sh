# --- Over ssh -----------------------------------------------------------------------------------------------------------------------

SCRATCH=''

# The commands that are ever sent: constants, without a quote, a backslash before a quote, or an exclamation mark, so that every login shell
# passes them on as they are. What they work on comes on stdin: first a word, which frames what they answer. What a login says stands outside.
readonly INCOMING=/var/lib/haplane/incoming
# shellcheck disable=SC2016 # for the host's shell
readonly BEGIN='umask 077; unset TMOUT; IFS= read -r word; code=0; printf "\nhaplane-begin %s\n" "$word"; '
# shellcheck disable=SC2016 # for the host's shell
readonly END='|| code=$?; printf "\nhaplane-end %s %s\n" "$word" "$code"'
readonly ENGINE="/bin/bash $INCOMING/bin/host-engine.sh - $END"
# The same where an archive is all that follows the line that announces it: its reader proves it, and no end is said.
readonly SEND="exec /bin/bash $INCOMING/bin/host-engine.sh -"
# In memory, and gone again: a host that is only asked is not written to.
# shellcheck disable=SC2016 # for the host's shell
readonly GLANCE='{ d=$(mktemp -d /run/haplane-glance.XXXXXX) && trap "rm -rf $d" EXIT && tar -C $d --no-same-owner -xf - && /bin/bash $d/bin/host-engine.sh - <$d/request; } '$END
readonly BRING="rm -rf $INCOMING && mkdir -p $INCOMING && tar -C $INCOMING --no-same-owner -xf - $END"
# Whoever is gone for a minute is gone.
# shellcheck disable=SC2016 # for the host's shell
readonly HOLD='mkdir -p -m 700 /run/haplane && chmod 700 /run/haplane && touch /run/haplane/rollout && chmod 600 /run/haplane/rollout* && exec 9>>/run/haplane/rollout && if flock -n 9; then IFS= read -r who; printf "%s since %s\n" "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >/run/haplane/rollout.holder; printf "fact\tlock\theld\n"; while read -r -t 60 who; do :; done; else printf "fact\tlock\tbusy\n"; sed "s/^/text\t/" /run/haplane/rollout.holder; fi '$END

# What a host answers with where it has not come to its end.
readonly LOST=255
# A word that no login says.
WORD=''
choose_word() { WORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n'); }

# shellcheck disable=SC2016 # for the host's shell
readonly AS_ROOT='if [ $EUID -eq 0 ]; then exec /bin/bash -c "$0"; else exec sudo -n /bin/bash -c "$0"; fi'

connect() (speak "$@")

# In place of this process. A connection that is shared with an earlier one would prove nothing.
speak() {
  local host=$1 command=$2 program
  read -r -a program <<<"${HAPLANE_SSH:-ssh}"
  exec "${program[@]}" -F ssh_config -o ControlMaster=no -o ControlPath=none -T -- "$host" "exec /bin/bash -c '$AS_ROOT' '$BEGIN$command'"
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
  tar -cf - SHA256SUMS bin "hosts/$1.plan" "${own[@]+"${own[@]}"}" "${@:2}"
}

# The engine that lies there already. Words up to an empty line, then what the command reads; what it answers is heard.
engine() {
  local host=$1
  shift
  { printf '%s\n' "$WORD" "$@" --events '' && cat; } | { connect "$host" "$ENGINE" 2>"$SCRATCH/$host.faults" || :; } | hear "$host"
}

# An engine that is gone afterwards.
glance() {
  local host=$1 folder
  shift
  folder=$(mktemp -d "$SCRATCH/glance.XXXXXX")
  { printf '%s\n' "$@" --events '' && cat; } >"$folder/request"
  { printf '%s\n' "$WORD" && files_for "$host" -C "$folder" request; } | { connect "$host" "$GLANCE" 2>"$SCRATCH/$host.faults" || :; } | hear "$host"
}

# What a host gets lies where its engine is called from.
bring() { { printf '%s\n' "$WORD" && files_for "$1"; } | { connect "$1" "$BRING" 2>"$SCRATCH/$1.faults" || :; } | hear "$1"; }

