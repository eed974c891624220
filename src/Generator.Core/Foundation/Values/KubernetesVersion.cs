using System.Globalization;

namespace Generator.Core.Foundation.Values;

/// <summary>A release of Kubernetes, v1.MINOR.PATCH.</summary>
/// <param name="Minor">The minor number: 20 in v1.20.4.</param>
/// <param name="Patch">The patch number: 4 in v1.20.4.</param>
public readonly record struct KubernetesVersion(int Minor, int Patch) : IScalar<KubernetesVersion>
{
    /// <inheritdoc/>
    public static string Expected => "a release of Kubernetes, such as v1.20.4";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.KubernetesVersion);

    /// <inheritdoc/>
    public static bool TryParse(string text, out KubernetesVersion value)
    {
        var match = Grammar.KubernetesVersion.Match(text);
        value = match.Success ? new KubernetesVersion(Number(match.Groups[1].Value), Number(match.Groups[2].Value)) : default;
        return match.Success;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"v1.{Minor}.{Patch}");

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
