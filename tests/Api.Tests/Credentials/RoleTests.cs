using Franchise.Api.Tests.Accreditation;
using Franchise.Api.Tests.Delivery;

namespace Franchise.Api.Tests.Credentials;

/// <summary>Who inside sees and shares what.</summary>
public sealed class RoleTests
{
    [Fact]
    public async Task A_trainer_sees_certificates_of_her_courses_and_shares_her_own_credential_alone()
    {
        var academy = await Academy.OpenAsync();
        var (ann, memberId, _) = await SignIn.InvitedAsync(academy.Partner, "trainer");
        var (bea, _, _) = await SignIn.InvitedAsync(academy.Partner, "trainer");
        var (viewer, _, _) = await SignIn.InvitedAsync(academy.Partner, "viewer");
        var registry = await Registry.OpenAsync(school: await School.OpenAsync(memberId, academy));
        var certificate = await registry.IssuedAsync();
        var credential = await registry.CredentialAsync(certificate);
        var own = await registry.AccreditationCredentialAsync();

        (await ann.GetAsync($"/v1/certificates/{certificate}")).Is(200);
        (await ann.GetAsync($"/v1/credentials/{credential}")).Is(200);
        Assert.Single((await ann.GetAsync("/v1/certificates")).Is(200).Json.GetProperty("data").EnumerateArray());
        Assert.Equal(2, (await ann.GetAsync("/v1/credentials")).Is(200).Json.GetProperty("data").GetArrayLength());
        // Hers to show is what is about herself.
        (await ann.GetAsync($"/v1/credentials/{own}/jwt")).Is(200);
        var path = (await ann.PostAsync($"/v1/credentials/{own}/share-links", new { audience = "A new job" })).Is(201).Text("path");
        Assert.Equal("valid", await registry.StandingAsync(path));
        Assert.Equal("%PDF-", (await ann.PostAsync($"/v1/credentials/{own}/pdf", new { link = path })).Is(200).Body[..5]);
        await registry.WithoutEffectAsync(async () =>
        {
            foreach (var below in new[] { "jwt", "share-links" })
                (await ann.GetAsync($"/v1/credentials/{credential}/{below}")).Refuses(404, "not_found");
            (await ann.PostAsync($"/v1/credentials/{credential}/share-links", new { audience = "Me" })).Refuses(404, "not_found");
            (await ann.PostAsync($"/v1/credentials/{credential}/pdf", new { link = path })).Refuses(404, "not_found");
            (await ann.PostAsync("/v1/credential-reissues", new { learnerId = registry.Learner })).Refuses(403, "permission_missing");
            // A colleague of hers sees none of it.
            foreach (var theirs in new[] { $"/v1/certificates/{certificate}", $"/v1/credentials/{credential}", $"/v1/credentials/{own}", $"/v1/credentials/{own}/jwt", $"/v1/credentials/{own}/share-links" })
                (await bea.GetAsync(theirs)).Refuses(404, "not_found");
            foreach (var list in new[] { "/v1/certificates", "/v1/credentials" })
            {
                Assert.Empty((await bea.GetAsync(list)).Is(200).Json.GetProperty("data").EnumerateArray());
                (await viewer.GetAsync(list)).Refuses(403, "permission_missing");
            }
        });
    }

    [Fact]
    public async Task A_trainers_credential_follows_her_accreditation()
    {
        var registry = await Registry.OpenAsync();
        var id = await registry.AccreditationCredentialAsync();
        await registry.WithoutEffectAsync(async () => (await registry.Partner.PostAsync($"/v1/accreditations/{registry.School.Accreditation}/credential")).Refuses(409, "credential_exists"));
        Assert.StartsWith(
            "Sandbox, not an award: Accredited trainer: ", (await registry.Partner.GetAsync($"/v1/credentials/{id}")).Is(200).Json.GetProperty("award").GetProperty("title").GetString(), StringComparison.Ordinal);
        var token = await registry.TokenAsync(id);
        async Task<string> SweptAsync()
        {
            await registry.SweepAsync();
            var status = (await registry.Partner.GetAsync($"/v1/credentials/{id}")).Is(200).Text("status");
            Assert.Equal(status, await registry.CheckAsync(token));
            return status;
        }

        Assert.Equal("valid", await SweptAsync());
        var academy = registry.School.Academy;
        var today = await registry.School.InDaysAsync(0);
        var hold = (await academy.DoAsync(academy.Admin, registry.School.Accreditation, "suspensions", new { reason = "quality", text = "Until it is looked into.", effectiveFrom = today.AddDays(2) })).Is(201);
        Assert.Equal("valid", await SweptAsync());
        await academy.Desk.MoveAsync(2);
        Assert.Equal("suspended", await SweptAsync());
        await registry.WithoutEffectAsync(async () => (await registry.Partner.PostAsync($"/v1/accreditations/{registry.School.Accreditation}/credential")).Refuses(409, "not_accredited"));
        (await academy.DoAsync(academy.Admin, registry.School.Accreditation, $"holds/{hold.Text("id")}/lift")).Is(200);
        Assert.Equal("valid", await SweptAsync());
        Assert.Equal(0, (await registry.SweepAsync()).Things);
        // The record runs out: nobody has to come by for it to be told.
        var (_, path) = await registry.LinkAsync(id);
        (await registry.Partner.PostAsync($"/v1/credentials/{id}/share-links", new { audience = "Later", lastDay = today.AddDays(729) })).Is(201);
        await academy.Desk.MoveAsync(60);
        Assert.Equal("valid", await registry.StandingAsync(path));
        await academy.Desk.MoveAsync(26);
        await academy.Desk.MoveAsync(800);
        Assert.Equal(1, (await registry.SweepAsync()).Things);
        Assert.Equal("expired", (await registry.Partner.GetAsync($"/v1/credentials/{id}")).Is(200).Text("status"));
        Assert.Equal("expired", await registry.CheckAsync(token));
    }

    [Fact]
    public async Task A_withdrawn_accreditation_revokes_its_credential_and_a_certificate_with_a_last_day_expires()
    {
        var registry = await Registry.OpenAsync();
        var token = await registry.TokenAsync(await registry.AccreditationCredentialAsync());
        var academy = registry.School.Academy;
        (await academy.DoAsync(academy.Admin, registry.School.Accreditation, "withdraw", new { reason = "quality", text = "It did not hold." })).Is(200);
        await registry.SweepAsync();
        Assert.Equal("revoked", await registry.CheckAsync(token));

        var last = await registry.School.InDaysAsync(10);
        var id = (await registry.Admin.PostAsync("/v1/certificates", new { enrolmentId = registry.Enrolment, expiresOn = last })).Is(201).Text("id");
        (await registry.DoAsync(id, "claim", new { awardingReference = "OCN-2" })).Is(200);
        (await registry.DoAsync(id, "issue", new { awardingReference = "OCN-9" })).Is(200);
        var credential = await registry.CredentialAsync(id);
        var (_, path) = await registry.LinkAsync(credential);
        await academy.Desk.MoveAsync(10);
        Assert.Equal("valid", await registry.StandingAsync(path));
        await academy.Desk.MoveAsync(1);
        Assert.Equal("expired", await registry.StandingAsync(path));
        await registry.SweepAsync();
        Assert.Equal("expired", await registry.StatusAsync(id));
        await registry.WithoutEffectAsync(async () => (await registry.Partner.PostAsync($"/v1/credentials/{credential}/share-links", new { audience = "Late" })).Refuses(409, "credential_closed"));
    }
}
