using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Foundation.Artefacts;

/// <summary>One file, directory or link of the output for one host.</summary>
/// <param name="Path">The absolute path there.</param>
/// <param name="Class">Its treatment.</param>
/// <param name="Mode">Its permission bits.</param>
/// <param name="Owner">Its owner and group.</param>
/// <param name="Origin">Its origin, for people and programs: <c>k8s-master1</c>, <c>template nginx.conf</c>.</param>
/// <param name="At">The place of its origin, for messages.</param>
public sealed record Artefact(string Host, string Path, FileClass Class, Permissions Mode, FileOwner Owner, string Origin, Location At)
{
    /// <summary>The delivery group that activates it.</summary>
    public DeliveryGroup Group { get; init; }

    /// <summary>The units whose services load it and therefore restart or reload when it changes.</summary>
    public ImmutableArray<string> Units { get; init; } = [];

    /// <summary>How those units load it.</summary>
    public LoadAction Load { get; init; }

    /// <summary>What is placed: the whole new content, for what is patched or rendered.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>
    /// The content as far as it is known here, redacted if the file contains a secret: that of a copied file, or of an edited
    /// file after its edits.
    /// </summary>
    public ReadOnlyMemory<byte>? Known { get; init; }

    /// <summary>The captured file that it is made from or replaces; null if there is none.</summary>
    public ReadOnlyMemory<byte>? Before { get; init; }

    /// <summary>The new digest of the file; null if it depends on a secret.</summary>
    public Sha256? Sha256 { get; init; }

    /// <summary>The release of a captured program, as the program reports it; null if it is not known.</summary>
    public string? Version { get; init; }

    /// <summary>The edits of a file that is edited in place.</summary>
    public ImmutableArray<LineEdit> Edits { get; init; } = [];

    /// <summary>Whether an edited file may also be missing, because it was never captured.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it is copied from the source host before anything else is done to it.</summary>
    public bool IsCopiedFromSource { get; init; }

    /// <summary>
    /// What may exist before and be overwritten without asking: the digest of the captured file, <c>absent</c>, <c>distribution</c> for
    /// an unchanged file of a package, or <c>any</c> on a new host.
    /// </summary>
    public string ExpectedBefore { get; init; } = "any";

    /// <summary>The target of a link.</summary>
    public string? Target { get; init; }

    /// <summary>Why it is never copied, or its purpose.</summary>
    public string Note { get; init; } = "";

    /// <summary>Why it is there, for the review page; empty for what comes from an original.</summary>
    public string Why { get; init; } = "";
}
