
# --- One file: read once, judged, and sent if its form is one that is taken -----------------------------------------------------------

# Lines of roles and paths to look at, and the facts about those that were looked at.
TODO=''
DONE=''
LISTED=''
NAMED=''
JUDGED=''
TAKEN=''
HIDDEN=''
SECRETS=''
QUIET=''
# Programs of components and files of flags, without links.
HOMES=''
REFUSED=''
KEYS=''
OPENSSL=''

# The content of a file, with a sign after its end. Fails if it cannot be read.
load() {
    # Some shells warn about bytes that are not text; the rest of such a file is not used.
  {
    CONTENT=$(
      read_file "$1"
      status=$?
      printf x
      exit "$status"
    )
  } 2>/dev/null
}

is_in() { case $NEWLINE$2 in *"$NEWLINE$1$NEWLINE"*) ;; *) return 1 ;; esac; }

refuse() { REFUSED=$REFUSED$2$TAB$1$NEWLINE; }

# path, role, size: reads a file, and takes it if it may be taken.
look_at_file() {
  if [ "$3" -gt "$LARGEST" ]; then
    refuse "$1" large
    return 0
  fi
  load "$1" || {
    refuse "$1" unreadable
    return 0
  }
  if [ $((${#CONTENT} - 1)) -ne "$3" ]; then
        # It contains bytes that are not text, or it grows.
    refuse "$1" form
    return 0
  fi
  case $CONTENT in "$(printf '\177')ELF"*) return 0 ;; esac
  facts=$(judge facts "${2%%@*}" "$(units_of "$1")" "${2#*@}" "$1")
  case $facts in "form$TAB"* | "not$TAB"*) ;; *) stop "$FAULT" "awk on this host cannot judge $1" ;; esac
  take_facts "$1" "$2" "$facts"
}

take_facts() {
  form=''
  IFS=$NEWLINE
  for fact in $3; do
    case $fact in
      form"$TAB"*) form=${fact#*"$TAB"} ;;
      redacted"$TAB"*) ;;
      path"$TAB"*) TODO=$TODO${fact#*"$TAB"}$NEWLINE ;;
      not"$TAB"*) refuse "$1" "${fact#*"$TAB"}" ;;
      guessable) HIDDEN=$HIDDEN$1$NEWLINE ;;
      secret) SECRETS=$SECRETS$1$NEWLINE ;;
      key) KEYS=$KEYS$1$NEWLINE && note_key "$1" ;;
      certificate) note_certificate "$1" ;;
    esac
  done
  IFS=$BLANK$TAB$NEWLINE
  [ -n "$form" ] || return 0
  text=$CONTENT
  case $NEWLINE$3 in
    *"${NEWLINE}redacted$TAB"*) text=$(judge text "${2%%@*}" "$(units_of "$1")" "${2#*@}" "$1") ;;
  esac
  if emit "files$1" "$text"; then
    TAKEN=$TAKEN$1$NEWLINE
    records "$(printf '%s\n' "$3" | sed -n "/^redacted$TAB/p")"
  fi
}

# The digest of the public part of a private key; openssl reads the key from its standard input.
note_key() {
  [ -n "$OPENSSL" ] || return 0
  digest=$(printf '%s' "${CONTENT%x}" | within "$SECONDS_OF_A_COMMAND" openssl pkey -passin pass: -pubout -outform DER 2>/dev/null | digest_of_input)
    # This is the digest of nothing: openssl cannot read the key.
  case $digest in '' | e3b0c44298fc1c14*) return 0 ;; esac
  record key "$1" "$digest"
}

note_certificate() {
  [ -n "$OPENSSL" ] || return 0
  subject=$(printf '%s' "${CONTENT%x}" |
    within "$SECONDS_OF_A_COMMAND" openssl x509 -noout -subject -nameopt RFC2253 2>/dev/null |
    sed -n '1s/^subject= *//p')
  case $subject in '' | *[[:cntrl:]]*) return 0 ;; esac
  [ "${#subject}" -le 300 ] || return 0
  record certificate "$1" "$subject"
}
