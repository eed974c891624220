#!/usr/bin/python3 -IS
"""Stub of kubelet: its flags, its identity or how it gets one, one connection to the apiserver, its node and node lease. It runs no pods."""
import os
import socket
import sys

sys.path.insert(0, "/usr/local/lib/haplane-lab")
import lab_bootstrap
import lab_client
import lab_flags
import lab_lease
import lab_node
import lab_server

NAME = "kubelet"


READY = {"type": "Ready", "status": "True", "reason": "KubeletReady"}


def identity(flags, node, say):
    kubeconfig = lab_flags.last(flags, "kubeconfig")
    if kubeconfig is None:
        lab_node.refuse("no --kubeconfig")
    if not os.path.exists(kubeconfig):
        folder = lab_flags.last(flags, "cert-dir", "/var/lib/kubelet/pki")
        lab_bootstrap.bootstrap(lab_flags.last(flags, "bootstrap-kubeconfig"), kubeconfig, folder, node, say)
    return lab_client.from_kubeconfig(kubeconfig)


def own_address(flags):
    """As --node-ip says, else the address of this host that the machine itself would use."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.168.3.1", 9))
        return lab_flags.last(flags, "node-ip", probe.getsockname()[0])


def register(client, node, address):
    status, found = client.ask("GET", f"/api/v1/nodes/{node}")
    if status == 404:
        status = {"conditions": [READY], "addresses": [{"type": "InternalIP", "address": address}]}
        client.ask("POST", "/api/v1/nodes", {"apiVersion": "v1", "kind": "Node", "metadata": {"name": node}, "status": status})
    elif status == 200 and found["status"]["conditions"][0]["status"] != "True":
        found["status"]["conditions"] = [READY]
        client.ask("PUT", f"/api/v1/nodes/{node}", found)


def main():
    flags = lab_flags.parse(NAME, sys.argv[1:])
    node = lab_flags.last(flags, "hostname-override", socket.gethostname())

    def say(text):
        lab_flags.log(flags, NAME, text)

    client = identity(flags, node, say)
    lease = lab_lease.Lease(client, "kube-node-lease", node, node, 40)
    address = own_address(flags)
    lab_server.serve_health("127.0.0.1", 10248)

    def report():
        register(client, node, address)
        lease.take()

    lab_node.repeat(report, say)


main()
