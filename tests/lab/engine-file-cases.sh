# shellcheck shell=bash
# Cases of engine-tests: how files are exchanged, where they come from, and what is left of them.

# A result for lb1 with more records in its plan, from stdin; what is below hosts/lb1 is the case's.
with_records() {
  local out=$scratch/$1
  [ -d "$out" ] || cp -r "$scratch/out" "$out"
  cp "$scratch/out/hosts/lb1.plan" "$out/hosts/lb1.plan"
  cat >>"$out/hosts/lb1.plan"
  reseal "$out"
  bring lb1 "$out"
}

# The record of a file that comes with a result; its content is on stdin.
placed() {
  local out=$scratch/$1 mode=$2 owner=$3 path=$4 before=$5
  [ -d "$out" ] || cp -r "$scratch/out" "$out"
  mkdir -p "$out/hosts/lb1${path%/*}"
  cat >"$out/hosts/lb1$path"
  printf 'place\tload-balancer\t%s\t%s\t%s\t%s\t%s\n' "$mode" "$owner" "$(digest "$out/hosts/lb1$path")" "$path" "$before"
}

digest() { sha256sum <"$1" | cut -d ' ' -f 1; }

# Bytes, mode, owner, ACL, attributes and capabilities, as Python and the kernel see them; the machine has no getfacl.
attributes_of() {
  on lb1 "python3 -c 'import os, sys
for path in sys.argv[1:]:
    s = os.lstat(path)
    shown = sorted((n, os.getxattr(path, n)) for n in os.listxattr(path))
    print(path, oct(s.st_mode), s.st_uid, s.st_gid, s.st_nlink, open(path, \"rb\").read(), shown)' $*"
}

case_the_owner_of_a_folder_gains_nothing_by_links() {
  local round record
  delivered
  on lb1 'mkdir -p /srv/kube; echo "server: a" >/srv/kube/kc; chown -R 1000:1000 /srv/kube; chmod 600 /srv/kube/kc
    echo victim >/etc/cron.d/victim; chmod 600 /etc/cron.d/victim'
  record=$'edit\tload-balancer\t/srv/kube/kc\t1\tserver: a\tserver: b\ndirectory\tload-balancer\t0755\t1000:1000\t/srv/kube/newdir\n'
  printf '%s' "$record" | with_records foreign
  expect 2 engine lb1 plan >"$scratch/said"
  said plan refused foreign-folder
  expect 2 engine lb1 status >"$scratch/said"
  said status refused foreign-folder
  expect 1 engine lb1 apply >"$scratch/said"
  said validate refused foreign-folder
  # Allowed, while that account puts links in the place of all that appears there.
  run_on lb1 'cat >/run/links.py' <<'PY'
import os
os.setgroups([]); os.setgid(1000); os.setuid(1000)
tries = 0
while not os.path.exists('/run/linked'):
    for name in os.listdir('/srv/kube'):
        path = '/srv/kube/' + name
        if os.path.islink(path) or name.startswith('gone') or (name == 'kc' and tries % 50):
            tries += 1
            continue
        tries += 1
        try:
            folder = os.path.isdir(path)
            os.rename(path, '/srv/kube/gone%d' % tries)
            os.symlink('/etc/cron.d' if folder else '/etc/cron.d/victim', path)
            open('/srv/kube/gone', 'a').write(name + '\n')
        except OSError:
            pass
PY
  for round in 1 2 3 4 5 6; do
    on lb1 'rm -rf /srv/kube/*; echo "server: a" >/srv/kube/kc; chown -R 1000:1000 /srv/kube; rm -f /run/linked; chmod 777 /run'
    on lb1 "python3 /run/links.py >/dev/null 2>&1 & $ENGINE apply --allow-foreign-folders >/run/said 2>&1
      touch /run/linked; wait; rm -rf /srv/kube/kc /srv/kube/newdir; $ENGINE recover >>/run/said 2>&1" || :
    same "$(on lb1 'cat /etc/cron.d/victim; stat -c "%a %U:%G" /etc/cron.d /etc/cron.d/victim
      ls /etc/cron.d | grep -v "^[.]placeholder$\|^e2scrub_all$"')" $'victim\n755 root:root\n600 root:root\nvictim' "round $round"
  done
  on lb1 'chmod 755 /run; rm -rf /srv/kube /etc/cron.d/victim /var/lib/haplane/journal /var/lib/haplane/failed-*
    ! ls -d /srv/.haplane* 2>/dev/null' || complain "something is left"
}

case_a_folder_that_the_plan_gives_away_is_no_obstacle() {
  local out=$scratch/given
  delivered
  {
    printf 'directory\tload-balancer\t0750\tnobody:nogroup\t/srv/given\ndirectory\tload-balancer\t0755\tnobody:nogroup\t/srv/given/below\n'
    echo content | placed given 0640 nobody:nogroup /srv/given/below/file absent
  } >"$scratch/records"
  with_records given <"$scratch/records"
  expect 0 engine lb1 apply >/dev/null
  expect 0 engine lb1 confirm >/dev/null
  same "$(on lb1 'stat -c "%a %U:%G %n" /srv/given /srv/given/below /srv/given/below/file')" \
    $'750 nobody:nogroup /srv/given\n755 nobody:nogroup /srv/given/below\n640 nobody:nogroup /srv/given/below/file'
  echo other | placed given 0640 nobody:nogroup /srv/given/below/file absent >>"$scratch/records"
  sed -i '3d' "$scratch/records"
  with_records given <"$scratch/records"
  expect 0 engine lb1 apply >/dev/null
  expect 0 engine lb1 rollback >/dev/null
  same "$(on lb1 'cat /srv/given/below/file; ls -A /srv /srv/given/below')" $'content\n/srv:\ngiven\n\n/srv/given/below:\nfile'
  expect 0 engine lb1 rollback >/dev/null
  expect 0 engine lb1 confirm >/dev/null
  same "$(on lb1 'ls -A /srv')" ""
  rm -rf "$out"
}

case_attributes_are_kept_on_the_way_there_and_back() {
  local before file=/srv/attributes/kc program=/srv/attributes/program
  delivered
  # An ACL for one more account, an attribute, and a capability.
  run_on lb1 'python3 -' <<'PY'
import os, struct
os.makedirs('/srv/attributes')
open('/srv/attributes/kc', 'w').write('server: a\ntoken: x\n')
os.chmod('/srv/attributes/kc', 0o600)
entries = [(1, 6, 0xffffffff), (2, 4, 1234), (4, 0, 0xffffffff), (16, 4, 0xffffffff), (32, 0, 0xffffffff)]
os.setxattr('/srv/attributes/kc', 'system.posix_acl_access', struct.pack('<I', 2) + b''.join(struct.pack('<HHI', *e) for e in entries))
os.setxattr('/srv/attributes/kc', 'trusted.site', b'ours')
open('/srv/attributes/program', 'w').write('old\n')
os.chmod('/srv/attributes/program', 0o755)
os.setxattr('/srv/attributes/program', 'security.capability', struct.pack('<IIIII', 0x02000001, 1 << 13, 0, 0, 0))
PY
  before=$(attributes_of $file $program)
  {
    printf 'edit\tload-balancer\t%s\t1\tserver: a\tserver: b\n' $file
    echo new | placed attributes 0750 root:root $program any
  } >"$scratch/records"
  with_records attributes <"$scratch/records"
  expect 0 engine lb1 apply >/dev/null
  same "$(attributes_of $file)" "$(sed -n 1p <<<"$before" | sed 's/server: a/server: b/')" "edited"
  attributes_of $program | grep -q "security.capability" || complain "the capability is lost"
  expect 0 engine lb1 rollback >/dev/null
  same "$(attributes_of $file $program)" "$before" "rolled back"
  expect 0 engine lb1 apply >/dev/null
  expect 0 engine lb1 confirm >/dev/null
  expect 0 engine lb1 rollback >/dev/null
  expect 0 engine lb1 confirm >/dev/null
  same "$(attributes_of $file $program)" "$before" "rolled back"
  # Without hard links the old file comes from its copy.
  on lb1 "$ENGINE apply >/dev/null && rm -rf /srv/attributes/.haplane-*/old-*"
  expect 0 engine lb1 rollback >/dev/null
  same "$(attributes_of $file $program)" "$before" "rolled back from the copy"
  on lb1 "ln $program /srv/other-name"
  expect 1 engine lb1 apply >"$scratch/said"
  said validate refused hard-link
  on lb1 'rm -rf /srv/attributes /srv/other-name /var/lib/haplane/overwritten'
}

case_what_cannot_be_exchanged_is_found_before_the_swap() {
  local before
  delivered
  on lb1 'mkdir -p /srv/barred; echo old >/srv/barred/file'
  before=$(conf_of)
  echo new | placed barred 0644 root:root /srv/barred/file any >"$scratch/records"
  with_records barred <"$scratch/records"
  on lb1 'mount --bind /srv/barred/file /srv/barred/file'
  expect 1 engine lb1 apply >"$scratch/said"
  said validate refused mount-point
  on lb1 'umount /srv/barred/file'
  echo new | placed barred 0644 no-such-user:root /srv/barred/file any >"$scratch/records"
  with_records barred <"$scratch/records"
  expect 1 engine lb1 apply >"$scratch/said"
  said validate refused unknown-owner
  same "$(conf_of; on lb1 'cat /srv/barred/file; ls -A /srv/barred')" "$before"$'\nold\nfile'
  no_traces
  on lb1 'rm /srv/barred/file; mkfifo /srv/barred/file'
  echo new | placed barred 0644 root:root /srv/barred/file any >"$scratch/records"
  with_records barred <"$scratch/records"
  expect 1 engine lb1 apply --overwrite >"$scratch/said"
  said validate refused not-a-file
  on lb1 'rm -r /srv/barred'
}

case_a_link_in_the_place_of_a_file_is_resolved_once_and_said() {
  delivered
  on lb1 'mkdir -p /srv/links /srv/real
    for f in a b c; do echo "server: a" >/srv/real/$f; ln -s ../real/$f /srv/links/$f; done
    ln -s /srv/real/a /srv/links/again'
  {
    printf 'edit\tload-balancer\t/srv/links/a\t1\tserver: a\tserver: b\nedit\tload-balancer\t/srv/links/again\t1\tserver: a\tserver: b\n'
    printf 'edit-if-there\tload-balancer\t/srv/links/b\t1\tserver: a\tserver: b\n'
    echo 'server: b' | placed links 0644 root:root /srv/links/c any
  } >"$scratch/records"
  with_records links <"$scratch/records"
  expect 2 engine lb1 plan >"$scratch/said"
  said compare ok link
  expect 0 engine lb1 apply >/dev/null
  expect 0 engine lb1 confirm >/dev/null
  same "$(on lb1 'cat /srv/real/*; readlink /srv/links/*')" $'server: b\nserver: b\nserver: b\n../real/a\n/srv/real/a\n../real/b\n../real/c'
  expect 0 engine lb1 apply >/dev/null
  expect 0 engine lb1 rollback >/dev/null
  expect 0 engine lb1 confirm >/dev/null
  same "$(on lb1 'cat /srv/real/*; ls -A /srv/links')" $'server: a\nserver: a\nserver: a\na\nagain\nb\nc'
  # A link that another account can change leads nowhere.
  on lb1 'chown -h nobody /srv/links/b; chown nobody /srv/links'
  expect 1 engine lb1 apply --allow-foreign-folders >"$scratch/said"
  said compare refused link-not-followed
  same "$(on lb1 'cat /srv/real/*')" $'server: a\nserver: a\nserver: a'
  on lb1 'rm -r /srv/links /srv/real /var/lib/haplane/overwritten'
}

case_a_host_is_sent_only_what_its_plan_copies() {
  fresh k8s-master2
  bring_both
  printf '/data/application/kubernetes/ssl/ca.pem\n/etc/shadow\n' | expect 1 send_to k8s-master2 >"$scratch/said" 2>&1
  said send refused not-in-plan
  printf '/data/application/kubernetes/ssl/ca.pem\n/etc/../etc/shadow\n' | expect 1 send_to k8s-master2 >"$scratch/said" 2>&1
  said send refused bad-path
  # A plan that did not come along, and one that was not built.
  echo /data/application/kubernetes/ssl/ca.pem | expect 1 send_to k8s-master3 >"$scratch/said" 2>&1
  said send refused no-plan
  on k8s-master1 'printf "copy\tcontrol-plane\tsecret\t0600\troot:root\t-\t/etc/shadow\n" >>/root/in/hosts/k8s-master2.plan'
  echo /etc/shadow | expect 1 send_to k8s-master2 >"$scratch/said" 2>&1
  said digests refused not-as-built
  expect 64 on k8s-master1 "$ENGINE send" 2>/dev/null
}

case_a_copy_that_the_source_does_not_prove_is_not_taken() {
  local forged=$scratch/forged path=/data/application/kubernetes/cfg/bootstrap.kubeconfig
  fresh k8s-master2
  bring_both
  engine k8s-master2 missing >"$scratch/missing"
  proofs >"$scratch/proofs"
  grep -q $'\t'"$path\$" "$scratch/proofs" || complain "the source does not prove $path: $(cat "$scratch/proofs")"
  # What is refused is not read to its end.
  { grep -v "$path" "$scratch/proofs"; echo; send_to k8s-master2 <"$scratch/missing" || :; } | expect 1 receive >"$scratch/said"
  said receive refused not-proved
  mkdir -p "$forged"
  send_to k8s-master2 <"$scratch/missing" | tar -C "$forged" -xf -
  sed -i 's/token:.*/exec: {command: evil}/' "$forged$path"
  { cat "$scratch/proofs"; echo; tar -C "$forged" -cf - . || :; } | expect 1 receive >"$scratch/said"
  said receive refused not-as-on-source
  { echo "file $(printf '%064d' 0) $path"; echo; tar -C "$forged" -cf - . || :; } | expect 1 receive >"$scratch/said"
  said receive refused bad-record
  same "$(on k8s-master2 'ls /var/lib/haplane')" "" "copies that were refused"
}

case_a_secret_without_a_digest_is_proved_by_the_source() {
  local guessable=$scratch/guessable path=/data/application/kubernetes/cfg/token.csv
  rm -rf "$guessable" && cp -r "$scratch/out" "$guessable"
  sed -i -E "s|^(copy\t[^\t]*\tsecret\t[^\t]*\t[^\t]*\t)[0-9a-f]{64}(\t$path)\$|\1-\2|" "$guessable/hosts/k8s-master2.plan"
  grep -q $'\t-\t'"$path\$" "$guessable/hosts/k8s-master2.plan" || complain "the plan has a digest of $path still"
  reseal "$guessable"
  fresh k8s-master2
  bring k8s-master2 "$guessable"
  bring k8s-master1 "$guessable" hosts/k8s-master2.plan
  awk -F '\t' '$1 == "copy" { print $6 "\t" $7 }' "$guessable/hosts/k8s-master2.plan" |
    run_on k8s-master1 "$ENGINE facts --host k8s-master1 --events" | sed -n 's/^fact\tfile\t\([0-9a-f]*\) /file\t\1\t/p' >"$scratch/proofs"
  engine k8s-master2 missing >"$scratch/missing"
  # What is refused is not read to its end.
  { grep -v "$path" "$scratch/proofs"; echo; send_to k8s-master2 <"$scratch/missing" || :; } | expect 1 receive >"$scratch/said"
  said receive refused not-proved
  { cat "$scratch/proofs" && echo && send_to k8s-master2 <"$scratch/missing"; } | receive >"$scratch/said" || complain "$(cat "$scratch/said")"
  expect 0 engine k8s-master2 apply --group control-plane --units none >/dev/null
  expect 0 engine k8s-master2 confirm >/dev/null
  same "$(on k8s-master2 "sha256sum <$path")" "$(on k8s-master1 "sha256sum <$path")" "$path"
  # It is no difference from now on, and comes again all the same: the source may have another one.
  engine k8s-master2 plan --group control-plane >"$scratch/said" || :
  ! grep -q "$path" "$scratch/said" || complain "a delivered secret is a difference: $(grep "$path" "$scratch/said")"
  engine k8s-master2 missing | grep -q "$path" || complain "$path is not asked for again"
  # Another one is there: it is a difference.
  on k8s-master2 "echo x,x,1 >>$path"
  expect 2 engine k8s-master2 plan --group control-plane >"$scratch/said"
  grep -q "$path" "$scratch/said" || complain "a changed secret is no difference"
}

case_what_a_copy_overwrites_is_shown_and_kept() {
  fresh k8s-master2
  bring_both
  on k8s-master2 'mkdir -p /root/.kube; echo "another cluster" >/root/.kube/config; chmod 600 /root/.kube/config'
  expect 2 engine k8s-master2 plan --group control-plane >"$scratch/said"
  said plan missing overwrites
  ! grep -q '^-    server' "$scratch/said" || complain "it shows a line that is not of this file"
  expect 2 engine k8s-master2 status --group control-plane >"$scratch/said"
  said status missing overwrites
  copy_from_source >/dev/null
  engine k8s-master2 apply --group control-plane --units none >"$scratch/said" || complain "$(cat "$scratch/said")"
  said journal ok overwritten
  expect 0 engine k8s-master2 confirm >/dev/null
  same "$(on k8s-master2 'cat /var/lib/haplane/overwritten/*/root/.kube/config
    find /var/lib/haplane/history -path "*/before/*" | wc -l')" $'another cluster\n0'
  expect 0 engine k8s-master2 rollback >/dev/null
  expect 0 engine k8s-master2 confirm >/dev/null
  same "$(on k8s-master2 'cat /root/.kube/config; stat -c "%a %U" /root/.kube/config')" $'another cluster\n600 root'
}

case_an_old_secret_goes_when_its_delivery_is_confirmed() {
  local keep
  for keep in '' --keep-secrets; do
    fresh lb1
    on lb1 'mkdir -p /srv/secrets; printf -- "-----BEGIN RSA PRIVATE KEY-----\n" >/srv/secrets/ca-key.pem
      chmod 600 /srv/secrets/ca-key.pem; printf "server: a\ntoken: SECRET\n" >/srv/secrets/kc'
    {
      printf 'take-away\tload-balancer\t%s\t/srv/secrets/ca-key.pem\n' "$(on lb1 'sha256sum </srv/secrets/ca-key.pem' | cut -d ' ' -f 1)"
      printf 'edit\tload-balancer\t/srv/secrets/kc\t1\tserver: a\tserver: b\n'
    } | with_records secrets
    expect 0 engine lb1 apply $keep >/dev/null
    expect 0 engine lb1 rollback >/dev/null
    same "$(on lb1 'cat /srv/secrets/*')" $'-----BEGIN RSA PRIVATE KEY-----\nserver: a\ntoken: SECRET' "before confirm"
    expect 0 engine lb1 apply $keep >/dev/null
    expect 0 engine lb1 confirm >/dev/null
    if [ -z "$keep" ]; then
      same "$(on lb1 'grep -rl "SECRET\|PRIVATE KEY" /var/lib/haplane --exclude=host-engine.sh' || :)" "" "secrets left"
      expect 1 engine lb1 rollback >"$scratch/said"
      said rollback refused secret-not-kept
      same "$(on lb1 'ls /srv/secrets; cat /srv/secrets/kc')" $'kc\nserver: b\ntoken: SECRET' "a rollback that was refused"
    else
      expect 0 engine lb1 rollback >/dev/null
      expect 0 engine lb1 confirm >/dev/null
      same "$(on lb1 'cat /srv/secrets/*')" $'-----BEGIN RSA PRIVATE KEY-----\nserver: a\ntoken: SECRET' "rolled back"
    fi
  done
}

case_edited_lines_are_rolled_back_without_a_copy_of_the_secret() {
  fresh lb1
  on lb1 'mkdir -p /srv/secrets; printf "server: a\r\ntoken: SECRET\nend" >/srv/secrets/kc; chmod 640 /srv/secrets/kc'
  printf 'edit\tload-balancer\t/srv/secrets/kc\t1\tserver: a\tserver: b\n' | with_records lines
  expect 0 engine lb1 apply >/dev/null
  expect 0 engine lb1 confirm >/dev/null
  printf 'edit\tload-balancer\t/srv/secrets/kc\t1\tserver: a\tserver: c\tserver: b\n' | with_records lines
  expect 0 engine lb1 apply >/dev/null
  expect 0 engine lb1 confirm >/dev/null
  same "$(on lb1 'cat /srv/secrets/kc; grep -rl SECRET /var/lib/haplane --exclude=host-engine.sh' || :)" \
    $'server: c\r\ntoken: SECRET\nend' "copies of the secret"
  expect 0 engine lb1 rollback --to 0 >/dev/null
  expect 0 engine lb1 confirm >/dev/null
  same "$(on lb1 'cat /srv/secrets/kc; stat -c %a /srv/secrets/kc')" $'server: a\r\ntoken: SECRET\nend640'
}

case_copies_go_with_every_end_of_a_run() {
  fresh k8s-master2
  bring_both
  copy_from_source >/dev/null
  on k8s-master2 'mkdir -p /data/application/kubernetes/cfg /var/lib/haplane; echo mine >/data/application/kubernetes/cfg/kube-apiserver.conf
    echo "0 /data/application/kubernetes/cfg/kube-apiserver.conf" >/var/lib/haplane/delivered'
  expect 1 engine k8s-master2 apply --group control-plane --units none >"$scratch/said"
  said compare refused drift
  on k8s-master2 'test ! -e /var/lib/haplane/copied' || complain "a refused apply leaves copies"
  copy_from_source >/dev/null
  # A look while a rollout is between two commands disturbs nothing; what has been there for long goes.
  expect 2 engine k8s-master2 plan >/dev/null
  on k8s-master2 'test -e /var/lib/haplane/copied' || complain "a plan takes the copies from an apply that comes"
  on k8s-master2 'sed -i "s/-lt 900/-lt 0/" /root/in/bin/host-engine.sh; cd /root/in
    sum=$(sha256sum <bin/host-engine.sh | cut -d " " -f 1)
    sed -i "s/^[0-9a-f]*\(  bin.host-engine.sh\)/$sum\1/" SHA256SUMS'
  expect 2 engine k8s-master2 plan >/dev/null
  on k8s-master2 'test ! -e /var/lib/haplane/copied' || complain "old copies stay"
  bring_both
  copy_from_source >/dev/null
  expect 0 engine k8s-master2 recover >/dev/null
  on k8s-master2 'test ! -e /var/lib/haplane/copied' || complain "recover leaves copies"
}

case_no_line_that_may_hold_a_secret_is_shown() {
  delivered
  on lb1 "printf '# mine U0VDUkVU\nproxy_set_header Authorization \"Basic U0VDUkVU\";\n' >>$CONF"
  expect 2 engine lb1 plan >"$scratch/said"
  said plan drift
  ! grep -q U0VDUkVU "$scratch/said" || complain "a line of a live file is shown: $(cat "$scratch/said")"
  expect 0 engine lb1 apply --overwrite >/dev/null
  expect 0 engine lb1 confirm >/dev/null
  # A line of what haplane itself has delivered is shown, but for what may be a secret.
  { nginx_of | sed 's/proxy_timeout 1h/proxy_timeout 2h/'; printf '# password = hunter2\n'; } | variant shown >/dev/null
  bring lb1 "$scratch/shown"
  expect 2 engine lb1 plan >"$scratch/said"
  grep -q '^-.*proxy_timeout 1h' "$scratch/said" || complain "a line of ours is not shown: $(cat "$scratch/said")"
  ! grep -q hunter2 "$scratch/said" || complain "a password is shown"
}

case_what_was_confirmed_is_enabled_after_a_power_cut() {
  local way wanted
  for way in 'confirm' 'confirm && $ENGINE rollback && $ENGINE confirm'; do
    fresh lb1
    # As with a /var of its own: what syncs that file system does not sync the one of /etc.
    on lb1 'mkdir -p /var/lib/haplane; mount -t tmpfs -o mode=700 var /var/lib/haplane; sync'
    bring lb1 "$scratch/out"
    on lb1 "sync; { $ENGINE apply && $ENGINE ${way//\$ENGINE/$ENGINE}; } >/dev/null"
    "$LAB" power-cut lb1
    if [ "$way" = confirm ]; then wanted=enabled; else wanted=disabled; fi
    same "$(on lb1 'systemctl is-enabled nginx' || :)" $wanted "after $way"
  done
}
