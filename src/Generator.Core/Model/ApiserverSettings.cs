using System.Collections.Immutable;
using Generator.Core.Values;

namespace Generator.Core.Model;

/// <summary>What every apiserver has in common.</summary>
/// <param name="Port">The secure port.</param>
/// <param name="ExtraSans">Names that its certificate must hold beside those that the topology implies.</param>
public sealed record ApiserverSettings(Located<Port> Port, ImmutableArray<Located<HostNameOrAddress>> ExtraSans);
