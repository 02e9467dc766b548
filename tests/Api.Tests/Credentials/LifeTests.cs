using Franchise.Api.Tests.Accreditation;

namespace Franchise.Api.Tests.Credentials;

/// <summary>A certificate's way from what was awarded to what is left of it.</summary>
public sealed class LifeTests
{
    [Fact]
    public async Task A_certificate_is_prepared_claimed_issued_suspended_reinstated_and_revoked()
    {
        var registry = await Registry.OpenAsync();
        var made = (await registry.Admin.PostAsync("/v1/certificates", new { enrolmentId = registry.Enrolment })).Is(201);
        var id = made.Text("id");
        var award = made.Json.GetProperty("award");
        Assert.Equal((registry.Learner, registry.Course, "eligible"), (made.Text("learnerId"), made.Text("courseId"), made.Text("status")));
        Assert.Equal(registry.School.Unit, Assert.Single(award.GetProperty("units").EnumerateArray()).GetProperty("code").GetString());
        Assert.True(award.GetProperty("credits").GetInt32() > 0 && award.GetProperty("level").GetInt32() > 0);
        Assert.Equal((await registry.School.DetailsAsync(registry.Course))[0].GetProperty("date").GetString(), award.GetProperty("activityFrom").GetString());

        foreach (var (action, body, status) in new (string, object?, string)[]
                 {
                     ("claim", new { awardingReference = "OCN-2" }, "claimed"), ("issue", new { }, "issued"), ("suspend", new { concern = "malpractice" }, "suspended"),
                     ("reinstate", null, "issued"), ("revoke", new { concern = "awardingOrganisation" }, "revoked"),
                 })
        {
            Assert.Equal(status, (await registry.DoAsync(id, action, body)).Is(200).Text("status"));
            Assert.Equal(status, await registry.StatusAsync(id));
        }
        Assert.Equal(id, Assert.Single((await registry.Partner.GetAsync($"/v1/certificates?learnerId={registry.Learner}")).Is(200).Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        var said = (await registry.Partner.GetAsync("/v1/events?limit=200")).Is(200);
        Assert.Equal(
            ["certificate.eligible", "certificate.claimed", "certificate.issued", "certificate.suspended", "certificate.reinstated", "certificate.revoked"],
            said.Json.GetProperty("data").EnumerateArray().Where(e => e.GetProperty("subject").GetString() == id).Select(e => e.GetProperty("type").GetString()!));
        // Events name the certificate and nothing else.
        Assert.All(said.Json.GetProperty("data").EnumerateArray().Where(e => e.GetProperty("subject").GetString() == id), e => Assert.Empty(e.GetProperty("data").EnumerateObject()));
        // What was taken back is not made again behind anybody's back.
        await registry.WithoutEffectAsync(async () => (await registry.Admin.PostAsync("/v1/certificates", new { enrolmentId = registry.Enrolment })).Refuses(409, "not_awarded"));
    }

    [Fact]
    public async Task A_wrong_result_is_corrected_in_one_transaction_and_she_is_told_nothing_that_others_must_not_read()
    {
        var address = Academy.Address();
        var registry = await Registry.OpenAsync(email: address);
        var wrong = await registry.IssuedAsync();
        var credential = await registry.CredentialAsync(wrong);
        var (token, link) = (await registry.TokenAsync(credential), await registry.LinkAsync(credential));

        // Nothing of it stands where any of it fails.
        await registry.WithoutEffectAsync(async () => (await registry.DoAsync(wrong, "correct", new { awardingReference = "OCN-3", units = new[] { "NONE-1" } })).Refuses(422, "validation_failed"));
        await registry.WithoutEffectAsync(async () => Assert.Equal(["/awardingReference"], Pointers((await registry.DoAsync(wrong, "correct", new { awardingReference = "=cmd()" })).Refuses(422, "validation_failed"))));
        var etag = (await registry.Admin.GetAsync($"/v1/certificates/{wrong}")).ETag;
        await registry.WithoutEffectAsync(async () => (await registry.Admin.SendAsync(HttpMethod.Post, $"/v1/certificates/{wrong}/correct", new { awardingReference = "OCN-3" }, etag)).Refuses(428, "idempotency_key_required"));

        var right = (await registry.Admin.PostAsync($"/v1/certificates/{wrong}/correct", new { awardingReference = "OCN-3", title = "Boundaries, corrected" }, etag, "correct-once")).Is(201);
        // Tests live in sandboxes, and what a sandbox makes says so wherever it is shown.
        Assert.Equal(("issued", "Sandbox, not an award: Boundaries, corrected"), (right.Text("status"), right.Json.GetProperty("award").GetProperty("title").GetString()));
        // Issued a second time it says so: what is charged for is the first.
        Assert.Equal(
            ["certificate.eligible", "certificate.claimed", "certificate.reissued"],
            (await registry.Partner.GetAsync("/v1/events?limit=200")).Is(200).Json.GetProperty("data").EnumerateArray()
                .Where(e => e.GetProperty("subject").GetString() == right.Text("id")).Select(e => e.GetProperty("type").GetString()!));
        Assert.Equal("revoked", await registry.StatusAsync(wrong));
        Assert.Equal(("revoked", "revoked"), (await registry.CheckAsync(token), await registry.StandingAsync(link.Path)));
        Assert.Equal("valid", await registry.CheckAsync(await registry.TokenAsync(await registry.CredentialAsync(right.Text("id")))));
        // The same request again is the same result.
        Assert.Equal(right.Text("id"), (await registry.Admin.PostAsync($"/v1/certificates/{wrong}/correct", new { awardingReference = "OCN-3", title = "Boundaries, corrected" }, etag, "correct-once")).Is(201).Text("id"));

        var notice = Assert.Single((await registry.Partner.GetAsync($"/v1/courses/{registry.Course}/notices")).Is(200).Json.GetProperty("data").EnumerateArray());
        Assert.Equal(("certificateChanged", true), (notice.GetProperty("kind").GetString(), notice.GetProperty("byEmail").GetBoolean()));
        var message = Assert.Single(await registry.School.Academy.MailAsync(address));
        foreach (var word in new[] { "certificate", "result", "mentor", "course", "Boundaries", registry.School.Unit, "Sample", "Cohort" })
            Assert.DoesNotContain(word, message.Subject + message.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task She_who_must_not_be_written_to_is_told_by_somebody()
    {
        var address = Academy.Address();
        var registry = await Registry.OpenAsync(email: address, contactRule: new { noEmail = true, noPost = true, noPhone = true });
        var id = await registry.IssuedAsync();
        (await registry.DoAsync(id, "revoke", new { concern = "issuedInError" })).Is(200);
        Assert.False(Assert.Single((await registry.Partner.GetAsync($"/v1/courses/{registry.Course}/notices?done=false")).Is(200).Json.GetProperty("data").EnumerateArray()).GetProperty("byEmail").GetBoolean());
        Assert.Empty(await registry.School.Academy.MailAsync(address));
    }

    [Fact]
    public async Task What_is_erased_leaves_a_certificate_that_is_about_nobody()
    {
        var registry = await Registry.OpenAsync();
        var id = await registry.IssuedAsync();
        var credential = await registry.CredentialAsync(id);
        var (token, link) = (await registry.TokenAsync(credential), await registry.LinkAsync(credential));
        var left = (await registry.DoAsync(id, "anonymise")).Is(200);
        Assert.Equal("anonymised", left.Text("status"));
        foreach (var member in new[] { "learnerId", "enrolmentId", "courseId", "award", "awardingReference", "concern" })
            Assert.Equal(System.Text.Json.JsonValueKind.Null, left.Json.GetProperty(member).ValueKind);
        Assert.Equal(("unknown", "unknown"), (await registry.CheckAsync(token), await registry.StandingAsync(link.Path)));
        Assert.Equal("", Assert.Single((await registry.Partner.GetAsync($"/v1/credentials/{credential}/share-links")).Is(200).Json.GetProperty("data").EnumerateArray()).GetProperty("audience").GetString());
        (await registry.Partner.GetAsync($"/v1/credentials/{credential}/jwt")).Refuses(409, "credential_closed");
        await registry.WithoutEffectAsync(async () => (await registry.DoAsync(id, "anonymise")).Refuses(409, "certificate_state_forbids"));
    }

    [Fact]
    public async Task What_is_not_in_order_is_refused_and_leaves_nothing()
    {
        var registry = await Registry.OpenAsync();
        await registry.WithOtherUnitAsync();
        var course = await registry.School.OpenedAsync(8);
        var unregistered = await registry.School.EnrolledAsync(course);
        var id = await registry.IssuedAsync();
        await Registry.AwardedAsync(registry.School, registry.Course, registry.Enrolment, registry.School.Academy.OtherUnit);
        var prepared = await registry.PreparedAsync();
        var credential = await registry.CredentialAsync(id);
        var nobody = await registry.School.LearnerAsync();
        (await registry.NameAsync(credential, "Jo Example")).Is(200);
        var etag = (await registry.Admin.GetAsync($"/v1/certificates/{id}")).ETag;
        await registry.WithoutEffectAsync(async () =>
        {
            (await registry.Admin.PostAsync("/v1/certificates", new { enrolmentId = unregistered })).Refuses(409, "not_awarded");
            (await registry.Admin.PostAsync("/v1/certificates", new { enrolmentId = registry.Enrolment })).Refuses(409, "not_awarded");
            (await registry.Admin.PostAsync("/v1/certificates", new { enrolmentId = registry.Course })).Refuses(422, "validation_failed");
            (await registry.Admin.PostAsync("/v1/certificates", new { enrolmentId = registry.Enrolment, units = new[] { "NONE-1" } })).Refuses(409, "not_awarded");
            (await registry.Admin.PostAsync("/v1/certificates", new { enrolmentId = registry.Enrolment, title = "" })).Refuses(422, "validation_failed");
            (await registry.Admin.SendAsync(HttpMethod.Post, "/v1/certificates", new { enrolmentId = registry.Enrolment })).Refuses(428, "idempotency_key_required");
            (await registry.DoAsync(id, "issue", new { })).Refuses(409, "certificate_state_forbids");
            (await registry.DoAsync(id, "reinstate")).Refuses(409, "certificate_state_forbids");
            (await registry.DoAsync(id, "claim", new { awardingReference = "=cmd()" })).Refuses(409, "certificate_state_forbids");
            (await registry.DoAsync(id, "suspend", new { concern = "gossip" })).Refuses(400, "malformed_request");
            (await registry.Admin.PostAsync($"/v1/certificates/{id}/suspend", new { concern = "malpractice" })).Refuses(428, "if_match_required");
            (await registry.Admin.PostAsync($"/v1/certificates/{id}/suspend", new { concern = "malpractice" }, "\"v1\"")).Refuses(412, "stale");
            foreach (var path in new[] { $"/v1/certificates/{id}/revoke", $"/v1/certificates/{id}/correct", "/v1/certificates" })
                (await registry.Partner.PostAsync(path, new { concern = "malpractice" }, etag)).Refuses(403, "permission_missing");
            foreach (var path in new[] { $"/v1/credentials/{credential}/jwt", $"/v1/credentials/{credential}/share-links" })
                (await registry.Admin.GetAsync(path)).Refuses(403, "permission_missing");
            (await registry.NameAsync(credential, new string('x', 201))).Refuses(422, "validation_failed");
            (await registry.Partner.PostAsync($"/v1/credentials/{credential}/share-links", new { audience = "" })).Refuses(422, "validation_failed");
            (await registry.Partner.PostAsync($"/v1/credentials/{credential}/share-links", new { audience = "x", lastDay = "2020-01-01" })).Refuses(422, "validation_failed");
            (await registry.NameAsync(credential, "Bea Example")).Refuses(409, "name_shown_before");
            Assert.Equal(["/awardingReference"], Pointers((await registry.DoAsync(prepared, "claim", new { awardingReference = "=cmd()" })).Refuses(422, "validation_failed")));
            (await registry.Partner.PostAsync("/v1/credential-reissues", new { learnerId = nobody })).Refuses(409, "nothing_to_reissue");
            (await registry.Partner.PostAsync("/v1/credential-reissues", new { })).Refuses(422, "validation_failed");
            (await registry.Partner.PostAsync("/v1/credential-reissues", new { learnerId = registry.Course })).Refuses(422, "validation_failed");
        });
    }

    [Fact]
    public async Task A_correction_names_no_unit_that_the_certificate_does_not()
    {
        var registry = await Registry.OpenAsync();
        var other = await registry.WithOtherUnitAsync();
        var wrong = await registry.IssuedAsync();
        // She has achieved the other one too, and it is awarded: on a claim and a certificate of its own.
        await Registry.AwardedAsync(registry.School, registry.Course, registry.Enrolment, other, "OCN-27-2");
        await registry.WithoutEffectAsync(async () => Assert.Equal(
            ["/units/1"], Pointers((await registry.DoAsync(wrong, "correct", new { awardingReference = "OCN-3", units = new[] { registry.School.Unit, other } })).Refuses(422, "validation_failed"))));
        var right = (await registry.DoAsync(wrong, "correct", new { awardingReference = "OCN-3" })).Is(201);
        Assert.Equal([registry.School.Unit], Units(right.Json));
    }

    [Fact]
    public async Task What_two_claims_awarded_goes_on_two_certificates_each_with_its_own_reference_and_dates()
    {
        var registry = await Registry.OpenAsync();
        var other = await registry.WithOtherUnitAsync();
        await Registry.AwardedAsync(registry.School, registry.Course, registry.Enrolment, other, "OCN-27-2");
        var days = (await registry.School.DetailsAsync(registry.Course)).Select(s => s.GetProperty("date").GetString()!).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(2, (await Registry.MakeAsync(registry.Partner)).Things);
        var made = (await registry.Partner.GetAsync($"/v1/certificates?learnerId={registry.Learner}")).Is(200).Json.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(
            [$"OCN-27-1 {registry.School.Unit} {days[0]} {days[0]}", $"OCN-27-2 {other} {days[1]} {days[1]}"],
            made.Select(c => $"{c.GetProperty("awardingReference").GetString()} {string.Join(' ', Units(c))} {Day(c, "activityFrom")} {Day(c, "activityTo")}").Order(StringComparer.Ordinal));
        Assert.Equal(0, (await Registry.MakeAsync(registry.Partner)).Things);
    }

    [Fact]
    public async Task What_was_taught_after_the_award_is_not_on_the_certificate()
    {
        var registry = await Registry.OpenAsync();
        var first = (await registry.School.DetailsAsync(registry.Course)).Min(s => s.GetProperty("date").GetString());
        await registry.ExecuteAsync(
            "UPDATE franchise.sessions s SET on_day = on_day + 300, starts_at = starts_at + interval '300 days', ends_at = ends_at + interval '300 days' WHERE s.tenant_id = $1 AND s.course_id = $2 AND s.on_day = (SELECT max(on_day) FROM franchise.sessions l WHERE l.tenant_id = $1 AND l.course_id = $2)");
        var award = (await registry.Admin.PostAsync("/v1/certificates", new { enrolmentId = registry.Enrolment })).Is(201).Json;
        Assert.Equal((first, first), (Day(award, "activityFrom"), Day(award, "activityTo")));
    }

    private static string? Day(System.Text.Json.JsonElement certificate, string which) => certificate.GetProperty("award").GetProperty(which).GetString();

    private static string[] Units(System.Text.Json.JsonElement certificate) => [.. certificate.GetProperty("award").GetProperty("units").EnumerateArray().Select(u => u.GetProperty("code").GetString()!)];

    private static string[] Pointers(Answer refused) => [.. refused.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()!)];
}
