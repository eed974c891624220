using Generator.Core.Ordering;

namespace Generator.Core.Layouts;

/// <summary>Actions and gates as sentences for the person who reads them before, during or instead of the program.</summary>
internal static class StepSentence
{
    internal static string Of(RolloutAction action)
    {
        var first = action.Arguments is [var argument, ..] ? argument : "";
        var what = action.Verb switch
        {
            Verb.BackUpEtcd => $"save a snapshot of etcd, asked at {first}",
            Verb.BackUpFiles => "save the files that will change",
            Verb.Stage => "bring its files into the engine's folder; nothing uses them yet",
            Verb.Copy => $"copy from {first} what its plan lists as copy",
            Verb.RemoveIfEqual => $"take away, with a backup, an identity that an earlier copy left: only where it equals that of {first}",
            Verb.Place => $"put the files of its {Spoken(first)} in place",
            Verb.Edit => $"exchange the listed lines in the kubeconfigs of its {Spoken(first)}",
            Verb.DaemonReload => "systemctl daemon-reload",
            Verb.Enable => $"systemctl enable {first}",
            Verb.Start => $"systemctl start {first}",
            Verb.Restart => $"systemctl restart {first}",
            Verb.StartOrReload => $"start {first}, or reload it where it runs",
            Verb.TestNginx => $"nginx -t -c {first}",
            Verb.RestartLeader => $"find the holder of the lease {first}, and restart it there",
            Verb.ApproveCsr => $"approve the one certificate request of system:node:{first} that came after its start",
            Verb.Soak => $"change nothing for {first} seconds",
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.Verb, "say this verb in a sentence"),
        };
        return $"{action.Host}: {what}";
    }

    internal static string Of(Gate gate)
    {
        var (first, all) = (gate.Arguments is [var argument, ..] ? argument : "", string.Join(", ", gate.Arguments));
        var what = gate.Question switch
        {
            Question.Reachable => "answers over ssh with its known key, and sudo asks for no password",
            Question.Architecture => $"uname -m prints what it prints on {first}",
            Question.DiskSpace => "has room for its files",
            Question.Clock => $"its clock agrees with that of {first}",
            Question.PortFree => $"port {first} is free, or held by what this rollout runs there",
            Question.EtcdAnswers => $"etcd answers at {first} with the apiserver's client certificate",
            Question.Connects => $"a connection to {string.Join(':', gate.Arguments)} comes about",
            Question.NamesResolve => $"knows the names {all}",
            Question.SelinuxAllows => $"SELinux, where it enforces, lets nginx use port {first} and connect to the apiservers",
            Question.NodePrerequisites => "swap is off or allowed, and the kernel lets the pods' traffic through",
            Question.NginxStream => "nginx has the stream module",
            Question.ContainerRuntime => "the container runtime runs",
            Question.BootstrapToken => "the bootstrap token may still create certificate requests",
            Question.CertificateNames => $"the apiserver's certificate names {all}",
            Question.Digests => "every file has its wanted digest",
            Question.Ready => $"{first} answers ok",
            Question.ReadyThrough => $"{first} answers ok through {gate.Arguments[1]}",
            Question.UnitActive => $"{first} runs, and has not restarted since",
            Question.LeaseMoved => $"the lease {first} is held on another master",
            Question.CsrIssued => $"the certificate of {first} is issued, and not only approved",
            Question.NodeReady => $"kubectl get node shows {first} Ready",
            Question.NodeLeaseRenewed => $"the node {first} has renewed its lease since",
            Question.AgentConnected => $"its kubelet holds a connection to {string.Join(':', gate.Arguments)}",
            Question.KubeProxyHealthy => $"http://{first}/healthz answers",
            Question.ServiceEndpoints => $"the Service kubernetes lists {all}, and nothing else",
            Question.AllNodesReady => "kubectl get node shows every node Ready",
            Question.StillConnected => $"lists who is still connected to port {first}: clients that nobody has moved",
            _ => throw new ArgumentOutOfRangeException(nameof(gate), gate.Question, "ask this question in a sentence"),
        };
        return $"{gate.Host}: {what}";
    }

    private static string Spoken(string group) => group.Replace('-', ' ');
}
