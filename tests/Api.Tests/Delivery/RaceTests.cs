namespace Franchise.Api.Tests.Delivery;

public sealed class RaceTests
{
    [Fact]
    public async Task Of_two_planners_who_book_one_trainer_at_once_one_does()
    {
        var school = await School.OpenAsync();
        var date = await school.InDaysAsync(8);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => school.Partner.PostAsync("/v1/courses", school.Plan(school.Session(date, $"{9 + (i % 2)}:30".PadLeft(5, '0'), "12:30")))));
        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => a.Refuses(409, "override_needed"));
    }

    [Fact]
    public async Task Of_many_who_want_the_last_seat_one_gets_it()
    {
        var school = await School.OpenAsync();
        var course = await school.OpenedAsync();
        var free = await school.FreeSeatsAsync();
        (await school.Partner.PostAsync($"/v1/licences/{school.Academy.Licence}/seats/reserve", new { reference = "others", quantity = free - 1 })).Is(200);
        var learners = new List<string>();
        for (var i = 0; i < 6; i++)
            learners.Add(await school.LearnerAsync());
        var answers = await Task.WhenAll(learners.Select(learnerId => school.Partner.PostAsync($"/v1/courses/{course}/enrolments", new { learnerId })));
        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => Assert.Contains("seats_exhausted", School.Codes(a.Refuses(409, "not_eligible"))));
        Assert.Equal(0, await school.FreeSeatsAsync());
    }

    [Fact]
    public async Task One_learner_who_is_enrolled_twice_at_once_has_one_place_and_one_seat()
    {
        var school = await School.OpenAsync();
        var (course, learnerId, free) = (await school.OpenedAsync(), await school.LearnerAsync(), await school.FreeSeatsAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => school.Partner.PostAsync($"/v1/courses/{course}/enrolments", new { learnerId })));
        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => a.Refuses(409, "already_enrolled"));
        Assert.Equal(free - 1, await school.FreeSeatsAsync());
    }

    [Fact]
    public async Task A_booking_that_crosses_a_suspension_is_refused_or_at_risk_and_never_neither()
    {
        var school = await School.OpenAsync();
        var date = await school.InDaysAsync(8);
        var suspend = school.Academy.DoAsync(school.Academy.Admin, school.Accreditation, "suspensions", new { reason = "quality", text = "Until observed." });
        var plans = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => school.Partner.PostAsync("/v1/courses", school.Plan(school.Session(date.AddDays(i))))));
        (await suspend).Is(201);
        await school.ReviewAsync();
        foreach (var plan in plans)
            if (plan.Status == 201)
                Assert.True((await school.DetailsAsync(plan.Text("id")))[0].GetProperty("atRisk").GetBoolean());
            else
                plan.Refuses(409, "not_eligible");
    }
}
