#!/usr/bin/python3 -IS
"""
A kubectl without a cluster: what it answers with lies beside it. KIND.json holds the objects of a kind; raw, the answer to get --raw; fault,
what it says instead of any answer; certificate, what it shows to the apiserver; calls, what it was asked to change.
"""
import json
import os
import sys

sys.path.insert(0, "/usr/local/lib/haplane-lab")
import lab_jsonpath

HERE = os.path.dirname(os.path.abspath(sys.argv[0]))
KINDS = {"nodes": "node", "node": "node", "csr": "csr", "lease": "lease", "endpoints": "endpoints"}


def kept(name):
    try:
        with open(f"{HERE}/{name}", encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def note(*words):
    with open(f"{HERE}/calls", "a", encoding="utf-8") as file:
        file.write(" ".join(words) + "\n")


def shown(kind, names, output, may_lack):
    objects = json.loads(kept(f"{KINDS[kind]}.json") or "[]")
    if not names:
        return lab_jsonpath.render(output, {"items": objects})
    for found in objects:
        if found["metadata"]["name"] == names[0]:
            return f"{kind}/{names[0]}" if output == "name" else lab_jsonpath.render(output, found)
    return "" if may_lack else sys.exit(f'Error from server (NotFound): {kind} "{names[0]}" not found')


def main():
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith(("--server=", "--tls-server-name=", "--kubeconfig="))]
    if "-n" in arguments:
        at = arguments.index("-n")
        del arguments[at:at + 2]
    if arguments[:2] == ["config", "view"]:
        print(kept("certificate") or "", end="")
        return
    if (fault := kept("fault")) is not None:
        sys.exit(fault.rstrip("\n"))
    match arguments:
        case ["get", "--raw", _]:
            print(kept("raw"), end="")
        case ["get", kind, *names, "-o", output] if kind in KINDS:
            words = [name for name in names if name != "--ignore-not-found"]
            sys.stdout.write(shown(kind, words, output.removeprefix("jsonpath="), "--ignore-not-found" in names))
        case ["certificate", "approve", _] | ["delete", _, _]:
            note(*arguments)
        case _:
            sys.exit(f"error: this stub of kubectl cannot do: {' '.join(arguments)}")


main()
