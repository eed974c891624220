"""How a kubelet gets its identity: a request with the bootstrap token, then a kubeconfig of its own."""
import base64
import hashlib
import os
import re
import subprocess
import time

import lab_client

REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests"
SIGNER = "kubernetes.io/kube-apiserver-client-kubelet"
# These three alone does that signer accept.
USAGES = ["digital signature", "key encipherment", "client auth"]


def bootstrap(bootstrap_kubeconfig, kubeconfig, folder, node, say):
    """Asks until the request is answered, then writes the pair and the kubeconfig."""
    os.makedirs(folder, exist_ok=True)
    pair = f"{folder}/kubelet-client-{time.strftime('%Y-%m-%d-%H-%M-%S')}.pem"
    key = _kept_key(f"{folder}/kubelet-client.key.tmp")
    request = _openssl("req", "-new", "-key", "/dev/stdin", "-subj", f"/O=system:nodes/CN=system:node:{node}", text=key)
    name = f"node-csr-{hashlib.sha256(key).hexdigest()[:16]}"
    certificate = _issued(bootstrap_kubeconfig, name, request, say)
    _write(pair, certificate + key)
    link = f"{folder}/kubelet-client-current.pem"
    if os.path.lexists(link):
        os.unlink(link)
    os.symlink(pair, link)
    _write(kubeconfig, _kubeconfig(bootstrap_kubeconfig, link).encode())
    os.unlink(f"{folder}/kubelet-client.key.tmp")


def _kept_key(path):
    """The same key, and so the same request, after a restart."""
    if not os.path.exists(path):
        _write(path, _openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout"))
    with open(path, "rb") as file:
        return file.read()


def _openssl(*arguments, text=b""):
    return subprocess.run(["/usr/bin/openssl", *arguments], input=text, capture_output=True, check=True).stdout


def _issued(bootstrap_kubeconfig, name, request, say):
    spec = {"request": base64.b64encode(request).decode(), "signerName": SIGNER, "usages": USAGES, "username": "kubelet-bootstrap"}
    while True:
        try:
            client = lab_client.from_kubeconfig(bootstrap_kubeconfig)
            status, found = client.ask("GET", f"{REQUESTS}/{name}")
            if status == 404:
                request = {"apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest"}
                client.ask("POST", REQUESTS, request | {"metadata": {"name": name}, "spec": spec})
                say(f"bootstrap: {name} waits for approval")
            elif status == 200 and "certificate" in found.get("status", {}):
                return base64.b64decode(found["status"]["certificate"])
        except lab_client.Unreachable:
            pass
        time.sleep(1)


def _kubeconfig(bootstrap_kubeconfig, pair):
    with open(bootstrap_kubeconfig, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"^( *)token: .*$", rf"\1client-certificate: {pair}\n\1client-key: {pair}", text, flags=re.MULTILINE)
    return text.replace("kubelet-bootstrap", "default-auth")


def _write(path, content):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
