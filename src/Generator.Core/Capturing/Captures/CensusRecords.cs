using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Capturing.Captures.Faults;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <summary>The records of a census that were read so far.</summary>
internal sealed class CensusRecords
{
    private static readonly string[] Needed = ["host", "architecture", "privilege"];
    private readonly SortedDictionary<string, ReportedEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> once = new(StringComparer.Ordinal);
    private readonly List<EntryDetail> details = [];
    private readonly List<Address> addresses = [];
    private readonly List<ReportedUnit> units = [];
    private readonly List<ReportedNode> nodes = [];
    private readonly List<Redaction> redactions = [];
    private readonly List<NotTaken> notTaken = [];
    private readonly List<string> missingTools = [];
    private readonly SortedDictionary<string, Sha256> tags = new(StringComparer.Ordinal);
    private Distro? distro;
    private ReaderPrivilege privilege;

    /// <summary>The entries, by path.</summary>
    internal IReadOnlyDictionary<string, ReportedEntry> Entries => entries;

    /// <summary>The name of a required record that is missing; null if none is missing.</summary>
    internal string? Missing => Needed.FirstOrDefault(name => !once.ContainsKey(name));

    internal void Add(CensusLine line)
    {
        switch (line.Name)
        {
            case "host" when line.Has("its name"):
                Once(line, line.Read<DnsLabel>(1).Text);
                break;
            case "architecture" when line.Has("the output of uname -m"):
                Once(line, line.Match(1, Grammar.Word, "an architecture, such as x86_64"));
                break;
            case "distro" when line.Has("ID", "ID_LIKE"):
                Once(line, line.Match(1, Grammar.Word, "a distribution's ID"));
                distro = DistroFamily.Of(line.Text(1), line.Match(2, Grammar.Words, "distributions' IDs"));
                break;
            case "privilege" when line.Has("root, sudo or none"):
                Once(line, line.Text(1));
                privilege = line.Read<Choice<ReaderPrivilege>>(1).Value;
                break;
            case "missing" when line.Has("a tool"):
                missingTools.Add(line.Match(1, Grammar.Word, "the name of a tool"));
                break;
            case "address" when line.Has("an address", "an interface"):
                addresses.Add(line.Read<Address>(1));
                line.Read<InterfaceName>(2);
                break;
            case "unit" when line.Has("its name", "ActiveState", "UnitFileState"):
                units.Add(new ReportedUnit(line.Read<UnitName>(1).Text, line.Read<UnitState>(2).Text, line.Read<UnitState>(3).Text));
                break;
            case "node" when line.Has("its name", "its address"):
                nodes.Add(new ReportedNode(line.Read<DnsName>(1), line.Read<Address>(2)));
                break;
            default:
                AddOfFile(line);
                break;
        }
    }

    /// <summary>Adds details to their files; a fault if the report does not list the file.</summary>
    internal Diagnostic? Resolve()
    {
        foreach (var detail in details)
        {
            if (entries.GetValueOrDefault(detail.Path) is not { Type: EntryType.File } entry)
            {
                var found = $"{detail.Line.Name} of {Quoted.Text(detail.Path)}, which the report does not list as a file";
                return MalformedReport.At(detail.Line.At, found, "an entry for it");
            }

            entries[detail.Path] = detail.Of(entry);
        }

        return null;
    }

    /// <param name="files">The content of the captured files, by path.</param>
    internal HostReport Report(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        new(
            new DnsLabel(once["host"]),
            once["architecture"],
            distro,
            privilege,
            [.. entries.Values],
            files.ToImmutableSortedDictionary(file => file.Key, file => new SourceFile(file.Key, file.Value), StringComparer.Ordinal))
        {
            Addresses = [.. addresses],
            Units = [.. units.OrderBy(unit => unit.Name, StringComparer.Ordinal)],
            Nodes = [.. nodes],
            Redactions = [
                .. redactions.Where(item => files.ContainsKey(item.Path))
                    .OrderBy(item => item.Path, StringComparer.Ordinal)
                    .ThenBy(item => item.Line),
            ],
            NotTaken = [.. notTaken.OrderBy(file => file.Path, StringComparer.Ordinal)],
            MissingTools = [.. missingTools],
            SecretTags = tags.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };

    private void AddOfFile(CensusLine line)
    {
        switch (line.Name)
        {
            case "entry dir" or "entry link" or "entry file":
                AddEntry(line);
                break;
            case "key" when line.Has("a path", "a digest"):
                var key = line.Read<Sha256>(2);
                AddDetail(line, entry => entry with { PublicKeySha256 = key });
                break;
            case "certificate" when line.Has("a path", "a subject"):
                var subject = line.Read<Sentence>(2).Text;
                AddDetail(line, entry => entry with { Subject = SubjectText.OfRfc2253(subject) });
                break;
            case "version" when line.Has("a path", "a release"):
                var version = line.Match(2, Grammar.ProgramVersion, "a release, such as v1.20.4");
                AddDetail(line, entry => entry with { Version = version });
                break;
            case "tag" when line.Has("a path", "a digest"):
                var tag = line.Read<Sha256>(2);
                AddDetail(line, entry => entry);
                if (line.Fault is null && !tags.TryAdd(line.Text(1), tag))
                    line.Refuse($"a second tag of {Quoted.Text(line.Text(1))}", "one");
                break;
            case "redacted" when line.Has("a path", "a line", "a rule"):
                AddRedaction(line);
                break;
            case "nottaken" when line.Has("a path", "a reason"):
                notTaken.Add(new NotTaken(line.ReadPath(1), line.Read<Choice<NotTakenReason>>(2).Value));
                break;
            default:
                line.Refuse(Quoted.Text(line.Name), "a record of a report");
                break;
        }
    }

    private void AddEntry(CensusLine line)
    {
        if (CensusEntry.Of(line) is { } entry && line.Fault is null && !entries.TryAdd(entry.Path, entry))
            line.Refuse($"a second entry for {Quoted.Text(entry.Path)}", "one");
    }

    private void AddRedaction(CensusLine line)
    {
        var (number, rule) = (line.Read<LineNumber>(2), line.Read<RedactionRule>(3));
        AddDetail(line, entry => entry);
        if (line.Fault is null)
            redactions.Add(new Redaction(line.Text(1), int.Parse(number.Text, CultureInfo.InvariantCulture), rule.Text));
    }

    private void AddDetail(CensusLine line, Func<ReportedEntry, ReportedEntry> of) => details.Add(new EntryDetail(line, line.ReadPath(1), of));

    private void Once(CensusLine line, string value)
    {
        if (!once.TryAdd(line.Name, value))
            line.Refuse($"a second record {Quoted.Text(line.Name)}", "one");
    }

    private sealed record EntryDetail(CensusLine Line, string Path, Func<ReportedEntry, ReportedEntry> Of);
}
