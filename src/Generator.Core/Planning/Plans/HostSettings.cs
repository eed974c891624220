using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>The kind of value in a host-specific setting.</summary>
internal enum SettingKind
{
    /// <summary>The node's name.</summary>
    NodeName,

    /// <summary>The host's own address; a wildcard or loopback stays.</summary>
    OwnAddress,

    /// <summary>The address that others use: the host's own, whatever the present value is.</summary>
    AdvertisedAddress,

    /// <summary>An address that is changed only if it is the source master's.</summary>
    AddressOfSource,

    /// <summary>An address with a port that is changed only if it is the source master's.</summary>
    AddressAndPortOfSource,

    /// <summary>A host by address or name, which is changed only if it is the source master.</summary>
    HostOfSource,

    /// <summary>Ranges of addresses. The one that contains only the source master's address is changed.</summary>
    RangesOfSource,

    /// <summary>The labels of a node. <c>kubernetes.io/hostname</c> is changed if it is the source master's.</summary>
    NodeLabels,

    /// <summary>
    /// A cloud's name for the machine: changed if it contains the source master's name or address, and never the same on two hosts.
    /// </summary>
    ProviderId,

    /// <summary>The URL of a kube-apiserver: the host's own on a master, the load balancer for a node's agents.</summary>
    Apiserver,
}

/// <summary>
/// The settings that differ from host to host, by component and name (kubernetes.io, command line references and configuration APIs). A
/// value is found by its flag or key and never by searching for an address: <c>--etcd-servers</c> may contain the same one.
/// </summary>
internal static class HostSettings
{
    /// <summary>The kind of a flag's value; null for a flag that is the same on every host.</summary>
    internal static SettingKind? OfFlag(ComponentKind component, string flag) => (component, flag) switch
    {
        (ComponentKind.Apiserver, "bind-address") => SettingKind.OwnAddress,
        (ComponentKind.Apiserver, "advertise-address") => SettingKind.AdvertisedAddress,
        (ComponentKind.Apiserver, "insecure-bind-address" or "address" or "peer-advertise-ip") => SettingKind.AddressOfSource,
        (ComponentKind.Apiserver, "external-hostname") => SettingKind.HostOfSource,
        (ComponentKind.ControllerManager or ComponentKind.Scheduler, "bind-address" or "address") => SettingKind.AddressOfSource,
        (ComponentKind.ControllerManager or ComponentKind.Scheduler, "master") => SettingKind.Apiserver,
        (ComponentKind.Kubelet or ComponentKind.KubeProxy, "hostname-override") => SettingKind.NodeName,
        (ComponentKind.Kubelet, "node-ip" or "address" or "healthz-bind-address") => SettingKind.AddressOfSource,
        (ComponentKind.Kubelet, "node-labels") => SettingKind.NodeLabels,
        (ComponentKind.Kubelet, "provider-id") => SettingKind.ProviderId,
        (ComponentKind.Kubelet, "api-servers") => SettingKind.Apiserver,
        (ComponentKind.KubeProxy, "bind-address") => SettingKind.AddressOfSource,
        (ComponentKind.KubeProxy, "healthz-bind-address" or "metrics-bind-address") => SettingKind.AddressAndPortOfSource,
        (ComponentKind.KubeProxy, "nodeport-addresses") => SettingKind.RangesOfSource,
        (ComponentKind.KubeProxy, "master") => SettingKind.Apiserver,
        _ => null,
    };

    /// <summary>The kind of a configuration key's value; null for one that is the same on every host.</summary>
    internal static SettingKind? OfKey(string key) => key switch
    {
        "hostnameOverride" => SettingKind.NodeName,
        "address" or "bindAddress" => SettingKind.AddressOfSource,
        "healthzBindAddress" or "metricsBindAddress" => SettingKind.AddressAndPortOfSource,
        "nodePortAddresses" => SettingKind.RangesOfSource,
        "providerID" => SettingKind.ProviderId,
        _ => null,
    };
}
