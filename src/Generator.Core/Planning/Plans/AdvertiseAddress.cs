using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>
/// Adds <c>--advertise-address</c> if the source master has none. A kube-apiserver then advertises its bind address or, with a wildcard,
/// that of its default route (kubernetes.io, kube-apiserver), which often belongs to another network.
/// </summary>
internal static class AdvertiseAddress
{
    private const string Name = "advertise-address";

    // Next to the flag that it belongs to, if that is written; else after a flag that every kube-apiserver has.
    private static readonly string[] Neighbours = ["bind-address", "insecure-bind-address", "address", "secure-port", "etcd-servers"];

    /// <summary>The edit that adds the flag; null if it exists.</summary>
    internal static ByteEdit? Missing(Component component, Retarget retarget)
    {
        if (component.Kind != ComponentKind.Apiserver || component.Find(Name) is not null || component.Flags.IsEmpty)
            return null;
        var neighbour = Neighbours.Select(component.Find).FirstOrDefault(flag => flag is not null) ?? component.Flags[^1];
        var end = neighbour.Last.Offset + 1;
        var joint = neighbour.IsTwoWords ? " " : "=";
        return new ByteEdit(
            new Location(neighbour.Last.File, new ByteSpan(end, end)), $"{Separator(component, neighbour)}--{Name}{joint}{retarget.To}");
    }

    // The text between this flag and the next or previous one: the file's own style.
    private static string Separator(Component component, Flag flag)
    {
        var others = component.Flags.Where(other => ReferenceEquals(other.First.File, flag.Last.File) && other != flag).ToArray();
        var next = others.Where(other => other.First.Offset > flag.Last.Offset).MinBy(other => other.First.Offset);
        var previous = others.Where(other => other.Last.Offset < flag.First.Offset).MaxBy(other => other.Last.Offset);
        return Between(flag, next) ?? Between(previous, flag) ?? " ";
    }

    private static string? Between(Flag? before, Flag? after)
    {
        if (before is null || after is null)
            return null;
        var text = Encoding.UTF8.GetString(before.Last.File.Bytes.Span[(before.Last.Offset + 1)..after.First.Offset]);
        // Anything but blanks and one proper continuation is a fault of the file, and is not copied.
        var blanks = text.Replace("\\\n", "", StringComparison.Ordinal);
        return text.Length > 0 && blanks.All(c => c is ' ' or '\t' or '\n') ? text : null;
    }
}
