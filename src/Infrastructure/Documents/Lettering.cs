using System.Globalization;
using SkiaSharp;

namespace Franchise.Infrastructure.Documents;

/// <summary>With what, and on which lines, text stands on a sheet. The typeface comes with the program.</summary>
public static class Lettering
{
    /// <summary>The usual face.</summary>
    public static SKTypeface Regular { get; } = Load("NotoSans-Regular.ttf");

    /// <summary>The heavy face.</summary>
    public static SKTypeface Bold { get; } = Load("NotoSans-Bold.ttf");

    /// <summary>Breaks text into lines, by words; a word that no line holds is cut, between whole letters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="font">With what it is written.</param>
    /// <param name="width">How wide a line may be.</param>
    public static IReadOnlyList<string> Break(string text, SKFont font, float width)
    {
        List<string> lines = [];
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (font.MeasureText(longer) <= width)
            {
                line = longer;
                continue;
            }
            if (line.Length > 0)
                lines.Add(line);
            line = word;
            while (font.MeasureText(line) > width && new StringInfo(line) is { LengthInTextElements: > 1 } letters)
            {
                var take = letters.LengthInTextElements - 1;
                while (take > 1 && font.MeasureText(letters.SubstringByTextElements(0, take)) > width)
                    take--;
                lines.Add(letters.SubstringByTextElements(0, take));
                line = letters.SubstringByTextElements(take);
            }
        }
        lines.Add(line);
        return lines;
    }

    private static SKTypeface Load(string file)
    {
        using var font = typeof(Lettering).Assembly.GetManifestResourceStream($"Fonts/{file}") ?? throw new InvalidOperationException($"The program comes without {file}.");
        return SKTypeface.FromStream(font);
    }
}
