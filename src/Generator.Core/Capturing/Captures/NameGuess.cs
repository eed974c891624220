using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>Finds a name for the cluster.</summary>
internal static partial class NameGuess
{
    private const string Usual = "kubernetes";

    // Guides and tools write these names if none was chosen.
    private static readonly string[] General = [Usual, "default", "cluster", "local", "k8s", "kubernetes-admin", "admin", "cluster-admin"];

    internal static Guess<string> Of(ImmutableArray<CapturedMachine> machines) =>
        machines.Select(OfNginx).OfType<Guess<string>>().FirstOrDefault()
        ?? machines.Select(OfKubeconfig).OfType<Guess<string>>().FirstOrDefault()
        ?? new Guess<string>(Usual, "no captured file names the cluster. Choose a name before the first build");

    // A file that haplane has written names the cluster.
    private static Guess<string>? OfNginx(CapturedMachine machine) =>
        NginxRoot.On(machine.Capture)
            .Select(root => (root.Path, Match: machine.Capture.Open(root.Path) is { } file ? Written.Match(file.Text) : Match.Empty))
            .Where(found => found.Match.Success && DnsLabel.TryParse(found.Match.Groups[1].Value, out _))
            .Select(found => new Guess<string>(found.Match.Groups[1].Value, $"{found.Path} on {machine.Name}"))
            .FirstOrDefault();

    private static Guess<string>? OfKubeconfig(CapturedMachine machine)
    {
        if (machine.Capture.Open(Installation.AdminKubeconfig) is not { } file || Content.Kubeconfig(file) is null)
            return null;
        return Content.Roots(file)
            .SelectMany(Names)
            .Where(name => DnsLabel.TryParse(name, out _) && !General.Contains(name))
            .Select(name => new Guess<string>(name, $"{Installation.AdminKubeconfig} on {machine.Name}"))
            .FirstOrDefault();
    }

    private static IEnumerable<string> Names(MappingNode root)
    {
        var clusters = (root.Find("clusters") as SequenceNode)?.Items.OfType<MappingNode>() ?? [];
        return clusters
            .Select(cluster => cluster.FindScalar("name")?.Value)
            .Append(root.FindScalar("current-context")?.Value)
            .OfType<string>()
            .Select(name => name.ToLowerInvariant());
    }

    [GeneratedRegex(@"\A# Written by haplane for the cluster ([a-z0-9-]{1,63})\.")]
    private static partial Regex Written { get; }
}
