using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding;

/// <summary>The keys of etcd.</summary>
internal static class EtcdKeys
{
    internal static readonly ScalarListKey<Endpoint> Endpoints = new(
        "endpoints", "the client URL of every member; default: those in the kube-apiserver's flags");

    internal static readonly Section All = new("etcd", [Endpoints]);
}
