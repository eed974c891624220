using System.Text;

namespace Generator.Core.Rollout;

/// <summary>How the closed sets of a rollout are spelt in files: <c>BackUpEtcd</c> is <c>back-up-etcd</c>.</summary>
public static class Spelling
{
    /// <summary>The member of a closed set.</summary>
    public static string Of<T>(T member)
        where T : struct, Enum =>
        OfName(member.ToString());

    /// <summary>The member that is spelt so.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    internal static T Parse<T>(string text)
        where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>()
            .FirstOrDefault(member => Of(member.GetValueOrDefault()) == text) ?? throw new FormatException("an unknown word");

    internal static string OfName(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
