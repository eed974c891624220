using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Output.Bundles;
using Generator.Core.Output.Layouts;
using Generator.Core.Planning.Audits;
using Generator.Core.Planning.Emit;
using Generator.Core.Planning.Ordering;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Binding;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Originals;
using Generator.Core.Reporting.Changes;
using Generator.Core.Reporting.Reviews;
using Generator.Core.Rules;

namespace Generator.Core;

/// <summary>The table of contents: every pass of the program, in order. No pass runs after one that finds an error.</summary>
public static class Compiler
{
    /// <summary>Finds every fault of a topology, its originals and the planned output.</summary>
    /// <param name="input">All inputs, already read.</param>
    public static ImmutableArray<Diagnostic> Check(InputSet input) => Audited(input).Findings;

    /// <summary>Compiles a topology and its originals to the files of <c>out/</c>.</summary>
    /// <param name="input">All inputs, already read.</param>
    /// <returns>The files, unless a finding is an error; and all findings.</returns>
    public static Outcome<FileTree> Compile(InputSet input) =>
        Audited(input)
            .Then(Orderer.Order)
            .Then(OutFolder.LayOut);

    /// <summary>Reads an output again.</summary>
    /// <param name="tree">The files of an <c>out/</c>.</param>
    public static Outcome<Delivery> Read(FileTree tree) => DeliveryReader.Read(tree);

    /// <summary>Reads the state of the hosts from the previous output.</summary>
    /// <param name="tree">The files of the <c>out/</c>, or at least those that <see cref="EarlierResults.Needs"/> names.</param>
    public static Outcome<EarlierResults> ReadEarlier(FileTree tree) => EarlierReader.Read(tree);

    /// <summary>Describes the change from one output to another.</summary>
    /// <param name="before">The earlier output.</param>
    /// <param name="after">The later output.</param>
    public static Change Compare(Delivery before, Delivery after) => Change.Of(before, after, OutFolder.Shipped);

    /// <summary>Finds the files that a bundle of an output can contain.</summary>
    /// <param name="delivery">The output.</param>
    /// <param name="offered">The files of the payload folder.</param>
    /// <param name="originals">The captured files.</param>
    public static Outcome<Payload> Match(Delivery delivery, ImmutableArray<OfferedFile> offered, ImmutableArray<OfferedFile> originals) =>
        new PayloadMatch(delivery, offered, originals).Match();

    /// <summary>Lays out a bundle.</summary>
    /// <param name="result">The files of an <c>out/</c>.</param>
    /// <param name="delivery">The same, already read.</param>
    /// <param name="revision">The commit that they were made from; empty if it is not known.</param>
    /// <param name="payload">The files to add.</param>
    public static Outcome<Bundle> Bundle(FileTree result, Delivery delivery, string revision, Payload payload) =>
        Output.Bundles.Bundle.LayOut(result, delivery, revision, payload, ShippedShell.Install, ReviewDocument.Of(new Review(delivery)));

    /// <summary>Checks everything in a bundle except its signature.</summary>
    /// <param name="read">The files of the archive.</param>
    public static Outcome<CheckedBundle> Open(ReadBundle read) =>
        BundleCheck.Digests(read)
            .Then(proved => DeliveryReader.Read(proved.Result))
            .Then(delivery => BundleCheck.Contents(read, delivery));

    /// <summary>The name of the allowed signers file next to the topology; null if the topology names none, or is not a topology.</summary>
    public static string? SignersOf(SourceFile topology) =>
        YamlReader.Read(topology, YamlLimits.Written).Then(TopologyBinder.Bind).Result?.Signers?.Value.Text;

    /// <summary>Lists the changes that a rollout would make on the captured hosts.</summary>
    /// <param name="input">All inputs, already read.</param>
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
