
# --- YAML: values over several lines, and the entries below the users of a kubeconfig -------------------------------------------------

AWK_OF_YAML='
function indentOf(text) { match(text, /^ */); return RLENGTH }
function isNothing(text) { return text ~ /^[ \t\r]*(#.*)?$/ }
# Splits a line "- - key: value"; yes if it is one. yIndent is the column of the key.
function splitLine(text, rest, size, c) {
  yKey = yValue = yHead = ""
  yDash = 0
  match(text, /^ */)
  yIndent = RLENGTH
  yHead = substr(text, 1, RLENGTH)
  rest = substr(text, RLENGTH + 1)
  while (match(rest, /^-( +|\r?$)/)) {
    yDash++
    yItem = yIndent
    yHead = yHead substr(rest, 1, RLENGTH)
    yIndent += RLENGTH
    rest = substr(rest, RLENGTH + 1)
  }
  yRest = rest
  c = substr(rest, 1, 1)
  if (c == "\"" || c == "\047") {
    size = closing(rest, 1, c)
    if (size == 0 || substr(rest, size + 1) !~ /^[ ]*:([ \t]|\r?$)/)
      return 0
    yKey = substr(rest, 2, size - 2)
    if (index(yKey, "\\")) unclear = 1
    match(substr(rest, size + 1), /^[ ]*:[ \t]*/)
    size += RLENGTH
  } else {
    if (match(rest, /:([ \t]|\r?$)/) == 0 || rest ~ /^[#{[?]/)
      return 0
    yKey = substr(rest, 1, RSTART - 1)
    sub(/ +$/, "", yKey)
    size = RSTART
    match(substr(rest, size + 1), /^[ \t]*/)
    size += RLENGTH
  }
  yHead = yHead substr(rest, 1, size)
  yValue = substr(rest, size + 1)
  return 1
}
# The last line of the value that starts in a line; yTail is the text after it there, such as a comment.
function valueEnd(i, value, indent, j, c, size, text) {
  yTail = ""
  if (sub(/\r$/, "", value)) yTail = "\r"
  c = substr(value, 1, 1)
  if (value ~ /^[|>]/) {
    j = i
    while (j < n && (line[j + 1] ~ /^[ \t\r]*$/ || indentOf(line[j + 1]) > indent)) j++
    while (j > i && line[j] ~ /^[ \t\r]*$/) j--
    return j
  }
  if (c == "\"" || c == "\047") {
    text = value
    for (j = i; ; j++) {
      size = closingIn(text, c)
      if (size > 0) {
        yTail = substr(text, size + 1) (j == i ? yTail : "")
        return j
      }
      if (j >= n) { unclear = 1; return j }
      text = text "\n" line[j + 1]
    }
  }
  if (match(value, /[ \t]+#.*$/)) {
    yTail = substr(value, RSTART) yTail
    return i
  }
  if (match(value, /[ \t]+$/)) yTail = substr(value, RSTART) yTail
  j = i
  while (j < n && line[j + 1] !~ /^[ \t\r]*(#.*)?$/ && indentOf(line[j + 1]) > indent) j++
  return j
}
# A quote in YAML: two single quotes stand for one.
function closingIn(text, quote, i, c) {
  for (i = 2; i <= length(text); i++) {
    c = substr(text, i, 1)
    if (quote == "\"" && c == "\\") { i++; continue }
    if (quote == "\047" && c == quote && substr(text, i + 1, 1) == quote) { i++; continue }
    if (c == quote) return i
  }
  return 0
}
function plainOf(value) {
  sub(/\r$/, "", value)
  if (value ~ /^["\047]/)
    return substr(value, 2, closingIn(value, substr(value, 1, 1)) - 2)
  sub(/[ \t]+#.*$/, "", value)
  sub(/[ \t]+$/, "", value)
  return value
}
# Replaces the value that starts in line i after a head; the lines it covered are removed.
function replaceValue(i, head, value, indent, rule, end, j, quote) {
  end = valueEnd(i, value, indent)
  quote = ""
  line[i] = head mark(rule) yTail
  for (j = i + 1; j <= end; j++) gone[j] = 1
  return end
}
# Whether a mapping below contains the name of its value: name and value of a variable.
function nameBeside(i, indent, j) {
  for (j = i - 1; j >= 1; j--) {
    if (isNothing(line[j]) || (j in gone)) continue
    splitLine(line[j])
    if (yIndent < indent) break
    if (yIndent == indent && yKey == "name") return plainOf(yValue)
    if (yDash && yIndent == indent) break
  }
  for (j = i + 1; j <= n; j++) {
    if (isNothing(line[j])) continue
    splitLine(line[j])
    if (yIndent < indent || yDash) break
    if (yIndent == indent && yKey == "name") return plainOf(yValue)
  }
  return ""
}
function isAllowedOfUser(path) {
  return path ~ /^users\/user\/(client-certificate|client-certificate-data|client-key|tokenFile|username)$/ ||
    path ~ /^users\/user\/exec\/(command|apiVersion|interactiveMode|provideClusterInfo|args|env\/name)$/ ||
    path ~ /^users(\/name|\/user\/auth-provider\/name)$/
}
# The secrets of a YAML document, line by line; below the users of a kubeconfig everything except the allowed keys.
function redactYaml(isKubeconfig, i, inUsers, top, depth, path, end, key, value, head, indent, isSecret, flagBefore, name, dash, item) {
  inUsers = 0
  top = 0
  flagBefore = ""
  for (i = 1; i <= n; i++) {
    if (isNothing(line[i])) {
      line[i] = redactedChunk(line[i], "yaml")
            # A comment has no keys that show whether it contains a secret.
      if (isKubeconfig && inUsers && mayHideSecret(line[i])) unclear = 1
      continue
    }
    if (line[i] ~ /^(---|\.\.\.)/) { inUsers = 0; top = 0; continue }
    if (line[i] ~ /^ *\t/) { unclear = 1 }
    if (!splitLine(line[i])) {
      value = yRest
      head = yHead
      if (isKubeconfig && inUsers && yIndent == 0 && yDash == 0) unclear = 1
      if (yRest ~ /^[?]([ \t]|$)/) unclear = 1
      if (yDash == 0 || value ~ /^\r?$/) {
        if (isKubeconfig && inUsers && value !~ /^\r?$/) unclear = 1
        if (value ~ /^[{[]/ && value ~ /"?users"?[ ]*:/) unclear = 1
        if (yDash) popTo(yIndent)
        line[i] = redactedChunk(line[i], "yaml")
        continue
      }
      popTo(yItem + 1)
      if (isKubeconfig && inUsers && value ~ /^[&*!{[|>@`%]/) { unclear = 1; continue }
      if (isKubeconfig && inUsers && !isAllowedOfUser(pathHere(""))) {
        i = replaceValue(i, head, value, yItem, "below users")
        continue
      }
      name = plainOf(value)
      if (flagBefore != "" && name !~ /^-/ && isOpen(name, flagBefore)) {
        i = replaceValue(i, head, value, yItem, ruleOf(flagBefore))
        flagBefore = ""
        continue
      }
      flagBefore = name ~ /^-/ && name !~ /=/ && isSecretName(name) ? name : ""
      redactLines(i, valueEnd(i, value, yItem))
      continue
    }
    flagBefore = ""
    key = yKey
    value = yValue
    head = yHead
    indent = yIndent
    dash = yDash
    if (indent == 0 && dash == 0) { inUsers = key == "users"; top = 0; stackSize = 0 }
    popTo(dash ? yItem + 1 : indent)
    if (dash) popTo(indent)
    if (key == "<<" && isKubeconfig) unclear = 1
    push(indent, key)
    if (value ~ /^(#.*)?\r?$/) {
            # The value may be alone in the next lines.
      if ((isSecretName(key) || inUsers && isKubeconfig) && i < n) {
        end = i + 1
        while (end < n && isNothing(line[end])) end++
        if (indentOf(line[end]) > indent && !splitLine(line[end]) && !yDash) {
          if (yRest ~ /^[&*!{[?]/) unclear = 1
          else if (isKubeconfig && inUsers ? !isAllowedOfUser(pathHere("")) : isOpen(plainOf(yRest), key)) {
            if (isKubeconfig && inUsers || isSecretName(key))
              i = replaceValue(end, yHead, yRest, indent, ruleOf(key))
          } else i = valueEnd(end, yRest, indent)
        }
      }
      continue
    }
    if (isKubeconfig && inUsers) {
      if (value ~ /^([{][ ]*[}]|\[[ ]*\]|null|~)[ \t]*(#.*)?\r?$/) continue
      if (value ~ /^[&*!{[@`%]/ || key ~ /^[&*!?]/) { unclear = 1; continue }
      if (key == "client-certificate-data" && valueEnd(i, value, indent) > i) unclear = 1
      if (match(value, /[ \t]#.*$/) && mayHideSecret(redactedChunk(substr(value, RSTART + 2), "yaml"))) unclear = 1
      if (!isAllowedOfUser(pathHere("")) ||
        key == "client-certificate-data" && plainOf(value) !~ /^LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS[A-Za-z0-9+\/=]*$/) {
        if (plainOf(value) == "haplane-redacted") continue
        i = replaceValue(i, head, value, indent, ruleOf(key))
        continue
      }
      if (value ~ /^[|>]/ && key != "installHint") unclear = 1
      redactLines(i, valueEnd(i, value, indent))
      continue
    }
    name = key == "value" ? nameBeside(i, indent) : ""
    isSecret = isSecretName(key) || (name != "" && (isSecretName(name) || pathHere("") ~ /\/env\/value$/))
    if (isSecret && value !~ /^[{[]/) {
      if (value ~ /^[&*!]/) {
        unclear = 1
        continue
      }
      if (value ~ /^[|>]/ || isOpen(plainOf(value), key)) {
        i = replaceValue(i, head, value, indent, ruleOf(name != "" ? name : key))
        continue
      }
    }
    if (value ~ /^[|>"\047]/) {
      redactLines(i, valueEnd(i, value, indent))
      continue
    }
    line[i] = redactedChunk(line[i], "yaml")
  }
}
function redactLines(from, to, j) {
  for (j = from; j <= to; j++) line[j] = redactedChunk(line[j], "yaml")
}
function push(indent, key) { stackSize++; stackIndent[stackSize] = indent; stackKey[stackSize] = key }
function popTo(indent) { while (stackSize > 0 && stackIndent[stackSize] >= indent) stackSize-- }
function pathHere(out, i) {
  for (i = 1; i <= stackSize; i++) out = out (i > 1 ? "/" : "") stackKey[i]
  return out
}'
