namespace Generator.Core.Values;

/// <summary>What kind of thing a path is.</summary>
public enum EntryType
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Dir,

    /// <summary>A symbolic link.</summary>
    Link,
}
