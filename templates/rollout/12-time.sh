elapsed() { printf '%d min %02d s' "$((SECONDS / 60))" "$((SECONDS % 60))"; }

