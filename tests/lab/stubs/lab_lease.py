"""Leases, taken and renewed through an apiserver as client-go does it."""
import os
import socket
import sys
import time

from lab_client import Unreachable

# Of a leader. Kubernetes has 2, 10 and 15 seconds by default; a test waits for the last of them at each change of the leader.
RETRY = 2
RENEW_DEADLINE = 4
DURATION = 6


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()) + ".000000Z"


class Lease:
    """One holder's view of a lease."""

    def __init__(self, client, namespace, name, holder, duration):
        self.client = client
        self.folder = f"/apis/coordination.k8s.io/v1/namespaces/{namespace}/leases"
        self.name = name
        self.holder = holder
        self.duration = duration
        # Clocks of hosts differ: a lease is over when it has not changed for its duration, by our own.
        self.seen = None
        self.seen_at = 0

    def take(self):
        """Takes or renews it; whether we hold it now."""
        status, lease = self.client.ask("GET", f"{self.folder}/{self.name}")
        if status == 404:
            return self.client.ask("POST", self.folder, self._new())[0] == 201
        if status != 200:
            return False
        spec = lease["spec"]
        self._look(spec)
        if spec["holderIdentity"] != self.holder and not self._is_over():
            return False
        if spec["holderIdentity"] != self.holder:
            spec.update(holderIdentity=self.holder, acquireTime=now(), leaseTransitions=spec.get("leaseTransitions", 0) + 1)
        spec["renewTime"] = now()
        return self.client.ask("PUT", f"{self.folder}/{self.name}", lease)[0] == 200

    def _new(self):
        spec = {"holderIdentity": self.holder, "leaseDurationSeconds": self.duration, "acquireTime": now(), "renewTime": now(), "leaseTransitions": 0}
        return {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": self.name}, "spec": spec}

    def _look(self, spec):
        if spec != self.seen:
            self.seen = dict(spec)
            self.seen_at = time.monotonic()

    def _is_over(self):
        return time.monotonic() - self.seen_at > self.duration


def lead(client, name, say, work=lambda: None):
    """Stands for election and, once elected, holds the lease and works; ends the program when it is lost."""
    lease = Lease(client, "kube-system", name, f"{socket.gethostname()}_{os.urandom(8).hex()}", DURATION)
    renewed = None
    while True:
        try:
            holds = lease.take()
        except Unreachable:
            holds = False
        if holds and renewed is None:
            say(f"{name}: successfully acquired lease kube-system/{name}")
        if holds:
            renewed = time.monotonic()
            work()
        elif renewed is not None and time.monotonic() - renewed > RENEW_DEADLINE:
            say(f"{name}: leaderelection lost")
            sys.exit(1)
        time.sleep(RETRY)
