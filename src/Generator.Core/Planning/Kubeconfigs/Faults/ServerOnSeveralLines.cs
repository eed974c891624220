using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Planning.Kubeconfigs.Faults;

internal static class ServerOnSeveralLines
{
    internal static readonly Fault Fault = new(
        "KUB003",
        "a server that is written over several lines",
        "haplane replaces a value within its line, and changes nothing else in a file with keys.",
        "write the server on one line, for example with \"kubectl config set-cluster\"")
    {
        HasNoTopology = true,
    };

    internal static Diagnostic At(ScalarNode server) => Fault.At(server.At, "the server is written over several lines, expected one line");
}
