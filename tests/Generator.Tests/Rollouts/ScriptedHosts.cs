using System.Text;
using System.Text.RegularExpressions;
using Generator.Cli.Folders;
using Generator.Core;
using Generator.Core.Rollout;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Rollouts;

/// <summary>The example's hosts behind scripted-ssh, which stands in for ssh and answers by rules, and an output for them.</summary>
internal sealed partial class ScriptedHosts : IDisposable
{
    // Only apply shows the changes before its question.
    private static readonly string[] OfApply = ["plan"];

    // A minute in which nothing happens proves nothing here.
    private static readonly string Topology = Starter.Unchanged.Topology.Replace("soak: 60s", "soak: 1s", StringComparison.Ordinal);
    private static readonly FileTree Output = (Starter.Unchanged with { Topology = Topology }).Compile().Result ?? throw new InvalidDataException();

    private readonly string folder = Directory.CreateTempSubdirectory("haplane-scripted-").FullName;

    internal ScriptedHosts()
    {
        Tool.Require("bash");
        Directory.CreateDirectory(Script);
        new OutDirectory(Path.Combine(folder, "out")).Replace(Output);
    }

    /// <summary>The rollout of the output.</summary>
    internal static RolloutPlan Plan { get; } = RolloutPlanText.Read(Encoding.UTF8.GetString(Output.Files["rollout.plan"].Content.Span));

    /// <summary>Every request that the hosts have had, in order.</summary>
    internal string[] Requests => File.Exists(Path.Combine(Script, "log")) ? File.ReadAllLines(Path.Combine(Script, "log")) : [];

    /// <summary>
    /// The requests of every driver. What is sent to several hosts at once comes in any order: neighbours of one kind and step are sorted.
    /// </summary>
    internal string[] RequestsInOrder
    {
        get
        {
            var ordered = new List<string>();
            var together = new List<string>();
            foreach (var request in Requests.Where(request => !OfApply.Contains(request.Split(' ')[1])))
            {
                if (together.Count > 0 && KindOf(together[0]) != KindOf(request))
                {
                    ordered.AddRange(together.Order(StringComparer.Ordinal));
                    together.Clear();
                }

                together.Add(request);
            }

            return [.. ordered, .. together.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>What is left of the private folders of the runs.</summary>
    internal string[] PrivateFolders =>
        [.. Directory.GetDirectories(Path.Combine(folder, "tmp"), "tmp.*").Where(path => Directory.Exists(Path.Combine(path, "out")))];

    private string Script => Path.Combine(folder, "script");

    private static string Ssh => $"bash {Repository.Path("tests", "Generator.Tests", "Rollouts", "scripted-ssh")}";

    private string Desk =>
        $"cd '{folder}' && mkdir -p tmp && export SCRIPTED='{Script}' TMPDIR='{folder}/tmp' XDG_STATE_HOME='{folder}/state' HAPLANE_SSH='{Ssh}'";

    /// <summary>Carries the rollout out with bash.</summary>
    /// <param name="rules">What is not answered well; see scripted-ssh.</param>
    /// <param name="options">The options of rollout.sh.</param>
    internal (int Code, string Text) RunShell(string rules, string options)
    {
        File.WriteAllText(Path.Combine(Script, "rules"), rules);
        return Tool.Run("bash", "-c", $"{Desk} && exec bash out/bin/rollout.sh {options} </dev/null");
    }

    /// <summary>Carries the rollout out with any driver.</summary>
    /// <param name="rules">What is not answered well; see scripted-ssh.</param>
    /// <param name="line">The command line, next to <c>out/</c>.</param>
    internal (int Code, string Text) Run(string rules, string line)
    {
        File.WriteAllText(Path.Combine(Script, "rules"), rules);
        return Tool.Run("bash", "-c", $"{Desk} && exec {line} </dev/null");
    }

    /// <summary>The same, and a signal comes once a request was made.</summary>
    internal (int Code, string Text) RunShellUntil(string request, string signal, string rules)
    {
        File.WriteAllText(Path.Combine(Script, "rules"), rules);
        var wait = $"until grep -qs '^{request}' '{Script}/log' || ! kill -0 $!; do sleep 0.05; done";
        var run = $"{Desk} && {{ env --default-signal=INT bash out/bin/rollout.sh </dev/null & }}";
        return Tool.Run("bash", "-c", $"{run}; {wait}; kill -{signal} $!; wait $!");
    }

    private static string KindOf(string request) =>
        request.Split(' ')[1] is "ask" ? $"ask {StepOf().Match(request).Value}" : request.Split(' ')[1];

    [GeneratedRegex(@"\| (do|gate|new-when|done-when|undo|undone) \d+ ")]
    private static partial Regex StepOf();

    // The private copy of a playbook goes a second after the playbook.
    public void Dispose() => Tool.Run("rm", "-rf", folder);
}
