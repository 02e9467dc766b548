using System.Globalization;
using System.Text;
using Franchise.Api.Http;
using Franchise.Infrastructure.Credentials;

namespace Franchise.Api.Credentials;

/// <summary>The page of a verification, in English or Welsh. It needs no script, loads nothing from elsewhere, and is the same size for every reader.</summary>
internal static class VerificationPage
{
    public static IResult Show(HttpContext context, VerifyCredential.Answer answer, ShownIn language)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.Headers.ContentLanguage = Code(language);
        var words = language == ShownIn.Cy ? Words.Welsh : Words.English;
        var other = language == ShownIn.Cy ? ShownIn.En : ShownIn.Cy;
        Html page = $"""
            <!doctype html>
            <html lang="{Code(language)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            <title>{words.Of(answer.Status).Heading} – {words.Title}</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/account/style.css">
            </head>
            <body>
            <a class="skip" href="#main">{words.Skip}</a>
            <header><p>{words.Title}</p></header>
            <main id="main" tabindex="-1">
            <h1>{words.Of(answer.Status).Heading}</h1>
            <p>{words.Of(answer.Status).Sentence}</p>
            {Details(answer, words)}
            <p><a href="?lang={Code(other)}" hreflang="{Code(other)}" lang="{Code(other)}">{(other == ShownIn.Cy ? "Cymraeg" : "English")}</a></p>
            </main>
            </body>
            </html>
            """;
        return TypedResults.Content(page.ToString(), "text/html; charset=utf-8", Encoding.UTF8);
    }

    private static Html Details(VerifyCredential.Answer answer, Words words)
    {
        if (answer.Award is not { } award)
            return Html.None;
        Html name = answer.Name is null ? Html.None : (Html)$"<dt>{words.Name}</dt><dd>{answer.Name}</dd>";
        Html until = award.ExpiresOn is { } last ? (Html)$"<dt>{words.Until}</dt><dd>{words.Date(last)}</dd>" : Html.None;
        Html units = Html.All(award.Units.Select(u => (Html)$"<li><span lang=\"en\">{u.Title}</span> ({u.Code}), {words.Level} {u.Level}, {words.Credits} {u.Credits}</li>"));
        return $"""
            <dl>
            {name}
            <dt>{words.About}</dt><dd lang="en">{award.Title}</dd>
            <dt>{words.Units}</dt><dd><ul>{units}</ul></dd>
            <dt>{words.Activity}</dt><dd>{words.Date(award.ActivityFrom)} – {words.Date(award.ActivityTo)}</dd>
            <dt>{words.Awarded}</dt><dd>{words.Date(award.AwardedOn)}</dd>
            {until}
            <dt>{words.Issuer}</dt><dd>{answer.IssuedBy}</dd>
            </dl>
            """;
    }

    private static string Code(ShownIn language) => language == ShownIn.Cy ? "cy" : "en";

    private sealed record Said(string Heading, string Sentence);

    private sealed record Words(
        string Title, string Skip, string Name, string About, string Units, string Level, string Credits, string Activity, string Awarded, string Until, string Issuer,
        string[] Months, Said Valid, Said Suspended, Said Revoked, Said Superseded, Said Expired, Said Unknown)
    {
        public static readonly Words English = new(
            "Certificate check", "Skip to the main part", "Name", "For", "Units", "level", "credits", "Activity", "Awarded", "Valid until", "Issued by",
            ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
            new("Valid", "This certificate is genuine and counts today."),
            new("Suspended", "This certificate does not count for now."),
            new("Revoked", "This certificate does not count any more."),
            new("Superseded", "Another certificate stands in the place of this one. Ask for a link to it."),
            new("Expired", "The time for which this was valid is over."),
            new("Unknown", "Nothing is known by this link. It may be mistyped, closed or over: ask for another."));

        public static readonly Words Welsh = new(
            "Gwirio tystysgrif", "Neidio i'r brif ran", "Enw", "Am", "Unedau", "lefel", "credydau", "Gweithgarwch", "Dyfarnwyd", "Yn ddilys tan", "Cyhoeddwyd gan",
            ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"],
            new("Dilys", "Mae'r dystysgrif hon yn ddilys ac yn cyfrif heddiw."),
            new("Wedi'i hatal dros dro", "Nid yw'r dystysgrif hon yn cyfrif am y tro."),
            new("Wedi'i dirymu", "Nid yw'r dystysgrif hon yn cyfrif mwyach."),
            new("Wedi'i disodli", "Mae tystysgrif arall wedi cymryd lle hon. Gofynnwch am ddolen iddi."),
            new("Wedi dod i ben", "Mae'r cyfnod pan oedd hon yn ddilys wedi dod i ben."),
            new("Anhysbys", "Nid oes dim yn hysbys drwy'r ddolen hon. Efallai ei bod wedi'i chamdeipio, ei chau neu wedi dod i ben: gofynnwch am un arall."));

        public Said Of(Standing standing) =>
            standing switch
            {
                Standing.Valid => Valid,
                Standing.Suspended => Suspended,
                Standing.Revoked => Revoked,
                Standing.Superseded => Superseded,
                Standing.Expired => Expired,
                _ => Unknown,
            };

        public string Date(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Day} {Months[day.Month - 1]} {day.Year}");
    }
}
