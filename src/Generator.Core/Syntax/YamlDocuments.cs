using System.Collections.Immutable;
using Generator.Core.Diagnostics;

namespace Generator.Core.Syntax;

/// <summary>A YAML file: its documents in order.</summary>
/// <param name="File">The file.</param>
/// <param name="Roots">The root of each document that is not empty.</param>
public sealed record YamlDocuments(SourceFile File, ImmutableArray<Node> Roots);
