using System.Collections.Concurrent;
using Generator.Tests.Golden;
using Generator.Tests.Support;

[assembly: AssemblyFixture(typeof(AcceptedFiles))]

namespace Generator.Tests.Golden;

/// <summary>
/// The accepted files that this run changed. The run lists them in artifacts/accepted.txt, because dotnet test shows nothing of a test that passes.
/// </summary>
public sealed class AcceptedFiles : IDisposable
{
    private static readonly ConcurrentBag<string> Changed = [];

    internal static void Add(string change, string path) => Changed.Add($"{change} {Path.GetRelativePath(Repository.Root, path)}");

    public void Dispose()
    {
        if (!GoldenFiles.IsUpdating)
            return;
        var lines = Changed.Order(StringComparer.Ordinal).DefaultIfEmpty("no accepted file changed").ToArray();
        Directory.CreateDirectory(Repository.Path("artifacts"));
        File.WriteAllLines(Repository.Path("artifacts", "accepted.txt"), lines);
    }
}
