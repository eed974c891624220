using System.Collections.Immutable;

namespace Generator.Core.Rollout.Actions;

/// <summary>Saves the files that this rollout changes on a host.</summary>
public sealed record BackUpFiles(string Host) : RolloutAction(Host), IAction
{
    internal override ImmutableArray<string> Arguments => [];

    internal override LineCondition When => LineCondition.Differs;

    internal override int Estimate => 30;

    internal override ImmutableArray<ConsoleLine> ByHand => [new(Host, "keep $h", "/var/backups/before-haplane.tgz")];

    /// <inheritdoc/>
    public static RolloutAction Read(string host, Arguments given) => new BackUpFiles(host);
}
