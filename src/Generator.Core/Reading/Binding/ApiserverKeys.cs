using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding;

/// <summary>The keys that all kube-apiservers share.</summary>
internal static class ApiserverKeys
{
    internal static readonly ScalarKey<Port> Port = new("port", "the secure port of every kube-apiserver");
    internal static readonly ScalarListKey<HostNameOrAddress> ExtraSans = new(
        "extraSans", "names that the certificate must contain in addition to those of the topology");

    internal static readonly Section All = new("apiserver", [Port, ExtraSans]);
}
