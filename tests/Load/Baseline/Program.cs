using System.Globalization;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Load.Baseline;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

// What GET licence would be with nothing around it: a token, one prepared query, JSON. No tenancy, no row security, no problems, no log line.
// It answers the same bytes as the API, from the same rows, and is tuned as well as we know how: the API is measured against this.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
var app = builder.Build();

var settings = app.Configuration;
await using var source = NpgsqlDataSource.Create(settings["Database"]!);
var handler = new JsonWebTokenHandler { MapInboundClaims = false };
var validation = new TokenValidationParameters
{
    ValidIssuer = settings["Issuer"],
    ValidAudience = settings["Audience"],
    IssuerSigningKeys = new JsonWebKeySet(settings["KeySet"]).GetSigningKeys(),
    TryAllIssuerSigningKeys = false,
    ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
    ValidTypes = ["at+jwt"],
};

app.MapGet("/v1/licences/{id}", async (string id, HttpContext context) =>
{
    if (await Authenticate(context) is null)
        return;
    Id<Licence>.TryRead(id, out var licence);
    await using var connection = await source.OpenConnectionAsync(context.RequestAborted);
    await using var command = new NpgsqlCommand(Rows.One, connection);
    command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = licence.Value });
    await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
    if (!await reader.ReadAsync(context.RequestAborted))
    {
        context.Response.StatusCode = 404;
        return;
    }
    using var body = Body.Rent();
    Rows.WriteWhole(body.Writer, reader);
    context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"v{reader.GetInt32(Rows.Version)}\"");
    await body.SendAsync(context);
});

app.MapGet("/v1/licences", async (HttpContext context) =>
{
    if (await Authenticate(context) is not { } token || !Id<Organisation>.TryRead(token.GetPayloadValue<string>("org"), out var owner))
        return;
    await using var connection = await source.OpenConnectionAsync(context.RequestAborted);
    await using var command = new NpgsqlCommand(Rows.Many, connection);
    command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner.Value });
    command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 51 });
    await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
    using var body = Body.Rent();
    var writer = body.Writer;
    writer.WriteStartObject();
    writer.WriteStartArray("data"u8);
    Guid last = default;
    var count = 0;
    while (await reader.ReadAsync(context.RequestAborted))
    {
        if (++count == 51)
            break;
        Rows.WriteSummary(writer, reader);
        last = reader.GetGuid(0);
    }
    writer.WriteEndArray();
    if (count == 51)
        writer.WriteString("next"u8, Convert.ToBase64String(last.ToByteArray()));
    else
        writer.WriteNull("next"u8);
    writer.WriteEndObject();
    await body.SendAsync(context);
});

app.MapGet("/health/live", () => "ok");
await app.RunAsync();

async ValueTask<JsonWebToken?> Authenticate(HttpContext context)
{
    var header = context.Request.Headers.Authorization.ToString();
    if (header.StartsWith("Bearer ", StringComparison.Ordinal))
    {
        var result = await handler.ValidateTokenAsync(header[7..], validation);
        if (result.IsValid)
            return (JsonWebToken)result.SecurityToken;
    }
    context.Response.StatusCode = 401;
    return null;
}
