
# --- Output: everything leaves through this one function --------------------------------------------------------------------------------

AWK_OF_GATE='
{ line[++n] = $0 }
END {
  prepareSecrets()
  line[n] = substr(line[n], 1, length(line[n]) - 1)
  whole = ""
  for (i = 1; i <= n; i++) whole = whole line[i] "\n"
  exit holdsSecretForm(whole) ? 1 : 0
}'

# The given number of zero bytes.
zeros() { [ "$1" -le 0 ] || printf "%0$1d" 0 | tr 0 '\000'; }

# name, content with a sign after its end: one member of the archive. Fails if it is not sent.
emit() {
  printf '%s' "$2" | awk "$AWK_OF_SECRETS$AWK_OF_GATE" || {
    refuse "/${1#files/}" unclear
    return 1
  }
  split_name "$1" || {
    refuse "/${1#files/}" path
    return 1
  }
  size=$((${#2} - 1))
  octal=$(printf '%011o' "$size")
  printf '%s' "$SHORT"
  zeros $((100 - ${#SHORT}))
  printf '0000600\0000000000\0000000000\000%s\00000000000000\000%06o\000 0' "$octal" "$(sum_of "$SHORT$PREFIX$octal")"
  zeros 100
  printf 'ustar\00000'
  zeros 80
  printf '%s' "$PREFIX"
  zeros $((155 - ${#PREFIX} + 12))
  printf '%s' "${2%x}"
  zeros $(((512 - size % 512) % 512))
}

# The checksum of a header: its bytes, with blanks for the sum itself. The same in each header are 0000600, twice 0000000, the time, the type
# and the magic.
sum_of() {
  printf '%s' "000060000000000000000000000000000ustar00$1" | od -An -v -tu1 |
    awk '{ for (i = 1; i <= NF; i++) sum += $i } END { print sum + 8 * 32 }'
}

# A name of more than 100 bytes is split at a slash (POSIX, ustar): SHORT and PREFIX.
split_name() {
  SHORT=$1
  PREFIX=''
  [ "${#1}" -gt 100 ] || return 0
  at=$(printf '%s\n' "$1" | awk '{
    for (i = 156 < length($0) ? 156 : length($0) - 1; i > 1; i--)
      if (substr($0, i, 1) == "/" && length($0) - i <= 100) { print i; exit }
  }')
  [ -n "$at" ] || return 1
  PREFIX=$(printf '%s\n' "$1" | awk -v at="$at" '{ print substr($0, 1, at - 1) }')
  SHORT=$(printf '%s\n' "$1" | awk -v at="$at" '{ print substr($0, at + 1) }')
}

end_of_archive() { zeros 1024; }
