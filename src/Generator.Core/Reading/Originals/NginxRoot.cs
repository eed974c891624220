using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>
/// The configuration of one nginx on a captured host: the file that it starts from, with every include replaced by its content (nginx.org,
/// ngx_core_module, include). A file that nothing includes is not read, whatever its name.
/// </summary>
/// <param name="Path">The file that it starts from.</param>
/// <param name="Directives">The directives; none of a file that cannot be read.</param>
/// <param name="Unreadable">The files that cannot be read.</param>
internal sealed partial record NginxRoot(string Path, ImmutableArray<NginxDirective> Directives, ImmutableArray<SourceFile> Unreadable)
{
    // A hostile set of files can include itself without end.
    private const int MostFiles = 1_000;
    private const int MostDepth = 16;

    private static readonly string[] TopBlocks = ["events", "http", "stream", "mail"];

    /// <summary>Every nginx of a host whose configuration stays. A file that haplane has written, or will replace, needs no check.</summary>
    internal static IEnumerable<NginxRoot> Staying(HostCapture capture) =>
        On(capture).Where(root => capture.Open(root.Path) is { } file && !WrittenByHaplane.Is(file) && !IsReplaced(capture, root.Path));

    /// <summary>Every nginx of a host, including haplane's own.</summary>
    internal static IEnumerable<NginxRoot> On(HostCapture capture) =>
        Starts(capture)
            .Where(start => capture.Open(start.Path) is not null)
            .DistinctBy(start => start.Path)
            .Select(start => (start.IsNginx, Root: Of(capture, start.Path)))
            .Where(start => start.IsNginx || start.Root.Directives.Any(directive => TopBlocks.Contains(directive.Name)))
            .Select(start => start.Root);

    /// <summary>All its directives, those in blocks included.</summary>
    internal IEnumerable<NginxDirective> All => Directives.SelectMany(directive => directive.All);

    private static bool IsReplaced(HostCapture capture, string path) =>
        path == BalancerProgram.Nginx.MainConfiguration && BalancerHost.CanReplaceConfiguration(BalancerProgram.Nginx, capture);

    // A program may have another name (kubeasz: kube-lb); then its configuration shows that it is nginx.
    private static IEnumerable<(string Path, bool IsNginx)> Starts(HostCapture capture)
    {
        yield return (BalancerProgram.Nginx.MainConfiguration, true);
        foreach (var unit in capture.Files.Where(file => UnitPath.IsService(file.Key) && Content.IsServiceUnit(file.Value)))
        {
            if (CommandLine.Of(UnitFile.Parse(unit.Value), HostPath.NameOf(unit.Key), capture.View) is { } command
                && Named(command) is { } path
                && path != BalancerProgram.Nginx.MainConfiguration)
                yield return (path, HostPath.NameOf(command.Program.Text).Contains("nginx", StringComparison.Ordinal));
        }
    }

    // After -c; else, for an nginx that was built from source, in its prefix.
    private static string? Named(CommandLine command)
    {
        var words = command.Arguments.Select(word => word.ToString()).ToArray();
        var option = Array.IndexOf(words, "-c");
        var program = command.Program.Text;
        if (option >= 0 && option + 1 < words.Length)
            return words[option + 1].StartsWith('/') ? HostPath.Resolve("/", words[option + 1]) : null;
        return program.EndsWith("/sbin/nginx", StringComparison.Ordinal) && program is not ("/usr/sbin/nginx" or "/sbin/nginx")
            ? $"{HostPath.FolderOf(HostPath.FolderOf(program))}/conf/nginx.conf"
            : null;
    }

    private static NginxRoot Of(HostCapture capture, string path)
    {
        var reading = new Reading(capture, HostPath.FolderOf(path));
        var directives = reading.Read(path, depth: 0);
        return new NginxRoot(path, directives, [.. reading.Unreadable.Distinct()]);
    }

    // One reading of a configuration: includes are replaced by the files that they name, in the order of their names.
    private sealed class Reading(HostCapture capture, string folder)
    {
        private readonly Dictionary<string, ImmutableArray<string>> matching = new(StringComparer.Ordinal);
        private int left = MostFiles;

        internal List<SourceFile> Unreadable { get; } = [];

        internal ImmutableArray<NginxDirective> Read(string path, int depth)
        {
            if (left-- <= 0 || depth > MostDepth || capture.Open(path) is not { } file)
                return [];
            if (NginxFile.Parse(file) is not { } directives)
            {
                Unreadable.Add(file);
                return [];
            }

            return Expanded(directives, depth);
        }

        private ImmutableArray<NginxDirective> Expanded(ImmutableArray<NginxDirective> directives, int depth) =>
        [
            .. directives.SelectMany(directive => directive is { Name: "include", Arguments: [var pattern] }
                ? Matching(pattern).SelectMany(path => Read(path, depth + 1))
                : directive.Block.IsEmpty ? [directive] : [directive with { Block = Expanded(directive.Block, depth) }]),
        ];

        private ImmutableArray<string> Matching(string pattern)
        {
            if (!matching.TryGetValue(pattern, out var paths))
                matching[pattern] = paths = [.. Glob(pattern)];
            return paths;
        }

        // glob(7): no wildcard matches a slash, and none a dot at the start of a name.
        private IEnumerable<string> Glob(string pattern)
        {
            var full = HostPath.Resolve($"{folder}/", pattern);
            if (full.AsSpan().IndexOfAny("*?[") < 0)
                return [full];
            var regex = new Regex(
                $"^{Wildcard.Replace(Regex.Escape(full), match => match.Value == @"\*" ? "[^/]*" : "[^/]")}$",
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return from entry in capture.Inventory.Values
                   where entry.Type != EntryType.Dir
                       && (!HostPath.NameOf(entry.Path).StartsWith('.') || HostPath.NameOf(full).StartsWith('.'))
                       && regex.IsMatch(entry.Path)
                   select entry.Path;
        }
    }

    // As Regex.Escape writes them. Characters in brackets are not interpreted.
    [GeneratedRegex(@"\\\*|\\\?|\\\[[^\]/]*\]")]
    private static partial Regex Wildcard { get; }
}
