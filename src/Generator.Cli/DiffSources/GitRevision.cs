using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Generator.Cli.DiffSources;

/// <summary>Reads a folder of a revision, with the system's git.</summary>
internal static class GitRevision
{
    private const string Link = "120000";

    /// <summary>The files below a path, by their path relative to it.</summary>
    /// <param name="revision">A git revision: a branch, a tag, <c>HEAD~1</c>.</param>
    /// <param name="path">The folder, or a file in it, relative to the current folder.</param>
    /// <exception cref="MisuseException">git cannot be run, or does not know the revision or the path.</exception>
    internal static IReadOnlyDictionary<string, byte[]> Read(string revision, string path)
    {
        if (revision.Length == 0 || revision[0] == '-')
            throw new MisuseException("git: needs a revision, such as git:main or git:HEAD~1:clusters/one");
        var entries = Entries(revision, path);
        if (entries.FirstOrDefault(entry => entry.Mode == Link) is { } link)
            throw new MisuseException($"{link.Path} in {revision} is a link; only regular files are read");
        var folder = path.Trim('/') is "." or "" ? "" : $"{path.TrimEnd('/')}/";
        return Contents(entries).ToDictionary(file => file.Path[folder.Length..], file => file.Bytes, StringComparer.Ordinal);
    }

    private static List<Entry> Entries(string revision, string path)
    {
        using var git = Start("ls-tree", "-r", "-z", revision, "--", path.TrimEnd('/') + "/");
        var listing = git.StandardOutput.ReadToEnd();
        End(git);
        // mode, a blank, the type, a blank, the object, a tab, the path (git-ls-tree(1)).
        return [
            .. listing.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t', 2))
                .Select(line => new Entry(line[1], line[0].Split(' ')[0], line[0].Split(' ')[2])),
        ];
    }

    private static IEnumerable<(string Path, byte[] Bytes)> Contents(List<Entry> entries)
    {
        using var git = Start("cat-file", "--batch");
        foreach (var entry in entries)
        {
            git.StandardInput.WriteLine(entry.Id);
            git.StandardInput.Flush();
            yield return (entry.Path, Content(git.StandardOutput.BaseStream));
        }

        git.StandardInput.Close();
        End(git);
    }

    // The object, its type and its size on a line, then its bytes and a newline (git-cat-file(1), batch output).
    private static byte[] Content(Stream output)
    {
        var header = new StringBuilder();
        for (var next = output.ReadByte(); next is not ('\n' or -1); next = output.ReadByte())
            header.Append((char)next);
        if (!int.TryParse(header.ToString().Split(' ')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            throw new MisuseException($"git cannot read an object: {header}");
        var bytes = new byte[size];
        output.ReadExactly(bytes);
        output.ReadByte();
        return bytes;
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "git", arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start) ?? throw new MisuseException("git could not be started");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new MisuseException("git is not installed; compare folders instead");
        }
    }

    private static void End(Process git)
    {
        var fault = git.StandardError.ReadToEnd().Split('\n')[0];
        git.WaitForExit();
        if (git.ExitCode != 0)
            throw new MisuseException($"git: {fault}");
    }

    private sealed record Entry(string Path, string Mode, string Id);
}
