
# --- Paths that a file names ------------------------------------------------------------------------------------------------------------

AWK_OF_NAMES='
# A program writes there: the content changes every day, so only its folder is listed.
function isWritten(key) {
  return key ~ /^-*(log-dir|log_dir|log-file|audit-log-path|root-dir|data-dir|wal-dir|data-root|docker-root|cni-cache-dir)$/ ||
    key ~ /^-*(dynamic-config-dir|bootstrap-checkpoint-path|lock-file|podLogsDir|seccomp-profile-root|graph|exec-root|storage-dir)$/ ||
    key ~ /^(ETCD_DATA_DIR|ETCD_WAL_DIR|PIDFile|pidfile|pid|error_log|access_log|append|truncate|file|StandardOutput|StandardError)$/ ||
    key ~ /^(socket|chroot|client_body_temp_path|proxy_temp_path|proxy_cache_path)$/
}
function isWalked(key) {
  return key ~ /^-*(config-dir|image-credential-provider-bin-dir|volume-plugin-dir|flex-volume-plugin-dir|volumePluginDir)$/ ||
    key ~ /^-*(pod-manifest-path|staticPodPath)$/
}
function isRelativeFile(key) {
  return key ~ /^--/ && key !~ /runtime-config$/ &&
    key ~ /(-file|-cafile|-certfile|-keyfile|-certificate|-certificate-authority|-key|-config|kubeconfig|--config|tokenFile)$/
}
function emit(role_, path_) { if (!((role_, path_) in emitted)) { emitted[role_, path_] = 1; print "path\t" role_ "\t" path_ } }
# The path with the specifiers of systemd replaced, once for each instance of a template.
function place(role_, text, i, count, instance, name, prefix, out) {
  if (text ~ /[$`{}]/) return
  if (index(text, "%") == 0 || form != "unit") { emit(role_, text); return }
  count = split(unit, instance, ",")
  for (i = 1; i <= count; i++) {
    out = text
    name = instance[i]
    gsub(/%n/, name, out)
    sub(/\.service$/, "", name)
    gsub(/%N/, name, out)
    prefix = name
    sub(/@.*/, "", prefix)
    gsub(/%[pP]/, prefix, out)
    if (name ~ /@./) sub(/^[^@]*@/, "", name)
    else if (out ~ /%[iI]/) continue
    gsub(/%[iI]/, name, out)
    gsub(/%H/, hostName, out)
    gsub(/%%/, "%", out)
    emit(role_, out)
  }
}
function keyBefore(text) {
  sub(/["\047@!+\\]*$/, "", text)
  sub(/[ \t=:,]*[-]?["\047]?$/, "", text)
  sub(/["\047]$/, "", text)
  return match(text, /[A-Za-z0-9_.-]+$/) ? substr(text, RSTART) : ""
}
function roleFor(key, found) {
  if (form == "unit" && key == "EnvironmentFile") return "env@" workFolder
  if (form == "nginx" && key == "include") return "nginx@" folder
  if (form == "keepalived" && key ~ /^include/) return "keepalived"
  if (found ~ /haproxy[^\/]*\.cfg$/) return "haproxy"
  return "none"
}
function tokensOf(text, out, found, key, at) {
  out = ""
  while (match(text, /\/[^ \t\r\n"\047`=:,;|&<>()\\]*/)) {
    at = RSTART > 1 ? substr(text, RSTART - 1, 1) : (out == "" ? " " : substr(out, length(out), 1))
    found = substr(text, RSTART, RLENGTH)
    out = out substr(text, 1, RSTART - 1)
    text = substr(text, RSTART + RLENGTH)
    if (at ~ /[ \t\r\n"\047`=:,;|&<>(@!+-]/ && found ~ /^\/[^\/]/) {
      key = keyBefore(out)
      sub(/[]}]+$/, "", found)
      if (isWritten(key)) place("quiet", found)
      else if (key ~ /^-*cni-bin-dir$/) place("plugins", found)
      else if (key ~ /^-*cert-dir$/) { place("quiet", found); ownPair(found) }
      else if (key ~ /^-*cni-conf-dir$/) place("quiet", found)
      else if (isWalked(key)) place("walk", found)
      else if (key == "tls-sni-cert-key" || key !~ /cgroup/) place(roleFor(key, found), found)
    }
    out = out found
  }
}
function ownPair(folder_) {
  emit("none", folder_ "/kubelet.crt")
  emit("none", folder_ "/kubelet.key")
  emit("none", folder_ "/kubelet-client-current.pem")
}
# A path that is relative to a folder.
function relativesOf(text, base, value, key) {
  while (match(text, /--[A-Za-z][A-Za-z0-9.-]*(=|[ \t]+)["\047]?[A-Za-z0-9_.][^ \t\r\n"\047,;:\\]*/)) {
    value = substr(text, RSTART, RLENGTH)
    text = substr(text, RSTART + RLENGTH)
    match(value, /^--[A-Za-z][A-Za-z0-9.-]*/)
    key = substr(value, 1, RLENGTH)
    value = substr(value, RLENGTH + 1)
    sub(/^[= \t]+["\047]?/, "", value)
    if (isRelativeFile(key) && value !~ /haplane-redacted|=/) place("none", base "/" value)
  }
}
function namesOfUnit(i, text, count, part, j, program, base, key, start) {
  workFolder = ""
  for (i = 1; i <= chunks; i++)
    if (chunk[i] ~ /^[ \t]*WorkingDirectory[ \t]*=/) {
      workFolder = chunk[i]
      sub(/^[^=]*=[ \t]*-?/, "", workFolder)
      sub(/[ \t\r]+$/, "", workFolder)
    }
  if (workFolder !~ /^\//) workFolder = "/"
  for (i = 1; i <= n; i++) {
    text = line[i]
    if (text ~ /^[ \t]*[#;]/ || text ~ /^[ \t]*(Documentation|PIDFile|RuntimeDirectory|Description)[ \t]*=/) continue
    tokensOf(text)
    relativesOf(text, workFolder)
    if (text !~ /^[ \t]*Exec[A-Za-z]*[ \t]*=/) continue
    sub(/^[^=]*=[ \t]*[-@:+!]*/, "", text)
    gsub(/\\\r?\n/, " ", text)
    count = split(text, part, /[ \t\r\n]+/)
    start = part[1] == "" ? 2 : 1
    program = part[start]
    if (program != "" && program !~ /\// && program ~ /^[A-Za-z0-9_.-]+$/) inPath(program)
    for (j = start; j <= count; j++) programOf(part[j])
    base = program
    sub(/.*\//, "", base)
    for (j = start + 1; j <= count; j++) {
      key = part[j]
      gsub(/["\047]/, "", part[j])
      if (part[j] !~ /^\// ) continue
      key = part[j - 1]
      if (key ~ /^(-c|-f|--use-file|-p)$/ || base ~ /^haproxy/) roleOfBalancer(base, key, part[j])
    }
    if (base ~ /nginx|openresty|tengine/ && text !~ /[ \t]-c[ \t]/) nginxDefaults(program)
    if (base ~ /haproxy/) { emit("haproxy", "/etc/haproxy") }
    if (base ~ /keepalived/) emit("keepalived", "/etc/keepalived/keepalived.conf")
    if (base == "kubelet" || text ~ /[\/ ]kubelet([ \t]|$)/) {
      ownPair("/var/lib/kubelet/pki")
      emit("plugins", "/opt/cni/bin")
      emit("quiet", "/etc/cni/net.d")
    }
  }
}
function programOf(word) {
  gsub(/["\047]/, "", word)
  if (word ~ /^\/.*\/(kube-apiserver|kube-controller-manager|kube-scheduler|kubelet|kube-proxy|etcd|hyperkube)$/) place("program", word)
}
function inPath(name, i, count, part) {
  count = split("/usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin", part, " ")
  for (i = 1; i <= count; i++) emit("none", part[i] "/" name)
}
function roleOfBalancer(base, option, found) {
  if (base ~ /haproxy/) { if (option == "-f" || found ~ /\.cfg$/) place("haproxy", found) }
  else if (base ~ /keepalived/) place("keepalived", found)
  else if (option == "-c" && base !~ /^(kube-|kubelet|etcd|hyperkube|sh$|bash$|dash$)/) place("nginx-main", found)
}
function nginxDefaults(program) {
  emit("nginx-main", "/etc/nginx/nginx.conf")
  emit("nginx-main", "/usr/local/nginx/conf/nginx.conf")
  if (program ~ /\/sbin\/nginx$/ && program !~ /^\/(usr\/)?sbin\//) {
    sub(/\/sbin\/nginx$/, "/conf/nginx.conf", program)
    emit("nginx-main", program)
  }
}
function isFileKey(key) {
  return key ~ /^(certificate-authority|client-certificate|client-key|tokenFile|kubeconfig|kubeConfigFile|path)$/ ||
    key ~ /(File|Path)$/ || key == "command"
}
function namesOfYaml(i, key, value, base, isKubelet) {
  base = path
  sub(/\/[^\/]*$/, "", base)
  for (i = 1; i <= n; i++) {
    if (i in gone || isNothing(line[i])) continue
        # The data of certificates names nothing.
    if (line[i] ~ /-data"?:[ \t]/) continue
    if (!splitLine(line[i])) { if (yValue == "") tokensOf(line[i]); continue }
    key = yKey
    value = plainOf(yValue)
    if (key == "command" && value ~ /^[A-Za-z0-9_.-]+$/) inPath(value)
    else if (value ~ /^[A-Za-z0-9_.][A-Za-z0-9_.\/-]*$/ && isFileKey(key))
      emit(isWalked(key) ? "walk" : "none", base "/" value)
    else tokensOf(line[i])
  }
}
function matchFileOfNginx(text, keys) {
  keys = "include|ssl_certificate|ssl_certificate_key|ssl_trusted_certificate|ssl_client_certificate|proxy_ssl_[a-z_]+"
  keys = keys "|auth_basic_user_file|load_module"
  return match(text, "(^|[ \t{;])(" keys ")[ \t]+[\"\047]?[A-Za-z0-9_.*[][^ \t;\"\047]*")
}
function namesOfNginx(i, text, base, found) {
  base = role ~ /^nginx-main/ ? path : ""
  if (base != "") { sub(/\/[^\/]*$/, "", base); folder = base }
  for (i = 1; i <= n; i++) {
    text = line[i]
    if (text ~ /^[ \t]*#/) continue
    tokensOf(text)
    while (matchFileOfNginx(text)) {
      found = substr(text, RSTART, RLENGTH)
      text = substr(text, RSTART + RLENGTH)
      base = found ~ /^[ \t{;]*include/ ? "nginx@" folder : "none"
      sub(/^[ \t{;]*[a-z_]+[ \t]+["\047]?/, "", found)
      if (found !~ /^(on|off|[0-9]+)$/) place(base, folder "/" found)
    }
  }
}
function namesOfKeepalived(i, text, base) {
  base = path
  sub(/\/[^\/]*$/, "", base)
  for (i = 1; i <= n; i++) {
    text = line[i]
    if (text ~ /^[ \t]*[#!]/) continue
    tokensOf(text)
    if (match(text, /^[ \t]*include[a-z]?[ \t]+/)) {
      text = substr(text, RLENGTH + 1)
      sub(/[ \t\r]+$/, "", text)
      if (text !~ /^\//) place("keepalived", base "/" text)
    }
  }
}
function namePaths(form_, i) {
  if (form == "unit") { namesOfUnit(); return }
  if (form == "config" || form == "kubeconfig") { namesOfYaml(); return }
  if (form == "nginx") { namesOfNginx(); return }
  if (form == "keepalived") { namesOfKeepalived(); return }
  for (i = 1; i <= n; i++) {
    if (line[i] ~ /^[ \t]*[#;]/) continue
    tokensOf(line[i])
    if (form == "env") relativesOf(line[i], folder == "" ? "/" : folder)
  }
}'
