using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Tests.Corpus;

/// <summary>What became of one file of the corpus.</summary>
/// <param name="Kind">The folder, which says what the file is about.</param>
/// <param name="ReadAs">What it was read as; empty where it was refused.</param>
/// <param name="Patched">Whether host-specific values were replaced in it.</param>
/// <param name="Refused">Why it was refused; empty where it was read.</param>
internal sealed record Verdict(string Kind, string ReadAs, bool Patched, string Refused);

/// <summary>Reads a file that people really run, and patches it for another host.</summary>
internal static class CorpusFile
{
    private const string FlagPath = "/etc/kubernetes/flags";
    private const string UnitPath = "/etc/systemd/system/component.service";
    private static readonly Address Target = new("203.0.113.77", IsIpv6: false);
    private static readonly string[] Programs = [.. Enum.GetValues<ComponentKind>().Select(ComponentNames.Program)];

    internal static Verdict Judge(SourceFile file, string kind)
    {
        RoundTrips(file);
        if (Programs.Append("etcd").Select(program => ForeignStart.Of(file, program)).FirstOrDefault(start => start is not null) is { } foreign)
            return new Verdict(kind, "", Patched: false, foreign.Kind);
        if (Content.IsServiceUnit(file))
            return Unit(file, kind);
        if (Content.Kubeconfig(file) is not null)
            return Kubeconfig(file, kind);
        if (Content.Document(file) is not null)
            return Config(file, kind);
        if (file.Text.StartsWith("#!", StringComparison.Ordinal))
            return new Verdict(kind, "", Patched: false, "a shell script");
        return kind switch
        {
            "e-lb" => Balancer(file, kind),
            // etcd's own YAML has no kind; it is read, and nothing of it is ever changed.
            "f-etcd" when YamlReader.Read(file, YamlLimits.Captured).Result?.Roots is [MappingNode] => new Verdict(
                kind, "etcd YAML", Patched: false, ""),
            _ => Flags(file, kind),
        };
    }

    private static void RoundTrips(SourceFile file)
    {
        Assert.Equal(file.Bytes.ToArray(), EnvironmentFile.Parse(file).Tree.ToBytes());
        Assert.Equal(file.Bytes.ToArray(), UnitFile.Parse(file).Tree.ToBytes());
        if (YamlReader.Read(file, YamlLimits.Captured).Result is { } documents)
            Assert.Equal(file.Bytes.ToArray(), documents.Tree.ToBytes());
    }

    private static Verdict Unit(SourceFile file, string kind)
    {
        if (Component.Of(UnitPath, file, [], Host(_ => null)) is not { } component)
            return new Verdict(kind, "unit of another program", Patched: false, "");
        return component.Command.Arguments.Select(word => Placeholder.In(word.ToString()))
            .FirstOrDefault(found => found is not null) is { } placeholder
            ? new Verdict(kind, "", Patched: false, $"placeholder {Shape(placeholder)}")
            : new Verdict(kind, $"unit of {ComponentNames.Program(component.Kind)}", Patch(component, file), "");
    }

    private static Verdict Flags(SourceFile file, string kind)
    {
        var assignments = EnvironmentFile.Parse(file).Assignments;
        var names = assignments.Select(assignment => assignment.Name)
            .Where(name => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            .Distinct()
            .ToArray();
        if (names.Length == 0)
            return new Verdict(kind, "", Patched: false, "no assignment in it");
        var program = ProgramOf(kind, file.Path, assignments);
        var unit = Source(
            UnitPath, $"[Service]\nEnvironmentFile={FlagPath}\nExecStart=/usr/bin/{program} {string.Join(' ', names.Select(name => $"${name}"))}\n");
        if (Component.Of(UnitPath, unit, [], Host(path => path == FlagPath ? file : null)) is not { } component || component.Flags.IsEmpty)
            return new Verdict(kind, "variables without flags", Patched: false, "");
        if (component.Command.Arguments.Select(word => Placeholder.In(word.ToString())).FirstOrDefault(found => found is not null) is { } placeholder)
            return new Verdict(kind, "", Patched: false, $"placeholder {Shape(placeholder)}");
        // /etc/kubernetes/config holds flags for all components: by itself it is no apiserver's.
        return component.Kind == ComponentKind.Apiserver && component.Find("etcd-servers") is null
            ? new Verdict(kind, "flags that components share", Patched: false, "")
            : new Verdict(kind, $"flags of {program}", Patch(component, file), "");
    }

    // The variables say which component they are for, where the folder holds several.
    private static string ProgramOf(string kind, string path, ImmutableArray<Assignment> assignments)
    {
        var text = path + string.Join(' ', assignments.Select(assignment => assignment.Name)).ToLowerInvariant();
        return kind switch
        {
            "a-apiserver" => "kube-apiserver",
            "d-cm-sched" => text.Contains("scheduler", StringComparison.Ordinal) ? "kube-scheduler" : "kube-controller-manager",
            "c-node" => text.Contains("proxy", StringComparison.Ordinal) ? "kube-proxy" : "kubelet",
            _ => "etcd",
        };
    }

    // Patches for another host and back. Only the settings of that component differ, each in its value, and back they are the first bytes.
    private static bool Patch(Component component, SourceFile file)
    {
        var own = new[] { "bind-address", "advertise-address", "node-ip", "address" }
            .Select(name => component.Find(name)?.Text)
            .Select(text => text is not null && Address.TryParse(text, out var address) && address is { IsWildcard: false, IsLoopback: false }
                ? address
                : (Address?)null)
            .FirstOrDefault(address => address is not null) ?? new Address("198.51.100.1", IsIpv6: false);
        var there = Edits(component, own, Target, "other-node");
        if (there.Length == 0)
            return false;
        var tree = Tree(component, file);
        var patched = Source(file.Path, tree.With(there));
        var after = Again(component, file, patched);
        Assert.Equal(Expected(component, there), Described(after));
        Assert.Empty(Edits(after, own, Target, "other-node"));
        if (component.Kind == ComponentKind.Apiserver)
            Assert.Equal(Target.Text, after.Find("advertise-address")?.Text);
        var back = after.Flags.Length > component.Flags.Length ? null : Tree(after, patched).With(Back(component, after));
        Assert.True(back is null || back.AsSpan().SequenceEqual(file.Bytes.Span), $"{file.Path} is not the same when patched back");
        return true;
    }

    private static ByteEdit[] Edits(Component component, Address from, Address to, string node)
    {
        var own = Endpoint.Https(HostNameOrAddress.Of(to), new Port(6443));
        var capture = new HostCapture(
            "host",
            component.Unit.File,
            ImmutableSortedDictionary<string, InventoryEntry>.Empty,
            ImmutableSortedDictionary<string, SourceFile>.Empty);
        var installation = new Installation(capture, [component], []);
        return [.. Patches.Of(installation, new Retarget(from, to, node, own, own)).SelectMany(edits => edits)];
    }

    private static IEnumerable<ByteEdit> Back(Component before, Component after) =>
        before.Flags.Zip(after.Flags)
            .Where(pair => pair.First.Text != pair.Second.Text)
            .Select(pair => new ByteEdit(pair.Second.Value?.Place ?? throw new InvalidDataException(pair.Second.Name), pair.First.Text));

    // Every flag as it was, but for those at an edit; a flag that was added stands behind its neighbour.
    private static string[] Expected(Component component, ByteEdit[] edits)
    {
        var added = edits.Where(edit => edit.At.Span.Length == 0).ToArray();
        return
        [
            .. component.Flags.SelectMany(flag => added
                .Where(edit => edit.At.Span.Start == flag.Last.Offset + 1)
                .Select(edit => $"advertise-address={Target}")
                .Prepend($"{flag.Name}={edits.FirstOrDefault(edit => edit.At == flag.Value?.Place)?.Text ?? flag.Text}")),
        ];
    }

    private static string[] Described(Component component) => [.. component.Flags.Select(flag => $"{flag.Name}={flag.Text}")];

    private static LosslessFile Tree(Component component, SourceFile file) =>
        ReferenceEquals(component.Unit.File, file) ? UnitFile.Parse(file).Tree : EnvironmentFile.Parse(file).Tree;

    private static Component Again(Component component, SourceFile file, SourceFile patched) =>
        (ReferenceEquals(component.Unit.File, file)
            ? Component.Of(UnitPath, patched, [], Host(_ => null))
            : Component.Of(UnitPath, component.Unit.File, [], Host(_ => patched))) ?? throw new InvalidDataException(file.Path);

    private static Verdict Kubeconfig(SourceFile file, string kind)
    {
        var own = Endpoint.Https(HostNameOrAddress.Of(Target), new Port(6443));
        var edits = KubeconfigEdits.Of(file, FileRole.NodeKubeconfig, new Retarget(Target, Target, "n", own, own));
        var before = file.Text.Split('\n');
        var after = Encoding.UTF8.GetString(edits.After.Span).Split('\n');
        var changed = before.Zip(after).Where(pair => pair.First != pair.Second).ToArray();
        Assert.Equal(before.Length, after.Length);
        Assert.All(changed, pair => Assert.StartsWith("server:", pair.Second.Trim().TrimStart('-', ' ')));
        var placeholder = Content.Kubeconfig(file)?.Servers.Select(server => Placeholder.In(server.Value)).FirstOrDefault(found => found is not null);
        return placeholder is null
            ? new Verdict(kind, "kubeconfig", changed.Length > 0, "")
            : new Verdict(kind, "", Patched: false, $"placeholder {Shape(placeholder)}");
    }

    private static Verdict Config(SourceFile file, string kind)
    {
        var name = $"YAML of kind {Content.Document(file)?.FindScalar("kind")?.Value}";
        var scalars = Scalars(file);
        if (scalars.Select(scalar => Placeholder.In(scalar.Value)).FirstOrDefault(found => found is not null) is { } placeholder)
            return new Verdict(kind, "", Patched: false, $"placeholder {Shape(placeholder)}");
        var edits = ConfigEdits(file, Target, "other-node");
        var patched = Source(file.Path, LosslessOriginal.Of(file, FileRole.ComponentConfig).With(edits));
        var changed = scalars.Zip(Scalars(patched)).Where(pair => pair.First != pair.Second).ToArray();
        Assert.Equal(edits.Length, changed.Length);
        Assert.All(changed, pair => Assert.NotNull(HostSettings.OfKey(pair.First.Key)));
        Assert.Empty(ConfigEdits(patched, Target, "other-node"));
        return new Verdict(kind, name, edits.Length > 0, "");
    }

    private static (string Key, string Value)[] Scalars(SourceFile file) =>
        Content.Document(file) is { } document ? [.. ConfigScalars.All(document, "").Select(pair => (pair.Key, pair.Scalar.Value))] : [];

    private static ByteEdit[] ConfigEdits(SourceFile file, Address to, string node)
    {
        var from = Scalars(file).Where(scalar => HostSettings.OfKey(scalar.Key) is not null)
            .Select(scalar =>
                Address.TryParse(scalar.Value.Split(':')[0], out var address) && address is { IsWildcard: false, IsLoopback: false }
                    ? address
                    : (Address?)null)
            .FirstOrDefault(address => address is not null) ?? new Address("198.51.100.1", IsIpv6: false);
        var own = Endpoint.Https(HostNameOrAddress.Of(to), new Port(6443));
        var capture = new HostCapture(
            "host", file, ImmutableSortedDictionary<string, InventoryEntry>.Empty, ImmutableSortedDictionary<string, SourceFile>.Empty);
        var entry = new ClosureEntry("/config", FileRole.ComponentConfig, "--config", Location.StartOf(file), null, IsRequired: true, null, file);
        return [.. Patches.Of(new Installation(capture, [], [entry]), new Retarget(from, to, node, own, own)).SelectMany(edits => edits)];
    }

    private static Verdict Balancer(SourceFile file, string kind)
    {
        if (file.Path.Contains("keepalived", StringComparison.Ordinal))
            return new Verdict(
                kind,
                KeepalivedFile.Parse(file).SelectMany(statement => statement.All).Any(statement => statement.Name == "virtual_ipaddress")
                    ? "keepalived with a VIP"
                    : "keepalived",
                Patched: false,
                "");
        if (file.Path.Contains("haproxy", StringComparison.Ordinal))
            return new Verdict(
                kind,
                HaproxyFile.Parse(file).SelectMany(section => section.Lines).Any(line => line.Words[0] is "bind")
                    ? "haproxy that listens"
                    : "haproxy",
                Patched: false,
                "");
        return file.Text.Contains("{{", StringComparison.Ordinal) || file.Text.Contains("{%", StringComparison.Ordinal)
            ? new Verdict(kind, "", Patched: false, "placeholder {{ }}")
            : NginxFile.Parse(file) is { Length: > 0 } directives
            ? new Verdict(
                kind,
                directives.SelectMany(directive => directive.All).Any(directive => directive.Name == "stream") ? "nginx with a stream" : "nginx",
                Patched: false,
                "")
            : new Verdict(kind, "", Patched: false, "not nginx: braces do not close");
    }

    private static string Shape(string placeholder) => placeholder[0] switch
    {
        '{' => "{{ }}",
        '$' => "$NAME",
        '#' => "##NAME##",
        _ => "<name>",
    };

    private static HostView Host(Func<string, SourceFile?> open) => new("host", open, path => [path]);

    private static SourceFile Source(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    private static SourceFile Source(string path, byte[] bytes) => new(path, bytes);
}
