using Generator.Core.Reading.Originals;

namespace Generator.Core.Reading.Certificates;

/// <summary>Whether a certificate has a fault as a server certificate, which is reported there: often the same file is also a client's.</summary>
internal static class ServingFault
{
    internal static bool IsIn(Cluster cluster, NamedCertificate named) =>
        NamedCertificate.Of(cluster, NamedCertificate.Serving) is { Own: { } own } serving
        && serving.Path == named.Path
        && (!own.IsFor(Purpose.Server) || Trust.OfClients(cluster).Any(trust => Signature.LeadsTo(serving.Shown, trust.Roots) == false));
}
