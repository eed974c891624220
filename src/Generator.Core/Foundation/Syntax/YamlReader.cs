using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax.Faults;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Generator.Core.Foundation.Syntax;

/// <summary>
/// Reads YAML (and so JSON) into nodes that know their bytes. The only class that knows YamlDotNet. Anchors, aliases, tags, merge keys,
/// duplicate keys and collections as keys are refused: an alias bomb costs minutes, and the others mean different things to different readers.
/// </summary>
public static partial class YamlReader
{
    /// <summary>Reads all documents of a file.</summary>
    /// <exception cref="ArgumentException">Never for bad input, which gives findings.</exception>
    public static Outcome<YamlDocuments> Read(SourceFile file, YamlLimits limits)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(limits);
        if (file.Bytes.Length > limits.MostBytes)
            return Outcome.Of<YamlDocuments>(null, [FileTooLarge.At(Location.StartOf(file), file.Bytes.Length, limits.MostBytes)]);
        if (limits.PlainTextOnly && ForbiddenCharacters.First(file) is { } character)
            return Outcome.Of<YamlDocuments>(null, [character]);
        return new Reading(file, limits).Documents();
    }

    private const int MostFindings = 50;

    [GeneratedRegex(@"^ *\t", RegexOptions.Multiline)]
    private static partial Regex IndentingTab { get; }

    private sealed class Reading(SourceFile file, YamlLimits limits)
    {
        private readonly int offset = ByteOrderMark.LengthIn(file.Bytes.Span);
        private readonly List<Diagnostic> findings = [];
        private Location innermost = Location.StartOf(file);

        // The number of enclosing collections that are written with brackets or braces.
        private int flows;

        internal Outcome<YamlDocuments> Documents()
        {
            var parser = new Parser(new System.IO.StringReader(ByteText.Of(file.Bytes.Span[offset..])));
            try
            {
                var roots = ImmutableArray.CreateBuilder<Node>();
                while (parser.MoveNext())
                {
                    if (parser.Current is NodeEvent && ReadNode(parser, 1) is { } node and not ScalarNode { IsEmpty: true })
                        roots.Add(node);
                }

                return Outcome.Of(new YamlDocuments(file, roots.ToImmutable()), findings);
            }
            catch (RefusedException refused)
            {
                return Outcome.Of<YamlDocuments>(null, findings.Append(refused.Finding));
            }
            catch (YamlException fault)
            {
                return Outcome.Of<YamlDocuments>(null, findings.Append(NotYaml.At(PlaceOf(fault), Lower(fault.Message))));
            }
            catch (InvalidOperationException)
            {
                // The parser gives no position for some unclosed brackets: the innermost one that was opened is the one to look at.
                return Outcome.Of<YamlDocuments>(null, findings.Append(NotYaml.At(innermost, "a bracket or brace is not closed")));
            }
        }

        // The parser gives no position for some faults. A tab at the start of a line is one that can be found.
        private Location PlaceOf(YamlException fault)
        {
            if (fault.Start.Index > 0)
                return At(fault.Start, fault.End);
            var tab = IndentingTab.Match(ByteText.Of(file.Bytes.Span));
            return tab.Success && fault.Message.Contains("tab", StringComparison.Ordinal)
                ? new Location(file, new ByteSpan(tab.Index + tab.Length - 1, tab.Index + tab.Length))
                : innermost;
        }

        private Node ReadNode(Parser parser, int depth) => Checked(parser.Current) switch
        {
            Scalar scalar => ReadScalar(scalar),
            MappingStart start when depth <= limits.MostDepth => ReadMapping(parser, start, depth),
            SequenceStart start when depth <= limits.MostDepth => ReadSequence(parser, start, depth),
            var other => throw new RefusedException(NestedTooDeep.At(At(other), limits.MostDepth)),
        };

        private ParsingEvent Checked(ParsingEvent? current) => current switch
        {
            AnchorAlias alias => throw new RefusedException(RefusedYaml.At(At(alias), "an alias (*…)")),
            NodeEvent { Anchor.IsEmpty: false } node => throw new RefusedException(RefusedYaml.At(At(node), "an anchor (&…)")),
            NodeEvent { Tag.IsEmpty: false } node => throw new RefusedException(RefusedYaml.At(At(node), "a tag (!…)")),
            { } node => node,
            null => throw new InvalidOperationException(),
        };

        private ScalarNode ReadScalar(Scalar scalar)
        {
            var value = ByteText.Decode(scalar.Value);
            if (limits.PlainTextOnly && ForbiddenCharacters.Holds(value))
                Add(RefusedCharacter.At(At(scalar), "a control or direction character, written as an escape,"));
            return new ScalarNode(TextOf(scalar), value, scalar.Style switch
            {
                YamlDotNet.Core.ScalarStyle.SingleQuoted => ScalarStyle.SingleQuoted,
                YamlDotNet.Core.ScalarStyle.DoubleQuoted => ScalarStyle.DoubleQuoted,
                YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded => ScalarStyle.Block,
                _ => ScalarStyle.Plain,
            })
            {
                IsInFlow = flows > 0,
            };
        }

        private MappingNode ReadMapping(Parser parser, MappingStart start, int depth)
        {
            var outer = innermost;
            innermost = At(start);
            var entries = ImmutableArray.CreateBuilder<MappingEntry>();
            var seen = new Dictionary<string, ScalarNode>(StringComparer.Ordinal);
            var flow = start.Style == MappingStyle.Flow ? 1 : 0;
            flows += flow;
            while (parser.MoveNext() && parser.Current is not MappingEnd)
            {
                if (Checked(parser.Current) is not Scalar keyEvent)
                    throw new RefusedException(RefusedYaml.At(At(parser.Current), "a list or mapping as a key"));
                var key = ReadScalar(keyEvent);
                if (key is { Value: "<<", Style: ScalarStyle.Plain })
                    throw new RefusedException(RefusedYaml.At(key.At, "a merge key (<<)"));
                if (!seen.TryAdd(key.Value, key))
                    Add(KeyTwice.At(key, seen[key.Value]));
                parser.MoveNext();
                entries.Add(new MappingEntry(key, ReadNode(parser, depth + 1)));
            }

            flows -= flow;
            innermost = outer;
            return new MappingNode(Between(start, parser.Current), entries.ToImmutable());
        }

        private SequenceNode ReadSequence(Parser parser, SequenceStart start, int depth)
        {
            var outer = innermost;
            innermost = At(start);
            var items = ImmutableArray.CreateBuilder<Node>();
            var flow = start.Style == SequenceStyle.Flow ? 1 : 0;
            flows += flow;
            while (parser.MoveNext() && parser.Current is not SequenceEnd)
                items.Add(ReadNode(parser, depth + 1));
            flows -= flow;
            innermost = outer;
            return new SequenceNode(Between(start, parser.Current), items.ToImmutable());
        }

        // The parser counts the line breaks after a block as part of it: an edit would join the next key to the new value.
        private Location TextOf(Scalar scalar)
        {
            var at = At(scalar);
            if (scalar.Style is not (YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded))
                return at;
            var text = file.Bytes.Span[at.Span.Start..at.Span.End].TrimEnd(" \t\r\n"u8);
            return at with { Span = new ByteSpan(at.Span.Start, at.Span.Start + text.Length) };
        }

        private void Add(Diagnostic finding)
        {
            findings.Add(finding);
            if (findings.Count > MostFindings)
                throw new RefusedException(TooManyFaults.At(finding.At, MostFindings));
        }

        private Location Between(ParsingEvent start, ParsingEvent? end) =>
            At((int)start.Start.Index, Math.Max((int)start.Start.Index, (int)(end ?? start).End.Index));

        private Location At(ParsingEvent? node) => node is null ? At(0, 0) : At((int)node.Start.Index, (int)node.End.Index);

        private Location At(Mark start, Mark end) => At((int)start.Index, (int)end.Index);

        private Location At(int start, int end)
        {
            var most = file.Bytes.Length;
            return new Location(file, new ByteSpan(Math.Min(start + offset, most), Math.Min(Math.Max(start, end) + offset, most)));
        }

        private static string Lower(string message) =>
            message.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
    }

    // Used only in this file: it leaves a half-read document from any depth.
    private sealed class RefusedException(Diagnostic finding) : Exception
    {
        internal Diagnostic Finding => finding;
    }
}
