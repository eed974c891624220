using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>The paths of this installation. The units and flags of the originals override a default here.</summary>
/// <param name="Root">The root folder of Kubernetes' own files.</param>
/// <param name="Bin">The programs.</param>
/// <param name="Cfg">The configuration.</param>
/// <param name="Ssl">The certificates and keys.</param>
/// <param name="Units">The folder of the systemd units.</param>
/// <param name="Cni">The folder of the network plug-ins, copied whole.</param>
/// <param name="Kubectl">The kubectl program.</param>
public sealed record Layout(
    Located<AbsolutePath> Root,
    Located<AbsolutePath> Bin,
    Located<AbsolutePath> Cfg,
    Located<AbsolutePath> Ssl,
    Located<AbsolutePath> Logs,
    Located<AbsolutePath> Units,
    Located<AbsolutePath> Cni,
    Located<AbsolutePath> Kubectl);
