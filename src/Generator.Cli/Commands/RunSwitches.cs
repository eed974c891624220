using System.Collections.Immutable;
using System.CommandLine;
using Generator.Cli.Usage;

namespace Generator.Cli.Commands;

/// <summary>The arguments and options of all commands that change hosts.</summary>
internal static class RunSwitches
{
    private const int LongestMessage = 200;
    private const int LongestChange = 64;

    /// <summary>The exit codes of a run that changes hosts.</summary>
    internal static ImmutableArray<ExitMeaning> Exits(string fine, string rolledBack) =>
    [
        new(ExitCode.Fine, fine),
        new(ExitCode.InputErrors, "refused; nothing was changed"),
        new(ExitCode.RolledBack, rolledBack),
        new(ExitCode.ManualAction, "manual action required; the output says what to do"),
        new(ExitCode.Busy, "another rollout is running"),
    ];

    internal static Argument<string> Out()
    {
        var path = new Argument<string>("OUT")
        {
            Description = "The folder that \"haplane build\" has written, "
            + "or a bundle.",
            DefaultValueFactory = _ => "out"
        };
        path.Validators.Add(GivenPath.RefuseEmpty);
        path.Validators.Add(GivenPath.RefuseOption);
        return path;
    }

    internal static Option<string?> Signers() =>
        new("--signers")
        {
            Description = "Accept a bundle only with a signature of this allowed-signers file (ssh-keygen(1)); default "
            + "/etc/haplane/signers where it exists.",
            HelpName = "FILE"
        };

    internal static Option<bool> AcceptForeign() =>
        new("--accept-foreign") { Description = "Run an output whose engine, scripts or ssh settings are not those of this release." };

    internal static Option<string?> Message()
    {
        var message = new Option<string?>(
            "--message", "-m")
        { Description = "Why this is done; kept in the journal and on the hosts.", HelpName = "TEXT" };
        message.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (text.Length is 0 or > LongestMessage || text.Any(char.IsControl)))
                result.AddError("--message takes one line of at most 200 characters");
        });
        return message;
    }

    internal static Option<string?> Change()
    {
        var change = new Option<string?>("--change")
        {
            Description = "The number of the change in your own records; kept in the journal and on the "
            + "hosts.",
            HelpName = "ID"
        };
        change.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (text.Length is 0 or > LongestChange || !text.All(IsOfChange)))
                result.AddError("--change takes at most 64 letters, digits, and . _ : / # -");
        });
        return change;
    }

    internal static Option<bool> Yes() => new("--yes") { Description = "Do not ask." };

    internal static Option<bool> Json() => new("--json") { Description = "Print the events, a JSON object a line (haplane schema events)." };

    internal static Option<string?> Ssh()
    {
        var ssh = new Option<string?>("--ssh")
        {
            Description = "Another ssh, with its options, separated by blanks; default HAPLANE_SSH, "
            + "then ssh.",
            HelpName = "CMD"
        };
        ssh.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
                result.AddError("--ssh is empty; pass a program, or leave it out");
        });
        return ssh;
    }

    internal static ImmutableHashSet<string> Names(IEnumerable<string>? given) =>
        (given ?? [])
            .SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .ToImmutableHashSet(StringComparer.Ordinal);

    private static bool IsOfChange(char c) => char.IsAsciiLetterOrDigit(c) || "._:/#-".Contains(c, StringComparison.Ordinal);
}
