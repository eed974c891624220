
# --- The census: everything found, one record per line ----------------------------------------------------------------------------

# The listed paths, each once, with the facts about them.
listed_entries() {
  printf '%s--\n%s' "$KNOWN" "$LISTED" | awk -F '\t' '
    $0 == "--" { part = 1; next }
    !part { if ($1 ~ /^(dir|link|file)$/) known[$2] = $0; next }
    ($0 in known) && !($0 in done) { done[$0] = 1; print known[$0] }' | sort
}

describe_entries() {
  entries=$(listed_entries)
  files=$(printf '%s\n' "$entries" | awk -F '\t' -v most="$LARGEST_DIGEST" '$1 == "file" && $5 <= most { print $2 }')
  DIGESTS=$([ -z "$files" ] || printf '%s\n' "$files" | digests)
  records "$(printf '%s\n--\n%s--\n%s\n' "$DIGESTS" "$HIDDEN" "$entries" | awk -F '\t' -v OFS='\t' '
    $0 == "--" { part++; next }
    part == 0 { digest[$2] = $1; next }
    part == 1 { hidden[$0] = 1; next }
        # A program of Kubernetes is not a file of passwords, whatever words it contains.
    $3 ~ /[1357]/ && $2 ~ /\/(kube[a-z-]*|hyperkube)$/ { delete hidden[$2] }
    $1 == "dir" { print "entry", "dir", $2, $3, $4 }
    $1 == "link" { print "entry", "link", $2, $6 }
    $1 == "file" { print "entry", "file", $2, $3, $4, $5, ($2 in digest) && !($2 in hidden) ? digest[$2] : "-" }')"
}

# Which secrets are the same on two hosts, by a key that is discarded: never from the digest alone.
describe_tags() {
  IFS=$NEWLINE
  for path in $(printf '%s' "$SECRETS" | sort -u); do
    is_in "$path" "$KEYS" && continue
    digest=$(printf '%s\n' "$DIGESTS" | awk -F '\t' -v path="$path" '$2 == path { print $1; exit }')
    [ -n "$digest" ] || continue
    inner=$(printf '%s%s' "$KEY" "$digest" | digest_of_input)
    record tag "$path" "$(printf '%s%s' "$KEY" "$inner" | digest_of_input)"
  done
  IFS=$BLANK$TAB$NEWLINE
}

# Each file that was not taken, once. A form that is not taken counts only if something names the file and it is not a program.
describe_refused() {
  records "$(printf '%s--\n%s--\n%s--\n%s' "$TAKEN" "$NAMED" "$KNOWN" "$REFUSED" | awk -F '\t' '
    $0 == "--" { part++; next }
    part == 0 { taken[$0] = 1; next }
    part == 1 { named[$0] = 1; next }
    part == 2 { isProgram[$2] = $3 ~ /[1357]/; next }
    ($2 in taken) || ($2 in done) { next }
    $1 ~ /^(form|large)$/ && (!($2 in named) || $1 == "large" && isProgram[$2]) { next }
    { done[$2] = 1; print "nottaken\t" $2 "\t" $1 }' | sort)"
}

# A line that contains something like a token is left out.
send_census() {
  census=$(
    printf '%s' "$RECORDS" | awk -F '\t' "$AWK_OF_TEXT$AWK_OF_SECRETS"'
      BEGIN { prepareSecrets() }
      {
        plain = $0
        gsub(/\t/, " ", plain)
      }
      NF == 0 || holdsSecretForm($0) || !isText(plain) { next }
      { print; count++ }
      END { print "end\t" count }'
    printf x
  )
  emit census "$census" || stop "$FAULT" "the report could not be written"
}
