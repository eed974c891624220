
# --- Main -----------------------------------------------------------------------------------------------------------------------------

ENGINE=${BASH_SOURCE[0]}
if [[ -L $ENGINE ]] || ! is_path "$ENGINE"; then ENGINE=$(readlink -f -- "$ENGINE"); fi
DIR='' PLAN='' HOST='' GROUPS_ASKED=() UNITS_ASKED='' OVERWRITE=no ALLOWS_FOREIGN=no KEEPS_SECRETS=no FOR='' CONFIRM_WITHIN=120 EVENTS=no ROLLBACK_TO='' AT_BOOT='' DELIVERY=''

read_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --dir | --host | --for | --group | --units | --confirm-within | --to | --delivery)
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
    --confirm-within)
      [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] || misuse "--confirm-within takes seconds"
      CONFIRM_WITHIN=$2
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
    plan | apply | confirm | status | rollback | missing | send | receive | recover | ask | facts | started | channel) shift ;;
    *) misuse "there is no command $command" ;;
  esac
  read_options "$@"
  case $command in
    send | channel)
      HOST=${HOST:-$(uname -n)}
      DIR=${DIR:-${ENGINE%/*/*}}
      "command_$command"
      ;;
    recover)
      # It stands by itself: what has to be put back, and who runs with what, is all in the journal and the stamps.
      command_recover
      ;;
    *)
      # It lies in bin/ of that folder.
      DIR=${DIR:-${ENGINE%/*/*}}
      find_plan
      lock_for "$command"
      load_plan
      "command_$command"
      ;;
  esac
}

# Nothing is read beyond the empty line: the rest is for the command.
main_from_stdin() {
  local word words=()
  while IFS= read -r word && [[ -n $word ]]; do words+=("$word"); done
  main "${words[@]+"${words[@]}"}"
}

# Who only looks waits for nobody.
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
  # The copies hold the source's secrets.
  trap clean_up EXIT
}

# The way back of a delivery that waits for its confirm is not kept waiting by the next one: the first while there is one, else the second.
longest_with() { if [[ $(journal_state) == none ]]; then printf '%s' "$2"; else printf '%s' "$1"; fi; }

load_plan() {
  PLAN=$DIR/hosts/$HOST.plan
  prove_digests
  read_plan "$PLAN"
  prove_host
  resolve_links
  choose_units
}

# The plan of the delivery that is put back says which files its services read.
load_kept_plan() {
  PLAN=$JOURNAL/plan
  if [[ -f $PLAN ]]; then
    [[ -n $HOST ]] || IFS=$'\t' read -r _ _ HOST _ <"$PLAN"
    read_plan "$PLAN"
  fi
  HOST=${HOST:-localhost}
}

main "$@"
