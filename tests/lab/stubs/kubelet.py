#!/usr/bin/python3 -IS
"""Stub of kubelet: its flags, its identity, one connection to the apiserver, its node and node lease. It runs no pods."""
import os
import socket
import sys

sys.path.insert(0, "/usr/local/lib/haplane-lab")
import lab_client
import lab_flags
import lab_lease
import lab_node
import lab_server

NAME = "kubelet"


def identity(flags):
    kubeconfig = lab_flags.last(flags, "kubeconfig")
    if kubeconfig is None or not os.path.exists(kubeconfig):
        lab_node.refuse(f"no kubeconfig {kubeconfig}, and this stub does not bootstrap")
    return lab_client.from_kubeconfig(kubeconfig)


def register(client, node):
    if client.ask("GET", f"/api/v1/nodes/{node}")[0] == 404:
        ready = {"type": "Ready", "status": "True", "reason": "KubeletReady"}
        client.ask("POST", "/api/v1/nodes", {"apiVersion": "v1", "kind": "Node", "metadata": {"name": node}, "status": {"conditions": [ready]}})


def main():
    flags = lab_flags.parse(NAME, sys.argv[1:])
    client = identity(flags)
    node = lab_flags.last(flags, "hostname-override", socket.gethostname())
    lease = lab_lease.Lease(client, "kube-node-lease", node, node, 40)
    lab_server.serve_health("127.0.0.1", 10248)

    def report():
        register(client, node)
        lease.take()

    lab_node.repeat(report, lambda text: lab_flags.log(flags, NAME, text))


main()
