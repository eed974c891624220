namespace Generator.Core.Values;

/// <summary>Why a file was not taken.</summary>
public enum NotTakenReason
{
    /// <summary>It could not be read.</summary>
    Unreadable,

    /// <summary>It has more than a mebibyte.</summary>
    Large,

    /// <summary>It holds a private key.</summary>
    PrivateKey,

    /// <summary>It is a table of tokens or passwords, or holds nothing but a secret.</summary>
    SecretTable,

    /// <summary>It is of none of the forms that are taken.</summary>
    Form,

    /// <summary>It may hold a secret where the reader cannot redact it with certainty.</summary>
    Unclear,

    /// <summary>Its path cannot be written into an archive.</summary>
    Path,
}
