using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>A node of a YAML document with its place.</summary>
/// <param name="At">The place of its text; for a block mapping or sequence, from its first byte to the start of the next node.</param>
public abstract record Node(Location At)
{
    /// <summary>Its kind, for messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A scalar.</summary>
/// <param name="At">The place of its text, including quotes.</param>
/// <param name="Value">The value, unquoted and unescaped.</param>
/// <param name="Style">How it is written.</param>
public sealed record ScalarNode(Location At, string Value, ScalarStyle Style) : Node(At)
{
    /// <summary>Whether it is between brackets or braces, where a plain scalar contains neither them nor a comma.</summary>
    public bool IsInFlow { get; init; }

    /// <inheritdoc/>
    public override string Kind => "a scalar";

    /// <summary>Whether it is an empty plain scalar, which YAML reads as null.</summary>
    public bool IsEmpty => Style == ScalarStyle.Plain && Value is "" or "~" or "null";
}

/// <summary>How a scalar is written.</summary>
public enum ScalarStyle
{
    /// <summary>Without quotes.</summary>
    Plain,

    /// <summary>In single quotes.</summary>
    SingleQuoted,

    /// <summary>In double quotes.</summary>
    DoubleQuoted,

    /// <summary>A block, literal or folded.</summary>
    Block,
}

/// <summary>A mapping.</summary>
/// <param name="Entries">Its entries in the order of the file; keys are distinct scalars.</param>
public sealed record MappingNode(Location At, ImmutableArray<MappingEntry> Entries) : Node(At)
{
    /// <inheritdoc/>
    public override string Kind => "a mapping";

    /// <summary>The value of a key, or null.</summary>
    public Node? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Value == key)?.Value;

    /// <summary>The scalar below a path of keys, or null.</summary>
    public ScalarNode? FindScalar(params ReadOnlySpan<string> path)
    {
        Node? node = this;
        foreach (var key in path)
            node = (node as MappingNode)?.Find(key);
        return node as ScalarNode;
    }
}

/// <summary>One entry of a mapping.</summary>
public sealed record MappingEntry(ScalarNode Key, Node Value);

/// <summary>A sequence.</summary>
/// <param name="Items">Its items in order.</param>
public sealed record SequenceNode(Location At, ImmutableArray<Node> Items) : Node(At)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}
