#!/usr/bin/python3 -IS
"""Stub of kube-proxy: its flags, one connection to the apiserver, its health port. It forwards nothing."""
import sys

sys.path.insert(0, "/usr/local/lib/haplane-lab")
import lab_client
import lab_flags
import lab_node
import lab_server

NAME = "kube-proxy"


def kubeconfig(flags):
    """The configuration file's where there is one: it wins over the flags."""
    configuration = lab_flags.last(flags, "config")
    if configuration is None:
        return lab_flags.last(flags, "kubeconfig") or lab_node.refuse("neither --config nor --kubeconfig")
    return lab_node.nested_scalar(configuration, "kubeconfig") or lab_node.refuse(f"{configuration}: no clientConnection.kubeconfig")


def main():
    flags = lab_flags.parse(NAME, sys.argv[1:])
    client = lab_client.from_kubeconfig(kubeconfig(flags))
    lab_server.serve_health("0.0.0.0", 10256)
    lab_node.repeat(lambda: client.ask("GET", "/version"), lambda text: lab_flags.log(flags, NAME, text))


main()
