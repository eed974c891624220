using System.Collections.Immutable;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Planning.Plans;

/// <summary>How to reach etcd.</summary>
/// <param name="Endpoints">The client endpoint of every member.</param>
/// <param name="Ca">The CA's file on every master, from the kube-apiserver's flags; <c>-</c> if none is named.</param>
/// <param name="Certificate">The client certificate's file there.</param>
/// <param name="Key">The client key's file there.</param>
internal sealed record EtcdPlan(ImmutableArray<Endpoint> Endpoints, string Ca, string Certificate, string Key);
