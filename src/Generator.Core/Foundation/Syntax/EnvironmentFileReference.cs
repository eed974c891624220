using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>A file in an <c>EnvironmentFile=</c> of a unit.</summary>
/// <param name="Path">The file's path; the pattern itself if no file matches it.</param>
/// <param name="IsOptional">Whether the unit starts without it (<c>EnvironmentFile=-…</c>).</param>
/// <param name="At">Where the unit names it.</param>
internal sealed record EnvironmentFileReference(string Path, bool IsOptional, Location At)
{
    private static readonly char[] Wildcards = ['*', '?', '['];

    /// <summary>The files of one entry. systemd ignores a path that is not absolute; quotes belong to the path.</summary>
    internal static IEnumerable<EnvironmentFileReference> Of(UnitEntry entry, Specifiers specifiers, HostView host)
    {
        var isOptional = entry.Value.Chars.StartsWith('-');
        var path = specifiers.Apply(isOptional ? entry.Value.Slice(1, entry.Value.Chars.Length - 1) : entry.Value).Text;
        if (!path.StartsWith('/'))
            return [];
        var found = path.IndexOfAny(Wildcards) < 0 ? [] : host.Matching(path).ToArray();
        return (found.Length > 0 ? found : [path]).Select(match => new EnvironmentFileReference(match, isOptional, entry.Value.Place ?? entry.At));
    }
}
