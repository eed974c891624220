#!/usr/bin/python3 -IS
"""Stub of kube-scheduler: its flags, its lease, its health port. It schedules nothing."""
import sys

sys.path.insert(0, "/usr/local/lib/haplane-lab")
import lab_client
import lab_flags
import lab_lease
import lab_server

NAME = "kube-scheduler"

flags = lab_flags.parse(NAME, sys.argv[1:])
client = lab_client.from_kubeconfig(lab_flags.last(flags, "kubeconfig"))
lab_server.serve_health("127.0.0.1", 10251)
lab_lease.lead(client, NAME, lambda text: lab_flags.log(flags, NAME, text))
