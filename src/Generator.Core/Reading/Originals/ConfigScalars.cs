using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>The scalars of a component's configuration by the path of their keys, such as <c>authentication.x509.clientCAFile</c>.</summary>
internal static class ConfigScalars
{
    internal static IEnumerable<(string Key, ScalarNode Scalar)> All(Node node, string key) => node switch
    {
        ScalarNode scalar => [(key, scalar)],
        MappingNode mapping => mapping.Entries.SelectMany(entry => All(entry.Value, key.Length == 0 ? entry.Key.Value : $"{key}.{entry.Key.Value}")),
        SequenceNode list => list.Items.SelectMany(item => All(item, key)),
        _ => [],
    };
}
