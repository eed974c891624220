namespace Generator.Core.Artefacts;

/// <summary>What happens to a file, and so what a reviewer has to look at.</summary>
public enum FileClass
{
    /// <summary>The same on every host: copied, its digest proved on arrival.</summary>
    Identical,

    /// <summary>An original with some values replaced: its new content is here, with a diff.</summary>
    Patched,

    /// <summary>Written by haplane from a template.</summary>
    Rendered,

    /// <summary>Holds a secret: single lines are changed on the host, and the rest is never seen here.</summary>
    Edited,

    /// <summary>A secret: streamed from the source to the host, its digest proved on arrival.</summary>
    Secret,

    /// <summary>A directory that has to be there.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>One host's identity or state: never copied.</summary>
    NeverCopied,
}
