using System.Text.RegularExpressions;
using Generator.Core.Capturing.Captures.Faults;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>
/// One record of a census. Its first fault is kept. A field with a fault gives the default of its type, and the report is then refused.
/// </summary>
/// <param name="fields">Its fields, starting with the name of the record.</param>
internal sealed class CensusLine(Location at, string[] fields)
{
    internal Location At => at;

    /// <summary>Its fault; null if none was found so far.</summary>
    internal Diagnostic? Fault { get; private set; }

    /// <summary>The name of the record; for an entry also its type.</summary>
    internal string Name => fields is ["entry", var type, ..] ? $"entry {type}" : fields[0];

    /// <summary>Checks the number of fields after its name; adds a fault if it is wrong.</summary>
    internal bool Has(params ReadOnlySpan<string> names)
    {
        if (fields.Length - 1 == names.Length)
            return true;
        Refuse($"{fields.Length - 1} fields after {Quoted.Text(fields[0])}", names.IsEmpty ? "none" : string.Join(", ", names.ToArray()));
        return false;
    }

    /// <summary>The text of a field, from 1.</summary>
    internal string Text(int field) => fields[field];

    /// <summary>A field with a grammar, from 1.</summary>
    internal T Read<T>(int field)
        where T : struct, IScalar<T>
    {
        if (T.TryParse(fields[field], out var value))
            return value;
        Refuse(Quoted.Text(fields[field]), T.Expected);
        return default;
    }

    /// <summary>A field with a grammar, or <c>-</c> for none.</summary>
    internal T? ReadOrNone<T>(int field)
        where T : struct, IScalar<T> =>
        fields[field] == "-" ? null : Read<T>(field);

    /// <summary>A field that matches a pattern.</summary>
    internal string Match(int field, Regex grammar, string expected)
    {
        if (!grammar.IsMatch(fields[field]))
            Refuse(Quoted.Text(fields[field]), expected);
        return fields[field];
    }

    /// <summary>An absolute path without a detour. A path that leads elsewhere is never written.</summary>
    internal string ReadPath(int field)
    {
        var path = Read<CapturedPath>(field).Text;
        if (Fault is null && HostPath.Resolve("/", path) != path)
            Refuse(Quoted.Text(path), "an absolute path without \"..\", \".\" and empty parts");
        return path ?? "";
    }

    /// <summary>Refuses the line, unless something was wrong with it before.</summary>
    internal void Refuse(string found, string expected) => Fault ??= MalformedReport.At(at, found, expected);

    /// <summary>Refuses the line with a specific fault.</summary>
    internal void Refuse(Diagnostic fault) => Fault ??= fault;
}
