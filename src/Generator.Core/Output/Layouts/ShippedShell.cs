using System.Collections.Immutable;
using System.Text;

namespace Generator.Core.Output.Layouts;

/// <summary>The shipped shell programs: written in parts, joined in the order of their names.</summary>
internal static class ShippedShell
{
    private const string Folder = "shell/";

    // The program that changes a host, the one that runs it on each host, and the parts of that one that Ansible needs; with the folders of
    // their parts.
    private static readonly (string Program, string[] Folders)[] Programs =
    [
        ("host-engine", ["wire", "host-engine"]),
        ("relay", ["wire", "over-ssh", "relay"]),
        ("rollout", ["wire", "over-ssh", "rollout"]),
    ];

    /// <summary>Every program, below <c>bin/</c>.</summary>
    internal static ImmutableArray<(string Path, TreeFile File)> All { get; } =
    [
        .. Programs.Select(program => ($"bin/{program.Program}.sh", Joined(program.Folders))),
    ];

    /// <summary>The program of a bundle, next to <c>out/</c> and not in it.</summary>
    internal static TreeFile Install { get; } = Joined(["install"]);

    /// <summary>The program that reads a host, with the key of one run.</summary>
    /// <exception cref="ArgumentException">The key is not 64 hex digits.</exception>
    internal static string CaptureWith(string key) => key.Length == 64 && key.All(char.IsAsciiHexDigitLower)
        ? $"{Encoding.UTF8.GetString(Joined(["capture"]).Content.Span)}\ncapture_main {key} \"$@\"\n"
        : throw new ArgumentException("expected a key of 64 lower-case hex digits", nameof(key));

    private static TreeFile Joined(string[] folders)
    {
        var parts = folders.SelectMany(folder => EmbeddedText.NamesBelow($"{Folder}{folder}/"))
            .OrderBy(name => name[name.LastIndexOf('/')..], StringComparer.Ordinal);
        return new TreeFile(Encoding.UTF8.GetBytes(string.Concat(parts.Select(EmbeddedText.Read))), IsExecutable: true);
    }
}
