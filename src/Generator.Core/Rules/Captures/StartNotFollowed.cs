using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class StartNotFollowed
{
    internal static readonly Rule Rule = new(
        "ORG020",
        Severity.Error,
        "haplane cannot tell how a unit starts its component",
        "haplane reads flags from ExecStart= and its variables. It sees no flags behind a shell, a container or a script, and would copy the host's "
            + "own values.",
        "write the component's program and flags directly into ExecStart= on the host and capture it again; env, nice, numactl and similar wrappers "
            + "are allowed",
        Example.With().Changing(
            "k8s-master1/usr/lib/systemd/system/kubelet.service",
            "ExecStart=/data/application/kubernetes/bin/kubelet $KUBELET_OPTS",
            "ExecStart=/bin/sh -c 'exec /data/application/kubernetes/bin/kubelet $KUBELET_OPTS >>/var/log/kubelet.log'"),
        Example.With().Changing(
            "k8s-master1/usr/lib/systemd/system/kubelet.service",
            "ExecStart=",
            "ExecStart=/usr/bin/nice -n -5 "),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Installations.Values.SelectMany(installation => Starts(installation).Concat(Variables(installation)));

    private static IEnumerable<Finding> Starts(Installation installation) =>
        from start in installation.Unfollowed
        where start.Obstacle is StartObstacle.Wrapper or StartObstacle.Template or StartObstacle.OtherRoot
        group start by start.At into same
        select Found(same.First(), installation.Capture.Host);

    private static Finding Found(UnfollowedStart start, string host)
    {
        var program = ComponentNames.Program(start.Kind);
        return (start.Obstacle, start.Found.Length) switch
        {
            (StartObstacle.Template, _) => new Finding(
                start.At, $"{start.Unit} of {host} is a template, but no instance of it was found: systemd starts only instances")
            {
                Hint = $"name the unit {program}.service on the host and capture it again; or capture the link in multi-user.target.wants that "
                    + "enables the instance",
            },
            (StartObstacle.OtherRoot, _) => new Finding(
                start.At, $"{start.Unit} of {host} starts {program} below another root ({start.Found}), which haplane does not follow")
            {
                Hint = $"install {program} and its files in the host's own root, remove the setting and capture the host again",
            },
            (_, 0) => new Finding(start.At, $"{start.Unit} of {host} has no ExecStart=, so haplane cannot tell how {program} starts"),
            _ => new Finding(start.At, $"{start.Unit} of {host} starts {program} with {Quoted.Text(start.Found)}, which haplane does not follow"),
        };
    }

    private static IEnumerable<Finding> Variables(Installation installation) =>
        from component in installation.Components
        from variable in component.Command.PassedOn
        select new Finding(
            variable.At, $"the variable {variable.Name} comes from systemd's own environment (PassEnvironment=), which no captured file contains")
        {
            Hint = "set the variable in the unit or in an EnvironmentFile on the host, and capture it again",
        };
}
