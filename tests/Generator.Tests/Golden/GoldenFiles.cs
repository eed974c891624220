using System.Text;
using Generator.Core;

namespace Generator.Tests.Golden;

/// <summary>
/// Compares with accepted files byte for byte. UPDATE_GOLDEN=1 accepts what is there, except where CI is set. Verify would do more, and
/// normalises newlines, which would hide what a lossless patch promises.
/// </summary>
internal static class GoldenFiles
{
    internal static bool IsUpdating =>
        Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1"
        && (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")) ? true : throw new InvalidOperationException("UPDATE_GOLDEN is refused under CI"));

    internal static void Compare(string path, string actual)
    {
        if (IsUpdating)
            File.WriteAllText(path, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Assert.True(File.Exists(path), $"{path} is missing; look at what is there and accept it with UPDATE_GOLDEN=1");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    internal static void Compare(string folder, FileTree tree)
    {
        var files = tree.Files.Where(file => !IsKeptOnce(folder, file.Key)).ToArray();
        if (IsUpdating)
            Write(folder, files);
        var expected = Support.Case.Files(folder, "").ToArray();
        Assert.Equal(files.Select(file => file.Key), expected);
        foreach (var (name, file) in files)
        {
            var accepted = File.ReadAllBytes(Path.Combine(folder, name));
            if (!file.Content.Span.SequenceEqual(accepted))
                Assert.Fail($"{name} of {folder} differs from what was accepted:\n{FirstDifference(accepted, file.Content.ToArray())}");
        }
    }

    // The programs and the tasks are the same in every result: the example holds them, and everywhere else SHA256SUMS proves them.
    private static bool IsKeptOnce(string folder, string file) =>
        new[] { "bin/", "ansible/tasks/", "ansible/group_vars/" }.Any(same => file.StartsWith(same, StringComparison.Ordinal)) && !folder.StartsWith(Support.Repository.Path("out-example"), StringComparison.Ordinal);

    private static void Write(string folder, KeyValuePair<string, TreeFile>[] files)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        foreach (var (name, file) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
            File.WriteAllBytes(path, file.Content.ToArray());
            if (file.IsExecutable)
                File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    private static string FirstDifference(byte[] accepted, byte[] actual)
    {
        var (old, now) = (Encoding.UTF8.GetString(accepted).Split('\n'), Encoding.UTF8.GetString(actual).Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length)).First(i => old.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        return $"line {line + 1}\naccepted: {old.ElementAtOrDefault(line)}\nactual:   {now.ElementAtOrDefault(line)}";
    }
}
