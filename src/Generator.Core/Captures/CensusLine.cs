using System.Text.RegularExpressions;
using Generator.Core.Captures.Faults;
using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>
/// One record of a census. Its first fault is kept; a field with a fault gives the default of its type, and the report is then refused.
/// </summary>
/// <param name="at">Where it is.</param>
/// <param name="fields">Its fields, the name of the record first.</param>
internal sealed class CensusLine(Location at, string[] fields)
{
    /// <summary>Where it is.</summary>
    internal Location At => at;

    /// <summary>What is wrong with it; null while nothing was found.</summary>
    internal Diagnostic? Fault { get; private set; }

    /// <summary>The name of the record; of an entry, what it is.</summary>
    internal string Name => fields is ["entry", var type, ..] ? $"entry {type}" : fields[0];

    /// <summary>Whether it has so many fields besides its name; a fault where not.</summary>
    internal bool Has(params ReadOnlySpan<string> names)
    {
        if (fields.Length - 1 == names.Length)
            return true;
        Refuse($"{fields.Length - 1} fields behind {Quoted.Text(fields[0])}", names.IsEmpty ? "none" : string.Join(", ", names.ToArray()));
        return false;
    }

    /// <summary>The text of a field, from 1.</summary>
    internal string Text(int field) => fields[field];

    /// <summary>A field of a grammar, from 1.</summary>
    internal T Read<T>(int field)
        where T : struct, IScalar<T>
    {
        if (T.TryParse(fields[field], out var value))
            return value;
        Refuse(Quoted.Text(fields[field]), T.Expected);
        return default;
    }

    /// <summary>A field of a grammar, or <c>-</c> for none.</summary>
    internal T? ReadOrNone<T>(int field)
        where T : struct, IScalar<T> =>
        fields[field] == "-" ? null : Read<T>(field);

    /// <summary>A field that a pattern describes.</summary>
    internal string Match(int field, Regex grammar, string expected)
    {
        if (!grammar.IsMatch(fields[field]))
            Refuse(Quoted.Text(fields[field]), expected);
        return fields[field];
    }

    /// <summary>An absolute path without a detour: what leads elsewhere than it says is not written anywhere.</summary>
    internal string ReadPath(int field)
    {
        var path = Read<CapturedPath>(field).Text;
        if (Fault is null && HostPath.Resolve("/", path) != path)
            Refuse(Quoted.Text(path), "an absolute path without \"..\", \".\" and empty parts");
        return path ?? "";
    }

    /// <summary>Refuses the line, unless something was wrong with it before.</summary>
    internal void Refuse(string found, string expected) => Fault ??= MalformedReport.At(at, found, expected);

    /// <summary>Refuses the line with a fault of its own.</summary>
    internal void Refuse(Diagnostic fault) => Fault ??= fault;
}
