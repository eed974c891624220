"""The command line of a stub: as strict as the real program's, by the table of flags that haplane itself judges with."""
import os
import re
import sys

TABLE = "/usr/local/lib/haplane-lab/component-flags.tsv"
MINOR = 20


def _release():
    """The release of the lab's programs, real ones among them."""
    with open("/usr/local/lib/haplane-lab/release", encoding="ascii") as file:
        return file.read().strip()


RELEASE = _release()
VERSION = f"Kubernetes {RELEASE} (stub)"

# What such a flag names is read at the start; a log is written, and a lock made.
FILE_FLAG = re.compile(r"(file|certificate|certificate-authority|-key|kubeconfig|^config)$")
NOT_READ = {"log-file", "lock-file"}


class Misuse(Exception):
    """A command line that the real program refuses, too."""


def parse(component, arguments):
    """The values of every flag that is given, in order. Ends the program where the real one would not start."""
    if "--version" in arguments or "--version=true" in arguments:
        print(VERSION)
        sys.exit(0)
    try:
        flags = _values(_table(component), arguments)
        _require_files(flags)
    except Misuse as fault:
        print(f"Error: {fault}", file=sys.stderr)
        sys.exit(1)
    return flags


def last(flags, name, default=None):
    """The value that counts where a flag is given more than once."""
    return flags.get(name, [default])[-1]


def is_true(flags, name, default):
    return last(flags, name, default).lower() in ("true", "t", "1")


def seconds(text):
    """A duration as Go writes it: 1h2m3s, 500ms, 0."""
    units = {"h": 3600, "m": 60, "s": 1, "ms": 0.001}
    return sum(float(number) * units[unit] for number, unit in re.findall(r"([0-9.]+)(ms|h|m|s)", text))


def log(flags, component, text):
    """One line where the real program would write its log."""
    folder = last(flags, "log-dir")
    if folder is None or is_true(flags, "logtostderr", "true"):
        print(text, file=sys.stderr, flush=True)
        return
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/{component}.INFO", "a", encoding="utf-8") as file:
        file.write(text + "\n")


def _table(component):
    known = {}
    with open(TABLE, encoding="ascii") as file:
        for line in file:
            if line.startswith(component + "\t"):
                _, flag, first, final, kind, _ = line.rstrip("\n").split("\t")
                if int(first.lstrip("~") or 0) <= MINOR <= int(final or MINOR):
                    known[flag] = kind
    return known


def _values(known, arguments):
    flags = {}
    rest = list(arguments)
    while rest:
        flag, value = _next(known, rest)
        flags.setdefault(flag, []).append(value)
    return flags


def _next(known, rest):
    argument = rest.pop(0)
    if not argument.startswith("--"):
        raise Misuse(f'unknown command "{argument}"')
    name, has_value, value = argument[2:].partition("=")
    flag = name.replace("_", "-")
    if flag not in known:
        raise Misuse(f"unknown flag: --{name}")
    if not has_value:
        value = _value_apart(known[flag], argument, rest)
    if known[flag] == "bool" and value.lower() not in ("true", "false", "t", "f", "1", "0"):
        raise Misuse(f'invalid argument "{value}" for "--{name}" flag: not a boolean')
    return flag, value


def _value_apart(kind, argument, rest):
    if kind == "bool":
        return "true"
    if not rest:
        raise Misuse(f"flag needs an argument: {argument}")
    return rest.pop(0)


def _require_files(flags):
    for name, values in flags.items():
        # A kubelet that bootstraps writes its kubeconfig itself.
        if name in NOT_READ or (name == "kubeconfig" and "bootstrap-kubeconfig" in flags) or not FILE_FLAG.search(name):
            continue
        for value in values:
            if not os.path.isfile(value):
                raise Misuse(f"--{name}: open {value}: no such file or directory")
