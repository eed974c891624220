
# --- Main -----------------------------------------------------------------------------------------------------------------------------

IDENTITY=''

read_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --signers)
        [[ $# -ge 2 && -n $2 ]] || misuse "--signers needs a file"
        [[ -f $2 ]] || misuse "there is no file $2"
        SIGNERS=$(readlink -f -- "$2")
        shift
        ;;
      *) misuse "there is no option $1" ;;
    esac
    shift
  done
}

say_identity() {
  say "bundle:    $IDENTITY"
  say "signed by: $SIGNED_BY"
}

main() {
  local command=${1-} home
  home=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
  case $command in
    verify | show)
      shift
      read_options "$@"
      cd -- "$home"
      verify
      say_identity
      if [[ $command == show ]]; then
        show_bundle
      else
        say "Every file is the one that was built. Compare the bundle's identity with the one said where it was built."
      fi
      ;;
    rollout)
      shift
      roll_out "$home" "$@"
      ;;
    --help | -h | help) usage ;;
    *) misuse "there is no command ${command:-given}" ;;
  esac
}

# A --log is relative to the folder of the operator. What the bundle brings is handed over only after this proof.
roll_out() {
  local home=$1 here=$PWD words=()
  shift
  while [[ $# -gt 0 ]]; do
    if [[ $1 == --signers ]]; then
      read_options "$1" "${2-}"
      shift
    else
      words+=("$1")
    fi
    shift
  done
  cd -- "$home"
  verify
  say_identity
  cd -- "$here"
  exec bash "$home/out/bin/rollout.sh" --payload "$home" "${words[@]+"${words[@]}"}"
}

main "$@"
