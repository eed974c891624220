using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Values;

namespace Generator.Core.Artefacts;

/// <summary>One file, directory or link of the result for one host.</summary>
/// <param name="Host">The host's name.</param>
/// <param name="Path">The absolute path there.</param>
/// <param name="Class">What happens to it.</param>
/// <param name="Mode">Its permission bits.</param>
/// <param name="Owner">Its owner and group.</param>
/// <param name="Origin">Where it comes from, for people and programs: <c>k8s-master1</c>, <c>template nginx.conf</c>.</param>
/// <param name="At">Where that is written, for messages.</param>
public sealed record Artefact(string Host, string Path, FileClass Class, Permissions Mode, FileOwner Owner, string Origin, Location At)
{
    /// <summary>With what it goes into use.</summary>
    public DeliveryGroup Group { get; init; }

    /// <summary>The units whose services load it and so restart or reload when it changes.</summary>
    public ImmutableArray<string> Units { get; init; } = [];

    /// <summary>How those units load it.</summary>
    public LoadAction Load { get; init; }

    /// <summary>What is placed: the whole new content, for what is patched or rendered.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>
    /// The content as far as it is known here, redacted where the file holds a secret: what a copy of a captured file will be, or an edited
    /// file after its edits.
    /// </summary>
    public ReadOnlyMemory<byte>? Known { get; init; }

    /// <summary>What it is made from or replaces; null where nothing was captured.</summary>
    public ReadOnlyMemory<byte>? Before { get; init; }

    /// <summary>The digest that the file has afterwards; null where that depends on a secret.</summary>
    public Sha256? Sha256 { get; init; }

    /// <summary>The release of a captured program, as it names itself; null where that is not known.</summary>
    public string? Version { get; init; }

    /// <summary>The edits of a file that is edited in place.</summary>
    public ImmutableArray<LineEdit> Edits { get; init; } = [];

    /// <summary>Whether a file that is edited may also be missing: nobody has captured it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it is copied from the source host before anything else is done to it.</summary>
    public bool IsCopiedFromSource { get; init; }

    /// <summary>
    /// What may be there before, and be overwritten without asking: the digest of what was captured, <c>absent</c>, <c>distribution</c> for
    /// a file as its package brought it, or <c>any</c> on a host that is made anew.
    /// </summary>
    public string ExpectedBefore { get; init; } = "any";

    /// <summary>What a link points to.</summary>
    public string? Target { get; init; }

    /// <summary>Why it is never copied, or what it is for.</summary>
    public string Note { get; init; } = "";

    /// <summary>Why it is there, for the review page; empty for what comes from an original.</summary>
    public string Why { get; init; } = "";
}
