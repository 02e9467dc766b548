using System.Text.Json;
using Franchise.Api.Tests.Documents;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Tests.Catalogue;

public sealed class EntitledReadingTests
{
    private sealed record Catalogued(JsonElement Unit, string Version, JsonElement Resource, string File, JsonElement Package)
    {
        public string[] Paths =>
        [
            $"/v1/programmes/{Given.Text(Unit, "programmeId")}", $"/v1/units/{Given.Id(Unit)}", $"/v1/units/{Given.Id(Unit)}/versions",
            $"/v1/units/{Given.Id(Unit)}/versions/{Version}", $"/v1/resources/{Given.Id(Resource)}", $"/v1/resources/{Given.Id(Resource)}/versions",
            $"/v1/resources/{Given.Id(Resource)}/versions/{File}/file", $"/v1/packages/{Given.Id(Package)}",
        ];
    }

    private static async Task<Catalogued> CatalogueAsync(App app)
    {
        var (unit, version) = await Given.PublishedUnitAsync(app);
        var resource = await Given.ResourceAsync(app);
        var file = (await Uploading.RawAsync(app.Admin, Given.Id(resource), Samples.Pdf($"% {Given.Code("X")}"), "application/pdf", "handbook.pdf")).Is(201);
        return new(unit, version, resource, file.Text("id"), await Given.PackageAsync(app, unit, resource));
    }

    private static async Task<int> CountAsync(Caller caller)
    {
        var count = 0;
        foreach (var list in new[] { "programmes", "units", "resources", "packages" })
            count += (await caller.GetAsync($"/v1/{list}")).Is(200).Json.GetProperty("data").GetArrayLength();
        return count;
    }

    [Fact]
    public async Task A_partner_reads_what_its_licence_entitles_it_to_and_nothing_else()
    {
        var app = await App.RunningAsync();
        var (hers, other) = (await CatalogueAsync(app), await CatalogueAsync(app));
        var (partner, stranger) = (await app.PartnerAsync(), await app.PartnerAsync());
        await Given.LicenceAsync(app, partner, hers.Package);
        await Given.LicenceAsync(app, stranger, other.Package);
        foreach (var path in hers.Paths)
        {
            (await partner.GetAsync(path)).Is(200);
            (await stranger.GetAsync(path)).Refuses(404, "not_found");
        }
        Assert.Equal(4, await CountAsync(partner));

        var random = $"/v1/units/{Id<Unit>.New(TimeProvider.System.GetUtcNow())}";
        Assert.Equal(Given.Alike(await partner.GetAsync(random)), Given.Alike(await partner.GetAsync($"/v1/units/{Given.Id(other.Unit)}")));
        // Right parts of another's whole open nothing either.
        (await partner.GetAsync($"/v1/units/{Given.Id(hers.Unit)}/versions/{other.Version}")).Refuses(404, "not_found");
        (await partner.GetAsync($"/v1/resources/{Given.Id(hers.Resource)}/versions/{other.File}/file")).Refuses(404, "not_found");
    }

    [Fact]
    public async Task Without_a_licence_the_catalogue_is_empty()
    {
        var app = await App.RunningAsync();
        await CatalogueAsync(app);
        Assert.Equal(0, await CountAsync(await app.PartnerAsync()));
    }

    [Fact]
    public async Task A_draft_is_never_shown_to_a_partner()
    {
        var app = await App.RunningAsync();
        var hers = await CatalogueAsync(app);
        var partner = await app.PartnerAsync();
        await Given.LicenceAsync(app, partner, hers.Package);
        var draft = (await app.Admin.PostAsync($"/v1/units/{Given.Id(hers.Unit)}/versions", Given.UnitContent("Not yet"))).Is(201);
        (await partner.GetAsync(draft.Location!)).Refuses(404, "not_found");
        Assert.DoesNotContain("Not yet", (await partner.GetAsync($"/v1/units/{Given.Id(hers.Unit)}/versions")).Is(200).Body, StringComparison.Ordinal);
        // A withdrawn one stays: courses that began on it are taught to their end.
        (await app.Admin.PostAsync($"/v1/units/{Given.Id(hers.Unit)}/versions/{hers.Version}/withdraw")).Is(200);
        Assert.Equal("withdrawn", (await partner.GetAsync($"/v1/units/{Given.Id(hers.Unit)}/versions/{hers.Version}")).Is(200).Text("status"));
    }

    [Fact]
    public async Task An_offer_shows_its_package_and_nothing_of_what_it_would_grant()
    {
        var app = await App.RunningAsync();
        var (offered, drafted) = (await CatalogueAsync(app), await CatalogueAsync(app));
        var partner = await app.PartnerAsync();
        await Given.LicenceAsync(app, partner, offered.Package, until: LicenceStatus.Offered);
        await Given.LicenceAsync(app, partner, drafted.Package, until: LicenceStatus.Draft);
        (await partner.GetAsync($"/v1/packages/{Given.Id(offered.Package)}")).Is(200);
        (await partner.GetAsync($"/v1/packages/{Given.Id(drafted.Package)}")).Refuses(404, "not_found");
        Assert.Equal(1, await CountAsync(partner));
        foreach (var path in offered.Paths[..^1])
            (await partner.GetAsync(path)).Refuses(404, "not_found");
    }

    [Theory]
    [InlineData(364, true)] // The last days of its term.
    [InlineData(380, true)] // Grace, though no sweep has said so yet.
    [InlineData(450, true)] // Teach-out.
    [InlineData(700, false)] // Over.
    public async Task The_dates_decide_even_where_the_sweep_is_late(int daysAgo, bool reads)
    {
        var app = await App.RunningAsync();
        var hers = await CatalogueAsync(app);
        var partner = await app.PartnerAsync();
        await Given.LicenceAsync(app, partner, hers.Package, daysAgo);
        foreach (var path in hers.Paths)
            (await partner.GetAsync(path)).Is(reads ? 200 : 404);
    }

    [Fact]
    public async Task An_entitlement_that_has_ended_closes_its_part_alone()
    {
        var app = await App.RunningAsync();
        var hers = await CatalogueAsync(app);
        var partner = await app.PartnerAsync();
        var id = await Given.LicenceAsync(app, partner, hers.Package, daysAgo: 10);
        var time = new OwnTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));
        await using (var db = await app.Database.Doors.AcrossTenants("test", Actor.System, default))
        {
            var licence = await db.Set<Licence>().Include(l => l.Entitlements).SingleAsync(l => l.Id == id);
            licence.EndEntitlement(licence.Entitlements.Single(e => e.Kind == EntitlementKind.Resource).Id, time.Today.AddDays(-1), time);
            await db.SaveChangesAsync();
        }
        (await partner.GetAsync($"/v1/units/{Given.Id(hers.Unit)}")).Is(200);
        (await partner.GetAsync($"/v1/resources/{Given.Id(hers.Resource)}")).Refuses(404, "not_found");
        (await partner.GetAsync($"/v1/resources/{Given.Id(hers.Resource)}/versions/{hers.File}/file")).Refuses(404, "not_found");
    }

    [Fact]
    public async Task Pages_follow_each_other_and_a_cursor_counts_for_its_own_list_only()
    {
        var app = await App.RunningAsync();
        var programme = await Given.ProgrammeAsync(app);
        var units = new List<string>();
        for (var i = 0; i < 3; i++)
            units.Add(Given.Id((await Given.PublishedUnitAsync(app, programme)).Unit));
        var list = $"/v1/units?programmeId={Given.Id(programme)}";
        var first = (await app.Admin.GetAsync($"{list}&limit=2")).Is(200);
        var rest = (await app.Admin.GetAsync($"{list}&limit=2&cursor={first.Text("next")}")).Is(200);
        Assert.Equal(units, first.Json.GetProperty("data").EnumerateArray().Concat(rest.Json.GetProperty("data").EnumerateArray()).Select(Given.Id));
        Assert.Equal(JsonValueKind.Null, rest.Json.GetProperty("next").ValueKind);
        (await (await app.PartnerAsync()).GetAsync($"{list}&limit=2&cursor={first.Text("next")}")).Refuses(400, "cursor_invalid");
        (await app.Admin.GetAsync($"/v1/programmes?cursor={first.Text("next")}")).Refuses(400, "cursor_invalid");
    }
}
