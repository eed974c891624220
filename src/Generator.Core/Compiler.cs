using System.Collections.Immutable;
using Generator.Core.Audits;
using Generator.Core.Binding;
using Generator.Core.Bundles;
using Generator.Core.Changes;
using Generator.Core.Deliveries;
using Generator.Core.Diagnostics;
using Generator.Core.Emit;
using Generator.Core.Layouts;
using Generator.Core.Ordering;
using Generator.Core.Originals;
using Generator.Core.Planning;
using Generator.Core.Rules;
using Generator.Core.Syntax;

namespace Generator.Core;

/// <summary>The table of contents: every pass of the program, in order. A pass that finds an error is the last one that runs.</summary>
public static class Compiler
{
    /// <summary>Finds every fault of a topology, its originals and what they would become.</summary>
    /// <param name="input">Everything that is read, already read.</param>
    public static ImmutableArray<Diagnostic> Check(InputSet input) => Audited(input).Findings;

    /// <summary>Compiles a topology and its originals to the files of <c>out/</c>.</summary>
    /// <param name="input">Everything that is read, already read.</param>
    /// <returns>The files, unless a finding is an error; and all findings.</returns>
    public static Outcome<FileTree> Compile(InputSet input) =>
        Audited(input)
            .Then(Orderer.Order)
            .Then(OutFolder.LayOut);

    /// <summary>Reads a result again.</summary>
    /// <param name="tree">The files of an <c>out/</c>.</param>
    public static Outcome<Delivery> Read(FileTree tree) => DeliveryReader.Read(tree);

    /// <summary>Reads what a result that is replaced says of the hosts.</summary>
    /// <param name="tree">The files of the <c>out/</c>, or those of them that <see cref="EarlierResults.Needs"/> names.</param>
    public static Outcome<EarlierResults> ReadEarlier(FileTree tree) => EarlierReader.Read(tree);

    /// <summary>Says what it means to go from one result to another.</summary>
    /// <param name="before">The result before.</param>
    /// <param name="after">The result after.</param>
    public static Change Compare(Delivery before, Delivery after) => Change.Of(before, after, OutFolder.Shipped);

    /// <summary>Finds what a bundle of a result can carry.</summary>
    /// <param name="delivery">The result.</param>
    /// <param name="offered">The files of the folder that was given.</param>
    /// <param name="originals">The files that were captured.</param>
    public static Outcome<Payload> Match(Delivery delivery, ImmutableArray<OfferedFile> offered, ImmutableArray<OfferedFile> originals) =>
        new PayloadMatch(delivery, offered, originals).Match();

    /// <summary>Lays a bundle out.</summary>
    /// <param name="result">The files of an <c>out/</c>.</param>
    /// <param name="delivery">What they say.</param>
    /// <param name="revision">The commit that they were made from; empty where that is not known.</param>
    /// <param name="payload">What goes with them.</param>
    public static Outcome<Bundle> Bundle(FileTree result, Delivery delivery, string revision, Payload payload) =>
        Bundles.Bundle.LayOut(result, delivery, revision, payload, ShippedShell.Install);

    /// <summary>Checks a bundle, all but its signature.</summary>
    /// <param name="read">What was read from an archive.</param>
    public static Outcome<CheckedBundle> Open(ReadBundle read) =>
        BundleCheck.Digests(read)
            .Then(proved => DeliveryReader.Read(proved.Result))
            .Then(delivery => BundleCheck.Contents(read, delivery));

    /// <summary>The name of the file that says who may sign bundles, which is read beside the topology; null where it names none, or is no topology.</summary>
    /// <param name="topology">The topology.</param>
    public static string? SignersOf(SourceFile topology) =>
        YamlReader.Read(topology, YamlLimits.Written).Then(TopologyBinder.Bind).Result?.Signers?.Value.Text;

    /// <summary>Says what a rollout would change on the hosts that were captured.</summary>
    /// <param name="input">Everything that is read, already read.</param>
    public static Outcome<CaptureComparison> CompareWithHosts(InputSet input) =>
        Audited(input).Then(audited => HostComparison.Of(audited, input.Originals));

    private static Outcome<AuditedSet> Audited(InputSet input) =>
        YamlReader.Read(input.Topology, YamlLimits.Written)
            .Then(TopologyBinder.Bind)
            .Then(topology => OriginalsReader.Read(topology, input.Originals))
            .Then(cluster => cluster with { Today = input.Today, Signers = input.Signers })
            .Then(RuleBook.Check)
            .Then(Lowering.Lower)
            .Then(plan => Transition.From(input.Before, plan, Emission.Stays))
            .Then(Emission.Emit)
            .Then(AuditBook.Audit);
}
