using System.Diagnostics.CodeAnalysis;

namespace Generator.Core.Foundation.Values;

/// <summary>
/// A scalar of the topology with an allow-list grammar. Only values of such a type reach a template, a plan or a script, so that none of
/// those has to escape anything.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IScalar<TSelf>
    where TSelf : IScalar<TSelf>
{
    /// <summary>The expected form for people, with an example: the second half of "expected …".</summary>
    static abstract string Expected { get; }

    /// <summary>The form of the grammar, for a schema.</summary>
    static virtual ScalarForm Form => ScalarForm.Text;

    /// <summary>Reads <paramref name="text"/>, which must match the grammar from its first to its last character.</summary>
    static abstract bool TryParse(string text, [MaybeNullWhen(false)] out TSelf value);
}
