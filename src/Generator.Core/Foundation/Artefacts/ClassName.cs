namespace Generator.Core.Foundation.Artefacts;

/// <summary>The names of the classes in files.</summary>
internal static class ClassName
{
    internal static string Of(FileClass kind) => kind switch
    {
        FileClass.Identical => "identical",
        FileClass.Patched => "patched",
        FileClass.Rendered => "rendered",
        FileClass.Edited => "edited-in-place",
        FileClass.Secret => "secret",
        FileClass.Directory => "directory",
        FileClass.Link => "link",
        _ => "never-copied",
    };

    /// <summary>The class with a name; null for an unknown one.</summary>
    internal static FileClass? Parse(string name)
    {
        foreach (var kind in Enum.GetValues<FileClass>())
        {
            if (Of(kind) == name)
                return kind;
        }

        return null;
    }
}
