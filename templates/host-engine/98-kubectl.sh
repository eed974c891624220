
# --- kubectl ------------------------------------------------------------------------------------------------------------------------------

# Output of kubectl; and, where it failed, the last line of its message.
OUT='' FAULT=''

kube() { kube_within "$SECONDS_OF_A_COMMAND" "$@"; }

# SECONDS ARGUMENT…: captures stdout and stderr apart.
kube_within() {
  local seconds=$1 both code said
  shift
  both=$({
    code=0
    said=$(HOME=~root timeout "$seconds" "$KUBECTL" "$@" 2>&1 >&5 </dev/null 9>&-) || code=$?
    printf '\001%s\001%s' "$code" "${said//$'\001'/}"
  } 5>&1)
  said=${both##*$'\001'}
  both=${both%$'\001'*}
  code=${both##*$'\001'}
  OUT=${both%$'\001'*}
  OUT=${OUT%$'\n'}
  case $code in
    0) FAULT='' && return ;;
    124) FAULT="kubectl did not answer within $seconds s" ;;
    *) FAULT=$(explained "$(last_words "$said")") ;;
  esac
  return 1
}

# Prints the last line, without credentials.
last_words() {
  local line last=''
  while IFS= read -r line; do
    if [[ $line == *[![:space:]]* ]]; then last=$line; fi
  done <<<"$1"
  clean "${last:0:500}"
  sed -E 's#://[^/@ ]*@#://…@#g; s/((token|password|bearer|secret)[" ]*[:= ][" ]*)[^" ]+/\1…/Ig' <<<"$CLEAN"
}

explained() {
  case $1 in
    *expired* | *Unauthorized* | *'bad certificate'* | *'must be logged in'*)
      if has_expired; then
        printf '%s: the certificate in %s/.kube/config has expired. Replace it, and run again.' "$1" ~root
        return
      fi
      ;;
  esac
  printf '%s' "${1:-kubectl failed without a message}"
}

# The client certificate of root.
has_expired() {
  local certificate
  certificate=$(configured client-certificate-data) || return 1
  if [[ -n $certificate ]]; then
    certificate=$(base64 -d <<<"$certificate" 2>/dev/null) || return 1
  else
    certificate=$(configured client-certificate) || return 1
    is_path "$certificate" && certificate=$(cat -- "$certificate" 2>/dev/null) || return 1
  fi
  ssl x509 -noout <<<"$certificate" && ! ssl x509 -noout -checkend 0 <<<"$certificate" >/dev/null
}

# FIELD of the user in the kubeconfig of root.
configured() {
  HOME=~root timeout "$SECONDS_OF_A_COMMAND" "$KUBECTL" config view --minify --raw -o "jsonpath={.users[0].user.$1}" 2>/dev/null
}
