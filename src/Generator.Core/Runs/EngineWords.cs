using System.Collections.Immutable;

namespace Generator.Core.Runs;

/// <summary>The words of an event that a program may decide by. The shell has the same in <c>templates/wire</c>.</summary>
public static class EngineWords
{
    /// <summary>What the engine is at.</summary>
    public static ImmutableHashSet<string> Steps { get; } = Of(
        "allow-pods apply approve-csr ask back-up-etcd back-up-files compare confirm deliver digests drain-node facts forget-node gate health host",
        "journal lock missing plan receive recover restart-leader revert rollback send service stage status still-connected swap validate");

    /// <summary>How that went, what is there, or what would change.</summary>
    public static ImmutableHashSet<string> Results { get; } = Of(
        "busy changed different disable disabled drift enable enabled failed interrupted missing new ok put-back refused reload reloaded remove",
        "restart restarted running same start started stop stopped waiting warning");

    /// <summary>Which of several causes or outcomes.</summary>
    public static ImmutableHashSet<string> Codes { get; } = Of(
        "agent-connected all-nodes-ready architecture bad-edit bad-path bad-record bootstrap-token certificate-names clock connects",
        "container-runtime csr-issued daemon-reload digests disable disabled disk-space drift edit edit-mismatch enable enabled endpoint-gone",
        "etcd-answers etcd-quorum file foreign-folder foreign-link foreign-request hard-link immutable joined-already key-in-memory",
        "kube-proxy-healthy leads-already lease-moved lease-renewed left-alone link link-not-followed mount-point names-resolve nginx-invalid",
        "nginx-missing nginx-stream no-digests no-environment-file no-etcdctl no-file no-head no-key no-name no-nodes no-plan no-request no-room",
        "no-safe-folder no-timer node-lease-renewed node-prerequisites node-ready node-unknown not-a-file not-as-built not-as-captured not-as-meant",
        "not-as-on-source not-as-sent not-come not-filed not-finished not-in-cluster not-in-plan not-kept not-kept-whole not-listed not-proved",
        "not-put-back not-read not-ready not-received not-running not-taken not-whole nothing-changed nothing-kept nothing-sent other-key",
        "overwrites overwritten own-identity port-free port-let-go reachable read-only ready ready-through reload restart secret secret-not-kept",
        "selinux-allows service-endpoints several-requests start still-connected stop summary timed-out unit unit-active unit-invalid unknown-owner",
        "unknown-record wrong-host wrong-machine wrong-version");

    private static ImmutableHashSet<string> Of(params string[] lines) =>
        [.. lines.SelectMany(line => line.Split(' ')).ToImmutableHashSet(StringComparer.Ordinal)];
}
