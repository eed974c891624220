namespace Generator.Core.Foundation.Artefacts;

/// <summary>The order of files on a page for a reviewer: those that have to be read come first.</summary>
internal static class ReviewOrder
{
    internal static int Of(FileClass kind) => kind switch
    {
        FileClass.Rendered => 0,
        FileClass.Patched => 1,
        FileClass.Edited => 2,
        FileClass.Secret => 3,
        FileClass.Identical => 4,
        FileClass.Link => 5,
        _ => 6,
    };
}
