"""What the agents of a node have in common."""
import sys
import time

from lab_client import Unreachable

PERIOD = 2


def repeat(action, say):
    """Does it every two seconds over one connection; a server that is away is waited for, and said once."""
    was_there = True
    while True:
        try:
            action()
            is_there = True
        except Unreachable as fault:
            is_there = False
            if was_there:
                say(f"the apiserver does not answer: {fault}")
        was_there = is_there
        time.sleep(PERIOD)


def nested_scalar(path, key):
    """A scalar of a component's configuration file, at whatever depth it stands; None where it does not."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, _, value = line.strip().partition(":")
            if name == key:
                return value.strip()
    return None


def refuse(text):
    print(f"Error: {text}", file=sys.stderr)
    sys.exit(1)
