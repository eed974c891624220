using System.Collections.Immutable;
using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reporting.Reviews;
using Generator.Tests.Changes;
using Generator.Tests.Support;

namespace Generator.Tests.Reviews;

/// <summary>Reviews of the example: as a whole, as a change, and with a hostile text wherever a host or a file can bring one.</summary>
internal static class Reviewed
{
    private static readonly Lazy<Delivery> ReadExample = new(() => Compiler.Read(Case.Example.Output).Whole());

    internal static Review Whole => new(Output) { Findings = Case.Example.Outcome.Findings };

    internal static Delivery Output => ReadExample.Value;

    /// <summary>One more master, and another port.</summary>
    internal static Review Change
    {
        get
        {
            var change = Results.Between(
                Results.Topology(
                    "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172}]",
                    loadBalancer: "{endpoint: 192.168.3.201, port: 7443, hosts: [{name: lb1, address: 192.168.3.201}]}"),
                Results.Topology());
            return new Review(change.After) { Change = change };
        }
    }

    /// <summary>Two hundred workers that are alike.</summary>
    internal static Review Large => new(Results.Of(Results.Topology(
        workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node2, address: 192.168.3.175}, "
            + "{range: \"w[0-199]\", addresses: 10.9.0.0-10.9.0.199, originals: assumed}]",
        more: "rollout: {workerBatch: 10%}")));

    internal static Review Hostile(string text)
    {
        var output = Output;
        var at = Location.StartOf(new SourceFile($"originals/{text}", Encoding.UTF8.GetBytes(text)));
        ImmutableArray<DeliveryFile> files = [.. output.Files.Select(file => file with { Path = $"{file.Path}{text}" })];
        var diff = new TreeFile(Encoding.UTF8.GetBytes($"--- a\n+++ b\n@@ -1 +1 @@\n-{text}\n+{text}\n"), IsExecutable: false);
        return new Review(
            output with
            {
                Hosts = [.. output.Hosts.Select(host => host with { Address = text, Units = [.. host.Units, new DeliveryUnit(text, "node")] })],
                Files = files,
                Tree = new FileTree(output.Tree.Files.SetItems(
                    files.Select(file => KeyValuePair.Create($"diffs/{file.Host}{file.Path}.diff", diff)))),
                Plan = output.Plan is { } plan
                    ? plan with { Steps = [.. plan.Steps.Select(step => step with { Title = text, Advice = text })] }
                    : null,
                Failures = output.Failures is { } table ? table with { Rows = [.. table.Rows.Select(row => row with { DarkFiles = [text] })] } : null,
            })
        {
            Findings =
            [
                Diagnostic.Error("TOP001", text, at, text) with { Related = [new RelatedPlace(text, at)] },
                new Diagnostic(text, Severity.Waived, text, at, text) { WaivedBecause = text },
            ],
        };
    }

    internal static string Page(Review review) => Encoding.UTF8.GetString(ReviewDocument.Of(review).Span);
}
