using System.Globalization;
using Franchise.Infrastructure.Documents;
using SkiaSharp;

namespace Franchise.Api.Tests.Documents;

/// <summary>Lines of text on sheets.</summary>
public sealed class LetteringTests
{
    [Theory]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("e\u0301\u0323")]
    [InlineData("\U0001F600")]
    public void A_word_that_no_line_holds_is_cut_between_letters_and_loses_none(string letter)
    {
        using var font = new SKFont(Lettering.Regular, 10);
        var word = string.Concat(Enumerable.Repeat(letter, 40));
        for (var width = 5f; width < 60; width += 3)
        {
            var lines = Lettering.Break(word, font, width);
            Assert.Equal(word, string.Concat(lines));
            Assert.True(lines.Count > 1);
            Assert.All(lines, l => Assert.Equal(0, l.Length % letter.Length));
            Assert.Equal(40, lines.Sum(l => new StringInfo(l).LengthInTextElements));
        }
    }

    [Fact]
    public void Text_is_broken_between_words()
    {
        using var font = new SKFont(Lettering.Bold, 10);
        Assert.Equal(["one two", "three"], Lettering.Break("one  two three", font, font.MeasureText("one two three") - 1));
        Assert.Equal([""], Lettering.Break(" ", font, 10));
    }
}
