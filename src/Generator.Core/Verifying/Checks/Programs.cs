using Generator.Core.Reading.Originals;

namespace Generator.Core.Verifying.Checks;

/// <summary>Whether the programs of each host have releases that work together (kubernetes.io, "Version Skew Policy").</summary>
internal static class Programs
{
    internal static readonly LiveCheck Check = new(Of);

    private static IEnumerable<Check> Of(Site site)
    {
        var releases = site.Answering.Select(host => host.Machine).OfType<Capturing.Captures.CapturedMachine>()
            .SelectMany(machine => RunningRelease.Of(machine.Installation))
            .ToArray();
        var apiservers = releases.Where(release => release is { Kind: ComponentKind.Apiserver, Minor: not null }).ToArray();
        return from release in releases
               let faults = apiservers.Select(apiserver => Fault(release, apiserver))
               select New(release, faults.FirstOrDefault(fault => fault.Length > 0) ?? "");
    }

    private static Check New(RunningRelease release, string fault) => new(
        release.Host,
        CheckArea.Program,
        ComponentNames.Program(release.Kind),
        fault.Length == 0 ? CheckState.Fine : CheckState.Problem,
        fault.Length == 0 ? release.Text : $"{release.Text} {fault}");

    private static string Fault(RunningRelease release, RunningRelease apiserver)
    {
        if (release.Minor is not { } own || apiserver.Minor is not { } theirs)
            return "";
        var distance = own.Minor - theirs.Minor;
        if (release.Kind == ComponentKind.Apiserver)
            return Math.Abs(distance) > 1 ? $"differs by more than one minor release from {apiserver.Text} on {apiserver.Host}" : "";
        return distance > 0 ? $"is newer than kube-apiserver {apiserver.Text} on {apiserver.Host}" : "";
    }
}
