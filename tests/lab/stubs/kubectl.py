#!/usr/bin/python3 -IS
"""
Stub of kubectl with a kubeconfig as the real one finds it, or another --server: `version --client`, `get --raw PATH`,
`get KIND [NAME] -o jsonpath=…`, `certificate approve NAME`, `delete KIND NAME`, `drain` (there are no pods: it marks the node) and
`uncordon`, `auth can-i` (yes, except
to a token that asks for more than a CSR).
"""
import os
import sys

sys.path.insert(0, "/usr/local/lib/haplane-lab")
import lab_client
import lab_flags
import lab_jsonpath

REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests"
FOLDERS = {
    "node": "/api/v1/nodes",
    "csr": REQUESTS,
    "lease": "/apis/coordination.k8s.io/v1/namespaces/{namespace}/leases",
    "endpoints": "/api/v1/namespaces/{namespace}/endpoints",
}
FOLDERS["nodes"] = FOLDERS["node"]


def take_option(arguments, *names):
    """Removes an option with its value from the arguments; None where it is not there."""
    for index, argument in enumerate(arguments):
        if argument in names and index + 1 < len(arguments):
            del arguments[index]
            return arguments.pop(index)
        for name in names:
            if argument.startswith(f"{name}="):
                return arguments.pop(index).partition("=")[2]
    return None


class Kubectl:
    def __init__(self, kubeconfig, namespace, server):
        self.client = lab_client.from_kubeconfig(kubeconfig)
        if server is not None:
            self.client.endpoints = [server]
        self.namespace = namespace

    def ask(self, method, path, value=None):
        try:
            status, found = self.client.ask(method, path, value)
        except lab_client.Unreachable as fault:
            sys.exit(f"Unable to connect to the server: {fault}")
        if status >= 400:
            sys.exit(f"Error from server (status {status}): {found}")
        return found

    def folder(self, kind):
        return FOLDERS[kind].format(namespace=self.namespace)

    def get_raw(self, path):
        try:
            status, text = self.client.ask_raw("GET", path)
        except lab_client.Unreachable as fault:
            sys.exit(f"Unable to connect to the server: {fault}")
        if status >= 400:
            sys.exit(f"Error from server (status {status}): {text}")
        print(text)

    def cordon(self, name, unschedulable):
        node = self.ask("GET", f"{FOLDERS['node']}/{name}")
        node.setdefault("spec", {})["unschedulable"] = unschedulable
        self.ask("PUT", f"{FOLDERS['node']}/{name}", node)

    def approve(self, name):
        request = self.ask("GET", f"{REQUESTS}/{name}")
        request.setdefault("status", {})["conditions"] = [{"type": "Approved", "status": "True", "reason": "KubectlApprove"}]
        self.ask("PUT", f"{REQUESTS}/{name}/approval", request)
        print(f"certificatesigningrequest.certificates.k8s.io/{name} approved")


def main():
    arguments = sys.argv[1:]
    home = os.path.expanduser("~/.kube/config")
    kubeconfig = take_option(arguments, "--kubeconfig") or os.environ.get("KUBECONFIG") or home
    namespace = take_option(arguments, "-n", "--namespace") or "default"
    server = take_option(arguments, "-s", "--server")
    take_option(arguments, "--tls-server-name")
    output = take_option(arguments, "-o", "--output") or ""
    if arguments[:1] == ["version"]:
        print(f"Client Version: {lab_flags.VERSION.removeprefix('Kubernetes ')}")
        return
    kubectl = Kubectl(kubeconfig, namespace, server)
    match arguments:
        case ["get", "--raw", path]:
            kubectl.get_raw(path)
        case ["get", kind, name, "--ignore-not-found"] if kind in FOLDERS and output == "name":
            names = [item["metadata"]["name"] for item in kubectl.ask("GET", kubectl.folder(kind))["items"]]
            if name in names:
                print(f"{kind}/{name}")
        case ["get", kind, name, "--ignore-not-found"] if kind in FOLDERS and output.startswith("jsonpath="):
            items = [item for item in kubectl.ask("GET", kubectl.folder(kind))["items"] if item["metadata"]["name"] == name]
            sys.stdout.write("".join(lab_jsonpath.render(output.removeprefix("jsonpath="), item) for item in items))
        case ["get", kind, *name] if kind in FOLDERS and output.startswith("jsonpath=") and len(name) < 2:
            found = kubectl.ask("GET", "/".join([kubectl.folder(kind), *name]))
            sys.stdout.write(lab_jsonpath.render(output.removeprefix("jsonpath="), found))
        case ["certificate", "approve", name]:
            kubectl.approve(name)
        case ["delete", kind, name] if kind in FOLDERS:
            kubectl.ask("DELETE", f"{kubectl.folder(kind)}/{name}")
            print(f'{kind} "{name}" deleted')
        case ["drain", name, "--ignore-daemonsets"]:
            kubectl.cordon(name, True)
            print(f"node/{name} drained")
        case ["uncordon", name]:
            kubectl.cordon(name, False)
            print(f"node/{name} uncordoned")
        case ["auth", "can-i", verb, resource, *_]:
            kubectl.ask("GET", FOLDERS["node"])
            # A bootstrap token has no other right than to request a certificate.
            with open(kubeconfig, encoding="utf-8") as file:
                is_bounded = "token:" in file.read() and (verb == "*" or resource == "secrets")
            print("no" if is_bounded else "yes")
            sys.exit(1 if is_bounded else 0)
        case _:
            sys.exit(f"error: this stub of kubectl cannot do: {' '.join(arguments)}")


main()
