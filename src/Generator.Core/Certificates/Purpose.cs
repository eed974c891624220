namespace Generator.Core.Certificates;

/// <summary>The object identifiers of what a certificate is good for (RFC 5280, 4.2.1.12).</summary>
internal static class Purpose
{
    /// <summary>To prove a server.</summary>
    internal const string Server = "1.3.6.1.5.5.7.3.1";

    /// <summary>To prove a client.</summary>
    internal const string Client = "1.3.6.1.5.5.7.3.2";

    /// <summary>Everything.</summary>
    internal const string Any = "2.5.29.37.0";
}
