using System.Text;
using Generator.Core;
using Generator.Tests.Support;

namespace Generator.Tests.Golden;

/// <summary>
/// Compares with accepted files byte for byte. UPDATE_GOLDEN=1 accepts what is there, except where CI is set. Verify would do more, and
/// normalises newlines, which would hide what a lossless patch promises.
/// </summary>
internal static class GoldenFiles
{
    internal static bool IsUpdating =>
        Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1"
        && (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))
            ? true
            : throw new InvalidOperationException("UPDATE_GOLDEN is refused under CI"));

    internal static void Compare(string path, string actual) => Compare(path, Encoding.UTF8.GetBytes(actual));

    /// <summary>Compares a folder with the files that it must hold, and no others.</summary>
    internal static void Compare(string folder, FileTree tree)
    {
        CompareNames(folder, tree.Files.Keys);
        foreach (var (name, file) in tree.Files)
            Compare(Path.Combine(folder, name), file.Content.ToArray(), file.IsExecutable);
    }

    /// <summary>
    /// Compares what a folder holds with the names that it must hold. An update removes what is too much; what is missing comes with its content.
    /// </summary>
    internal static void CompareNames(string folder, IEnumerable<string> names)
    {
        var (wanted, there) = (names.Order(StringComparer.Ordinal).ToArray(), Case.Files(folder, "").ToArray());
        if (!IsUpdating)
        {
            Assert.Equal(wanted, there);
            return;
        }

        foreach (var name in there.Except(wanted))
            Remove(Path.Combine(folder, name));
    }

    internal static void Remove(string path)
    {
        File.Delete(path);
        AcceptedFiles.Add("removed", path);
    }

    internal static void Compare(string path, byte[] actual, bool isExecutable = false)
    {
        if (IsUpdating)
            Accept(path, actual, isExecutable);
        Assert.True(File.Exists(path), $"{path} is missing; read what would be there and accept it with UPDATE_GOLDEN=1");
        var accepted = File.ReadAllBytes(path);
        if (!accepted.AsSpan().SequenceEqual(actual))
            Assert.Fail(
                $"{path} differs from what was accepted:\n{FirstDifference(Encoding.UTF8.GetString(accepted), Encoding.UTF8.GetString(actual))}");
    }

    private static void Accept(string path, byte[] actual, bool isExecutable)
    {
        var isThere = File.Exists(path);
        if (isThere && File.ReadAllBytes(path).AsSpan().SequenceEqual(actual))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? path);
        File.WriteAllBytes(path, actual);
        if (isExecutable)
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        AcceptedFiles.Add(isThere ? "changed" : "new", path);
    }

    internal static string FirstDifference(string accepted, string actual)
    {
        var (old, now) = (accepted.Split('\n'), actual.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length)).First(i => old.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        return $"line {line + 1}\naccepted: {old.ElementAtOrDefault(line)}\nactual:   {now.ElementAtOrDefault(line)}";
    }
}
