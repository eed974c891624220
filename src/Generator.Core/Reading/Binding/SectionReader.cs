using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding.Faults;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Binding;

/// <summary>
/// Reads one mapping by its section's keys. A fault is recorded, and the default of the type is used in its place. That value is never
/// used, because a document with a fault is not passed on.
/// </summary>
internal sealed class SectionReader
{
    // A file of another kind has only unknown keys: the first ones are enough.
    private const int MostUnknown = 20;
    private readonly Section section;
    private readonly MappingNode node;
    private readonly List<Diagnostic> findings;
    private readonly bool isDraft;

    /// <param name="node">The mapping, or the node in its place.</param>
    /// <param name="name">Its name for messages.</param>
    /// <param name="section">The allowed keys.</param>
    /// <param name="findings">The list that faults are added to.</param>
    /// <param name="isDraft">Whether a value may still be undecided: only in a topology, because capture drafts topologies.</param>
    internal SectionReader(Node node, string name, Section section, List<Diagnostic> findings, bool isDraft = false)
    {
        this.section = section;
        this.findings = findings;
        this.isDraft = isDraft;
        this.node = node as MappingNode ?? new MappingNode(node.At, []);
        if (node is not MappingNode)
        {
            findings.Add(WrongKind.At(node, "a mapping", name));
            IsBroken = true;
        }

        var unknown = this.node.Entries.Where(entry => !section.Keys.Any(key => key.Name == entry.Key.Value)).Select(entry => entry.Key).ToArray();
        findings.AddRange(unknown.Take(MostUnknown).Select(key => UnknownKey.At(key, section)));
        if (unknown.Length > MostUnknown)
            findings.Add(UnknownKey.Further(unknown[MostUnknown], section, unknown.Length - MostUnknown));
    }

    internal Node Node => node;

    /// <summary>Whether the node was not a mapping, so that its keys are not read.</summary>
    internal bool IsBroken { get; private init; }

    internal bool Has(Key key) => node.Find(key.Name) is { } value and not ScalarNode { IsEmpty: true } && value is not null;

    internal Located<T> Required<T>(ScalarKey<T> key)
        where T : struct, IScalar<T>
    {
        if (Optional(key) is { } found)
            return found;
        if (!Has(key))
            ReportMissing(key);
        return new Located<T>(default, node.At, IsWritten: false);
    }

    internal Located<T> OrDefault<T>(ScalarKey<T> key, T fallback)
        where T : struct, IScalar<T> =>
        Optional(key) ?? new Located<T>(fallback, node.At, IsWritten: false);

    internal Located<T>? Optional<T>(ScalarKey<T> key)
        where T : struct, IScalar<T> =>
        Has(key) && node.Find(key.Name) is { } value ? Scalar<T>(value, key) : null;

    internal ImmutableArray<Located<T>> Scalars<T>(ScalarListKey<T> key)
        where T : struct, IScalar<T> =>
        [.. Items(key).Select(item => Scalar<T>(item, key)).OfType<Located<T>>()];

    /// <summary>The section of a key; an empty one if the key is missing, so that its defaults apply.</summary>
    internal SectionReader Section(SectionKey key)
    {
        var value = Has(key) ? node.Find(key.Name) : null;
        if (value is ScalarNode scalar && IsUndecided(scalar))
        {
            findings.Add(ValueUndecided.At(scalar, key, $"\"{key.Name}\" as a mapping"));
            return new SectionReader(new MappingNode(node.At, []), key.Name, key.Section, findings, isDraft) { IsBroken = true };
        }

        return new SectionReader(value ?? new MappingNode(node.At, []), key.Name, key.Section, findings, isDraft);
    }

    /// <summary>The sections of a list; at least one if the key is required or the caller needs one.</summary>
    internal IEnumerable<SectionReader> Sections(SectionListKey key, bool isNeeded = false)
    {
        var required = key.IsRequired || isNeeded;
        if (required && !Has(key))
            ReportMissing(key);
        var items = Items(key);
        if (required && Has(key) && items.Length == 0 && node.Find(key.Name) is SequenceNode list)
            findings.Add(EmptyList.At(list, key.Name));
        return items
            .Where(item => IsDecided(item, key))
            .Select(item => new SectionReader(item, key.Name, key.Item, findings, isDraft))
            .Where(reader => !reader.IsBroken);
    }

    // An entry of a list of mappings that is not decided.
    private bool IsDecided(Node item, SectionListKey key)
    {
        if (item is not ScalarNode scalar || !IsUndecided(scalar))
            return true;
        findings.Add(ValueUndecided.At(scalar, key, $"each entry of \"{key.Name}\" as a mapping"));
        return false;
    }

    internal void Report(Diagnostic finding) => findings.Add(finding);

    private ImmutableArray<Node> Items(Key key)
    {
        if (!Has(key))
            return [];
        if (node.Find(key.Name) is SequenceNode list)
            return list.Items;
        if (node.Find(key.Name) is ScalarNode scalar && IsUndecided(scalar))
        {
            findings.Add(ValueUndecided.At(scalar, key, $"\"{key.Name}\" as a list"));
            return [];
        }

        findings.Add(WrongKind.At(node.Find(key.Name) ?? node, "a list", key.Name));
        return [];
    }

    private Located<T>? Scalar<T>(Node found, Key key)
        where T : struct, IScalar<T>
    {
        if (found is not ScalarNode scalar)
            findings.Add(WrongKind.At(found, "a scalar", key.Name));
        else if (IsUndecided(scalar))
            findings.Add(ValueUndecided.At(scalar, key, T.Expected));
        else if (T.TryParse(scalar.Value, out var value))
            return new Located<T>(value, scalar.At, IsWritten: true);
        else
            findings.Add(MalformedValue.At(scalar, T.Expected, key));
        return null;
    }

    private bool IsUndecided(ScalarNode scalar) => isDraft && scalar.Value == Undecided.Word;

    private void ReportMissing(Key key)
    {
        if (!IsBroken)
            findings.Add(MissingKey.At(node, section, key));
    }
}
