using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals;

/// <summary>The paths that a component needs, in the order in which they are found, each once.</summary>
internal sealed class ClosureEntries(HostCapture capture, Component component)
{
    private readonly ImmutableArray<ClosureEntry>.Builder entries = ImmutableArray.CreateBuilder<ClosureEntry>();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    internal ImmutableArray<ClosureEntry> All => entries.ToImmutable();

    /// <summary>Marks the last added path: every line of it is a secret.</summary>
    internal void HoldsOnlySecrets() => entries[^1] = entries[^1] with { HoldsOnlySecrets = true };

    internal int Count => entries.Count;

    /// <summary>Marks the paths from a number on: nothing fails without them.</summary>
    internal void MakeOptionalFrom(int start)
    {
        for (var i = start; i < entries.Count; i++)
            entries[i] = entries[i] with { IsRequired = false };
    }

    // A link is delivered together with its target.
    internal void AddFollowed(string path, FileRole role, string namedBy, Location at, bool isRequired = true, bool isFollowed = false)
    {
        var linked = LinkedPath.Of(capture, path);
        AddLinks(linked, namedBy, at);
        Add(linked.Real, role, linked.IsLink ? $"the link {linked.Links[^1].Path}" : namedBy, at, isRequired, isFollowed);
    }

    internal bool Add(string path, FileRole role, string namedBy, Location at, bool isRequired = true, bool isFollowed = false)
    {
        if (!seen.Add(path))
        {
            if (role == FileRole.Secret)
                MakeSecret(path, namedBy, at);
            return false;
        }

        entries.Add(new ClosureEntry(path, role, namedBy, at, component.UnitName, isRequired, capture.Seen(path), capture.Open(path))
        {
            IsFollowed = isFollowed,
        });
        return true;
    }

    // A certificate and its key may be in one file, which two flags name.
    private void MakeSecret(string path, string namedBy, Location at)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Path == path && entries[i].Role == FileRole.Plain)
                entries[i] = entries[i] with { Role = FileRole.Secret, NamedBy = namedBy, At = at };
        }
    }

    internal void AddLinks(LinkedPath linked, string namedBy, Location at)
    {
        var isIdentity = linked.IsLink && CertificateSubject.IsNode(capture.Seen(linked.Real)?.Subject);
        foreach (var link in linked.Links.Where(link => !LinkedPath.IsOfTheDistribution(link.Path)))
            Add(link.Path, isIdentity && link == linked.Links[^1] ? FileRole.Identity : FileRole.Plain, namedBy, at);
    }
}
