
# --- Secrets: found by key and by form, each one replaced -----------------------------------------------------------------------------

# The mark of a secret in a text that is being edited: a sign, the number of its rule, a sign.
AWK_OF_SECRETS='
function cut(text, from, length_) { return length_ < 0 ? substr(text, from) : substr(text, from, length_) }
function mark(rule) {
  if (!(rule in ruleNumber)) {
    ruleNumber[rule] = ++rules
    ruleName[rules] = rule
  }
  return "\001" ruleNumber[rule] "\002"
}
# The words of a name: SITE_TOKEN, siteToken and site-token have the same two.
function wordsOf(name, i, c, next_, out, was) {
  out = ""
  was = ""
  for (i = 1; i <= length(name); i++) {
    c = substr(name, i, 1)
    if (c ~ /[^A-Za-z]/) { out = out " "; was = ""; continue }
    next_ = substr(name, i + 1, 1)
    if (c ~ /[A-Z]/ && (was == "lower" || (was == "upper" && next_ ~ /[a-z]/)))
      out = out " "
    out = out tolower(c)
    was = c ~ /[A-Z]/ ? "upper" : "lower"
  }
  gsub(/^ +| +$/, "", out)
  return out
}
function isSecretName(name, word, count, last) {
  if (name in nameIsSecret)
    return nameIsSecret[name]
  count = split(wordsOf(name), word, / +/)
  while (count > 1 && word[count] ~ /^(value|data|base|b|hash|hashed|plain|text|string|encoded|encrypted)$/)
    count--
  last = count > 0 ? word[count] : ""
  nameIsSecret[name] = 0
  if (count > 1 && word[count - 1] == "cluster" && last == "token")
    return 0
  if (last ~ /^(pass|pwd|pw|psk|credential|credentials)$/ ||
    last ~ /(token|password|passwd|passphrase|passwort|secret|apikey|secretkey|privatekey|accesskey)$/)
    nameIsSecret[name] = 1
  if (count > 1 && last == "key" &&
    word[count - 1] ~ /^(api|access|secret|private|encryption|auth|client|etcd|certificate|account|signing|shared|master)$/)
    nameIsSecret[name] = 1
  return nameIsSecret[name]
}
# Not a path, variable, switch or placeholder, and not redacted.
function isOpen(value, name) {
  if (value == "" || value ~ /\001/ || value ~ /^[^:,]*:?haplane-redacted$/)
    return 0
  if (value ~ /^\/[a-z][a-z0-9_.-]+(\/[A-Za-z0-9_.@%{}$-]*)+$/ || value ~ /^\.\.?\/[A-Za-z0-9_.\/-]+$/)
    return 0
  if (value ~ /^[$][(]/ || value ~ /^[$][{]?[A-Za-z_][A-Za-z0-9_]*[}]?$/ || value ~ /^[$][{][A-Za-z_][A-Za-z0-9_]*:?[-=?+][}]?$/)
    return 0
  if (value ~ /^<[^>]*>?$/ || value ~ /^[{][{]/ || value ~ /^%[[{(]/ || value ~ /^%[A-Za-z]$/ || value ~ /^(file|unix):\/*[A-Za-z0-9_.\/-]+$/)
    return 0
  if (tolower(value) ~ /^(true|false|yes|no|on|off|none|null|nil|~)$/)
    return 0
  if (value ~ /^[A-Za-z0-9_.\/-]+[.](pem|key|crt|json|yml|yaml|csv|conf|txt|kubeconfig|sock)$/)
    return 0
  if (tolower(name) ~ /secret$/ && value ~ /^[a-z0-9.-]+\/[a-z0-9.-]+$/)
    return 0
  return 1
}
# The end of the quote that opens at a place; 0 if it does not close.
function closing(text, from, quote, i, c) {
  for (i = from + 1; i <= length(text); i++) {
    c = substr(text, i, 1)
    if (c == "\\" && quote == "\"") { i++; continue }
    if (c == quote)
      return i
  }
  return 0
}
# The length of a value without quotes around it.
function bareLength(text, quote, stops, i, c, next_) {
  for (i = 1; i <= length(text); i++) {
    c = substr(text, i, 1)
    if (c == "\\") {
      next_ = substr(text, i + 1, 1)
      if (next_ == "\r") next_ = substr(text, ++i + 1, 1)
      if (next_ == "\n") {
        next_ = substr(text, i + 2, 1)
        if (next_ == "" || next_ == "-" || next_ ~ /[ \t\r\n]/)
          return i - 1 - (substr(text, i, 1) == "\r")
      }
      i++
      continue
    }
    if (c ~ /[ \t\r\n]/ || (quote != "" && c == quote) || index(stops, c))
      return i - 1
  }
  return length(text)
}
# Follows quotes through a text: the quote that is open at its end, and where it opened.
function trackQuotes(text, i, c) {
  while (match(text, /["\047\\]/)) {
    c = substr(text, RSTART, 1)
    quoteGone += RSTART
    if (c == "\\" && quoteOpen != "\047") {
      text = substr(text, RSTART + 2)
      quoteGone++
      continue
    }
    text = substr(text, RSTART + 1)
    if (quoteOpen == "") { quoteOpen = c; quoteAt = quoteGone }
    else if (quoteOpen == c) quoteOpen = ""
  }
  quoteGone += length(text)
}
# KEY=value, --flag=value, --flag value, key: value, "key": "value".
function settings(text, mode, out, token, before, rest, sep, isFlag, value, done, comment, stops, from, size, lead, around) {
  if (tolower(text) !~ /tok|pass|secret|pwd|pw|psk|cred|key|auth/)
    return text
  out = ""
  done = 0
  quoteOpen = ""
  quoteAt = quoteGone = 0
  comment = text ~ /^[ \t]*[#;]/
  while (match(text, /[A-Za-z0-9_.-]+/)) {
    before = substr(text, 1, RSTART - 1)
    token = substr(text, RSTART, RLENGTH)
    rest = substr(text, RSTART + RLENGTH)
    trackQuotes(before)
    out = out before token
    from = quoteGone + 1
    quoteGone += length(token)
    text = rest
    if (token !~ /[A-Za-z]/ || !isSecretName(token))
      continue
    isFlag = token ~ /^-/
    sep = ""
    if (isFlag && match(rest, /^=/)) sep = "="
    else if (isFlag && !comment && match(rest, /^[ \t]+(\\\r?\n[ \t]*)?/)) {
      sep = substr(rest, 1, RLENGTH)
      if (substr(rest, RLENGTH + 1, 1) ~ /^[-]?$/)
        continue
    } else if (match(rest, /^\\?["\047]?[ \t]*[=:][ \t]*/)) {
      sep = substr(rest, 1, RLENGTH)
      if (comment && sep ~ /:/ && out !~ /^[ \t]*[#;]+[ \t]*[^ \t]*$/)
        continue
    }
    if (sep == "")
      continue
    around = sep ~ /^["\047]/ ? "" : quoteOpen
    rest = substr(rest, length(sep) + 1)
    lead = ""
    stops = mode == "nginx" || mode == "keepalived" ? ";}" : (out ~ /[{[]/ && mode !~ /unit|env|haproxy/) ? ",}]" : ""
    if (mode == "env" && !isFlag && out ~ /^[ \t]*(export[ \t]+)?[A-Za-z0-9_.-]+$/) {
            # The rest is the value, to the end.
      size = length(rest)
      while (size > 0 && substr(rest, size, 1) ~ /[ \t\r\n]/) size--
      value = substr(rest, 1, size)
      if (value ~ /^["\047]/ && closing(value, 1, substr(value, 1, 1)) == size) {
        lead = substr(value, 1, 1)
        value = substr(value, 2, size - 2)
      }
    } else if (rest ~ /^\\["\047]/) {
      lead = substr(rest, 1, 2)
      size = index(substr(rest, 3), lead)
      if (size == 0) { unclear = 1; size = length(rest) }
      value = substr(rest, 3, size - 1)
    } else if (rest ~ /^["\047]/ && substr(rest, 1, 1) != around) {
      lead = substr(rest, 1, 1)
      size = closing(rest, 1, lead)
      if (size == 0) { unclear = 1; size = length(rest) }
      value = substr(rest, 2, size - 2)
    } else {
      if (around != "" && quoteAt == from - 1 && (!isFlag || substr(out, length(out) - length(token) - 1, 1) ~ /[ \t]/))
        size = closing(around rest, 1, around) - 2
      else
        size = bareLength(rest, around, stops)
      if (size < 0) { unclear = 1; size = length(rest) }
      value = substr(rest, 1, size)
    }
    if (!isOpen(value, token))
      continue
    quoteOpen = around
    out = out sep lead mark(ruleOf(token))
    quoteGone += length(sep) + length(lead) + length(value)
    text = substr(rest, length(lead) + length(value) + 1)
    if (lead != "" && substr(lead, 1, 1) != "\\") { out = out lead; text = substr(text, 2); quoteGone++ }
    else if (lead != "") { out = out lead; text = substr(text, 3); quoteGone += 2 }
  }
  return out text
}
# The name of a replaced secret, for people.
function ruleOf(name) {
  gsub(/[^A-Za-z0-9._-]/, "", name)
  return name == "" ? "secret" : substr(name, 1, 60)
}
function urls(text, out, at, value) {
  out = ""
  while (match(text, /:\/\/[^ \t\r\n\/:@"\047\\]*:[^ \t\r\n\/@"\047\\]+@/)) {
    at = index(substr(text, RSTART + 3), ":") + RSTART + 2
    value = substr(text, at + 1, RSTART + RLENGTH - 2 - at)
    out = out substr(text, 1, at) (value ~ /\001/ || value ~ /^[$%<{]/ || value == "haplane-redacted" ? value : mark("password in a URL")) "@"
    text = substr(text, RSTART + RLENGTH)
  }
  text = out text
  out = ""
    # An account that is only a token.
  while (match(text, /:\/\/[A-Za-z0-9_-]+@/)) {
    value = substr(text, RSTART + 3, RLENGTH - 4)
    out = out substr(text, 1, RSTART + 2) (length(value) >= 16 && value ~ /[0-9]/ ? mark("token in a URL") : value) "@"
    text = substr(text, RSTART + RLENGTH)
  }
  return out text
}
function headers(text, out, low, rest, scheme) {
  out = ""
  while (match(low = tolower(text), /authorization/)) {
    out = out substr(text, 1, RSTART + RLENGTH - 1)
    text = substr(text, RSTART + RLENGTH)
    if (match(text, /^[ \t:="\047\\]+/) == 0)
      continue
    rest = substr(text, RLENGTH + 1)
    low = tolower(rest)
    scheme = 0
    if (match(low, /^(basic|bearer|token|digest|apikey|negotiate|aws4-hmac-sha256)[ \t\\]+/))
      scheme = RLENGTH
    match(text, /^[ \t:="\047\\]+/)
    if (!scheme && !(substr(text, 1, RLENGTH) ~ /[:"\047]/ && out !~ /[-_][Aa][Uu][Tt][Hh][Oo][Rr][Ii][Zz][Aa][Tt][Ii][Oo][Nn]$/))
      continue
    out = out substr(text, 1, RLENGTH + scheme)
    text = substr(text, RLENGTH + scheme + 1)
    if (text !~ /^[^ \t\r\n"\047;\\{[$%<]/)
      continue
    if (text ~ /^haplane-redacted/ || text ~ /^\001/)
      continue
    match(text, /^[^ \t\r\n"\047;\\]+/)
    if (!scheme && !isOpen(substr(text, 1, RLENGTH), ""))
      continue
    out = out mark("Authorization")
    text = substr(text, RLENGTH + 1)
  }
  return out text
}
# curl -u name:password, --user name:password, sshpass -p password.
function commands(text, out, value, at) {
  out = ""
  while (match(text, /(^|[ \t"\047])(-u|-U|--user|--proxy-user)[ =]?["\047]?[^- \t\r\n:"\047=][^ \t\r\n:"\047]*:[^ \t\r\n"\047]+/)) {
    value = substr(text, RSTART, RLENGTH)
    at = RSTART + RLENGTH
    match(value, /:[^:]/)
    out = out substr(text, 1, at - length(value) - 1)
    if (value ~ /(-u|--user)[ =]?[0-9]+:[0-9]+$/ || substr(value, RSTART + 1) ~ /^[$%<\001]/ || value ~ /haplane-redacted$/)
      out = out value
    else
      out = out substr(value, 1, RSTART) mark("user and password")
    text = substr(text, at)
  }
  text = out text
  out = ""
  while (match(text, /sshpass[ \t]+-p[ \t]*["\047]?[^ \t\r\n"\047]+/)) {
    value = substr(text, RSTART, RLENGTH)
    at = RSTART + RLENGTH
    match(value, /^sshpass[ \t]+-p[ \t]*["\047]?/)
    out = out substr(text, 1, at - length(value) - 1) substr(value, 1, RLENGTH)
    out = out (substr(value, RLENGTH + 1) ~ /^[\/$<%\001]/ || value ~ /haplane-redacted/ ? substr(value, RLENGTH + 1) : mark("sshpass"))
    text = substr(text, at)
  }
  return out text
}
# JSON web tokens, bootstrap tokens, the account of a registry.
function forms(text, out, value, before, after) {
  out = ""
  while (match(text, /eyJ[A-Za-z0-9_-]+[.]eyJ[A-Za-z0-9_-]+[.][A-Za-z0-9_-]*/)) {
    out = out substr(text, 1, RSTART - 1) mark("token")
    text = substr(text, RSTART + RLENGTH)
  }
  text = out text
  out = ""
  while (match(text, BOOTSTRAP)) {
    value = substr(text, RSTART, RLENGTH)
    before = RSTART > 1 ? substr(text, RSTART - 1, 1) : (out == "" ? "" : substr(out, length(out), 1))
    after = substr(text, RSTART + RLENGTH, 1)
    if (before !~ /[A-Za-z0-9_.-]/ && after !~ /[A-Za-z0-9_.-]/ && substr(value, 8) ~ /[0-9]/) {
      out = out substr(text, 1, RSTART - 1) mark("token")
      text = substr(text, RSTART + RLENGTH)
    } else {
      out = out substr(text, 1, RSTART)
      text = substr(text, RSTART + 1)
    }
  }
  text = out text
  out = ""
  while (match(text, /"auth"[ \t]*:[ \t]*"[A-Za-z0-9+\/=]+"/)) {
    value = substr(text, RSTART, RLENGTH)
    at = index(substr(value, 7), "\"") + 6
    out = out substr(text, 1, RSTART - 1) substr(value, 1, at) mark("auth") "\""
    text = substr(text, RSTART + RLENGTH)
  }
  return out text
}
# A word of a load balancer file after another one, quoted or not.
function behind(text, pattern, rule, keepsUser, out, low, head, word, size, quote, at) {
  out = ""
  while (match(low = tolower(text), pattern)) {
    head = substr(text, 1, RSTART + RLENGTH - 1)
    text = substr(text, RSTART + RLENGTH)
    out = out head
    quote = substr(text, 1, 1)
    if (quote ~ /["\047]/) {
      size = closing(text, 1, quote)
      if (size == 0) { unclear = 1; size = length(text) }
      word = substr(text, 2, size - 2)
      out = out quote
      text = substr(text, 2)
    } else {
      word = substr(text, 1, bareLength(text, "", rule == "auth_pass" ? "}" : ""))
      quote = ""
    }
    if (word == "" || word ~ /\001/ || word ~ /haplane-redacted$/)
      continue
    at = keepsUser ? index(word, ":") : 0
    if (keepsUser == 2 && (word ~ /%\[/ || word ~ /^(basic|bearer|token|digest)?$/))
      continue
    if (keepsUser == 2) {
      at = match(word, /^[^ \\]+[ \\]+/) ? RLENGTH : 0
    }
    out = out substr(word, 1, at) mark(rule)
    text = substr(text, length(word) + 1)
  }
  return out text
}
function balancer(text, mode) {
  if (mode == "keepalived")
    text = behind(text, "auth_pass[ \t]+", "auth_pass", 0)
  if (mode == "haproxy") {
    text = behind(text, "stats[ \t]+auth[ \t]+", "stats auth", 1)
    if (tolower(text) ~ /^[ \t#]*user[ \t]/)
      text = behind(text, "[ \t](insecure-)?password[ \t]+", "password", 0)
    if (tolower(text) ~ /^[ \t#]*(http-check|http-request|http-response|tcp-request)[ \t]/)
      text = behind(text, "[ \t]authorization[ \t]+", "Authorization", 2)
    if (tolower(text) ~ /^[ \t#]*tcp-check[ \t]+send[ \t]+"?auth/)
      text = behind(text, "[ \t]\"?auth[ \t\\\\]+", "AUTH", 0)
    if (match(text, /^[ \t#]*(presetenv|setenv)[ \t]+[A-Za-z0-9_]+/) && isSecretName(substr(text, RSTART, RLENGTH)))
      text = behind(text, "^[ \t#]*(presetenv|setenv)[ \t]+[a-z0-9_]+[ \t]+", "setenv", 0)
  }
  if ((mode == "haproxy" || mode == "nginx") && match(text, /(header|set[ \t]+[$])[ \t]*[A-Za-z0-9_-]+[ \t]+/)) {
    if (isSecretName(substr(text, RSTART, RLENGTH)) && substr(text, RSTART + RLENGTH) !~ /^["\047]?[$%]/)
      text = mode == "nginx" ? behindDirective(text) : behind(text, "header[ \t]+[a-z0-9_-]+[ \t]+", "header", 0)
  }
  return text
}
function behindDirective(text, size, word) {
  match(text, /(header|set[ \t]+[$])[ \t]*[A-Za-z0-9_-]+[ \t]+["\047]?/)
  word = substr(text, RSTART + RLENGTH)
  size = match(word, /["\047;]/) ? RSTART - 1 : length(word)
  if (size < 1 || substr(word, 1, size) ~ /\001|haplane-redacted/)
    return text
  match(text, /(header|set[ \t]+[$])[ \t]*[A-Za-z0-9_-]+[ \t]+["\047]?/)
  return substr(text, 1, RSTART + RLENGTH - 1) mark("header") substr(word, size + 1)
}
function redactedChunk(text, mode) {
  if (length(text) > 131072) {
    tooLong = 1
    return text
  }
  if (tolower(text) ~ /:\/\//) text = urls(text)
  if (tolower(text) ~ /authorization/) text = headers(text)
  if (text ~ /-u|-U|--user|--proxy-user|sshpass/) text = commands(text)
  text = forms(text)
  text = balancer(text, mode)
  return settings(text, mode)
}
function prepareSecrets(six, sixteen, i) {
  six = sixteen = ""
  for (i = 0; i < 6; i++) six = six "[a-z0-9]"
  for (i = 0; i < 16; i++) sixteen = sixteen "[a-z0-9]"
  BOOTSTRAP = six "[.]" sixteen
}
function isPrivateKey(text, joined) {
  if (text ~ /BEGIN [A-Z0-9 ]*PRIVATE KEY/ || text ~ /PRIVATE KEY/ || text ~ /PuTTY-User-Key-File-|AGE-SECRET-KEY-1/)
    return 1
  return hasEncodedKey(text)
}
# "PRIVATE KEY" in base64 at each offset, and the body of a key without its first line.
function hasEncodedKey(text) {
  return text ~ /UFJJVkFURSBL|SVZBVEUgS0VZ|UklWQVRFIEtF/ ||
    text ~ /MI[GIC][A-Za-z0-9+\/][A-Za-z0-9+\/]?[A-Za-z0-9+\/]?IBA[ADQ]/ ||
    text ~ /MHcCAQEE|MIGHAgEA|MC4CAQAw|MIGkAgEB|MHQCAQEE/
}
# The text as it leaves: only text without any of these is sent.
function holdsSecretForm(text, flat) {
  flat = text
  gsub(/[ \t\r\n]+/, "", flat)
  if (isPrivateKey(text) || hasEncodedKey(flat))
    return 1
  if (text ~ /eyJ[A-Za-z0-9_-]+[.]eyJ[A-Za-z0-9_-]+[.]/)
    return 1
  return forms(text) != text
}'
