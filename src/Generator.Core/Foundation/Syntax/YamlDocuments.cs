using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax.Faults;

namespace Generator.Core.Foundation.Syntax;

/// <summary>A YAML file: its documents in order.</summary>
/// <param name="Roots">The root of each document that is not empty.</param>
public sealed record YamlDocuments(SourceFile File, ImmutableArray<Node> Roots)
{
    /// <summary>The file as scalars and the text between them.</summary>
    internal LosslessFile Tree => new(File, Roots.SelectMany(Scalars).Select(scalar => scalar.At.Span));

    /// <summary>The only document; a finding if there is none or more than one.</summary>
    internal Outcome<Node> Single() => Roots switch
    {
        [var root] => Outcome.Of(root, []),
        [_, var second, ..] => Outcome.Of<Node>(null, [SecondDocument.At(second.At)]),
        _ => Outcome.Of<Node>(null, [EmptyFile.At(Location.StartOf(File))]),
    };

    private static IEnumerable<ScalarNode> Scalars(Node node) => node switch
    {
        ScalarNode scalar => [scalar],
        MappingNode mapping => mapping.Entries.SelectMany(entry => Scalars(entry.Value).Prepend(entry.Key)),
        SequenceNode list => list.Items.SelectMany(Scalars),
        _ => [],
    };
}
