namespace Franchise.Api.Tests.Licensing;

/// <summary>A partner's reads go past Entity Framework, Cohort 4's through it: both must say the same.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task A_partner_reads_of_her_licences_what_Cohort_4_reads()
    {
        var desk = await Desk.OpenAsync();
        var today = await desk.TodayAsync();
        var draft = await desk.DraftAsync();
        List<string> seen = [await desk.OfferedAsync(), await desk.AcceptedAsync(), await desk.ActiveAsync()];
        var suspended = await desk.ActiveAsync(autoRenews: true);
        (await desk.DoAsync(desk.Admin, suspended, "holds", new { reason = "quality", reviewOn = today.AddDays(14), note = "See to it." })).Is(201);
        var proposed = await desk.ActiveAsync();
        (await desk.DoAsync(await desk.App.PersonAsync(), proposed, "termination", new { cause = "quality", learnerProtectionPlan = "They finish." })).Is(200);
        var terminated = await desk.ActiveAsync();
        (await desk.DoAsync(await desk.App.PersonAsync(), terminated, "termination", new { cause = "quality", learnerProtectionPlan = "They finish." })).Is(200);
        (await desk.DoAsync(await desk.App.OtherPersonAsync(), terminated, "termination/confirm")).Is(200);
        seen.AddRange([suspended, proposed, terminated]);

        foreach (var id in seen)
        {
            var (hers, ours) = ((await desk.Partner.GetAsync($"/v1/licences/{id}")).Is(200), await desk.GetAsync(id));
            Assert.Equal(ours.Body, hers.Body);
            Assert.Equal(ours.ETag, hers.ETag);
            Assert.Equal(304, (await desk.Partner.GetAsync($"/v1/licences/{id}", hers.ETag)).Status);
        }
        (await desk.Partner.GetAsync($"/v1/licences/{draft}")).Refuses(404, "not_found");

        // Of the list the draft is missing, and the pages join without gap or repetition.
        var whole = (await desk.Admin.GetAsync($"/v1/licences?organisation={desk.Partner.Organisation}")).Is(200).Json.GetProperty("data");
        var expected = whole.EnumerateArray().Where(l => l.GetProperty("id").GetString() != draft).Select(l => l.GetRawText()).ToList();
        Assert.Equal(seen.Count, expected.Count);
        Assert.True(expected.Count > 4, "One page would hold them all.");
        var rows = new List<string>();
        for (var path = "/v1/licences?limit=4"; ;)
        {
            var page = (await desk.Partner.GetAsync(path)).Is(200).Json;
            rows.AddRange(page.GetProperty("data").EnumerateArray().Select(l => l.GetRawText()));
            if (page.GetProperty("next").GetString() is not { } next)
                break;
            path = $"/v1/licences?limit=4&cursor={next}";
        }
        Assert.Equal(expected, rows);
        Assert.Equal(expected, (await desk.Partner.GetAsync($"/v1/licences?organisation={desk.Partner.Organisation}")).Is(200).Json.GetProperty("data").EnumerateArray().Select(l => l.GetRawText()));
    }
}
