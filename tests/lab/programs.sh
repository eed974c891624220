# shellcheck shell=bash
# The programs of Kubernetes on the hosts: real ones where the folder HAPLANE_LAB_K8S has them, else the stubs.

LAB_COMPONENTS=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy)
LAB_PLUGINS=(bridge flannel host-local loopback portmap)
# What the stubs say they are.
LAB_STUB_RELEASE=v1.20.4

has_real() { [ -n "$LAB_K8S" ] && [ -x "$LAB_K8S/$1" ]; }

kubernetes_release() {
  if has_real kube-apiserver; then "$LAB_K8S/kube-apiserver" --version | grep -o 'v[0-9.]*'; else echo "$LAB_STUB_RELEASE"; fi
}

kubernetes_in_words() { if has_real kube-apiserver; then echo "$(kubernetes_release) from $LAB_K8S"; else echo "the stub"; fi; }

# A new master's programs are there twice while they are delivered.
disk_size() { if has_real kube-apiserver; then echo 4G; else echo 1G; fi; }

# Programs of the example's units only: a worker has no kube-apiserver.
add_programs() {
  local layer=$1 bin=$2 component plugin
  for component in "${LAB_COMPONENTS[@]}"; do
    [ ! -e "$layer/usr/lib/systemd/system/$component.service" ] || add_program "$component" "$bin/$component"
  done
  [ ! -e "$layer/root/.kube" ] || { mkdir -p "$layer/usr/bin" && add_program kubectl "$layer/usr/bin/kubectl"; }
  mkdir -p "$layer/opt/cni/bin"
  for plugin in "${LAB_PLUGINS[@]}"; do
    install -m 0755 "$LAB_HOME/stubs/cni-plugin.py" "$layer/opt/cni/bin/$plugin"
  done
}

add_program() { install -m 0755 "$(program "$1")" "$2"; }

# A real kubelet needs a container runtime, which is not here: where there is a hollow node it is started by a program of the lab.
program() {
  if has_real "$1"; then
    echo "$LAB_K8S/$1"
  elif [ "$1" = kubelet ] && has_real kubemark; then
    echo "$LAB_HOME/stubs/kubelet-hollow.py"
  else
    echo "$LAB_HOME/stubs/$1.py"
  fi
}

add_hollow_node() { if has_real kubemark; then install -m 0755 "$LAB_K8S/kubemark" "$1/"; fi; }
