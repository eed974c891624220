using System.Collections.Immutable;
using Generator.Cli.Ssh;
using Generator.Core.Foundation.Wire;

namespace Generator.Cli.Applying;

/// <summary>Hears one answer of a host: by its form, in bounded memory.</summary>
/// <param name="host">The host.</param>
/// <param name="word">The word that frames the answer; the remote command has read it.</param>
/// <param name="heard">Called with the records as they come.</param>
/// <param name="reached">Called when the login is complete.</param>
/// <param name="longest">A longer answer is not read to its end; in characters.</param>
internal sealed class Hearing(
    string host, string word, Action<EngineRecord>? heard, Action? reached = null, int longest = AnswerFrame.LongestAnswer)
{
    private const int MostChatter = 20;

    private readonly AnswerFrame frame = new(host, word, longest);
    private readonly ImmutableArray<EngineRecord>.Builder records = ImmutableArray.CreateBuilder<EngineRecord>();
    private readonly List<string> chatter = [];
    private string? fault;

    /// <summary>What the login has said around the answer, with what a terminal would obey made visible.</summary>
    internal IEnumerable<string> Chatter => chatter;

    /// <summary>A word that no login says.</summary>
    internal static string NewWord() => Guid.NewGuid().ToString("N");

    /// <summary>Takes the next line.</summary>
    /// <returns>How the command has ended, or 255 where the answer is not of the engine's form; null while more is to come.</returns>
    internal int? Take(string line)
    {
        switch (frame.Take(line))
        {
            case FrameBegun:
                reached?.Invoke();
                return null;
            case FrameEnded ended:
                return ended.Code;
            case FrameBroken broken:
                fault = $"{host} has answered with a line that the host engine does not write, so nothing more of it is read: {broken.Line}";
                return SshClient.ConnectionFailed;
            case FrameRecord record:
                records.Add(record.Record);
                heard?.Invoke(record.Record);
                return null;
            case FrameOutside { Text.Length: > 0 } outside when chatter.Count < MostChatter:
                chatter.Add(AnswerFrame.Shown(outside.Text));
                return null;
            default:
                return null;
        }
    }

    /// <summary>The answer, where it has ended.</summary>
    /// <param name="code">How; null where it did not come to its end.</param>
    /// <param name="faults">The lines on stderr.</param>
    internal Answer Ended(int? code, IEnumerable<string> faults) => (code, fault) switch
    {
        (_, not null) => new Answer(SshClient.ConnectionFailed, records.ToImmutable(), [.. faults, fault]),
        ({ } known, _) => new Answer(known, records.ToImmutable(), [.. faults]),
        // What the login has said may tell why.
        _ => new Answer(SshClient.ConnectionFailed, records.ToImmutable(), [.. chatter, .. faults]),
    };
}
