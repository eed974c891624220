namespace Generator.Core.Foundation.Artefacts;

/// <summary>The treatment of a file, which also tells a reviewer what to look at.</summary>
public enum FileClass
{
    /// <summary>The same on every host: copied, its digest proved on arrival.</summary>
    Identical,

    /// <summary>An original with some values replaced: its new content is here, with a diff.</summary>
    Patched,

    /// <summary>Written by haplane from a template.</summary>
    Rendered,

    /// <summary>Contains a secret: single lines are changed on the host, and the rest is never seen here.</summary>
    Edited,

    /// <summary>A secret: streamed from the source master to the host, its digest proved on arrival.</summary>
    Secret,

    /// <summary>A directory that must exist.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>One host's identity or state: never copied.</summary>
    NeverCopied,
}
