#!/bin/sh
# shellcheck disable=SC2016 # the programs of awk have signs of their own
# The reader of haplane: reads what Kubernetes and its load balancers are on this host, and writes a tar archive to its output. It changes
# nothing and writes no file. Secrets are replaced before anything leaves. Needs a POSIX shell, awk, sed, cat, ls, stat, readlink, xargs and
# sha256sum; openssl, systemctl, ip and timeout where they are.
set -uf
LC_ALL=C
export LC_ALL
umask 077

VERSION_OF_FORM=1
MISUSE=64
FAULT=70
LARGEST=1048576
LARGEST_DIGEST=536870912
MOST_ENTRIES=4000
SECONDS_OF_A_COMMAND=20
SECONDS_OF_KUBECTL=10
UNIT_FOLDERS='/etc/systemd/system.control /run/systemd/system.control /run/systemd/transient /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system'
NEWLINE='
'
TAB=$(printf '\t')
BLANK=' '
ROOT=''
HOST=''
KEY=''
SUDO=''
TIMEOUT=''
PRIVILEGE=none
# What the report says, a record a line.
RECORDS=''

usage() {
  printf '%s\n' \
    'usage: sh PROGRAM [--root DIR [--host NAME]]' \
    '' \
    'Reads this host and writes a tar archive to standard output: what haplane needs to know of Kubernetes and its load balancers here.' \
    'It changes nothing: no file is written, no service is touched, no program of the host is started but to print its version' \
    'and to list the nodes (kubectl get nodes).' \
    '' \
    'What it takes: units of systemd, files of flags, kubeconfigs, configurations of components, certificates, and the configuration' \
    'of nginx, haproxy and keepalived. Each secret in them is replaced by "haplane-redacted" before it leaves this host.' \
    'Of other files it takes the path, mode, owner, size and digest. Private keys and tables of tokens stay here.' \
    '' \
    '  --root DIR   read a mounted disk instead of this host; no program of it is started' \
    '  --host NAME  the name of the host on that disk (default: DIR/etc/hostname)' \
    '  --help       print this' \
    '' \
    'As another user than root it reads with "sudo -n" where that works: cat, ls, stat, readlink, sha256sum.' \
    'Exit code: 0 fine, 64 misuse, 70 a fault.'
}
