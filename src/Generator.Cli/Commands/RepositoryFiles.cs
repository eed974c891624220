using System.Text;
using System.Text.RegularExpressions;
using Generator.Cli.Usage;

namespace Generator.Cli.Commands;

/// <summary>The files that a git repository with clusters needs: for git itself, for its hook, and for the review of a change.</summary>
internal static partial class RepositoryFiles
{
    private const string Folder = "repository";
    private const UnixFileMode Program = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>What git does with the files of a cluster's folder.</summary>
    internal static IEnumerable<RepositoryFile> ForGit(string cluster) =>
    [
        new(Path.Combine(cluster, ".gitignore"), EmbeddedPages.Read(Folder, "gitignore")),
        new(Path.Combine(cluster, ".gitattributes"), EmbeddedPages.Read(Folder, "gitattributes")),
    ];

    /// <summary>The hook that refuses a commit, at the root of the repository.</summary>
    internal static RepositoryFile Hook(string cluster) => AtRoot(cluster, ".githooks/pre-commit", "pre-commit") with { Mode = Program };

    /// <summary>The pipeline that reviews a change, at the root of the repository.</summary>
    internal static RepositoryFile Pipeline(PipelineKind kind, string cluster) => kind switch
    {
        PipelineKind.Github => AtRoot(cluster, ".github/workflows/haplane.yml", "github.yml"),
        _ => AtRoot(cluster, ".gitlab-ci.yml", "gitlab.yml"),
    };

    private static RepositoryFile AtRoot(string cluster, string path, string template)
    {
        var root = Root(cluster);
        var name = Path.GetRelativePath(root, Path.GetFullPath(cluster)).TrimEnd('/');
        // It becomes a word of a shell and a text in YAML.
        if (!PlainPath().IsMatch(name))
            throw new MisuseException($"the folder {name} has a character that a pipeline cannot name; use letters, digits, and . _ - /");
        var text = EmbeddedPages.Read(Folder, template).Replace("@CLUSTERS@", name, StringComparison.Ordinal);
        return new RepositoryFile(Path.GetRelativePath(".", Path.Combine(root, path)), text);
    }

    private static string Root(string cluster)
    {
        for (var folder = Path.GetFullPath(cluster); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, ".git")))
                return folder;
        }

        throw new MisuseException($"there is no git repository in {cluster} or above it; run git init first");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._][A-Za-z0-9._/-]*\z")]
    private static partial Regex PlainPath();
}

/// <summary>The site that runs a pipeline.</summary>
internal enum PipelineKind
{
    Github,
    Gitlab,
}

/// <summary>A text file to be written.</summary>
internal sealed record RepositoryFile(string Path, string Text)
{
    /// <summary>Its mode; null for that of any new file.</summary>
    internal UnixFileMode? Mode { get; init; }

    /// <summary>Writes it, and the folders above it.</summary>
    internal void Write()
    {
        if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllText(Path, Text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (Mode is { } mode)
            File.SetUnixFileMode(Path, mode);
    }
}
