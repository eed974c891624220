using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding;

/// <summary>The keys of the layout.</summary>
internal static class LayoutKeys
{
    internal static readonly ScalarKey<AbsolutePath> Root = new("root", "the root folder of Kubernetes' own files");
    internal static readonly ScalarKey<AbsolutePath> Bin = new("bin", "the programs; default bin below root");
    internal static readonly ScalarKey<AbsolutePath> Cfg = new("cfg", "the configuration; default cfg below root");
    internal static readonly ScalarKey<AbsolutePath> Ssl = new("ssl", "the certificates and keys; default ssl below root");
    internal static readonly ScalarKey<AbsolutePath> Logs = new("logs", "the logs; default logs below root");
    internal static readonly ScalarKey<AbsolutePath> Units = new("units", "the folder of the systemd units");
    internal static readonly ScalarKey<AbsolutePath> Cni = new("cni", "the folder of the network plug-ins, copied whole");
    internal static readonly ScalarKey<AbsolutePath> Kubectl = new("kubectl", "the kubectl program");

    internal static readonly Section All = new("layout", [Root, Bin, Cfg, Ssl, Logs, Units, Cni, Kubectl]);
}
