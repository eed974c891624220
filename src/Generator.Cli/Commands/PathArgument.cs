using System.CommandLine;

namespace Generator.Cli.Commands;

/// <summary>The PATH argument of most commands.</summary>
internal static class PathArgument
{
    private const string What = "A folder with topology.yaml and originals/, or a topology file.";

    internal static Argument<string> New()
    {
        var path = new Argument<string>("PATH") { Description = What, DefaultValueFactory = _ => "." };
        path.Validators.Add(GivenPath.RefuseEmpty);
        path.Validators.Add(GivenPath.RefuseOption);
        return path;
    }

    /// <summary>The same for a command that takes several clusters at once.</summary>
    internal static Argument<string[]> Several()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = $"{What} Several are handled one after the other, such as clusters/*/.",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => ["."],
        };
        paths.Validators.Add(GivenPath.RefuseEmpty);
        paths.Validators.Add(GivenPath.RefuseOption);
        return paths;
    }

    /// <summary>Refuses an option that names one folder of one cluster, where there are several clusters.</summary>
    /// <exception cref="MisuseException">It was passed.</exception>
    internal static void RefuseFor(int clusters, string option, bool isPassed)
    {
        if (isPassed && clusters > 1)
            throw new MisuseException($"{option} is for one cluster, and {clusters} were passed; run haplane once for each");
    }
}
