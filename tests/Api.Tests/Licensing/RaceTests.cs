using Franchise.Domain.Licensing;

namespace Franchise.Api.Tests.Licensing;

public sealed class RaceTests
{
    [Fact]
    public async Task Of_two_that_want_the_last_seat_one_gets_it_and_the_other_a_clear_409()
    {
        var desk = await Desk.OpenAsync();
        var id = await desk.ActiveAsync(also: ("seats", 3));
        Task<Answer> Reserve(string reference, int quantity) => desk.Partner.PostAsync($"/v1/licences/{id}/seats/reserve", new { reference, quantity });
        (await Reserve("first", 2)).Is(200);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Reserve($"course-{n}", 1)));
        var won = Assert.Single(answers, a => a.Status == 200);
        Assert.Equal(0, won.Json.GetProperty("balance").GetProperty("free").GetInt32());
        Assert.All(answers.Where(a => a != won), a => a.Refuses(409, "seats_exhausted"));
        Assert.Equal(2, (await desk.EventsAsync(id, "licence.seats_reserved")).Count);
        Assert.Equal(2, (await desk.Partner.GetAsync($"/v1/licences/{id}/seat-entries")).Is(200).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Seats_are_reserved_used_and_given_back_once_for_each_reference()
    {
        var desk = await Desk.OpenAsync();
        var id = await desk.ActiveAsync();
        Task<Answer> Do(string what, object body) => desk.Partner.PostAsync($"/v1/licences/{id}/seats/{what}", body);
        (await Do("reserve", new { reference = "c", quantity = 6 })).Is(200);
        await desk.WithoutEffectAsync(async () =>
        {
            (await Do("reserve", new { reference = "c", quantity = 5 })).Refuses(409, "seat_reference_used");
            (await Do("reserve", new { reference = "d", quantity = 5 })).Refuses(409, "seats_exhausted");
            (await Do("reserve", new { reference = "d", quantity = 0 })).Refuses(422, "validation_failed");
            (await Do("reserve", new { reference = "d", quantity = 1, termNumber = 7 })).Refuses(422, "validation_failed");
            (await Do("consume", new { reference = "d", quantity = 1 })).Refuses(409, "seats_not_reserved");
            (await Do("consume", new { reference = "c", quantity = 7 })).Refuses(409, "seats_not_reserved");
            (await Do("release", new { reference = "d" })).Refuses(409, "seats_not_reserved");
        });
        (await Do("consume", new { reference = "c", quantity = 4 })).Is(200);
        var released = (await Do("release", new { reference = "c" })).Is(200);
        Assert.Equal(2, released.Json.GetProperty("entry").GetProperty("quantity").GetInt32());
        Assert.Equal(6, released.Json.GetProperty("balance").GetProperty("free").GetInt32());
        var again = (await Do("reserve", new { reference = "c", quantity = 6 })).Is(200);
        Assert.Equal("reserve", again.Json.GetProperty("entry").GetProperty("kind").GetString());
        var seats = (await desk.Partner.GetAsync($"/v1/licences/{id}/seats")).Is(200).Json.GetProperty("terms")[0];
        Assert.Equal((10, 0, 4), (seats.GetProperty("included").GetInt32(), seats.GetProperty("reserved").GetInt32(), seats.GetProperty("consumed").GetInt32()));
    }

    [Fact]
    public async Task Of_two_administrators_who_saw_the_same_version_one_acts_and_the_other_is_stale()
    {
        var desk = await Desk.OpenAsync();
        var id = await desk.ActiveAsync();
        var (seen, today) = (await desk.ETagAsync(id), await desk.TodayAsync());
        var answers = await Task.WhenAll(
            desk.Admin.PostAsync($"/v1/licences/{id}/holds", new { reason = "quality", reviewOn = today.AddDays(3) }, seen),
            desk.App.OtherAdmin.PostAsync($"/v1/licences/{id}/holds", new { reason = "payment", reviewOn = today.AddDays(3) }, seen),
            desk.App.OtherAdmin.PostAsync($"/v1/licences/{id}/renew", new { }, seen));
        Assert.Single(answers, a => a.Status is 200 or 201);
        Assert.All(answers.Where(a => a.Status > 201), a => a.Refuses(412, "stale"));
    }

    [Fact]
    public async Task A_renewal_sent_twice_renews_once()
    {
        var desk = await Desk.OpenAsync();
        var id = await desk.ActiveAsync();
        var seen = await desk.ETagAsync(id);
        Task<Answer> Renew() => desk.Admin.PostAsync($"/v1/licences/{id}/renew", new { }, seen, "renew-" + id);
        var answers = await Task.WhenAll(Renew(), Renew(), Renew());
        Assert.Contains(answers, a => a.Status == 200);
        Assert.All(answers.Where(a => a.Status != 200), a => a.Refuses(409, "idempotency_key_in_flight"));
        var replayed = (await Renew()).Is(200);
        Assert.Equal("true", replayed.Headers["Idempotency-Replayed"]);
        Assert.Equal(2, (await desk.Admin.GetAsync($"/v1/licences/{id}/terms")).Is(200).Json.GetProperty("data").GetArrayLength());
        Assert.Single(await desk.EventsAsync(id, "licence.renewed"));
        (await desk.Admin.PostAsync($"/v1/licences/{id}/renew", new { price = new { amount = 1, currency = "GBP" } }, seen, "renew-" + id)).Refuses(422, "idempotency_key_reused");
    }

    [Fact]
    public async Task An_acceptance_sent_twice_is_one_acceptance()
    {
        var desk = await Desk.OpenAsync();
        var id = await desk.OfferedAsync();
        var seen = await desk.ETagAsync(id);
        var body = new { textHash = LicenceOffer.HashOf("We agree."), autoRenews = true };
        var first = (await desk.Partner.PostAsync($"/v1/licences/{id}/accept", body, seen, "accept")).Is(200);
        var second = (await desk.Partner.PostAsync($"/v1/licences/{id}/accept", body, seen, "accept")).Is(200);
        Assert.Equal((first.Body, first.ETag), (second.Body, second.ETag));
        Assert.Single(await desk.EventsAsync(id, "licence.accepted"));
    }
}
