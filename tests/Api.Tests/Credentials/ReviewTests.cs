using Franchise.Api.Tests.Assurance;

namespace Franchise.Api.Tests.Credentials;

/// <summary>A result that is found wrong after its certificate was issued, wherever the course is by then.</summary>
public sealed class ReviewTests
{
    [Fact]
    public async Task A_correction_suspends_though_the_course_is_assured_and_claimed_again_before_anybody_looks()
    {
        var at = await Claiming.ClaimableAsync(1);
        var (certificate, whose) = (await IssuedAsync(at), at.Enrolments[0]);
        Assert.Equal(0, (await Registry.ReviewAsync(at.Partner)).Things);
        await CorrectAsync(at, whose);
        await at.SettleAllAsync();
        (await at.AssureAsync()).Is(200);
        // All that is left of it was awarded before.
        Assert.Equal("claimed", await at.StatusAsync());
        Assert.Equal(1, (await Registry.ReviewAsync(at.Partner)).Things);
        Assert.Equal("suspended", await StatusAsync(at, certificate));
        Assert.Equal(0, (await Registry.ReviewAsync(at.Partner)).Things);
        // It says what she has not achieved: it cannot be made anew as it is.
        await at.WithoutEffectAsync(
            async () => (await at.Admin.PostAsync($"/v1/certificates/{certificate}/correct", new { awardingReference = "OCN-3" }, (await at.Admin.GetAsync($"/v1/certificates/{certificate}")).ETag))
                .Refuses(409, "result_not_achieved"),
            Registry.Tables);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_that_is_corrected_or_overturned_while_the_course_runs_suspends(bool corrected)
    {
        var at = await Assessed.OpenAsync(1, delivered: false);
        var whose = at.Enrolments[0];
        await at.RegisterAsync(whose);
        await EnterAsync(at, whose, [.. Assessed.Criteria.Select(c => Assessed.Says(c))]);
        await at.SettleAllAsync();
        var certificate = await IssuedAsync(at);
        Assert.Equal("running", await at.StatusAsync());
        await CorrectAsync(at, whose, corrected ? "notYet" : "met", at.First.AddDays(1));
        if (!corrected)
        {
            // Decided again, and that is overturned.
            Assert.Equal(0, (await Registry.ReviewAsync(at.Partner)).Things);
            (await at.SettleAsync(Assert.Single(await at.PendingAsync()), "overturned", "The work is another's.")).Is(200);
        }
        Assert.Equal("running", await at.StatusAsync());
        Assert.Equal(1, (await Registry.ReviewAsync(at.Partner)).Things);
        Assert.Equal("suspended", await StatusAsync(at, certificate));
    }

    private static async Task<string> IssuedAsync(Assessed at)
    {
        var claim = await at.SubmittedAsync();
        (await at.Admin.DoToClaimAsync(claim, "verify")).Is(200);
        (await at.Admin.DoToClaimAsync(claim, "award", await at.AwardOf())).Is(200);
        Assert.Equal(1, (await Registry.MakeAsync(at.Partner)).Things);
        return Assert.Single((await at.Partner.GetAsync("/v1/certificates")).Is(200).Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString()!;
    }

    private static async Task CorrectAsync(Assessed at, string enrolment, string outcome = "notYet", DateOnly? on = null)
    {
        var last = (await at.DecisionsAsync(enrolment)).Last(d => d.GetProperty("criterion").GetString() == "1.2").GetProperty("id").GetString();
        await EnterAsync(at, enrolment, [Assessed.Says("1.2", outcome, corrects: last, reason: "Two essays were mixed up.")], on ?? at.First.AddDays(8));
    }

    private static async Task EnterAsync(Assessed at, string enrolment, object[] decisions, DateOnly? on = null) =>
        (await at.Partner.PostAsync($"/v1/enrolments/{enrolment}/results", new { unit = at.Unit, assessorId = at.Trainer, decidedOn = on ?? at.First.AddDays(1), decisions })).Is(200);

    private static async Task<string> StatusAsync(Assessed at, string certificate) => (await at.Partner.GetAsync($"/v1/certificates/{certificate}")).Is(200).Text("status");
}
