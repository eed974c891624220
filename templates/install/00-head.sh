#!/bin/sh
# Opens a bundle of haplane on site: proves that it is what was built, shows what is in it, and hands over to the rollout in it.
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
sh install.sh COMMAND [OPTION…]: opens the bundle in this folder.

  verify    prove that every file here is the one that was built, that none is missing and none was added, and who signed it; writes nothing
  show      the same, then what is in the bundle, for which cluster, from which commit, and what it would change
  rollout   the same as verify, then out/bin/rollout.sh with the other options: --dry-run shows what would change on every host and writes
            nothing anywhere, --help shows all

  --signers FILE   accept only a bundle that was signed with a key in FILE, an allowed-signers file of ssh-keygen(1) that did not come with
                   this bundle; default /etc/haplane/signers, if it exists

Read out/README.md first: it shows what goes where, in which order, and how to roll back.

Exit code: 0 fine, 1 refused, and nothing was written; 64 misuse; those of rollout.sh.
TEXT
}

say() { printf '%s\n' "$*"; }

misuse() {
  printf 'install.sh: %s; see sh install.sh --help\n' "$1" >&2
  exit "$MISUSE"
}

# All faults are printed before the end.
FAULTS=0

fault() {
  printf 'install.sh: %s\n' "$1" >&2
  FAULTS=$((FAULTS + 1))
}

refuse_faults() {
  [[ $FAULTS -gt 0 ]] || return 0
  printf 'install.sh: %s\n' 'this bundle is refused. Nothing was written.' \
    'Bring it here again from where it was built, and compare its identity with the one printed there.' >&2
  exit "$REFUSED"
}
