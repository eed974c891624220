#!/bin/sh
exec /data/application/kubernetes/bin/kubelet --hostname-override=k8s-node2
