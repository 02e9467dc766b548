using System.Text;
using Franchise.Domain.Credentials;
using Franchise.Infrastructure.Credentials;

namespace Franchise.Api.Tests.Credentials;

/// <summary>A certificate on paper.</summary>
public sealed class PdfTests
{
    private static readonly AwardedUnit unit = new("RM3-02", default, "Understanding boundaries in a mentoring relationship", 3, 3);
    private static readonly Uri link = new($"https://franchise.test/verify/{new string('A', 80)}");

    [Theory]
    [InlineData("Łucja Đặng-Øster")]
    [InlineData("Ćwikła Ġorġa Straße")]
    [InlineData("Þórdís Ŵŷn Ğül Ōzoliņa Ǆ Ș Ț ẞ")]
    [InlineData("Ελένη Παπαδοπούλου")]
    [InlineData("Олена Ґалаґан Ђорђевић")]
    public void A_name_is_printed_as_it_is_spelt(string name)
    {
        Assert.True(CertificatePdf.CanPrint(name));
        foreach (var language in Enum.GetValues<ShownIn>())
            Assert.True(Print(name, language).Length > 10_000);
    }

    [Fact]
    public void A_sheet_says_what_it_is_called_and_in_which_language_and_brings_its_typeface()
    {
        foreach (var (language, tag, title) in new[] { (ShownIn.En, "en-GB", "Certificate"), (ShownIn.Cy, "cy", "Tystysgrif") })
        {
            var text = Encoding.Latin1.GetString(Print("Jo Example", language));
            Assert.StartsWith("%PDF-1.", text, StringComparison.Ordinal);
            Assert.EndsWith("%%EOF\n", text, StringComparison.Ordinal);
            Assert.Contains($"/Lang ({tag})", text, StringComparison.Ordinal);
            Assert.Contains($"/Title ({title}: Understanding boundaries", text, StringComparison.Ordinal);
            Assert.Contains("/FontFile2", text, StringComparison.Ordinal);
            Assert.DoesNotContain("/JavaScript", text, StringComparison.Ordinal);
            // The table at its end leads to where the objects are.
            var start = int.Parse(text[(text.LastIndexOf("startxref\n", StringComparison.Ordinal) + 10)..].Split('\n')[0]);
            Assert.Equal("xref", text.Substring(start, 4));
            var (number, at) = (text[(start + 5)..].Split(' ')[0], int.Parse(text[(start + 5)..].Split('\n')[1][..10]));
            Assert.StartsWith($"{number} 0 obj", text[at..], StringComparison.Ordinal);
        }
        // Nothing tells two sheets of one credential apart: not when they were printed.
        Assert.Equal(Print("Jo Example", ShownIn.En), Print("Jo Example", ShownIn.En));
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(200, true)]
    public void A_long_name_is_broken_or_made_smaller(int letters, bool words)
    {
        var name = words ? string.Join(' ', Enumerable.Repeat("Maximiliana-Wilhelmina", 9))[..letters] : new string('W', letters);
        Assert.True(Print(name, ShownIn.Cy).Length > 10_000);
    }

    [Fact]
    public async Task A_sheet_bears_the_link_that_was_chosen_and_makes_none()
    {
        var registry = await Registry.OpenAsync("Łucja Đặng-Øster Ćwikła");
        var credential = await registry.CredentialAsync(await registry.IssuedAsync());
        var (link, path) = await registry.LinkAsync(credential);
        var other = await registry.LinkAsync(await registry.AccreditationCredentialAsync());
        // A first sheet counts as her name shown, and changes nothing else; those after it change nothing.
        var shown = (await registry.Partner.GetAsync($"/v1/credentials/{credential}")).Is(200);
        (await registry.Partner.PostAsync($"/v1/credentials/{credential}/pdf", new { link = path })).Is(200);
        var printed = (await registry.Partner.GetAsync($"/v1/credentials/{credential}")).Is(200);
        Assert.Equal(shown.Json.GetProperty("showsName").GetBoolean(), printed.Json.GetProperty("showsName").GetBoolean());
        Assert.NotEqual(shown.ETag, printed.ETag);
        await registry.WithoutEffectAsync(async () =>
        {
            foreach (var chosen in new[] { path, path.Split('/')[^1], $"https://franchise.test{path}" })
                foreach (var language in new[] { "en", "cy" })
                {
                    var sheet = (await registry.Partner.PostAsync($"/v1/credentials/{credential}/pdf", new { link = chosen, language })).Is(200);
                    Assert.Equal(("application/pdf", "no-store"), (sheet.Headers["Content-Type"], sheet.Headers["Cache-Control"]));
                    Assert.StartsWith("%PDF-", sheet.Body, StringComparison.Ordinal);
                }
            (await registry.Partner.PostAsync($"/v1/credentials/{credential}/pdf", new { })).Refuses(400, "malformed_request");
            (await registry.Partner.PostAsync($"/v1/credentials/{credential}/pdf", new { link = other.Path })).Refuses(422, "validation_failed");
            (await registry.Partner.PostAsync($"/v1/credentials/{credential}/pdf", new { link = "none" })).Refuses(422, "validation_failed");
            (await registry.Partner.PostAsync($"/v1/credentials/{credential}/pdf", new { link = path, language = "xx" })).Refuses(400, "malformed_request");
        });
        (await registry.Partner.PostAsync($"/v1/credentials/{credential}/share-links/{link}/revoke")).Is(200);
        await registry.WithoutEffectAsync(async () => (await registry.Partner.PostAsync($"/v1/credentials/{credential}/pdf", new { link = path })).Refuses(422, "validation_failed"));
        // Another name would be tied to the one on paper: it goes on a credential of its own.
        await registry.WithoutEffectAsync(async () => (await registry.NameAsync(credential, "王秀英")).Refuses(409, "name_shown_before"));
        (await registry.Partner.PostAsync("/v1/credential-reissues", new { learnerId = registry.Learner })).Is(200);
        var again = await registry.CredentialAsync(
            Assert.Single((await registry.Partner.GetAsync($"/v1/certificates?learnerId={registry.Learner}")).Is(200).Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString()!);
        (await registry.NameAsync(again, "王秀英")).Is(200);
        // What cannot be printed as it is spelt is not printed at all.
        var next = await registry.LinkAsync(again);
        await registry.WithoutEffectAsync(async () => (await registry.Partner.PostAsync($"/v1/credentials/{again}/pdf", new { link = next.Path })).Refuses(409, "name_not_printable"));
    }

    private static byte[] Print(string name, ShownIn language) =>
        CertificatePdf.Of(new(unit.Title, [unit], new(2027, 2, 1), new(2027, 4, 9), new(2027, 5, 1), new(2029, 4, 30)), name, "OCN-20271187", "Cohort 4", language, link);
}
