using System.Text;

namespace Franchise.Api.Tests.Accreditation;

/// <summary>Who signs in as a trainer sees what is hers: a colleague's record is as absent as one that does not exist.</summary>
public sealed class OwnRecordTests
{
    [Fact]
    public async Task She_reads_her_own_record_and_no_colleagues()
    {
        var academy = await Academy.OpenAsync();
        var (ann, memberId, _) = await SignIn.InvitedAsync(academy.Partner, "trainer");
        var (hers, colleagues) = (await academy.TrainerAsync(memberId: memberId), await academy.TrainerAsync());
        var (accreditation, other) = (await academy.AccreditedAsync(hers), await academy.AccreditedAsync(colleagues));
        var qualification = (await academy.DoToTrainerAsync(colleagues, "qualifications", new { kind = "other", title = "First aid", awardedOn = "2026-01-05" })).Is(201).Text("id");
        (await academy.UploadAsync(colleagues, qualification, Encoding.UTF8.GetBytes("This is to certify."))).Is(201);
        var today = await academy.Desk.TodayAsync();

        Assert.Equal(hers, Assert.Single((await ann.GetAsync("/v1/trainers")).Is(200).Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(accreditation, Assert.Single((await ann.GetAsync("/v1/accreditations")).Is(200).Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        foreach (var path in new[] { "", "/cpd-records", "/standardisations", "/accreditations" })
        {
            (await ann.GetAsync($"/v1/trainers/{hers}{path}")).Is(200);
            (await ann.GetAsync($"/v1/trainers/{colleagues}{path}")).Refuses(404, "not_found");
        }
        (await ann.GetAsync($"/v1/trainers/{colleagues}/qualifications/{qualification}/evidence")).Refuses(404, "not_found");
        foreach (var path in new[] { "", "/readiness" })
        {
            (await ann.GetAsync($"/v1/accreditations/{accreditation}{path}")).Is(200);
            (await ann.GetAsync($"/v1/accreditations/{other}{path}")).Refuses(404, "not_found");
        }
        var question = new { unit = academy.Unit, date = today };
        Assert.True((await ann.PostAsync($"/v1/trainers/{hers}/accreditation-checks", question)).Is(200).Json.GetProperty("accredited").GetBoolean());
        (await ann.PostAsync($"/v1/trainers/{colleagues}/accreditation-checks", question)).Refuses(404, "not_found");
        // Nor by way of a licence: there she is not known to be accredited, as anybody unknown.
        var (own, hidden) = (await EligibleAsync(hers), await EligibleAsync(colleagues));
        Assert.Equal((0, 1), (own, hidden));

        await academy.WithoutEffectAsync(async () =>
        {
            (await ann.PutAsync($"/v1/trainers/{hers}", new { name = "Ann", email = "ann@example.org", languages = new[] { "en" } }, "\"v1\"")).Refuses(403, "permission_missing");
            (await ann.PostAsync($"/v1/trainers/{hers}/accreditations", new { unit = academy.OtherUnit })).Refuses(403, "permission_missing");
            (await ann.PostAsync($"/v1/trainers/{hers}/cpd-records", new { on = today, hours = 50, what = "Reading" })).Refuses(403, "permission_missing");
        });

        async Task<int> EligibleAsync(string trainer) =>
            (await ann.PostAsync($"/v1/licences/{academy.Licence}/eligibility-checks", new { unit = academy.Unit, dates = new[] { today }, trainer })).Is(200).Json.GetProperty("reasons").GetArrayLength();
    }

    [Fact]
    public async Task Who_signs_in_as_a_trainer_and_is_none_sees_nobody()
    {
        var academy = await Academy.OpenAsync();
        var (someone, _, _) = await SignIn.InvitedAsync(academy.Partner, "trainer");
        var trainer = await academy.TrainerAsync();
        Assert.Equal(0, (await someone.GetAsync("/v1/trainers")).Is(200).Json.GetProperty("data").GetArrayLength());
        (await someone.GetAsync($"/v1/trainers/{trainer}")).Refuses(404, "not_found");
    }
}
