using System.Collections.Immutable;

namespace Generator.Core.Foundation.Wire;

/// <summary>The words of an event by which a program may decide. The shell has the same in <c>templates/wire</c>.</summary>
public static class EngineWords
{
    /// <summary>The steps of the engine.</summary>
    public static ImmutableHashSet<string> Steps { get; } = Of(
        "action apply ask compare confirm deliver digests facts gate health host journal lock missing plan receive recover revert rollback send",
        "service stage status swap validate verify");

    /// <summary>The outcome of a step, what is there, or what would change.</summary>
    public static ImmutableHashSet<string> Results { get; } = Of(
        "busy changed different disable disabled drift enable enabled failed interrupted missing new ok refused reload reloaded remove restart",
        "restarted rolled-back running same start started stop stopped waiting warning");

    /// <summary>Causes and special outcomes.</summary>
    public static ImmutableHashSet<string> Codes { get; } = Of(
        "bad-edit bad-path bad-record configuration-invalid daemon-reload disable disabled drift edit edit-mismatch enable enabled file",
        "foreign-folder foreign-link foreign-request hard-link immutable joined-already key-in-memory leads-already left-alone link",
        "link-not-followed mount-point no-digests no-environment-file no-etcdctl no-file no-head no-key no-name no-nodes no-plan no-request",
        "no-room no-safe-folder no-timer not-a-file not-as-built not-as-captured not-as-meant not-as-on-source not-as-sent not-come",
        "not-filed not-finished not-in-cluster not-in-plan not-kept not-kept-whole not-listed not-proved not-read not-ready not-received",
        "not-rolled-back not-running not-taken not-whole nothing-changed nothing-kept nothing-sent other-key other-output overwrites",
        "overwritten own-identity program-missing read-only reload restart secret secret-not-kept several-requests start stop summary",
        "timed-out unit unit-invalid unknown-owner unknown-record wrong-host wrong-machine wrong-version");

    private static ImmutableHashSet<string> Of(params string[] lines) =>
        [.. lines.SelectMany(line => line.Split(' ')).ToImmutableHashSet(StringComparer.Ordinal)];
}
