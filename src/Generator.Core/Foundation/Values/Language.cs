namespace Generator.Core.Foundation.Values;

/// <summary>The language of the review page and of the steps.</summary>
public enum Language
{
    /// <summary>English.</summary>
    En,

    /// <summary>Chinese.</summary>
    Zh,
}
