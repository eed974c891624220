
# --- Main -----------------------------------------------------------------------------------------------------------------------------

read_arguments() {
  while [ "$#" -gt 0 ]; do
    case $1 in
      --help | -h)
        usage
        exit 0
        ;;
      --root | --host)
        if [ "$#" -lt 2 ] || [ -z "$2" ]; then misuse "$1 needs a value"; fi
        if [ "$1" = --root ]; then ROOT=$2; else HOST=$2; fi
        shift 2
        ;;
      *) misuse "\"$1\" is not a known option" ;;
    esac
  done
  [ -z "$HOST" ] || [ -n "$ROOT" ] || misuse "--host needs --root"
  [ -z "$ROOT" ] || open_root
}

open_root() {
  given=$ROOT
  # shellcheck disable=SC1007 # CDPATH is empty
  ROOT=$(CDPATH= cd -- "$ROOT" 2>/dev/null && pwd -P) || stop "$MISUSE" "the folder $given cannot be opened"
  case $ROOT in
    /) ROOT='' && misuse "--root / is this host; run without it" ;;
    *[[:cntrl:]]*) misuse "the name of the folder has a control character" ;;
  esac
}

# The key that shows which secrets are the same, then the arguments.
capture_main() {
  KEY=$1
  shift
    # The program itself may come from standard input.
  exec </dev/null
  read_arguments "$@"
  require awk sed cat ls stat readlink xargs sha256sum od tr sort cut id uname
  ACCOUNTS=''
  choose_privilege
  read_accounts
  name_host
  RECORDS="haplane-capture$TAB$VERSION_OF_FORM$NEWLINE"
  describe_host
  say "$HOST: looking for units"
  find_units
  find_clients
  say "$HOST: reading what they name"
  follow_all
  find_kubectl_beside
  follow_all
  describe_units
  describe_versions
  describe_nodes
  say "$HOST: computing digests"
  describe_entries
  describe_tags
  describe_refused
  send_census
  end_of_archive
  say "$HOST: done, $(printf '%s' "$TAKEN" | awk 'END { print NR }') files taken"
}
