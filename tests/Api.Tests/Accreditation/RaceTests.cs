namespace Franchise.Api.Tests.Accreditation;

public sealed class RaceTests
{
    [Fact]
    public async Task Of_two_administrators_who_accredit_at_once_one_does_and_the_other_is_stale()
    {
        var academy = await Academy.OpenAsync();
        var id = await academy.ObservedAsync(await academy.TrainerAsync());
        var seen = await academy.ETagAsync(id);
        var body = new { policyVersionId = academy.PolicyVersionId };
        var answers = await Task.WhenAll(
            academy.Admin.PostAsync($"/v1/accreditations/{id}/accredit", body, seen), academy.App.OtherAdmin.PostAsync($"/v1/accreditations/{id}/accredit", body, seen));
        Assert.Single(answers, a => a.Status == 200);
        answers.Single(a => a.Status != 200).Refuses(412, "stale");
        Assert.Single((await academy.GetAsync(id)).Json.GetProperty("records").EnumerateArray());
        Assert.Single(await academy.Desk.EventsAsync(id, "accreditation.granted"));
    }

    [Fact]
    public async Task A_renewal_sent_twice_renews_once()
    {
        var academy = await Academy.OpenAsync(Academy.Rules(renewalOpensDays: 670));
        var trainer = await academy.TrainerAsync();
        var start = await academy.Desk.TodayAsync();
        var id = await academy.AccreditedAsync(trainer);
        await academy.Desk.MoveToAsync(start.AddDays(90));
        await academy.DevelopAsync(trainer);
        var seen = await academy.ETagAsync(id);
        Task<Answer> Renew() => academy.Admin.PostAsync($"/v1/accreditations/{id}/renew", null, seen, "renew-" + id);
        var answers = await Task.WhenAll(Renew(), Renew(), Renew());
        Assert.Contains(answers, a => a.Status == 200);
        Assert.All(answers.Where(a => a.Status != 200), a => a.Refuses(409, "idempotency_key_in_flight"));
        var replayed = (await Renew()).Is(200);
        Assert.Equal("true", replayed.Headers["Idempotency-Replayed"]);
        Assert.Equal(2, (await academy.GetAsync(id)).Json.GetProperty("records").GetArrayLength());
        Assert.Single(await academy.Desk.EventsAsync(id, "accreditation.renewed"));
    }

    [Fact]
    public async Task Two_nominations_at_once_are_one()
    {
        var academy = await Academy.OpenAsync();
        var trainer = await academy.TrainerAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => academy.Partner.PostAsync($"/v1/trainers/{trainer}/accreditations", new { unit = academy.Unit })));
        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => a.Refuses(409, "already_nominated"));
        Assert.Single((await academy.Partner.GetAsync($"/v1/trainers/{trainer}/accreditations")).Is(200).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Development_recorded_at_once_is_all_recorded()
    {
        var academy = await Academy.OpenAsync();
        var (trainer, on) = (await academy.TrainerAsync(), await academy.Desk.TodayAsync());
        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => academy.Partner.PostAsync($"/v1/trainers/{trainer}/cpd-records", new { on, hours = n, what = "Reading" })));
        Assert.All(answers, a => a.Is(201));
        Assert.Equal("\"v7\"", await academy.ETagOfTrainerAsync(trainer));
    }
}
