using System.Collections.Immutable;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>The settings of every kube-apiserver.</summary>
/// <param name="Port">The secure port.</param>
/// <param name="ExtraSans">Names that its certificate must contain in addition to those of the topology.</param>
public sealed record ApiserverSettings(Located<Port> Port, ImmutableArray<Located<HostNameOrAddress>> ExtraSans);
