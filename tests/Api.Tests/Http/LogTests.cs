using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Franchise.Api.Organisations;
using Franchise.Api.Tests.Identity;
using Franchise.Api.Tests.Start;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Http;

/// <summary>What stands in the log, and above all what does not.</summary>
public sealed class LogTests
{
    private const string Name = "Zebedee Quillfeather";
    private const string Text = "marmaladehippopotamus";
    private const string Password = "quixotic unrelated words";

    [Fact]
    public async Task No_line_holds_a_name_an_address_a_token_a_secret_a_body_or_the_id_of_a_thing()
    {
        await using var app = await App.StartAsync();
        var partner = await app.PartnerAsync();
        var email = $"zebedee.{Guid.CreateVersion7():N}@example.org";
        var unknown = Id<Contact>.New(TimeProvider.System.GetUtcNow()).ToString();
        List<string> forbidden = [Name, "Zebedee", email, Text, Password, unknown, partner.Token, partner.Secret, partner.Token.Split('.')[2]];

        // What goes well.
        var contact = (await partner.PostAsync("/v1/contacts", new ContactRequest(ContactRole.Head, Name, email))).Is(201);
        forbidden.Add(contact.Text("id"));
        (await partner.GetAsync($"/v1/contacts/{contact.Text("id")}")).Is(200);
        (await partner.PutAsync($"/v1/contacts/{contact.Text("id")}", new ContactRequest(ContactRole.Head, Name, email), contact.ETag)).Is(200);
        var invitation = (await partner.PostAsync("/v1/invitations", new { email, role = "viewer" })).Is(201);
        forbidden.Add(invitation.Text("id"));
        var made = (await partner.PostAsync("/v1/clients", new { name = Name, kind = "confidential", permissions = new[] { Permission.OrganisationRead } })).Is(201);
        forbidden.Add(made.Text("secret"));

        // What goes wrong.
        (await partner.GetAsync($"/v1/contacts/{unknown}")).Is(404);
        (await partner.GetAsync($"/v1/{Text}/{unknown}")).Is(404);
        (await partner.GetAsync($"/v1/contacts?cursor={Text}")).Is(400);
        (await partner.PostAsync("/v1/contacts", new { role = "head", name = Name, email = Text })).Is(422);
        (await partner.PostAsync("/v1/contacts", new { role = "head", name = Name, email, surplus = Text })).Is(400);
        using (var broken = new StringContent($"{{\"name\": \"{Text}\",,", Encoding.UTF8, "application/json"))
            (await partner.PostAsync("/v1/contacts", broken)).Is(400);
        (await partner.PutAsync($"/v1/contacts/{contact.Text("id")}", new ContactRequest(ContactRole.Head, Name, email), "\"1\"")).Is(412);
        (await partner.PostAsync("/v1/invitations", new { email, role = "viewer" })).Is(409);
        (await partner.PostAsync("/v1/contacts", new { role = "head", name = Name, email }, idempotencyKey: Text)).Is(201);
        (await partner.PostAsync("/v1/contacts", new { role = "head", name = Name + "s", email }, idempotencyKey: Text)).Is(422);
        (await partner.PostAsync("/v1/policies", new { code = "X", title = Text })).Is(403);
        (await new Caller(app, partner.Organisation, partner.ClientId, "", Text).GetAsync("/v1/contacts")).Is(401);
        await Assert.ThrowsAnyAsync<Exception>(() => app.TokenAsync(partner.ClientId.ToString(), Text));
        await Assert.ThrowsAnyAsync<Exception>(() => app.TokenAsync(Text, Text));

        // People.
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Accounts>().CreateUserAsync(email, Password);
        using (var browser = app.CreateClient())
        {
            await IdentityHost.SubmitAsync(browser, "/account/sign-in", ("email", email), ("password", Text));
            await IdentityHost.SubmitAsync(browser, "/account/sign-in", ("email", email), ("password", Password));
            await IdentityHost.SubmitAsync(browser, "/account/forgot-password", ("email", email));
            await browser.GetAsync($"/account/reset-password?user={unknown}&token={Text}");
            await browser.GetAsync($"/account/invitation?organisation={partner.Organisation}&token={Text}");
            await browser.GetAsync($"/connect/authorize?response_type=code&client_id={Text}&redirect_uri=https%3A%2F%2F{Text}.example.org&state={Text}");
            forbidden.Add(IdentityHost.Find(await app.ResetMessageAsync(email), "token=(?<it>\\S+)")[0]);
        }

        var lines = app.Logs.All;
        var faults = lines.Where(l => forbidden.Any(w => l.Contains(w, StringComparison.OrdinalIgnoreCase))).ToList();
        Assert.True(faults.Count == 0, $"Keep it out of the log, or the category that says it: {string.Join('\n', faults)}");
        // What should be there is: the check looks at lines that were written.
        Assert.Contains(lines, l => l.Contains("addContact", StringComparison.Ordinal) && l.Contains(partner.Organisation.ToString(), StringComparison.Ordinal) && l.Contains(partner.ClientId.ToString(), StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("/account/sign-in", StringComparison.Ordinal));
        // One line a request is what an operator can read; the SQL of each is what she cannot.
        Assert.DoesNotContain(lines, l => l.Contains("Executed DbCommand", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outside_Development_every_line_is_JSON_and_a_requests_line_says_who_what_and_how_long()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Franchise"] = app.Database.Admin,
            ["Secrets:MasterKey"] = app.Database.MasterKey,
            ["Identity:Issuer"] = "https://franchise.test",
            ["Identity:AllowHttp"] = "true",
            ["Jobs:Enabled"] = "false",
            ["Billing:Helper:Name"] = "Ruth Allen",
            ["Billing:Helper:Email"] = "ruth.allen@cohort4.example",
            ["Billing:Bank:AccountName"] = "Cohort 4 of the tests",
            ["Billing:Bank:SortCode"] = "12-34-56",
            ["Billing:Bank:AccountNumber"] = "98765432",
        };
        await using var child = await ChildProgram.ServingAsync(settings);
        await CallAsync(HttpMethod.Get, "/v1/contacts", "request-1", null);
        await CallAsync(HttpMethod.Post, "/v1/contacts", "request-2", JsonContent.Create(new { role = "head", name = Name }));
        await CallAsync(HttpMethod.Get, "/v1/nowhere", "request-3", null);
        child.Signal("TERM");
        Assert.Equal(0, await child.ExitAsync(TimeSpan.FromSeconds(30)));

        var lines = child.Output.Select(l => JsonElement.Parse(l, new() { AllowDuplicateProperties = false })).ToList();
        Assert.All(lines, l => Assert.Equal(JsonValueKind.String, l.GetProperty("timestamp").ValueKind));
        var requests = lines.Where(l => l.TryGetProperty("eventId", out var id) && id.GetInt32() == 4200).ToDictionary(l => l.GetProperty("requestId").GetString()!);
        foreach (var (id, operation, status) in new[] { ("request-1", "listContacts", "200"), ("request-2", "addContact", "400"), ("request-3", "-", "404") })
        {
            var state = requests[id];
            Assert.Equal(operation, state.GetProperty("operation").ToString());
            Assert.Equal(status, state.GetProperty("status").ToString());
            Assert.Equal(partner.Organisation.ToString(), state.GetProperty("organisation").ToString());
            Assert.Equal(partner.ClientId.ToString(), state.GetProperty("client").ToString());
            Assert.True(state.GetProperty("milliseconds").GetDouble() > 0);
        }
        Assert.DoesNotContain(child.Output, l => l.Contains(Name, StringComparison.Ordinal) || l.Contains(partner.Token, StringComparison.Ordinal));
        Assert.Empty(child.Errors.Trim());

        async Task CallAsync(HttpMethod method, string path, string id, HttpContent? content)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", partner.Token);
            request.Headers.Add("X-Request-Id", id);
            using var answer = await child.Http.SendAsync(request);
        }
    }
}
