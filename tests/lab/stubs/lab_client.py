"""A client over TLS that keeps its connection, and the kubeconfig that says where it leads."""
import base64
import http.client
import json
import os
import re
import ssl
from urllib.parse import urlsplit

Unreachable = (OSError, http.client.HTTPException)


class Client:
    """Asks the first endpoint that answers. Not for more than one thread, but the list of endpoints may be shared."""

    def __init__(self, endpoints, context, token=None):
        self.endpoints = endpoints
        self.context = context
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.connection = None
        self.tried = None

    def ask(self, method, path, value=None):
        """The status and the answer: an object where it is JSON, else text. Raises one of Unreachable."""
        status, text = self.ask_raw(method, path, None if value is None else json.dumps(value))
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text

    def ask_raw(self, method, path, body=None):
        # The other side may have closed a kept connection, so one round more than there are endpoints.
        for _ in self.endpoints:
            try:
                return self._ask_once(method, path, body)
            except Unreachable:
                self._leave()
        return self._ask_once(method, path, body)

    def _ask_once(self, method, path, body):
        if self.connection is None:
            self.tried = self.endpoints[0]
            here = urlsplit(self.tried)
            self.connection = http.client.HTTPSConnection(here.hostname, here.port or 443, context=self.context, timeout=3)
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()

    def _leave(self):
        self.connection.close()
        self.connection = None
        # Another thread may have turned to the next one already.
        if self.endpoints[0] == self.tried:
            self.endpoints.append(self.endpoints.pop(0))


def from_kubeconfig(path):
    """A client as a kubeconfig with one cluster and one user describes it: the only kind that the lab has."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    context = ssl.create_default_context(cadata=_content(text, "certificate-authority", path).decode())
    certificate = _content(text, "client-certificate", path)
    if certificate is not None:
        _present(context, certificate, _content(text, "client-key", path))
    return Client([_scalar(text, "server")], context, _scalar(text, "token"))


def _scalar(text, key):
    found = re.search(rf"^[ -]*{key}:[ \t]*(\S+)[ \t]*$", text, re.MULTILINE)
    return found.group(1).strip("'\"") if found else None


def _content(text, key, beside):
    """The bytes that a kubeconfig holds under KEY-data, or names under KEY."""
    data, named = _scalar(text, f"{key}-data"), _scalar(text, key)
    if data is not None:
        return base64.b64decode(data)
    if named is None:
        return None
    with open(os.path.join(os.path.dirname(beside), named), "rb") as file:
        return file.read()


def _present(context, certificate, key):
    # ssl reads a pair from a file only; this one is in memory, and nobody else's.
    file = os.memfd_create("client", os.MFD_CLOEXEC)
    try:
        os.write(file, certificate + b"\n" + key)
        context.load_cert_chain(f"/proc/self/fd/{file}")
    finally:
        os.close(file)
