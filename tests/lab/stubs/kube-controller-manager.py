#!/usr/bin/python3 -IS
"""
Stub of kube-controller-manager: its flags, its lease, its health port. While it leads it signs the approved requests of
kubelets, and says of a node that is silent that it is not ready. It controls nothing else.
"""
import base64
import subprocess
import sys
import time

sys.path.insert(0, "/usr/local/lib/haplane-lab")
import lab_client
import lab_flags
import lab_lease
import lab_server

NAME = "kube-controller-manager"
REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests"
LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases"
NODES = "/api/v1/nodes"
GRACE = 40


class Controllers:
    def __init__(self, client, flags):
        self.client = client
        self.certificate = lab_flags.last(flags, "cluster-signing-cert-file")
        self.key = lab_flags.last(flags, "cluster-signing-key-file")
        # By node: the last renewal that was seen, and when that was, by our own clock.
        self.seen = {}

    def work(self):
        try:
            self.sign_requests()
            self.watch_nodes()
        except lab_client.Unreachable:
            # The lease is asked for again soon, and tells whether we still lead.
            return

    def items(self, path):
        status, found = self.client.ask("GET", path)
        return found["items"] if status == 200 else []

    def sign_requests(self):
        for request in self.items(REQUESTS):
            status = request.setdefault("status", {})
            is_approved = any(condition["type"] == "Approved" for condition in status.get("conditions", []))
            if is_approved and "certificate" not in status and self.certificate and self.key:
                status["certificate"] = self.signed(request["spec"]["request"])
                self.client.ask("PUT", f"{REQUESTS}/{request['metadata']['name']}/status", request)

    def signed(self, request):
        command = ["/usr/bin/openssl", "x509", "-req", "-CA", self.certificate, "-CAkey", self.key, "-days", "365"]
        done = subprocess.run(command, input=base64.b64decode(request), capture_output=True, check=True)
        return base64.b64encode(done.stdout).decode()

    def watch_nodes(self):
        renewals = {lease["metadata"]["name"]: lease["spec"]["renewTime"] for lease in self.items(LEASES)}
        for node in self.items(NODES):
            name = node["metadata"]["name"]
            renewal = renewals.get(name)
            if self.seen.get(name, (None,))[0] != renewal:
                self.seen[name] = renewal, time.monotonic()
            elif time.monotonic() - self.seen.setdefault(name, (renewal, time.monotonic()))[1] > GRACE:
                self.lose(node)

    def lose(self, node):
        ready = node["status"]["conditions"][0]
        if ready["status"] != "Unknown":
            ready.update(status="Unknown", reason="NodeStatusUnknown")
            self.client.ask("PUT", f"{NODES}/{node['metadata']['name']}", node)


def main():
    flags = lab_flags.parse(NAME, sys.argv[1:])
    client = lab_client.from_kubeconfig(lab_flags.last(flags, "kubeconfig"))
    lab_server.serve_health("127.0.0.1", 10252)
    controllers = Controllers(client, flags)
    lab_lease.lead(client, NAME, lambda text: lab_flags.log(flags, NAME, text), controllers.work)


main()
