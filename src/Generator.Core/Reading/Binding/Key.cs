using System.Collections.Immutable;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding;

/// <summary>A key of a section: its name and a description of its value.</summary>
/// <param name="Name">The key as it is written.</param>
internal abstract record Key(string Name, string Describes)
{
    /// <summary>Whether its section is always invalid without it.</summary>
    internal bool IsRequired { get; init; }
}

/// <summary>A key with one scalar of any grammar.</summary>
internal interface IScalarKey
{
    /// <summary>The form of the scalar.</summary>
    ScalarForm Form { get; }

    /// <summary>The scalar in words, as messages name it.</summary>
    string Expected { get; }
}

/// <summary>A key with a list of scalars of any grammar.</summary>
internal interface IScalarListKey
{
    /// <summary>The form of each scalar.</summary>
    ScalarForm ItemForm { get; }

    /// <summary>Each scalar in words, as messages name it.</summary>
    string ExpectedItem { get; }
}

/// <summary>A key with one scalar.</summary>
/// <typeparam name="T">The scalar's grammar.</typeparam>
internal sealed record ScalarKey<T>(string Name, string Describes) : Key(Name, Describes), IScalarKey
    where T : IScalar<T>
{
    /// <inheritdoc/>
    public ScalarForm Form => T.Form;

    /// <inheritdoc/>
    public string Expected => T.Expected;
}

/// <summary>A key with a list of scalars.</summary>
/// <typeparam name="T">The grammar of each.</typeparam>
internal sealed record ScalarListKey<T>(string Name, string Describes) : Key(Name, Describes), IScalarListKey
    where T : IScalar<T>
{
    /// <inheritdoc/>
    public ScalarForm ItemForm => T.Form;

    /// <inheritdoc/>
    public string ExpectedItem => T.Expected;
}

/// <summary>A key with a mapping.</summary>
internal sealed record SectionKey(string Name, string Describes, Section Section) : Key(Name, Describes);

/// <summary>A key with a list of mappings.</summary>
internal sealed record SectionListKey(string Name, string Describes, Section Item) : Key(Name, Describes);

/// <summary>A mapping with a fixed set of keys.</summary>
/// <param name="Name">Its name with an article, for messages: "a master".</param>
/// <param name="Keys">The allowed keys, in the recommended order.</param>
internal sealed record Section(string Name, ImmutableArray<Key> Keys);
