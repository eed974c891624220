
# --- The form of a file: only a file that parses as one of these forms is taken -------------------------------------------------------

AWK_OF_FORMS='
function joinedFrom(from, to, out, i) {
  out = ""
  for (i = from; i <= to; i++) out = out (i > from ? "\n" : "") line[i]
  return out
}
# Groups of lines that belong together: in a unit after a backslash, in a file of variables also inside a quote.
function makeChunks(mode, i, text, start) {
  chunks = 0
  for (i = 1; i <= n; i++) {
    start = i
    text = line[i]
    if (mode == "unit" || mode == "env") {
      if (text !~ /^[ \t]*[#;]/) {
        while (i < n && continues(text, mode)) {
          text = text "\n" line[++i]
          while (mode == "unit" && i < n && line[i] ~ /^[ \t]*[#;]/) text = text "\n" line[++i]
        }
      }
    }
    chunk[++chunks] = text
  }
}
function continues(text, mode, at, bare) {
  if (text ~ /\\\r?$/)
    return 1
  if (mode != "env" || (at = index(text, "=")) == 0)
    return 0
    # Inside a quote a value continues; outside of one it ends with its line.
  quoteOpen = ""
  quoteAt = quoteGone = 0
  bare = substr(text, at + 1)
  if (bare !~ /^[ \t]*["\047]/)
    return 0
  trackQuotes(bare)
  return quoteOpen != ""
}
function isUnit(i, text, sections) {
  sections = 0
  for (i = 1; i <= chunks; i++) {
    text = chunk[i]
    if (text ~ /^[ \t\r]*$/ || text ~ /^[ \t]*[#;]/) continue
    if (text ~ /^[ \t]*\[[A-Za-z0-9_. -]+\][ \t\r]*$/) { sections++; continue }
        # A stray line is kept for a finding; here it is judged as a flag if it looks like one.
    if (text !~ /^[ \t]*[A-Za-z][A-Za-z0-9_-]*[ \t]*=/ && text !~ /^[ \t]*-/ && mayHideSecret(text)) strays++
  }
  return (sections > 0 || isEmpty) && strays == 0
}
# systemd ignores a line that is not a setting. A word with a digit in it may be a secret without a name.
function mayHideSecret(text, word, count, i) {
  count = split(text, word, /[ \t\r\n]+/)
  for (i = 1; i <= count; i++)
    if (length(word[i]) >= 6 && word[i] ~ /[0-9]/ && word[i] !~ /^[-\/]/) return 1
  return 0
}
function isVariables(i, text, settings_) {
  settings_ = 0
  for (i = 1; i <= chunks; i++) {
    text = chunk[i]
    if (text ~ /^[ \t\r]*$/ || text ~ /^[ \t]*[#;]/) continue
    if (text ~ /^[ \t]*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_.-]*[ \t]*=/) { settings_++; continue }
    if (text ~ /^[ \t]*(-|["\047\\][ \t\r]*$)/) continue
    return 0
  }
  return settings_ > 0 || n <= 1 || isEmpty || chunks > 0 && settings_ == 0
}
# A file of nginx or keepalived: its blocks close, and it contains some of their words.
function hasBlocks(whole, words, i, text, depth, low) {
  depth = 0
  for (i = 1; i <= n; i++) {
    text = line[i]
    sub(/^[ \t]*[#!].*/, "", text)
    sub(/[ \t][#!].*/, "", text)
    gsub(/\\./, "", text)
    gsub(/"[^"]*"/, "", text)
    gsub(/\047[^\047]*\047/, "", text)
    gsub(/[$][{][A-Za-z0-9_]+[}]/, "", text)
    low = text
    depth += gsub(/[{]/, "", low)
    low = text
    depth -= gsub(/[}]/, "", low)
    if (depth < 0) return 0
  }
  return depth == 0 && (words == "" || whole ~ words)
}
function topKey(key, i, value) {
  for (i = 1; i <= n; i++) {
    if (index(line[i], key) && line[i] ~ /^["\047A-Za-z]/ && splitLine(line[i]) && yKey == key)
      return plainOf(yValue) == "" ? "+" : plainOf(yValue)
  }
  return ""
}
# The top of each document: its kind, by group and kind.
function yamlForm(i, api, kind, documents, allowed, hasTop) {
  api = kind = ""
  documents = allowed = hasTop = 0
  for (i = 1; i <= n + 1; i++) {
    if (i > n || line[i] ~ /^---([ \t\r]|$)/) {
      if (hasTop) {
        documents++
        if (kind ~ /^(EncryptionConfig(uration)?|Secret)$/) return "secrets"
        allowed += isComponentConfig(api, kind)
      }
      api = kind = ""
      hasTop = 0
      continue
    }
    if (isNothing(line[i]) || line[i] ~ /^[ %.-]/) continue
    if (!splitLine(line[i])) return ""
    hasTop = 1
    if (yKey == "apiVersion") api = plainOf(yValue)
    if (yKey == "kind") kind = plainOf(yValue)
  }
  return documents > 0 && documents == allowed ? "config" : ""
}
function isComponentConfig(api, kind) {
  if (kind ~ /^Encryption/)
    return 0
  if (kind == "" || api !~ /\/v[0-9a-z]+$/)
    return 0
  sub(/\/v[0-9a-z]+$/, "", api)
  return api ~ /^(kubelet|kubeproxy|kubescheduler|apiserver|controllermanager|kubecontrollermanager)\.config\.k8s\.io$/ ||
    api ~ /^(audit\.k8s\.io|apiserver\.k8s\.io|componentconfig)$/
}
function jsonForm(whole, api, kind) {
  if (whole ~ /"kind"[ \t\r\n]*:[ \t\r\n]*"(EncryptionConfig(uration)?|Secret)"/) return "secrets"
  if (whole ~ /"users"[ \t\r\n]*:/ && whole ~ /"clusters"[ \t\r\n]*:/) return "kubeconfig-json"
  api = kind = ""
  if (match(whole, /"apiVersion"[ \t\r\n]*:[ \t\r\n]*"[^"]*"/)) { api = substr(whole, RSTART, RLENGTH - 1); sub(/.*"/, "", api) }
  if (match(whole, /"kind"[ \t\r\n]*:[ \t\r\n]*"[^"]*"/)) { kind = substr(whole, RSTART, RLENGTH - 1); sub(/.*"/, "", kind) }
  return isComponentConfig(api, kind) && whole ~ /[}][ \t\r\n]*$/ ? "config-json" : ""
}
# Files of tokens, of passwords, of accounts.
function isTable(i, text, rows, tokens) {
  rows = tokens = 0
  for (i = 1; i <= n; i++) {
    text = line[i]
    gsub(/^[ \t]+|[ \t\r]+$/, "", text)
    if (text == "" || text ~ /^#/) continue
    rows++
    if (role ~ /^env/ && text ~ /^(export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*=[^=,]/) return 0
    if (text ~ /^[^: \t]+:([$][0-9a-z]+[$]|[{](SHA|SSHA|PLAIN|CRYPT)[}]|[A-Za-z0-9.\/]+$)/) { if (text ~ /:([$]|[{])/) tokens++; continue }
    if (text !~ /^"?[^,"\t ]+"?,[ ]*"?[^,"\t ]+"?,[ ]*"?[^,"\t ]*"?(,.*)?$/) return 0
    if (text ~ /^"?[A-Za-z0-9._~+\/=-]+"?,/ && text ~ /[0-9]/) tokens++
    if (text ~ /system:|kubelet-bootstrap/) tokens++
  }
  return rows > 0 && (tokens > 0 || tolower(path) ~ /(token|passw|basic|auth)[^\/]*$/)
}
# Whether 24 or more characters of base64 are next to each other.
function hasLongWord(text) {
  while (match(text, /[A-Za-z0-9+\/]+/)) {
    if (RLENGTH >= 24) return 1
    text = substr(text, RSTART + RLENGTH)
  }
  return 0
}
# A PEM file: only blocks of certificates and public keys, and no long word next to them.
function pemForm(i, inside, blocks, kind) {
  inside = blocks = 0
  for (i = 1; i <= n; i++) {
    if (line[i] ~ /^-----BEGIN /) {
      if (inside || line[i] !~ /^-----BEGIN ((X509 |TRUSTED )?CERTIFICATE|X509 CRL|(RSA |EC )?PUBLIC KEY)-----[ \t\r]*$/) return ""
      inside = 1
      blocks++
    } else if (line[i] ~ /^-----END /) inside = 0
    else if (!inside && hasLongWord(line[i])) return ""
    else if (inside && line[i] !~ /^[A-Za-z0-9+\/=]*[ \t\r]*$/) return ""
  }
  return blocks > 0 && !inside ? "pem" : ""
}
function hasSectionOfHaproxy(whole) {
  return whole ~ /(^|\n)(global|defaults|frontend|backend|listen|userlist|peers|resolvers|program|ring|cache|mailers)([ \t\r\n]|$)/
}
# One word in one line: a secret without a name.
function isOneWord(whole) { return whole ~ /^[ \t\r\n]*[^ \t\r\n]+[ \t\r\n]*$/ && length(whole) >= 8 && whole !~ /^[ \t\r\n]*\// }
function formOf(whole, found) {
  if (whole ~ /[\001-\010\013\014\016-\037]/) return ""
  if (whole ~ /-----BEGIN / && whole ~ /BEGIN [A-Z0-9 ]*PRIVATE KEY/) return "private-key"
  if (whole ~ /^[ \t\r\n]*-----BEGIN / || whole ~ /\n-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----/) {
    found = pemForm()
    if (found != "" || role == "none") return found
  }
  if (role == "unit") { makeChunks("unit"); return isUnit() ? "unit" : "" }
  if (role ~ /^nginx-main/) return hasBlocks(whole, "(^|\n)[ \t]*(events|http|stream|mail)[ \t\r\n]*[{]") ? "nginx" : ""
  if (role ~ /^nginx/) return hasBlocks(whole, "[;{]|^[ \t\r\n]*$|^#") ? "nginx" : ""
  if (role == "haproxy-part") return "haproxy"
  if (role ~ /^haproxy/) return hasSectionOfHaproxy(whole) ? "haproxy" : ""
  if (role ~ /^keepalived/) return hasBlocks(whole, "") ? "keepalived" : ""
  if (whole ~ /^[ \t\r\n]*[{]/) return jsonForm(whole)
  if (topKey("users") != "" && topKey("clusters") != "" && (topKey("contexts") != "" || topKey("kind") == "Config")) return "kubeconfig"
  if (topKey("kind") == "Config" && topKey("apiVersion") == "v1") return "kubeconfig"
  found = yamlForm()
  if (found != "") return found
  if (isTable()) return "secrets"
  if (role ~ /^env/) { makeChunks("env"); return isVariables() ? "env" : "" }
  return isOneWord(whole) ? "word" : ""
}
# All values of a JSON kubeconfig below its users except the allowed ones.
function redactJson(whole, i, c, size, depth, key, out, last, text, isKey, inUsers, ahead) {
  out = ""
  last = 1
  depth = 0
  split("", jsonKey)
  for (i = 1; i <= length(whole); i++) {
    c = substr(whole, i, 1)
    if (c ~ /[{[]/) { depth++; jsonOpen[depth] = c; jsonKey[depth] = ""; continue }
    if (c ~ /[]}]/) { depth--; continue }
    if (c ~ /[ \t\r\n,:]/) continue
    if (c == "\"") {
      size = closing(substr(whole, i, 65536), 1, "\"")
      if (size == 0) { unclear = 1; return whole }
    } else {
      match(substr(whole, i, 100), /^[^] \t\r\n,:{}["]+/)
      size = RLENGTH
      if (size < 1) { unclear = 1; return whole }
    }
    ahead = substr(whole, i + size, 200)
    isKey = jsonOpen[depth] == "{" && ahead ~ /^[ \t\r\n]*:/
    text = substr(whole, i, size)
    if (isKey) {
      jsonKey[depth] = substr(text, 2, size - 2)
      if (index(text, "\\") || c != "\"") { unclear = 1; return whole }
    } else if (jsonKey[1] == "users" && depth >= 1) {
      key = jsonPath(depth)
      if (!isAllowedOfUser(key) && text !~ /^(null|""|"haplane-redacted")$/) {
        out = out substr(whole, last, i - last) "\"" mark(ruleOf(jsonKey[depth] == "" ? "users" : jsonKey[depth])) "\""
        last = i + size
      }
    }
    i += size - 1
  }
  if (depth != 0) unclear = 1
  return out substr(whole, last)
}
function jsonPath(depth, i, out) {
  out = jsonKey[1]
  for (i = 2; i <= depth; i++) if (jsonKey[i] != "") out = out "/" jsonKey[i]
  return out
}
function modeOf(form) {
  if (form ~ /^(unit|env|nginx|haproxy|keepalived)$/) return form
  return form ~ /json$/ ? "json" : form == "config" || form == "kubeconfig" ? "yaml" : "any"
}
# The text without secrets: of each line that stays, of each group.
function redactAll(form, mode, i, whole, part, count) {
  mode = modeOf(form)
  if (mode == "yaml") { redactYaml(form == "kubeconfig"); return }
  if (form == "kubeconfig-json") {
    whole = redactJson(joinedFrom(1, n))
    n = split(whole, line, "\n")
  }
  makeChunks(mode)
  for (i = 1; i <= chunks; i++) line[i] = redactedChunk(chunk[i], mode)
  n = chunks
}
# Writes the word into each place, and records line and rule.
function finish(i, out, text, at, number, part, lines) {
  out = ""
  lines = 1
  for (i = 1; i <= n; i++) {
    if (i in gone) continue
    text = line[i]
    if (i > 1) { out = out "\n"; lines++ }
    while ((at = index(text, "\001")) > 0) {
      part = substr(text, 1, at - 1)
      out = out part
      lines += gsub(/\n/, "", part)
      number = substr(text, at + 1, index(text, "\002") - at - 1)
      out = out "haplane-redacted"
      notes = notes "redacted\t" path "\t" lines "\t" ruleName[number] "\n"
      if (ruleName[number] !~ /^(client-key-data|id-token|refresh-token|access-token|token)$/) isGuessable = 1
      text = substr(text, index(text, "\002") + 1)
    }
    out = out text
    lines += gsub(/\n/, "", text)
  }
  return out
}'

AWK_OF_JUDGE='
NR == 1 { given = $0; next }
{ line[++n] = $0 }
END {
  prepareSecrets()
  split(given, word, "\t")
  what = word[1]
  role = word[2]
  unit = word[3]
  folder = word[4]
  path = word[5]
  line[n] = substr(line[n], 1, length(line[n]) - 1)
  isEmpty = n == 1 && line[1] == ""
    # A line that is only the end of the last one does not count.
  whole = joinedFrom(1, n)
  form = formOf(whole)
  if (form ~ /^(private-key|secrets|word|)$/) { verdict(form, whole); exit }
  if (holdsKey(whole, form)) { print "not\tunclear"; exit }
  redactAll(form)
  text = finish()
  if (unclear || tooLong || holdsSecretForm(text)) {
    print "not\tunclear"
    print "guessable"
    print "secret"
    exit
  }
  if (what == "text") { printf "%sx", text; exit }
  print "form\t" form
  printf "%s", notes
  if (isGuessable || form ~ /^(keepalived|haproxy)$/ && notes != "") print "guessable"
  if (notes != "") print "secret"
  if (form == "pem") { if (whole ~ /BEGIN (X509 |TRUSTED )?CERTIFICATE/) print "certificate" }
  else namePaths(form, text)
}
function holdsKey(whole, form) { return form != "kubeconfig" && form != "kubeconfig-json" && isPrivateKey(whole) }
# Why it is not taken: no digest is stored for a file whose content could be guessed.
function verdict(form, whole) {
  if (form == "private-key") {
    print "not\tprivate-key"
    print "key"
    if (whole ~ /BEGIN (X509 |TRUSTED )?CERTIFICATE/) print "certificate"
    return
  }
  if (form == "secrets" || form == "word") {
    print "not\t" (form == "secrets" ? "secret-table" : "form")
    print "guessable"
    print "secret"
    return
  }
  print "not\tform"
  if (whole ~ /-----BEGIN (X509 |TRUSTED )?CERTIFICATE/) print "certificate"
  if (whole ~ /[\001-\010\016-\032\034-\037]/) return
  if (tolower(whole) ~ /auth_pass|stats[ \t]+auth|insecure-password/) { print "guessable"; print "secret"; return }
  redactAll("any")
  finish()
  if (notes != "" || tooLong) { if (isGuessable || tooLong) print "guessable"; print "secret" }
}'

# The form of a file: lines of facts. The content is passed with a sign after its end, because a shell would remove a final newline.
judge() {
  printf '%s\t%s\t%s\t%s\t%s\n%s' "$1" "$2" "$3" "$4" "$5" "$CONTENT" |
    awk "$AWK_OF_SECRETS$AWK_OF_YAML$AWK_OF_FORMS$AWK_OF_NAMES$AWK_OF_JUDGE"
}
