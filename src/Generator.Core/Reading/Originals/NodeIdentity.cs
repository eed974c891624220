namespace Generator.Core.Reading.Originals;

/// <summary>The files that belong only to the node of a host's kubelet.</summary>
/// <param name="component">The component whose files are followed.</param>
internal sealed class NodeIdentity(HostCapture capture, Component component)
{
    // The flags, else the keys of the configuration (kubernetes.io, kubelet).
    private (string Certificate, string Key)? ServingPair
    {
        get
        {
            var config = component.Find("config") is { } file && capture.Open(file.Text) is { } content ? Content.Document(content) : null;
            var certificate = component.Find("tls-cert-file")?.Text ?? config?.FindScalar("tlsCertFile")?.Value;
            var key = component.Find("tls-private-key-file")?.Text ?? config?.FindScalar("tlsPrivateKeyFile")?.Value;
            return certificate is { Length: > 0 } && key is { Length: > 0 } ? (certificate, key) : null;
        }
    }

    private string NodeName => component.Find("hostname-override")?.Text ?? capture.Host;

    /// <summary>Whether a certificate with this subject is the node's: a kubelet's, or the one that the site issued for this kubelet.</summary>
    internal bool Has(string? subject) => CertificateSubject.IsNode(subject) || IsOwn(subject);

    /// <summary>Whether a file is the key of such a certificate: the one named together with it.</summary>
    internal bool IsKey(string path, InventoryEntry? entry) =>
        component.Kind == ComponentKind.Kubelet
        && entry is { Subject: null }
        && ServingPair is var (certificate, key)
        && capture.Real(key) == path
        && IsOwn(SubjectAt(certificate));

    /// <summary>The subject of the certificate at a path; null if neither capture.json nor the file shows one.</summary>
    internal string? SubjectAt(string path) =>
        capture.Seen(capture.Real(path))?.Subject ?? (capture.Open(path) is { } file ? Content.Subject(file) : null);

    private bool IsOwn(string? subject) =>
        component.Kind == ComponentKind.Kubelet
        && subject is not null
        && (subject.Contains(",O=system:nodes", StringComparison.Ordinal) || subject.Split(',')[0] == $"CN={NodeName}");
}
