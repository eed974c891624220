namespace Generator.Core.Reading.Certificates;

/// <summary>The object identifiers of a certificate's purposes (RFC 5280, 4.2.1.12).</summary>
internal static class Purpose
{
    /// <summary>For a server.</summary>
    internal const string Server = "1.3.6.1.5.5.7.3.1";

    /// <summary>For a client.</summary>
    internal const string Client = "1.3.6.1.5.5.7.3.2";

    /// <summary>For every purpose.</summary>
    internal const string Any = "2.5.29.37.0";
}
