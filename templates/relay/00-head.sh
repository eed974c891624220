#!/usr/bin/env bash
# What Ansible cannot do from the operator's machine without keeping it: ansible/site.yml calls this program, and it talks to the hosts as
# rollout.sh does. It needs bash 4.2, ssh, tar, coreutils, grep and sed here. No field of a plan becomes a command.
set -euo pipefail
export LC_ALL=C
umask 077

usage() {
  cat <<'TEXT'
relay.sh COMMAND [ARGUMENT…]: what ansible/site.yml does from the operator's machine.

  hold                  take the lock of the rollout on the source for the playbook that calls; it goes with that playbook
  held NUMBER           whether the lock that hold has said this number of is still held
  reach HOST            prove that a host is there, and that bytes arrive as they are sent
  glance HOST WORD…     have an engine carry out a command on a host from memory, and leave nothing there
  bring HOST            bring a host the engine, its plan and its files
  engine HOST WORD…     have the engine that was brought there carry out a command, over a connection of its own
  facts                 what the source is like, as records for ask; then how many seconds its clock is ahead of this machine's
  copy HOST             bring what a host lacks from the source to it, through a pipe

Of the engine's commands only ask reads stdin: records, in which "ahead", a tab and seconds become the time on the source. What a host answers
comes on stdout, as records that were proved; what a person reads comes on stderr.

HAPLANE_SSH names another ssh, with its options; default ssh. Exit code: that of the engine, or 0 fine, 1 refused, 64 misuse, 75 another
rollout is running.
TEXT
}

