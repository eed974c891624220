#!/bin/sh
# What a bundle of haplane is opened with on site: proves that it is what was built, says what is in it, and hands over to the rollout in it.
# It needs bash 4.2 and coreutils; the signature needs ssh-keygen of OpenSSH 8.1 or newer, the rollout needs tar and ssh.
if [ -z "${BASH_VERSION-}" ]; then exec bash "$0" "$@"; fi
set +o posix
set -euo pipefail
shopt -s dotglob nullglob
export LC_ALL=C

readonly REFUSED=1 MISUSE=64
readonly NAMESPACE=haplane-bundle

usage() {
  cat <<'TEXT'
sh install.sh COMMAND [OPTION…]: what is in this folder, and what it does to a cluster.

  verify    prove that every file here is the one that was built, that none is missing and none was added, and who signed it; writes nothing
  show      the same, then what is in the bundle, for which cluster, from which commit, and what it would change
  rollout   the same as verify, then out/bin/rollout.sh; what follows is for that: --dry-run asks every host what would change and writes
            nothing anywhere, --help says the rest

  --signers FILE   (verify, show) believe only the keys in FILE, an allowed-signers file of ssh-keygen(1) that came another way than
                   this bundle; it must have been signed by one of them

Read out/README.md first: it says what goes where, in which order, and how to go back.

Exit code: 0 fine, 1 refused, and nothing was written; 64 misuse; those of rollout.sh.
TEXT
}

say() { printf '%s\n' "$*"; }

misuse() {
  printf 'install.sh: %s; see sh install.sh --help\n' "$1" >&2
  exit "$MISUSE"
}

# Every fault is said before it ends here.
FAULTS=0

fault() {
  printf 'install.sh: %s\n' "$1" >&2
  FAULTS=$((FAULTS + 1))
}

refuse_faults() {
  [[ $FAULTS -gt 0 ]] || return 0
  printf 'install.sh: this is not the bundle that was built. Nothing was written. Bring it here again from where it was built, and compare its identity with the one said there.\n' >&2
  exit "$REFUSED"
}
