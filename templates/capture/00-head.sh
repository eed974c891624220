#!/bin/sh
# shellcheck disable=SC2016 # awk programs use dollar signs
# The reader of haplane: reads the parts of Kubernetes and its load balancers on this host, and writes a tar archive to its output. It
# changes nothing and writes no file. Secrets are replaced before anything leaves. It needs a POSIX shell, awk, sed, cat, ls, stat, readlink,
# xargs and sha256sum, and uses openssl, systemctl, ip and timeout if they exist.
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
UNIT_FOLDERS='/etc/systemd/system.control /run/systemd/system.control /run/systemd/transient'
UNIT_FOLDERS="$UNIT_FOLDERS /etc/systemd/system /run/systemd/system"
UNIT_FOLDERS="$UNIT_FOLDERS /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system"
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
# The report, one record per line.
RECORDS=''

usage() {
  printf '%s\n' \
    'usage: sh PROGRAM [--root DIR [--host NAME]]' \
    '' \
    'Reads this host and writes a tar archive to standard output: the facts about Kubernetes and its load balancers that haplane needs.' \
    'It changes nothing: no file is written and no service is touched. Programs of the host are started only to print their version' \
    'and to list the nodes (kubectl get nodes).' \
    '' \
    'It takes: units of systemd, files of flags, kubeconfigs, configurations of components, certificates, and the configuration' \
    'of nginx, haproxy and keepalived. Each secret in them is replaced by "haplane-redacted" before it leaves this host.' \
    'Of other files it takes only path, mode, owner, size and digest. Private keys and files of tokens stay here.' \
    '' \
    '  --root DIR   read a mounted disk instead of this host; no program of it is started' \
    '  --host NAME  the name of the host on that disk (default: DIR/etc/hostname)' \
    '  --help       print this' \
    '' \
    'A user other than root reads with "sudo -n" if that works: cat, ls, stat, readlink, sha256sum.' \
    'Exit code: 0 fine, 64 misuse, 70 an error.'
}
