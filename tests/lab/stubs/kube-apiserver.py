#!/usr/bin/python3 -IS
"""
Stub of kube-apiserver: its flags, TLS with the given certificate, who a client is, health, and objects as plain JSON in
the lab's store. It knows no RBAC (whoever is known may do everything), no watches, no admission, no schema.
"""
import json
import os
import re
import signal
import ssl
import sys
import threading
import time
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, "/usr/local/lib/haplane-lab")
import lab_client
import lab_flags
import lab_lease
import lab_server

NAME = "kube-apiserver"
PUBLIC = re.compile(r"/(readyz|livez|healthz|version)(/.*)?")
OBJECT = re.compile(
    r"(?P<folder>/(?:api/v1|apis/[a-z0-9.]+/v[a-z0-9]+)(?:/namespaces/[^/]+)?/(?P<kind>[a-z]+))"
    r"(?:/(?P<name>[^/]+)(?:/(?:status|approval))?)?"
)
ENDPOINTS = "/api/v1/namespaces/default/endpoints/kubernetes"
MASTERS = "/registry/masterleases/"
MASTER_LIFETIME = 15


class Refused(Exception):
    """A request that ends with a status other than success."""

    def __init__(self, code, reason, message):
        super().__init__(message)
        self.answer = code, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message, "reason": reason, "code": code}


class Store:
    """The etcd servers of the flags; a connection for each thread."""

    def __init__(self, flags):
        self.endpoints = lab_flags.last(flags, "etcd-servers").split(",")
        self.context = ssl.create_default_context(cafile=lab_flags.last(flags, "etcd-cafile"))
        self.context.load_cert_chain(lab_flags.last(flags, "etcd-certfile"), lab_flags.last(flags, "etcd-keyfile"))
        self.threads = threading.local()

    def ask(self, method, value=None, path="/keys", **query):
        if not hasattr(self.threads, "client"):
            self.threads.client = lab_client.Client(self.endpoints, self.context)
        try:
            return self.threads.client.ask(method, f"{path}?{urlencode(query)}", value)
        except lab_client.Unreachable as fault:
            raise Refused(500, "InternalError", f"etcd does not answer: {fault}") from fault

    def is_healthy(self):
        try:
            return self.ask("GET", path="/health")[0] == 200
        except Refused:
            return False


class Apiserver:
    def __init__(self, flags):
        self.store = Store(flags)
        self.allows_anonymous = lab_flags.is_true(flags, "anonymous-auth", "true")
        self.tokens = read_tokens(lab_flags.last(flags, "token-auth-file"))
        self.address = lab_flags.last(flags, "advertise-address") or lab_flags.last(flags, "bind-address", "0.0.0.0")
        self.is_stopping = False

    def answer(self, request):
        body = request.body()
        path = urlsplit(request.path).path
        try:
            self.admit(self.user(request), path)
            if PUBLIC.fullmatch(path):
                return self.public(path)
            return self.objects(request.command, path, body)
        except Refused as refusal:
            return refusal.answer

    def user(self, request):
        """Who asks; None for nobody that is known."""
        if (authorization := request.headers.get("Authorization")) is not None:
            return self.tokens.get(authorization.removeprefix("Bearer ")) or refuse(401, "Unauthorized", "Unauthorized")
        names = {key: value for part in (request.certificate() or {}).get("subject", ()) for key, value in part}
        return names.get("commonName")

    def admit(self, user, path):
        if user is None and not self.allows_anonymous:
            refuse(401, "Unauthorized", "Unauthorized")
        if user is None and not PUBLIC.fullmatch(path):
            refuse(403, "Forbidden", f'User "system:anonymous" cannot access path "{path}"')

    def public(self, path):
        if path == "/version":
            return 200, {"major": "1", "minor": str(lab_flags.MINOR), "gitVersion": lab_flags.RELEASE, "platform": "stub"}
        if path.startswith("/readyz") and self.is_stopping:
            return 500, "[-]shutdown failed: reason withheld\nreadyz check failed"
        if not path.startswith("/livez") and not self.store.is_healthy():
            return 500, f"[-]etcd failed: reason withheld\n{path[1:]} check failed"
        return 200, "ok"

    def objects(self, method, path, body):
        found = OBJECT.fullmatch(path) or refuse(404, "NotFound", "the server could not find the requested resource")
        match method, found["name"]:
            case "GET", None:
                entries = self.store.ask("GET", prefix=found["folder"] + "/")[1]
                return 200, {"apiVersion": "v1", "kind": "List", "items": [shown(entry) for entry in entries]}
            case "GET", _ if path == ENDPOINTS:
                return 200, self.endpoints()
            case "GET", name:
                return 200, shown(self.found(found, name))
            case "POST", None:
                return self.create(found, parsed(body))
            case "PUT", name:
                return self.update(found, name, parsed(body))
            case "DELETE", name if name is not None:
                self.found(found, name)
                return self.store.ask("DELETE", key=f"{found['folder']}/{name}")
        return refuse(405, "MethodNotAllowed", f"{method} is not in this stub")

    def found(self, path, name):
        status, entry = self.store.ask("GET", key=f"{path['folder']}/{name}")
        return entry if status == 200 else refuse(404, "NotFound", f'{path["kind"]} "{name}" not found')

    def create(self, path, value):
        name = value["metadata"]["name"]
        value["metadata"].update(uid=os.urandom(16).hex(), creationTimestamp=lab_lease.now())
        status, entry = self.store.ask("PUT", value, key=f"{path['folder']}/{name}", revision=0)
        return (201, shown(entry)) if status == 200 else refuse(409, "AlreadyExists", f'{path["kind"]} "{name}" already exists')

    def update(self, path, name, value):
        known = self.found(path, name)
        expected = value["metadata"].pop("resourceVersion", known["revision"])
        status, entry = self.store.ask("PUT", value, key=f"{path['folder']}/{name}", revision=expected)
        return (200, shown(entry)) if status == 200 else refuse(409, "Conflict", f'{path["kind"]} "{name}": the object has been modified')

    def endpoints(self):
        """The masters that said within the lifetime of their lease that they live (kubernetes.io, endpoint-reconciler-type=lease)."""
        masters = [entry["value"] for entry in self.store.ask("GET", prefix=MASTERS)[1]]
        addresses = sorted(master["address"] for master in masters if time.time() - master["time"] < MASTER_LIFETIME)
        subset = {"addresses": [{"ip": address} for address in addresses]}
        return {"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": "kubernetes"}, "subsets": [subset]}

    def stay_listed(self):
        while not self.is_stopping:
            try:
                self.store.ask("PUT", {"address": self.address, "time": time.time()}, key=MASTERS + self.address)
            except Refused:
                pass
            time.sleep(2)

    def leave_list(self):
        try:
            self.store.ask("DELETE", key=MASTERS + self.address)
        except Refused:
            pass


def refuse(code, reason, message):
    raise Refused(code, reason, message)


def shown(entry):
    value = entry["value"]
    value["metadata"]["resourceVersion"] = str(entry["revision"])
    return value


def parsed(body):
    try:
        value = json.loads(body)
        value["metadata"]["name"] += ""
        return value
    except (ValueError, KeyError, TypeError) as fault:
        raise Refused(400, "BadRequest", f"not an object with a name: {fault}") from fault


def read_tokens(path):
    if path is None:
        return {}
    with open(path, encoding="utf-8") as file:
        rows = [line.strip().split(",") for line in file if line.strip()]
    return {row[0]: row[1] for row in rows}


def tls(flags):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(lab_flags.last(flags, "tls-cert-file"), lab_flags.last(flags, "tls-private-key-file"))
    if (authority := lab_flags.last(flags, "client-ca-file")) is not None:
        # The real one asks for a certificate and judges it later (401); here a foreign one already fails the handshake.
        context.load_verify_locations(authority)
        context.verify_mode = ssl.CERT_OPTIONAL
    return context


def wait_for_end():
    """Until a signal asks for the end. A second one does not wait for the delay."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(1) if asked.is_set() else asked.set())
    return asked


def main():
    flags = lab_flags.parse(NAME, sys.argv[1:])
    asked = wait_for_end()
    try:
        apiserver = Apiserver(flags)
        address, port = lab_flags.last(flags, "bind-address", "0.0.0.0"), int(lab_flags.last(flags, "secure-port", "6443"))
        server = lab_server.Server(address, port, apiserver.answer, tls(flags))
    except (OSError, AttributeError, TypeError, ValueError) as fault:
        sys.exit(f"Error: {fault}")
    server.start()
    threading.Thread(target=apiserver.stay_listed, daemon=True).start()
    lab_flags.log(flags, NAME, f"Serving securely on {address}:{port}")
    asked.wait()
    apiserver.is_stopping = True
    apiserver.leave_list()
    time.sleep(lab_flags.seconds(lab_flags.last(flags, "shutdown-delay-duration", "0s")))
    server.shutdown()


main()
