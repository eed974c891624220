namespace Generator.Core.Foundation.Values;

/// <summary>The family of distributions of a load balancer host: it decides nginx's module line, user and package names.</summary>
public enum Distro
{
    /// <summary>Red Hat Enterprise Linux and similar distributions.</summary>
    Rhel,

    /// <summary>Debian and Ubuntu.</summary>
    Debian,
}
