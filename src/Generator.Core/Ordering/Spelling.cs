using System.Text;
using Generator.Core.Artefacts;

namespace Generator.Core.Ordering;

/// <summary>How the closed sets of a rollout are spelt in files: <c>BackUpEtcd</c> is <c>back-up-etcd</c>.</summary>
public static class Spelling
{
    /// <summary>A phase.</summary>
    public static string Of(Phase phase) => Hyphenated(phase.ToString());

    internal static string Of(DeliveryGroup group) => Hyphenated(group.ToString());

    internal static string Of(Verb verb) => Hyphenated(verb.ToString());

    internal static string Of(Question question) => Hyphenated(question.ToString());

    /// <summary>The member that is spelt so; null where there is none.</summary>
    internal static T? Parse<T>(string text)
        where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => Hyphenated(value.ToString() ?? "") == text);

    private static string Hyphenated(string name)
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
