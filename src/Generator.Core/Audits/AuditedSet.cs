using System.Collections.Immutable;
using Generator.Core.Emit;

namespace Generator.Core.Audits;

/// <summary>The finished artefacts together with what the audits looked at.</summary>
/// <param name="Artefacts">The artefacts.</param>
/// <param name="Hosts">The hosts as they will be.</param>
/// <param name="Endpoints">Every client endpoint as it will be.</param>
internal sealed record AuditedSet(ArtefactSet Artefacts, ImmutableArray<DeliveredHost> Hosts, ImmutableArray<ClientEndpoint> Endpoints);
