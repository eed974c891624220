using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Originals;

/// <summary>A place where a program that is not part of Kubernetes, such as flanneld or calico-node, uses one master's kube-apiserver.</summary>
/// <param name="Owner">The unit that it belongs to; the path itself for a file that no unit names.</param>
/// <param name="Server">The kube-apiserver as it is written.</param>
/// <param name="At">Where it is written.</param>
internal sealed partial record OtherClient(string Path, string Owner, string Server, Location At)
{
    private const int InsecurePort = 8080;

    private static readonly string[] Commands =
    [
        "ExecStart", "ExecStartPre", "ExecStartPost", "ExecReload", "ExecStop", "ExecStopPost", "ExecCondition",
    ];

    // A load balancer names the masters because it is one. etcd has the same addresses, and topology.yaml lists it.
    private static readonly string[] NoClients = ["nginx", "haproxy", "keepalived", "etcd", "kube-lb", "kube-nginx"];

    // Network plug-ins and cron read these without a unit that names them.
    private static readonly string[] Folders =
        ["/etc/cni/net.d", "/etc/calico", "/etc/flannel", "/etc/cron.d", "/etc/cron.hourly", "/etc/cron.daily", "/var/spool/cron"];

    // A file that a program reads is a text of some size; a larger one is a program or its data.
    private const int MostBytes = 1 << 20;

    /// <summary>Every place on a captured host.</summary>
    internal static ImmutableArray<OtherClient> Of(HostCapture capture, IEnumerable<Host> masters, Port apiserver)
    {
        var names = masters.SelectMany(master => new[] { master.Address.Value.Bracketed, master.Name.Value.Text }).Distinct().ToArray();
        var expression = new Regex(
            $@"(?<![\w.:\[-])(?:(?<scheme>https?)://)?(?<host>{string.Join('|', names.Select(Regex.Escape))})(?::(?<port>[0-9]+))?(?![\w.-])",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
        return
        [
            .. from text in Texts(capture)
               from match in expression.Matches(text.Value)
               where IsApiserver(match, text, apiserver.Number)
               group new OtherClient(text.Path, text.Owner, match.Value, text.At) by (text.Path, text.At.Line, match.Value) into same
               select same.First(),
        ];
    }

    private static IEnumerable<Text> Texts(HostCapture capture) =>
        InstalledUnit.Of(capture).SelectMany(unit => OfUnit(unit, capture)).Concat(OfFolders(capture));

    private static IEnumerable<Text> OfUnit(InstalledUnit installed, HostCapture capture)
    {
        if (installed is not { File: { } file, IsMasked: false } || Component.Of(installed, capture) is not null)
            return [];
        SourceFile[] files = [file, .. DropIn.Of(capture, installed.Name).Select(dropIn => dropIn.File)];
        var own = UnitFile.Parse(file);
        var unit = own with { Entries = [.. files.SelectMany(part => UnitFile.Parse(part).Entries)] };
        if (CommandLine.Of(unit, installed.Name, capture.View) is not { } command || NoClients.Contains(HostPath.NameOf(command.Program.Text)))
            return [];
        return Entries(unit, installed.Name)
            .Concat(command.EnvironmentFiles.SelectMany(reference => Variables(capture, reference.Path, installed.Name)))
            .Concat(Named(capture, command, unit).SelectMany(path => Lines(capture, path, installed.Name)));
    }

    private static IEnumerable<Text> Entries(UnitFile unit, string owner) =>
        from entry in unit.Entries
        let isEnvironment = entry.Key == "Environment"
        where isEnvironment || Commands.Contains(entry.Key)
        from word in Words.OfExec(entry.Value)
        let split = word.Text.Text.IndexOf('=', StringComparison.Ordinal)
        let at = word.Text.Place ?? entry.At
        select new Text(PathOf(at), owner, split > 0 ? word.Text.Text[..split] : "", word.Text.Text[(split + 1)..], at);

    private static IEnumerable<Text> Variables(HostCapture capture, string path, string owner) =>
        from assignment in capture.Open(path) is { } file ? EnvironmentFile.Parse(file).Assignments : []
        select new Text(path, owner, assignment.Name, assignment.Value.Text, assignment.Value.Place ?? assignment.At);

    private static IEnumerable<Text> OfFolders(HostCapture capture) =>
        capture.Files.Keys.Where(path => Folders.Any(folder => path.StartsWith($"{folder}/", StringComparison.Ordinal)))
            .SelectMany(path => Lines(capture, path, path));

    // The configuration or script that a command names.
    private static IEnumerable<string> Named(HostCapture capture, CommandLine command, UnitFile unit) =>
        command.Arguments.Select(word => word.ToString())
            .Concat(Commands.SelectMany(key => unit.All("Service", key)).Select(entry => entry.Value.Text))
            .SelectMany(text => PathInText.Matches(text))
            .Select(match => match.Value)
            .Where(path => capture.Open(path) is not null)
            .Distinct();

    // A kubeconfig is looked at as one.
    private static IEnumerable<Text> Lines(HostCapture capture, string path, string owner)
    {
        if (capture.Open(path) is not { } file || file.Bytes.Length > MostBytes || Content.Kubeconfig(file) is not null)
            yield break;
        var start = 0;
        foreach (var line in ByteText.Of(file.Bytes.Span).Split('\n'))
        {
            if (!line.TrimStart().StartsWith('#'))
                yield return new Text(path, owner, "", ByteText.Decode(line), new Location(file, new ByteSpan(start, start + line.Length)));
            start += line.Length + 1;
        }
    }

    // By its port; or by an address alone, if the name of the flag or variable shows that it is the kube-apiserver's.
    private static bool IsApiserver(Match match, Text text, int apiserver)
    {
        var scheme = match.Groups["scheme"].Value;
        if (match.Groups["port"] is { Success: true, ValueSpan: var digits })
            return int.TryParse(digits, out var port) && (port == apiserver || (port == InsecurePort && scheme != "https"));
        return scheme.Length > 0 ? apiserver == (scheme == "https" ? 443 : 80) : ApiserverName.IsMatch(text.Name) && match.Value == text.Value;
    }

    // originals/HOST/etc/x is /etc/x there.
    private static string PathOf(Location at) => at.File.Path.Split('/', 3) is [_, _, var path] ? $"/{path}" : at.File.Path;

    private sealed record Text(string Path, string Owner, string Name, string Value, Location At);

    [GeneratedRegex(@"(?<![\w./-])/[^\s""'`;|&<>(),=:$]+")]
    private static partial Regex PathInText { get; }

    [GeneratedRegex("api[-_]?server|kube[-_]?api|k8s[-_]?api|(kubernetes|k8s)[-_]?service[-_]?host", RegexOptions.IgnoreCase)]
    private static partial Regex ApiserverName { get; }
}
