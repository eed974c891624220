namespace Generator.Core.Foundation.Artefacts;

/// <summary>The names of load actions in files.</summary>
internal static class LoadName
{
    internal static string Of(LoadAction load) => load == LoadAction.Reload ? "reload" : "restart";
}
