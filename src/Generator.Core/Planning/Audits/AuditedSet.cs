using System.Collections.Immutable;
using Generator.Core.Planning.Emit;

namespace Generator.Core.Planning.Audits;

/// <summary>The finished artefacts, and what the audits check them against.</summary>
/// <param name="Hosts">The hosts after the rollout.</param>
/// <param name="Endpoints">Every client endpoint after the rollout.</param>
internal sealed record AuditedSet(ArtefactSet Artefacts, ImmutableArray<DeliveredHost> Hosts, ImmutableArray<ClientEndpoint> Endpoints);
