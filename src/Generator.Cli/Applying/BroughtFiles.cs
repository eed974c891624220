using System.Collections.Immutable;
using System.Formats.Tar;

namespace Generator.Cli.Applying;

/// <summary>What a bundle carries beside its result, for the hosts that need it: they prove what they are given, wherever it is from.</summary>
/// <param name="Files">By the path on a host, the file here.</param>
internal sealed record BroughtFiles(ImmutableDictionary<string, string> Files)
{
    private const string Plan = "bundle.plan";
    private const string Kind = "payload";

    // payload/ROLE/MACHINE, and then the path on the host.
    private const int FoldersBefore = 3;

    /// <summary>What lies beside a result; nothing where it is not that of a bundle.</summary>
    /// <param name="result">The folder of the result.</param>
    /// <exception cref="MisuseException">It is, and is not of the form in which haplane writes it.</exception>
    internal static BroughtFiles Beside(string result)
    {
        var top = Path.GetDirectoryName(result) ?? "/";
        var plan = Path.Combine(top, Plan);
        var files = File.Exists(plan) ? File.ReadLines(plan).Select(line => line.Split('\t')).Where(fields => fields[0] == Kind).Select(fields => fields[^1]) : [];
        // What goes into use with two roles lies there twice, with the same bytes.
        return new BroughtFiles(files.GroupBy(file => PathOf(plan, file), StringComparer.Ordinal).ToImmutableDictionary(same => same.Key, same => Path.Combine(top, same.First()), StringComparer.Ordinal));
    }

    /// <summary>Those that are here, of what a host lacks.</summary>
    internal ImmutableArray<string> Of(IEnumerable<string> missing) => [.. missing.Where(Files.ContainsKey)];

    /// <summary>Writes files as a tar archive with the paths of the host, one after the other.</summary>
    internal async Task Send(IEnumerable<string> paths, Stream target, CancellationToken stop)
    {
        await using var archive = new TarWriter(target, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var path in paths)
        {
            await using var content = File.OpenRead(Files[path]);
            await archive.WriteEntryAsync(new GnuTarEntry(TarEntryType.RegularFile, $".{path}") { DataStream = content, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite }, stop);
        }
    }

    private static string PathOf(string plan, string file) => file.Split('/', FoldersBefore + 1) is [Kind, _, _, var path] && !file.Split('/').Contains("..")
        ? $"/{path}"
        : throw new MisuseException($"{plan} holds \"{file}\", which is not of the form that haplane writes: unpack the bundle again, and sh install.sh verify");
}
