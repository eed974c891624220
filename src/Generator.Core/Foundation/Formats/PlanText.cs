using System.Text;

namespace Generator.Core.Foundation.Formats;

/// <summary>Writes a plan: one record per line, fields separated by one tab, read with <c>read -r</c> and never evaluated.</summary>
internal sealed class PlanText
{
    private readonly StringBuilder text = new();

    /// <summary>Adds a record. An empty field is written as <c>-</c>, because <c>read</c> joins neighbouring tabs.</summary>
    /// <exception cref="ArgumentException">A field contains a control character, which the audits should have refused.</exception>
    internal void Add(params ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Any(char.IsControl))
                throw new ArgumentException("a field of a plan contains a control character", nameof(fields));
            text.Append(i == 0 ? "" : "\t").Append(fields[i].Length == 0 ? "-" : fields[i]);
        }

        text.Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
