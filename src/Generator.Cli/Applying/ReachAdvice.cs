using Generator.Cli.Ssh;
using Generator.Core.Rollout;

namespace Generator.Cli.Applying;

/// <summary>What to do about a host that cannot be reached.</summary>
internal static class ReachAdvice
{
    internal static string For(PlannedHost host, Answer answer)
    {
        var advice = new SshAdvice(host.User, host.Address, host.Port, $"{host.Name} in topology.yaml, then build again").For(
            string.Join('\n', answer.Faults),
            $"try: ssh -F ssh_config {host.Name} true, in the folder of the output (of a bundle: in out/ where it is unpacked)");
        return host.IsLeaving
            ? $"{advice}; {host.Name} leaves: if that machine is gone for good, pass --gone {host.Name}; if it has left already, "
                + "run haplane build --done"
            : advice;
    }
}
