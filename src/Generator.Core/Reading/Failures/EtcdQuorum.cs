namespace Generator.Core.Reading.Failures;

/// <summary>How many members of etcd are left.</summary>
/// <param name="Left">The members that survive.</param>
/// <param name="Members">All members; 0 where they are not known.</param>
public sealed record EtcdQuorum(int Left, int Members)
{
    /// <summary>Whether a majority is left; true where the members are not known.</summary>
    public bool Holds => Members == 0 || Left > Members / 2;

    /// <summary>How many more members may die.</summary>
    public int Spare => Members == 0 ? 0 : Math.Max(0, Left - (Members / 2) - 1);
}
