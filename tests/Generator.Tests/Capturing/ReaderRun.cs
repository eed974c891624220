using System.Collections.Immutable;
using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Generator.Core;

namespace Generator.Tests.Capturing;

/// <summary>One run of the reader: what it wrote and said.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Archive">What came to its standard output.</param>
/// <param name="Said">What came to its standard error.</param>
internal sealed record ReaderRun(int Code, ImmutableArray<byte> Archive, string Said)
{
    internal const string Key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    /// <summary>The content of each file that was taken, one character a byte.</summary>
    internal ImmutableSortedDictionary<string, string> Files { get; } = Members([.. Archive])
        .Where(member => member.Name.StartsWith("files/", StringComparison.Ordinal))
        .ToImmutableSortedDictionary(member => member.Name["files".Length..], member => member.Text, StringComparer.Ordinal);

    /// <summary>The lines of the report.</summary>
    internal ImmutableArray<string> Census { get; } =
    [
        .. Members([.. Archive])
            .Where(member => member.Name == "census")
            .SelectMany(member => member.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
    ];

    internal string Text => Encoding.Latin1.GetString([.. Archive]);

    /// <summary>Runs the reader with a shell, the words that start it, on a disk.</summary>
    internal static ReaderRun Of(DiskOfHost disk, string shell = "sh", string? path = null) => Start(shell, path, "--root", disk.Root);

    internal static ReaderRun Start(string shell, string? path, params string[] arguments)
    {
        var words = shell.Split(' ');
        var start = new ProcessStartInfo(words[0], [.. words[1..], "-s", "--", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (path is not null)
            start.Environment["PATH"] = path;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{shell} did not start");
        var said = process.StandardError.ReadToEndAsync();
        using var archive = new MemoryStream();
        var read = process.StandardOutput.BaseStream.CopyToAsync(archive);
        process.StandardInput.Write(Capture.Program(Key));
        process.StandardInput.Close();
        read.GetAwaiter().GetResult();
        process.WaitForExit();
        return new ReaderRun(process.ExitCode, [.. archive.ToArray()], said.GetAwaiter().GetResult());
    }

    private static IEnumerable<(string Name, string Text)> Members(byte[] archive)
    {
        // The help may have the length of an archive.
        var isArchive = archive.Length > 0 && archive.Length % 512 == 0 && archive.AsSpan(257, 5).SequenceEqual("ustar"u8);
        using var reader = new TarReader(new MemoryStream(archive));
        while (isArchive && reader.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            yield return (entry.Name, Encoding.Latin1.GetString(content.ToArray()));
        }
    }
}
