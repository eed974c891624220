using Generator.Core.Values;

namespace Generator.Core.Binding;

/// <summary>The keys of what every apiserver has in common.</summary>
internal static class ApiserverKeys
{
    internal static readonly ScalarKey<Port> Port = new("port", "the secure port of every apiserver");
    internal static readonly ScalarListKey<HostNameOrAddress> ExtraSans = new("extraSans", "names that the certificate must hold beside those that the topology implies");

    internal static readonly Section All = new("apiserver", [Port, ExtraSans]);
}
