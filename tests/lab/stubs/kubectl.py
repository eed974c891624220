#!/usr/bin/python3 -IS
"""Stub of kubectl: `version --client` and `get --raw PATH`, with a kubeconfig as the real one finds it."""
import os
import sys

sys.path.insert(0, "/usr/local/lib/haplane-lab")
import lab_client
import lab_flags


def take_option(arguments, name):
    """Removes an option with its value from the arguments; None where it is not there."""
    for index, argument in enumerate(arguments):
        if argument == name and index + 1 < len(arguments):
            del arguments[index]
            return arguments.pop(index)
        if argument.startswith(f"{name}="):
            return arguments.pop(index).partition("=")[2]
    return None


def get_raw(kubeconfig, path):
    try:
        status, text = lab_client.from_kubeconfig(kubeconfig).ask_raw("GET", path)
    except lab_client.Unreachable as fault:
        sys.exit(f"Unable to connect to the server: {fault}")
    if status >= 400:
        sys.exit(f"Error from server (status {status}): {text}")
    print(text)


def main():
    arguments = sys.argv[1:]
    home = os.path.expanduser("~/.kube/config")
    kubeconfig = take_option(arguments, "--kubeconfig") or os.environ.get("KUBECONFIG") or home
    match arguments:
        case ["version", *_]:
            print(f"Client Version: {lab_flags.VERSION.removeprefix('Kubernetes ')}")
        case ["get", "--raw", path]:
            get_raw(kubeconfig, path)
        case _:
            sys.exit(f"error: this stub of kubectl cannot do: {' '.join(arguments)}")


main()
