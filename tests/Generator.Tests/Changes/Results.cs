using System.Collections.Immutable;
using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reporting.Changes;
using Generator.Core.Rules;
using Generator.Tests.Support;

namespace Generator.Tests.Changes;

/// <summary>Results of the starter's cluster in many shapes, and what lies between two of them.</summary>
internal static class Results
{
    private static readonly ImmutableArray<SourceFile> Originals = Captured(Starter.Unchanged.Originals);

    /// <summary>The result of a topology; the hosts of the starter are captured, and k8s-master2 as if it had been made by a rollout.</summary>
    internal static Delivery Of(string topology) =>
        Compiler.Compile(InputOf(topology)).Then(Compiler.Read).Whole();

    /// <summary>
    /// What it means to go from one topology to another, where the hosts have the first; without its way where that takes two builds.
    /// </summary>
    internal static Change Between(string before, string after)
    {
        var old = Of(before);
        var led = Compiler.Compile(InputOf(after) with { Before = Compiler.ReadEarlier(old.Tree).Whole() }).Then(Compiler.Read);
        return Compiler.Compare(old, led.Result ?? Of(after));
    }

    private static InputSet InputOf(string topology) => new(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(topology)), Originals);

    /// <summary>The text of a topology.</summary>
    internal static string Topology(
        string masters = "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172}, {name: k8s-master3, address: "
            + "192.168.3.173}]",
        string workers = "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node2, address: 192.168.3.175}]",
        string loadBalancer = "{endpoint: 192.168.3.201, hosts: [{name: lb1, address: 192.168.3.201}]}",
        string more = "") => Example.With(masters: masters, workers: workers, loadBalancer: loadBalancer, more: more).Topology;

    // What differs on the second master gets a digest of its own; a secret keeps that of the first.
    private static ImmutableArray<SourceFile> Captured(ImmutableArray<SourceFile> starter)
    {
        const string Old = "originals/k8s-master1/";
        var copies = starter
            .Where(file => file.Path.StartsWith(Old, StringComparison.Ordinal))
            .Select(file => (Before: file, After: new SourceFile($"originals/k8s-master2/{file.Path[Old.Length..]}", Renamed(file))))
            .ToArray();
        return copies
            .Where(copy => !copy.Before.Path.EndsWith("capture.json", StringComparison.Ordinal) && copy.Before.Text != copy.After.Text)
            .Aggregate(
                starter.AddRange(copies.Select(copy => copy.After)),
                (all, copy) => ExampleInput.Changed(
                    all, new ReplacedText(copy.After.Path["originals/".Length..], copy.After.Text, copy.After.Text, IsAfterCapture: false)));
    }

    private static byte[] Renamed(SourceFile file) => Encoding.UTF8.GetBytes(file.Text
        .Replace("k8s-master1", "k8s-master2", StringComparison.Ordinal)
        .Replace("-address=192.168.3.171", "-address=192.168.3.172", StringComparison.Ordinal)
        .Replace("https://192.168.3.171:6443", "https://192.168.3.172:6443", StringComparison.Ordinal));
}
