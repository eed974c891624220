namespace Generator.Core.Artefacts;

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
}
