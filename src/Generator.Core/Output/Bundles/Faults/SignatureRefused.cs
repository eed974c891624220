using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Output.Bundles.Faults;

/// <summary>A signature that is missing, wrong or not from an allowed signer.</summary>
public static class SignatureRefused
{
    internal static readonly Fault Fault = new(
        "BND004",
        "a signature that is missing, wrong or not from an allowed signer",
        "Allowed signers are configured in the topology or with --signers, and none of them has signed this bundle.",
        "ask an allowed signer to sign it; do not roll out a bundle that anyone else signed");

    /// <summary>The fault of a bundle.</summary>
    /// <param name="message">What is wrong, one sentence without a final stop.</param>
    /// <param name="hint">What to do.</param>
    public static Diagnostic Because(string message, string hint) => Fault.At(BundlePath.Signature, message, hint);
}
