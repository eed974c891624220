using Generator.Core.Originals;

namespace Generator.Core.Certificates;

/// <summary>Whether a certificate is wrong in its first use, where it is reported: often one file serves and is a client, too.</summary>
internal static class ServingFault
{
    internal static bool IsIn(Cluster cluster, NamedCertificate named) =>
        NamedCertificate.Of(cluster, NamedCertificate.Serving) is { Own: { } own } serving
        && serving.Path == named.Path
        && (!own.IsFor(Purpose.Server) || Trust.OfClients(cluster).Any(trust => Signature.LeadsTo(serving.Shown, trust.Roots) == false));
}
