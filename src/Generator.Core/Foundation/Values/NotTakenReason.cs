namespace Generator.Core.Foundation.Values;

/// <summary>Why a file was not captured.</summary>
public enum NotTakenReason
{
    /// <summary>It could not be read.</summary>
    Unreadable,

    /// <summary>It is larger than a mebibyte.</summary>
    Large,

    /// <summary>It contains a private key.</summary>
    PrivateKey,

    /// <summary>It is a file of tokens or passwords, or contains only a secret.</summary>
    SecretTable,

    /// <summary>Its form is not one of those that are captured.</summary>
    Form,

    /// <summary>It may contain a secret that the reader cannot redact with certainty.</summary>
    Unclear,

    /// <summary>Its path cannot be written into an archive.</summary>
    Path,
}
