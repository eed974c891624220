
# --- Main -----------------------------------------------------------------------------------------------------------------------------

ENGINE=${BASH_SOURCE[0]}
if [[ -L $ENGINE ]] || ! is_path "$ENGINE"; then ENGINE=$(readlink -f -- "$ENGINE"); fi
DIR='' PLAN='' HOST='' GROUPS_ASKED=() UNITS_ASKED='' OVERWRITE=no ALLOWS_FOREIGN=no KEEPS_SECRETS=no FOR='' EVENTS=no
CONFIRM_WITHIN=120 ROLLBACK_TO='' AT_BOOT='' DELIVERY='' OUTPUT='' MESSAGE='' CHANGE='' WAIT_ANOTHER=''

read_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --dir | --host | --for | --group | --units | --confirm-within | --within | --to | --delivery | --result | --message | --change)
        [[ $# -ge 2 && -n $2 ]] || misuse "$1 needs a value"
        read_value "$1" "$2"
        shift
        ;;
      --overwrite) OVERWRITE=yes ;;
      --allow-foreign-folders) ALLOWS_FOREIGN=yes ;;
      --keep-secrets) KEEPS_SECRETS=yes ;;
      --events) EVENTS=yes ;;
      --boot) AT_BOOT=yes ;;
      --help) usage && exit 0 ;;
      *) misuse "there is no option $1" ;;
    esac
    shift
  done
}

read_value() {
  case $1 in
    --dir) if [[ $2 == /* ]]; then DIR=$2; else DIR=$PWD/$2; fi ;;
    --host) HOST=$2 ;;
    --for) FOR=$2 ;;
    --group)
      [[ $2 =~ ^(control-plane|node|load-balancer|leaving|leftover)$ ]] || misuse "there is no group $2"
      GROUPS_ASKED+=("$2")
      ;;
    --units) UNITS_ASKED=$2 ;;
    --to) ROLLBACK_TO=$2 ;;
    --delivery) DELIVERY=$2 ;;
    --confirm-within | --within)
      [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] || misuse "$1 needs a number of seconds"
      if [[ $1 == --within ]]; then WAIT_ANOTHER=$2; else CONFIRM_WITHIN=$2; fi
      ;;
    --result)
      is_digest "$2" || misuse "--result needs the digest of SHA256SUMS, 64 hex digits"
      OUTPUT=$2
      ;;
    --message)
      is_message "$2" || misuse "--message needs at most $LONGEST_MESSAGE characters, and no control characters"
      MESSAGE=$2
      ;;
    --change)
      is_change "$2" || misuse "--change needs 1 to 64 of the characters A-Z a-z 0-9 . _ : / # -"
      CHANGE=$2
      ;;
  esac
}

main() {
  local command=${1-}
  case $command in
    --help | help | '')
      usage
      [[ -n $command ]] || exit "$MISUSE"
      return
      ;;
    -)
      main_from_stdin
      return
      ;;
    plan | apply | confirm | status | rollback | missing | send | receive | recover | ask | facts | verify | started | channel) shift ;;
    *) misuse "there is no command $command" ;;
  esac
  read_options "$@"
  # The folder with bin/.
  DIR=${DIR:-${ENGINE%/*/*}}
  refuse_other_output
  case $command in
    send | channel)
      HOST=${HOST:-$(uname -n)}
      "command_$command"
      ;;
    recover)
      # Needs no plan folder: the journal and the stamps have everything.
      command_recover
      ;;
    verify)
      find_plan
      command_verify
      ;;
    *)
      find_plan
      lock_for "$command"
      load_plan
      "command_$command"
      ;;
  esac
}

# Another rollout may have staged its own files here between two steps.
refuse_other_output() {
  if [[ -z $OUTPUT || $(digest_of "$DIR/SHA256SUMS") == "$OUTPUT" ]]; then return; fi
  HOST=${HOST:-$(uname -n)}
  refuse digests other-output "this host was given another output since; start the rollout again"
}

# Reads up to the empty line only: the rest is for the command.
main_from_stdin() {
  local word words=()
  while IFS= read -r word && [[ -n $word ]]; do words+=("$word"); done
  main "${words[@]+"${words[@]}"}"
}

# Commands that only look take no lock.
lock_for() {
  case $1 in
    apply | rollback) take_lock 0 "$(longest_with "$(longest_return)" "$LONGEST_PREPARATION")" ;;
    receive) take_lock 0 "$(longest_with "$LONGEST_WHILE_WAITING" "$LIMIT_OF_AN_ARCHIVE")" ;;
    confirm) take_lock 30 "$LONGEST_CONFIRM" ;;
    plan | status)
      drop_old_copies
      return
      ;;
    *) return ;;
  esac
  # The copies contain secrets of the source master.
  trap clean_up EXIT
}

# The first value while a delivery waits for its confirm, so that its rollback is not delayed; otherwise the second.
longest_with() { if [[ $(journal_state) == none ]]; then printf '%s' "$2"; else printf '%s' "$1"; fi; }

load_plan() {
  PLAN=$DIR/hosts/$HOST.plan
  prove_digests
  read_plan "$PLAN"
  prove_host
  resolve_links
  choose_units
}

# The plan of the delivery that is rolled back lists the files of its services.
load_kept_plan() {
  PLAN=$JOURNAL/plan
  if [[ -f $PLAN ]]; then
    [[ -n $HOST ]] || IFS=$'\t' read -r _ _ HOST _ <"$PLAN"
    read_plan "$PLAN"
  fi
  HOST=${HOST:-localhost}
}

main "$@"
