using System.Collections.Frozen;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Audits;

/// <summary>
/// A piece of text on a host that may name a host: the value of a flag, a key, a variable or a unit setting, or a line of any other file.
/// </summary>
/// <param name="Name">What it belongs to: <c>--node-ip</c>, <c>providerID</c>, <c>Environment=</c>, or the path of the file.</param>
internal sealed record WrittenText(string Name, string Value, Location At)
{
    // The settings of a unit that are for people or name other units. systemd uses every other one, or passes it to a program.
    private static readonly FrozenSet<string> NoValues = new[]
    {
        "Description", "Documentation", "SourcePath", "Wants", "Requires", "Requisite", "BindsTo", "PartOf", "Upholds", "Conflicts", "Before",
        "After", "OnFailure", "OnSuccess", "PropagatesReloadTo", "ReloadPropagatedFrom", "PropagatesStopTo", "StopPropagatedFrom", "JoinsNamespaceOf",
        "WantedBy", "RequiredBy", "UpheldBy", "Also", "Alias", "DefaultInstance", "Sockets", "Slice",
        "SyslogIdentifier", "LogExtraFields",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every such text of a host, except the settings that another audit checks: the kube-apiserver's address, and shared ones.</summary>
    internal static IEnumerable<WrittenText> Of(Installation installation)
    {
        var arguments = installation.Components
            .SelectMany(component => component.Command.Arguments)
            .Select(word => word.Text.Place)
            .OfType<Location>()
            .ToLookup(at => at.File);
        var files = installation.Closure.Where(entry => entry.Content is not null).DistinctBy(entry => entry.Path).ToArray();
        return installation.Components.SelectMany(Flags)
            .Concat(files.SelectMany(entry => OfFile(entry, entry.Content ?? throw new InvalidOperationException(), arguments)))
            .Where(text => !SharedSettings.Has(text.Name.TrimStart('-')));
    }

    /// <summary>
    /// Every such text in the source master's secrets that another host gets: they are copied as they are, and their content is not known there.
    /// </summary>
    internal static IEnumerable<WrittenText> OfSecrets(Installation source, Installation delivered)
    {
        var paths = delivered.Closure.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        return from entry in source.Closure.DistinctBy(entry => entry.Path)
               where entry.Role == FileRole.Secret && paths.Contains(entry.Path)
               from text in entry.Content is { } content ? OfSecret(entry, content) : []
               where !SharedSettings.Has(text.Name)
               select text;
    }

    // A table of tokens or passwords names users of the whole cluster. The kubeconfig of a webhook is never moved.
    private static IEnumerable<WrittenText> OfSecret(ClosureEntry entry, SourceFile content) =>
        entry.HoldsOnlySecrets || SecretText.IsTable(content) ? []
        : Content.Kubeconfig(content) is { } kubeconfig ? Targets(kubeconfig)
        : Content.Document(content) is null ? Lines(entry.Path, content)
        : Keys(content);

    private static IEnumerable<WrittenText> Targets(Kubeconfig kubeconfig) =>
        kubeconfig.Servers.Concat(kubeconfig.OtherServers).Select(server => new WrittenText("server", server.Value, server.At));

    // A file may contain a host's name in its own name; after a slash it is not a host.
    private static IEnumerable<WrittenText> Flags(Component component) =>
        from flag in component.Flags
        where flag.Text.StartsWith('/') || !PathFlags.NamesFile(flag.Name)
        where HostSettings.OfFlag(component.Kind, flag.Name) != SettingKind.Apiserver
        select new WrittenText($"--{flag.Name}", flag.Text, flag.Value?.Place ?? flag.At);

    private static IEnumerable<WrittenText> OfFile(ClosureEntry entry, SourceFile content, ILookup<SourceFile, Location> arguments) =>
        entry.Role switch
        {
            FileRole.Flags => Variables(content, arguments),
            FileRole.Unit => Unit(content, arguments),
            FileRole.ComponentConfig => Keys(content),
            // A policy defines rights for the whole cluster.
            FileRole.Plain when entry.NamedBy == "--authorization-policy-file" => [],
            FileRole.Plain => Content.Document(content) is null ? Lines(entry.Path, content) : Keys(content),
            _ => [],
        };

    // The last assignment counts. A value used in a command line is checked flag by flag.
    private static IEnumerable<WrittenText> Variables(SourceFile file, ILookup<SourceFile, Location> arguments) =>
        from assignment in EnvironmentFile.Parse(file).Assignments.Reverse().DistinctBy(assignment => assignment.Name).Reverse()
        where assignment.Value.Place is { } place && !arguments[file].Any(word => Overlap(word.Span, place.Span))
        select new WrittenText(assignment.Name, assignment.Value.Text, assignment.Value.Place ?? assignment.At);

    private static IEnumerable<WrittenText> Unit(SourceFile file, ILookup<SourceFile, Location> arguments) =>
        from entry in UnitFile.Parse(file).Entries
        where !NoValues.Contains(entry.Key) && !entry.Key.StartsWith("X-", StringComparison.Ordinal)
        from word in Words.OfExec(entry.Value)
        let place = word.Text.Place ?? entry.At
        let split = entry.Key == "Environment" ? word.Text.Text.IndexOf('=', StringComparison.Ordinal) : -1
        where !arguments[file].Any(argument => Overlap(argument.Span, place.Span))
        select new WrittenText(split > 0 ? word.Text.Text[..split] : $"{entry.Key}=", word.Text.Text[(split + 1)..], place);

    private static IEnumerable<WrittenText> Keys(SourceFile file) =>
        from document in Content.Document(file) is { } found && !SharedSettings.HasKind(found.FindScalar("kind")?.Value) ? new[] { found } : []
        from pair in ConfigScalars.All(document, "")
        select new WrittenText(pair.Key, pair.Scalar.Value, pair.Scalar.At);

    // All masters may share a certificate; other rules check its names.
    private static IEnumerable<WrittenText> Lines(string path, SourceFile file)
    {
        if (file.Bytes.Span.IndexOf("-----BEGIN "u8) >= 0)
            yield break;
        var start = 0;
        foreach (var line in ByteText.Of(file.Bytes.Span).Split('\n'))
        {
            var comment = line.TrimStart().StartsWith('#') ? 0 : line.IndexOf(" #", StringComparison.Ordinal);
            var text = comment < 0 ? line : line[..comment];
            yield return new WrittenText(path, ByteText.Decode(text), new Location(file, new ByteSpan(start, start + text.Length)));
            start += line.Length + 1;
        }
    }

    private static bool Overlap(ByteSpan a, ByteSpan b) => a.Start < b.End && b.Start < a.End;
}
