using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;

namespace Generator.Core.Reading.Deliveries;

/// <summary>One path of an <c>out/</c> on one host.</summary>
/// <param name="Path">The absolute path there.</param>
/// <param name="Class">Its treatment.</param>
/// <param name="Mode">Its permission bits; empty for a link and for a file that is never copied.</param>
/// <param name="Owner">Its owner and group; empty likewise.</param>
/// <param name="Sha256">Its digest; empty if it depends on a secret.</param>
/// <param name="Target">What a link points to; empty otherwise.</param>
/// <param name="Edits">The lines that are replaced in it.</param>
/// <param name="Affects">The units that load it, with their action when it changes.</param>
/// <param name="Content">The placed content; null if <c>out/</c> does not contain it.</param>
public sealed record DeliveryFile(
    string Host,
    string Path,
    FileClass Class,
    string Mode,
    string Owner,
    string Sha256,
    string Target,
    ImmutableArray<LineEdit> Edits,
    ImmutableArray<AffectedUnit> Affects,
    ReadOnlyMemory<byte>? Content)
{
    /// <summary>The delivery group that activates it: <c>control-plane</c>, <c>node</c> or <c>load-balancer</c>.</summary>
    public string Group { get; init; } = "";

    /// <summary>The release of a program, as the program reports it; empty if it is not known.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether two deliveries have the same result at this path: for replaced lines only the new text counts.</summary>
    internal bool IsSame(DeliveryFile other) =>
        (Host, Path, Class, Mode, Owner, Sha256, Target) == (other.Host, other.Path, other.Class, other.Mode, other.Owner, other.Sha256, other.Target)
        && Edits.Select(edit => edit.New).SequenceEqual(other.Edits.Select(edit => edit.New))
        && Affects.SequenceEqual(other.Affects)
        && (Content ?? default).Span.SequenceEqual((other.Content ?? default).Span);
}

/// <summary>A unit whose service loads a file.</summary>
/// <param name="Action"><c>restart</c> or <c>reload</c>.</param>
public sealed record AffectedUnit(string Unit, string Action);
