using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reporting.Changes;

/// <summary>Hosts with the same changes, to be shown once.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Others">The names of the others, in order.</param>
public sealed record AlikeHosts(HostChange First, ImmutableArray<string> Others)
{
    /// <summary>Their names, in a few words.</summary>
    public string Names => ManyNames.Of([First.Host.Name, .. Others]);

    /// <summary>The hosts of a change, grouped by equal changes.</summary>
    public static ImmutableArray<AlikeHosts> Of(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return [
            .. change.Hosts.GroupBy(Key, StringComparer.Ordinal)
                .Select(same => new AlikeHosts(same.First(), [.. same.Skip(1).Select(host => host.Host.Name)])),
        ];
    }

    private static string Key(HostChange change)
    {
        var text = new StringBuilder();
        text.Append(change.Kind).Append(' ').AppendJoin(',', change.Host.Roles);
        foreach (var file in change.Files)
            text.Append('\n').Append(file.Kind).Append(file.Path).Append(file.Attributes).Append(Hunks(file));
        return text.ToString();
    }

    // The first two lines name the host.
    private static string Hunks(FileChange file)
    {
        var diff = Encoding.UTF8.GetString(file.Diff.Span);
        var second = diff.IndexOf('\n', diff.IndexOf('\n') + 1);
        return second < 0 ? "" : diff[second..];
    }
}
