
# --- Main -----------------------------------------------------------------------------------------------------------------------------

ENGINE=${BASH_SOURCE[0]}
if [[ -L $ENGINE ]] || ! is_path "$ENGINE"; then ENGINE=$(readlink -f -- "$ENGINE"); fi
DIR='' PLAN='' HOST='' GROUPS_ASKED=() UNITS_ASKED='' OVERWRITE=no CONFIRM_WITHIN=120 EVENTS=no ROLLBACK_TO='' AT_BOOT=''

read_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --dir | --host | --group | --units | --confirm-within | --to)
        [[ $# -ge 2 && -n $2 ]] || misuse "$1 needs a value"
        read_value "$1" "$2"
        shift
        ;;
      --overwrite) OVERWRITE=yes ;;
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
    --dir) DIR=$2 ;;
    --host) HOST=$2 ;;
    --group)
      [[ $2 =~ ^(control-plane|node|load-balancer|leaving|leftover)$ ]] || misuse "there is no group $2"
      GROUPS_ASKED+=("$2")
      ;;
    --units) UNITS_ASKED=$2 ;;
    --to) ROLLBACK_TO=$2 ;;
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
    plan | apply | confirm | status | rollback | missing | send | receive | recover | ask | facts | started) shift ;;
    *) misuse "there is no command $command" ;;
  esac
  read_options "$@"
  case $command in
    send)
      HOST=${HOST:-$(uname -n)}
      command_send
      ;;
    recover)
      # It stands by itself: what has to be put back, and who runs with what, is all in the journal and the stamps.
      take_lock 300
      load_kept_plan
      recover
      rm -rf -- "$COPIED"
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
    apply | rollback | receive) take_lock 0 ;;
    confirm) take_lock 30 ;;
  esac
}

load_plan() {
  PLAN=$DIR/hosts/$HOST.plan
  prove_digests
  read_plan "$PLAN"
  prove_host
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
