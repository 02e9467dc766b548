using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Franchise.Api.Http;

/// <summary>A piece of HTML, written as an interpolated string: what is between braces is encoded unless it is HTML itself.</summary>
[InterpolatedStringHandler]
public sealed class Html(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + formattedCount * 16);

    /// <summary>Nothing.</summary>
    public static Html None => $"";

    /// <summary>Markup that another encoder made, such as an SVG. Never anything a person wrote.</summary>
    public static Html Trusted(string markup)
    {
        var html = new Html(markup.Length, 0);
        html.AppendLiteral(markup);
        return html;
    }

    /// <summary>One after the other.</summary>
    public static Html All(IEnumerable<Html> parts)
    {
        var html = new Html(0, 0);
        foreach (var part in parts)
            html.AppendFormatted(part);
        return html;
    }

    public void AppendLiteral(string value) => text.Append(value);

    public void AppendFormatted(Html? value) => text.Append(value?.text);

    public void AppendFormatted(string? value) => text.Append(HtmlEncoder.Default.Encode(value ?? ""));

    public void AppendFormatted<T>(T value) => AppendFormatted(value?.ToString());

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
