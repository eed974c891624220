using System.Collections.Immutable;

namespace Generator.Core.Foundation.Values;

/// <summary>A program that haplane configures on load balancer hosts: one row of a table.</summary>
/// <param name="Name">Its name, which is also that of its package, its folder below /etc and its unit.</param>
/// <param name="File">The name of its configuration.</param>
/// <param name="Test">The command that tests a configuration, up to the path.</param>
/// <param name="OldestRelease">The oldest release that knows every setting that haplane writes; empty for any.</param>
public sealed record BalancerProgram(string Name, string File, string Test, string OldestRelease)
{
    /// <summary>nginx with its stream module.</summary>
    public static BalancerProgram Nginx { get; } = new("nginx", "nginx.conf", "nginx -t -c", "");

    /// <summary>haproxy: 1.8 is the first with hard-stop-after and expose-fd.</summary>
    public static BalancerProgram Haproxy { get; } = new("haproxy", "haproxy.cfg", "haproxy -c -f", "1.8");

    /// <summary>keepalived: 2.0 is the first that can test a configuration.</summary>
    public static BalancerProgram Keepalived { get; } = new("keepalived", "keepalived.conf", "keepalived -t -f", "2.0");

    /// <summary>Every program.</summary>
    public static ImmutableArray<BalancerProgram> All { get; } = [Nginx, Haproxy, Keepalived];

    /// <summary>The distribution's own service, with haplane's configuration.</summary>
    public string Shared => $"{Name}.service";

    /// <summary>A separate service next to the distribution's, if that one serves something else.</summary>
    public string Separate => $"kube-{Name}.service";

    /// <summary>The configuration that the distribution's service reads.</summary>
    public string MainConfiguration => $"/etc/{Name}/{File}";

    /// <summary>The program of an engine; null if it is none of haplane's.</summary>
    public static BalancerProgram? Of(BalancerEngine engine) => engine switch
    {
        BalancerEngine.Nginx => Nginx,
        BalancerEngine.Haproxy => Haproxy,
        _ => null,
    };

    /// <summary>The program that reads a configuration; null if there is none.</summary>
    public static BalancerProgram? OfConfiguration(string path) =>
        All.FirstOrDefault(program => path == program.MainConfiguration || path == program.ConfigurationOf(program.Separate));

    /// <summary>The program of a unit; null if it is none of these.</summary>
    public static BalancerProgram? OfUnit(string unit) => All.FirstOrDefault(program => unit == program.Shared || unit == program.Separate);

    /// <summary>The configuration that a unit's program reads.</summary>
    public string ConfigurationOf(string unit) => unit == Separate ? $"/etc/{Name}/kube-{File}" : MainConfiguration;
}
