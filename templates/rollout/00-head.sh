#!/usr/bin/env bash
# The rollout of haplane by hand: carries out rollout.plan, step by step, through the host engine. It needs bash 4.2, ssh, tar,
# coreutils, grep and sed here; every host needs what the engine needs. Nothing of the topology is decided here, and no field of a plan becomes a command.
set -euo pipefail
export LC_ALL=C
umask 077

readonly DIFFERENT=2 PUT_BACK=3 NEEDS_A_PERSON=4

usage() {
  cat <<'TEXT'
rollout.sh [OPTION…]: brings all hosts to what this folder says, one after the other, while the cluster answers.

  --dry-run       ask every host what would change there, show it, and write nothing anywhere
  --only HOST     carry out only what is for this host; the other hosts are asked, and not changed
  --from-step N   begin with step N; the hosts are asked first all the same
  --gone HOST     HOST leaves, and the machine is dead for good: nothing is sent to it; may be given again
  --allow-foreign-folders, --keep-secrets
                  what host-engine.sh --help says of them, on every host
  --log FILE      write everything that is said to FILE, too; default haplane/CLUSTER-TIME.log in $XDG_STATE_HOME, or in ~/.local/state;
                  - for none

HAPLANE_SSH names another ssh, with its options; default ssh. Users, ports and addresses are those of ssh_config beside bin/.

It can be run again at any time: what is there already is left alone. The first host that fails is put back, and the rollout ends there.
Ctrl-C lets the step in hand come to its end, and stops.

Exit code: 0 done, or nothing to do; 1 refused, and nothing was changed; 2 there are differences (--dry-run); 3 a host failed and was put
back; 4 a person is needed, and it is said for what; 64 misuse; 75 another rollout is running.
TEXT
}

