namespace Generator.Core.Foundation.Values;

/// <summary>The type of a path.</summary>
public enum EntryType
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Dir,

    /// <summary>A symbolic link.</summary>
    Link,
}
