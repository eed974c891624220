#!/usr/bin/python3 -IS
"""
A kubelet without a container runtime: its flags, its identity or how it gets one, and then Kubernetes' own hollow kubelet, which is a real one
over a runtime that runs nothing.
"""
import os
import socket
import subprocess
import sys
import time

sys.path.insert(0, "/usr/local/lib/haplane-lab")
import lab_bootstrap
import lab_flags
import lab_node

NAME = "kubelet"
HOLLOW = "/usr/local/lib/haplane-lab/kubemark"


def serving_pair(folder, node):
    """What a kubelet serves with: its own work, at its first start."""
    certificate, key = f"{folder}/kubelet.crt", f"{folder}/kubelet.key"
    if os.path.exists(certificate) and os.path.exists(key):
        return
    subprocess.run(
        ["/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "365", "-keyout", key, "-out", certificate,
         "-subj", f"/CN={node}@{int(time.time())}", "-addext", f"subjectAltName=DNS:{node}"],
        check=True, capture_output=True)


def main():
    flags = lab_flags.parse(NAME, sys.argv[1:])
    node = lab_flags.last(flags, "hostname-override", socket.gethostname())
    kubeconfig = lab_flags.last(flags, "kubeconfig") or lab_node.refuse("no --kubeconfig")
    folder = lab_flags.last(flags, "cert-dir", "/var/lib/kubelet/pki")
    if not os.path.exists(kubeconfig):
        bootstrap = lab_flags.last(flags, "bootstrap-kubeconfig") or lab_node.refuse("neither a kubeconfig nor --bootstrap-kubeconfig")
        lab_bootstrap.bootstrap(bootstrap, kubeconfig, folder, node, lambda text: lab_flags.log(flags, NAME, text))
    serving_pair(folder, node)
    os.execv(HOLLOW, [NAME, "--morph=kubelet", f"--name={node}", f"--kubeconfig={kubeconfig}", "--kubelet-read-only-port=0"])


main()
