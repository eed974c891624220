namespace Generator.Core.Emit;

/// <summary>What is copied, patched or edited from an original: lowering has already decided all of it.</summary>
internal static class FromOriginals
{
    internal static readonly ArtefactKind Kind = new("files from originals", plan => plan.Hosts.SelectMany(host => host.Files));
}
