using Generator.Core.Ordering;

namespace Generator.Core.Layouts;

/// <summary>Each question as a command for a person at a console, with the answer that lets the next step begin.</summary>
internal static class GateConsole
{
    internal static ConsoleLine Of(Gate gate)
    {
        var (first, all) = (gate.Arguments is [var argument, ..] ? argument : "", string.Join(' ', gate.Arguments));
        return gate.Question switch
        {
            Question.Reachable => new(gate.Host, "on $h true", "prints nothing"),
            Question.Architecture => new(gate.Host, "on $h 'uname -m'", $"what {first} prints"),
            Question.DiskSpace => new(gate.Host, "on $h 'df -h / /var'", "Avail above 2G"),
            Question.Clock => new(gate.Host, "on $h 'date -u'", $"within ten seconds of {first}"),
            Question.PortFree => new(gate.Host, $"on $h 'ss -Hltnp | grep -E \":({first.Replace(' ', '|')}) \"'", "nothing, or the services that are to run there"),
            Question.EtcdAnswers => new(gate.Host, $"on $h 'for u in {first}; do curl -sS --cacert {gate.Arguments[1]} --cert {gate.Arguments[2]} --key {gate.Arguments[3]} $u/health; echo; done'", "{\"health\":\"true\"} for each"),
            Question.Connects => new(gate.Host, $"on $h 'timeout 5 bash -c \"</dev/tcp/{first}/{gate.Arguments[1]}\"'", "prints nothing"),
            Question.NamesResolve => new(gate.Host, $"on $h 'getent hosts {all}'", "a line for each name"),
            Question.SelinuxAllows => new(gate.Host, "on $h 'getenforce; semanage port -l | grep ^http_port_t'", $"Disabled or Permissive; else {first} among the ports, and httpd_can_network_connect on"),
            Question.NodePrerequisites => new(gate.Host, "on $h 'swapon --show; sysctl net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables'", "both 1; no swap, unless the kubelet allows it"),
            Question.NginxStream => new(gate.Host, "on $h 'nginx -V 2>&1 | grep -o with-stream; find /usr/share/nginx/modules /usr/lib/nginx/modules /usr/lib64/nginx/modules -name \"*stream*\"'", "with-stream, or ngx_stream_module"),
            Question.ContainerRuntime => new(gate.Host, "on $h 'systemctl is-active docker containerd crio'", "one of them active"),
            Question.BootstrapToken => new(gate.Host, $"kube --kubeconfig={first} auth can-i create certificatesigningrequests.certificates.k8s.io", $"yes, unless the node {gate.Arguments[1]} is there already"),
            Question.EtcdQuorum => new(gate.Host, $"on $h 'for u in {string.Join(' ', gate.Arguments[3..])}; do curl -sS --cacert {first} --cert {gate.Arguments[1]} --key {gate.Arguments[2]} $u/health; echo; done'", "{\"health\":\"true\"} from more than half"),
            Question.LeaseRenewed => new(gate.Host, $"kube -n kube-system get lease {first} -o custom-columns=HOLDER:.spec.holderIdentity,RENEWED:.spec.renewTime", "renewed just now, by another master"),
            Question.PortLetGo => new(gate.Host, $"on $h 'ss -Htn state established sport = :{first}'", gate.Arguments.Length > 1 ? $"nothing from {string.Join(", ", gate.Arguments[1..])}" : "nothing; whoever is listed has to be moved first"),
            Question.EndpointGone => new(gate.Host, "kube get endpoints kubernetes", $"{first} is not among them"),
            Question.CertificateNames => new(gate.Host, "names $h", $"among them {string.Join(' ', gate.Arguments[1..])}"),
            Question.Digests => new(gate.Host, "prove $h", "every line OK"),
            Question.Ready => new(gate.Host, $"kube --server={first.Replace("/readyz", "", StringComparison.Ordinal)} get --raw /readyz", "ok"),
            Question.ReadyThrough => new(gate.Host, $"on $h 'curl -sS --cacert {gate.Arguments[2]} --connect-to ::{gate.Arguments[1]}: {first}'", "ok (401 where the apiserver refuses anonymous requests)"),
            Question.UnitActive => new(gate.Host, $"on $h 'systemctl is-active {first}'", "nothing but active"),
            Question.LeaseMoved => new(gate.Host, $"leader {first}", $"{string.Join(" or ", gate.Arguments[1..])}, by the name that uname -n prints there"),
            Question.CsrIssued => new(gate.Host, "kube get csr", $"Approved,Issued for system:node:{first}"),
            Question.NodeReady => new(first, "kube get node", "$h Ready"),
            Question.NodeLeaseRenewed => new(first, "kube -n kube-node-lease get lease -o custom-columns=NODE:.metadata.name,RENEWED:.spec.renewTime", "$h renewed since the restart"),
            Question.AgentConnected => new(gate.Host, $"on $h 'ss -Htnp dport = :{gate.Arguments[1]}'", $"a line of kubelet to {first}"),
            Question.KubeProxyHealthy => new(gate.Host, $"on $h 'curl -sS http://{first}/healthz'", "lastUpdated, and no error"),
            Question.ServiceEndpoints => new(gate.Host, "kube get endpoints kubernetes", $"{string.Join(", ", gate.Arguments)} and nothing else"),
            Question.AllNodesReady => new(gate.Host, "kube get node", "every node Ready"),
            Question.StillConnected => new(gate.Host, $"on $h 'ss -Htn state established sport = :{first}'", "who is listed here besides the balancers and the masters has to be moved by hand"),
            _ => throw new ArgumentOutOfRangeException(nameof(gate), gate.Question, "say how this is asked by hand"),
        };
    }
}
