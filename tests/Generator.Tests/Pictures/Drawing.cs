using System.Text;
using System.Xml.Linq;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Output.Pictures;
using Generator.Core.Reading.Binding;
using Generator.Core.Reading.Model;
using Generator.Tests.Support;

namespace Generator.Tests.Pictures;

/// <summary>Two sides of a change, which are one where there is none, and their picture.</summary>
internal sealed record Drawing(Topology Before, Topology After, IReadOnlySet<string> Changed)
{
    internal string Svg => ReferenceEquals(Before, After) ? ClusterPicture.Of(After) : ClusterPicture.Of(Before, After, Changed);

    internal XElement Xml => XDocument.Parse(Svg).Root ?? throw new InvalidDataException("there is no element");

    internal static Drawing Of(Topology topology) => new(topology, topology, new HashSet<string>());

    /// <summary>The topology that a case resolves to.</summary>
    internal static Topology Compiled(string name) => Bound(Case.Of(name).Bytes("topology.yaml"));

    internal static Topology Bound(string text) => Bound(Encoding.UTF8.GetBytes(text));

    private static Topology Bound(ReadOnlyMemory<byte> text) =>
        YamlReader.Read(new SourceFile("topology.yaml", text), YamlLimits.Written).Then(TopologyBinder.Bind).Whole();
}
