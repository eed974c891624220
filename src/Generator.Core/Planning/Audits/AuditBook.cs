using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Planning.Emit;

namespace Generator.Core.Planning.Audits;

/// <summary>Every audit. A test fails if an audit is not in this list.</summary>
internal static class AuditBook
{
    internal static ImmutableArray<Audit> All { get; } =
    [
        SecretInArtefact.Audit,
        EndpointLeftBehind.Audit,
        NamedFileNotDelivered.Audit,
        SourceValueLeft.Audit,
        UnwritableField.Audit,
    ];

    /// <summary>Runs every audit over the finished artefacts.</summary>
    internal static Outcome<AuditedSet> Audit(ArtefactSet artefacts)
    {
        var hosts = DeliveredHost.Of(artefacts);
        var audited = new AuditedSet(artefacts, hosts, ClientEndpoint.Of(artefacts.Plan, hosts));
        return Outcome.Of(audited, All.SelectMany(audit => Findings(audit, audited)));
    }

    internal static IEnumerable<Diagnostic> Findings(Audit audit, AuditedSet set) =>
        audit.Check(set).Select(found => Diagnostic.Error(audit.Code, found.Message, found.At, audit.Hint));
}
