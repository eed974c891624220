using System.Collections.Immutable;
using System.CommandLine;

namespace Generator.Cli.Commands;

/// <summary>The arguments and options that the commands which change hosts have in common.</summary>
internal static class RunSwitches
{
    internal static Argument<string> Out()
    {
        var path = new Argument<string>("OUT") { Description = "The folder that \"haplane build\" has written, or a bundle.", DefaultValueFactory = _ => "out" };
        path.Validators.Add(GivenPath.RefuseEmpty);
        path.Validators.Add(GivenPath.RefuseOption);
        return path;
    }

    internal static Option<bool> Yes() => new("--yes") { Description = "Do not ask." };

    internal static Option<bool> Json() => new("--json") { Description = "Print the events, a JSON object a line (haplane schema events)." };

    internal static Option<string?> Ssh()
    {
        var ssh = new Option<string?>("--ssh") { Description = "Another ssh, with its options, separated by blanks; default HAPLANE_SSH, then ssh.", HelpName = "CMD" };
        ssh.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
                result.AddError("--ssh is empty; give a program, or leave it out");
        });
        return ssh;
    }

    internal static ImmutableHashSet<string> Names(IEnumerable<string>? given) =>
        (given ?? []).SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToImmutableHashSet(StringComparer.Ordinal);
}
