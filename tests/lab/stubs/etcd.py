#!/usr/bin/python3 -IS
"""
Stands for etcd: keys and values with revisions, over TLS with client certificates, at etcd's address. The members of the
lab share one folder, so any of them answers for all, and there is no quorum to lose.
"""
import fcntl
import json
import os
import ssl
import sys
from contextlib import contextmanager
from urllib.parse import parse_qs, quote, urlsplit

sys.path.insert(0, "/usr/local/lib/haplane-lab")
import lab_server

STORE = "/var/lib/haplane-lab-store"
SSL = "/data/application/etcd/ssl"

# Each is known by the end of its address; the first one leads.
MEMBERS = ["171", "174", "175"]
MEMBER = sys.argv[-1].rpartition(".")[2]


def path_of(key):
    return f"{STORE}/{quote(key, safe='')}"


def read(path):
    """What a file of the store holds; None where it is not there."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def read_below(prefix):
    start = quote(prefix, safe="")
    names = sorted(name for name in os.listdir(STORE) if name.startswith(start) and not name.endswith(".new"))
    # One that was deleted meanwhile is left out.
    return [entry for entry in (read(f"{STORE}/{name}") for name in names) if entry is not None]


@contextmanager
def alone():
    """While no other member writes."""
    with open(f"{STORE}/.lock", "a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(path, value):
    with open(f"{path}.new", "w", encoding="utf-8") as file:
        json.dump(value, file)
    os.replace(f"{path}.new", path)


def put(key, expected, value):
    """Writes where the revision is still the expected one; 0 stands for none, None for any."""
    with alone():
        entry = read(path_of(key))
        if expected is not None and expected != (entry["revision"] if entry else 0):
            return 409, {"message": "another revision"}
        entry = {"key": key, "revision": (read(f"{STORE}/.revision") or 0) + 1, "value": value}
        write(f"{STORE}/.revision", entry["revision"])
        write(path_of(key), entry)
        return 200, entry


def delete(key):
    with alone():
        if read(path_of(key)) is None:
            return 404, {"message": "no such key"}
        os.unlink(path_of(key))
        return 200, {}


def compact(value):
    """As the gateway of etcd writes it."""
    return json.dumps(value, separators=(",", ":"))


def listed(member):
    return {"ID": member, "name": f"etcd-{member}", "clientURLs": [f"https://192.168.3.{member}:2379"]}


def answer(request):
    url = urlsplit(request.path)
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    body = request.body()
    match request.command, url.path, query:
        case "GET", "/health", _:
            return 200, {"health": "true"}
        case "POST", "/v3/maintenance/status", _:
            return 200, compact({"header": {"member_id": MEMBER}, "version": "3.4.0", "dbSize": "20480", "leader": MEMBERS[0]})
        case "POST", "/v3/cluster/member/list", _:
            return 200, compact({"members": [listed(member) for member in MEMBERS]})
        case "POST", "/v3/maintenance/alarm", _:
            return 200, compact({"header": {"member_id": MEMBER}})
        case "GET", "/version", _:
            return 200, {"etcdserver": "3.4.0 (stub)"}
        case "GET", "/keys", {"prefix": prefix}:
            return 200, read_below(prefix)
        case "GET", "/keys", {"key": key}:
            entry = read(path_of(key))
            return (200, entry) if entry else (404, {"message": "no such key"})
        case "PUT", "/keys", {"key": key}:
            return put(key, int(query["revision"]) if "revision" in query else None, json.loads(body))
        case "DELETE", "/keys", {"key": key}:
            return delete(key)
    return 404, {"message": "no such request"}


def tls():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{SSL}/server.pem", f"{SSL}/server-key.pem")
    context.load_verify_locations(f"{SSL}/ca.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def main():
    match sys.argv[1:]:
        case ["--version"]:
            print("etcd Version: 3.4.0 (stub)")
        case [argument] if argument.startswith("--address="):
            lab_server.Server(argument.partition("=")[2], 2379, answer, tls()).serve_forever()
        case _:
            sys.exit("usage: etcd --address=ADDRESS")


main()
