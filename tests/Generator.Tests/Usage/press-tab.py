"""Types a line and a tab into a shell on a terminal, and prints the words that the line has then.

press-tab.py SHELL SETUP LINE: SHELL is the command line of the shell, SETUP what is entered first.
"""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

PATIENCE = 120
shell, setup, line = sys.argv[1:4]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(shell.split()[0], shell.split())
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 400, 0, 0))
seen = b""


def enter(keys, pattern):
    """Types, and waits for what the shell prints."""
    global seen
    seen = b""
    os.write(terminal, keys.encode())
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 1)
        if ready:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
            found = re.search(pattern, seen)
            if found:
                return found
    sys.exit(f"the shell did not print {pattern!r}: {seen!r}")


enter(f"{setup}; printf 'set%s\\n' up\r", rb"setup\r?\n")
# The key that goes to the start of the line: what is there then is printed word by word.
print(enter(f"{line}\t\x01printf '<%s>' begin \x05 end\r", rb"<begin>(.*?)<end>").group(1).decode())
os.write(terminal, b"exit\r")
os.close(terminal)
