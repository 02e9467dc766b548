using System.ComponentModel;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Franchise.Api.Http;

/// <summary>
/// The API's description, OpenAPI 3.1, made from the route table: what a route is it says, and what it says it is. Served at
/// <c>/openapi/v1.json</c>; <see cref="RenderAsync"/> gives the same text to whoever keeps the snapshot.
/// </summary>
public static class OpenApi
{
    /// <summary>The document's name.</summary>
    public const string Version = "v1";

    internal const string OAuth = "oauth2";
    internal const string Bearer = "bearer";

    /// <summary>What each capability is about. A tag that is not listed gets its name.</summary>
    public static IReadOnlyDictionary<string, string> Tags { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Accreditation"] = "Trainers and their dated permission for named units.",
        ["Audit"] = "What was done, by whom, as a chain that an organisation can verify for itself.",
        ["Billing"] = "Invoices, payments and what follows when they do not come.",
        ["Catalogue"] = "Programmes, units with their published versions, packages and resources.",
        ["Credentials"] = "Certificates, and signed, verifiable statements of them and of accreditations.",
        ["Delivery"] = "Courses, sessions, learners and their enrolments.",
        ["Identity"] = "Who is calling, members, invitations and API clients.",
        ["Licensing"] = "Policies, licences, terms, entitlements, holds, seats; what a partner may run, until when, and what stands in the way.",
        ["Mentoring"] = "Mentors, mentees, matches, supervision and concerns.",
        ["Organisations"] = "The franchisor and its partners.",
        ["Privacy"] = "Access, export and erasure.",
        ["Sandbox"] = "A sandbox's own clock, and what falls due when it is moved.",
        ["Webhooks"] = "Events: the feed, and endpoints that are told of them.",
    };

    private const string About = """
        Cohort 4 licenses its Reintegrative Mentoring training to partner organisations. This API says what a partner may deliver, where, until when,
        and carries the work of delivering it.

        **Signing in.** Get a token from `/connect/token` (`client_credentials` for systems, authorization code with PKCE for people) and send it as a
        bearer token. The organisation comes from the token alone. Each operation names the permission (the OAuth scope) that it needs.

        **Ids** are prefixed, sortable strings. An id that is absent, malformed, of another type or of another organisation gets the same 404.

        **Errors** are `application/problem+json` (RFC 9457) with a stable `code`, a `remedy`, the `requestId` to quote, and, where members are at fault,
        `errors` with JSON pointers; `/query/…` points at a parameter. JSON is read strictly: unknown or repeated members are refused.

        **Once only.** Every POST takes an `Idempotency-Key`. The first result is kept for at least 48 hours and replayed to the same request with
        `Idempotency-Replayed: true`. A refused request is not kept: put right what was wrong and use the same key.

        **Versions.** Things that several people change carry an `ETag`; send it as `If-Match` to change them, as `If-None-Match` to ask whether they have.

        **Lists** are paged by `limit` and `cursor`; pass `next` back as `cursor` with the same filters until it is null.

        **Limits** are told of in `RateLimit-Policy` and `RateLimit`; a 429 says in `Retry-After` when to try again.

        **Tracing.** Send an `X-Request-Id` of up to 64 letters, digits, `-`, `_` or `.`, or take the one that you get. `traceparent` is heeded.

        **Dates** are ISO 8601; a licence's last day is inclusive, in its organisation's time zone. **Money** is whole pence or cents with its currency.
        """;

    /// <summary>The description as JSON, indented, with line feeds and a final one. Needs neither database nor network.</summary>
    public static async Task<string> RenderAsync(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        var document = await scope.ServiceProvider.GetRequiredService<IAsyncSwaggerProvider>().GetSwaggerAsync(Version);
        var text = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        return text.ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    internal static void Add(IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(gen =>
        {
            gen.SwaggerDoc(Version, new()
            {
                Title = "Franchise",
                Version = "1.0.0",
                Summary = "Licensing of Cohort 4's training, and the keeping of its quality.",
                Description = About.ReplaceLineEndings("\n"),
                Contact = new() { Name = "Cohort 4", Url = new("https://www.cohort4.org.uk") },
                License = new() { Name = "All rights reserved by Cohort 4; partners may generate clients from it", Identifier = "LicenseRef-Cohort4" },
            });
            gen.AddServer(new()
            {
                Url = "/",
                Description = "This server. A sandbox organisation is told apart by its credentials, not by its address: production and sandbox share it.",
                Extensions = new Dictionary<string, IOpenApiExtension> { ["x-internal"] = new JsonNodeExtension(JsonValue.Create(false)) },
            });
            gen.AddSecurityDefinition(OAuth, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Description = "OAuth 2.0 with short-lived JWT access tokens that are checked as RFC8725 says. Scopes are permissions.",
                Flows = new()
                {
                    ClientCredentials = new() { TokenUrl = new("/connect/token", UriKind.Relative), RefreshUrl = new("/connect/token", UriKind.Relative), Scopes = Scopes() },
                    AuthorizationCode = new()
                    {
                        AuthorizationUrl = new("/connect/authorize", UriKind.Relative),
                        TokenUrl = new("/connect/token", UriKind.Relative),
                        RefreshUrl = new("/connect/token", UriKind.Relative),
                        Scopes = Scopes(),
                    },
                },
            });
            gen.AddSecurityDefinition(Bearer, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "An access token from `/connect/token`, a JWT that is checked as RFC8725 says.",
            });
            gen.DocInclusionPredicate((_, api) => RouteOf(api) is not null);
            gen.TagActionsBy(api => [RouteOf(api)!.Tag]);
            gen.OrderActionsBy(api => $"{api.RelativePath} {api.HttpMethod}");
            gen.CustomOperationIds(api => RouteOf(api)!.OperationId);
            gen.CustomSchemaIds(SchemaName);
            gen.SupportNonNullableReferenceTypes();
            foreach (var type in typeof(Permission).Assembly.GetTypes())
                if (type.GetCustomAttribute<IdPrefixAttribute>() is { } prefix)
                {
                    var id = typeof(Id<>).MakeGenericType(type);
                    gen.MapType(id, () => IdSchema(prefix.Prefix, type, JsonSchemaType.String));
                    gen.MapType(typeof(Nullable<>).MakeGenericType(id), () => IdSchema(prefix.Prefix, type, JsonSchemaType.String | JsonSchemaType.Null));
                }
            foreach (var assembly in new[] { typeof(OpenApi).Assembly, typeof(Permission).Assembly })
                if (File.Exists(Path.ChangeExtension(assembly.Location, "xml")))
                    gen.IncludeXmlComments(assembly);
            gen.SchemaFilter<Members>();
            gen.OperationFilter<Operations>();
            gen.DocumentFilter<Finish>();
        });
        services.AddTransient<ISerializerDataContractResolver>(_ => new JsonSerializerDataContractResolver(Json.Options));
    }

    internal static void Map(IEndpointRouteBuilder app)
    {
        var rendered = new Lazy<Task<byte[]>>(async () => Encoding.UTF8.GetBytes(await RenderAsync(app.ServiceProvider)));
        app.MapGet("/openapi/v1.json", async (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=300";
            context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            return Results.Bytes(await rendered.Value, "application/json; charset=utf-8");
        }).ExcludeFromDescription();
        Docs.Map(app);
    }

    internal static Route? RouteOf(Microsoft.AspNetCore.Mvc.ApiExplorer.ApiDescription api) =>
        api.ActionDescriptor.EndpointMetadata.OfType<Route>().FirstOrDefault();

    internal static OpenApiSchema IdSchema(Type id) =>
        IdSchema(id.GenericTypeArguments[0].GetCustomAttribute<IdPrefixAttribute>()!.Prefix, id.GenericTypeArguments[0], JsonSchemaType.String);

    private static OpenApiSchema IdSchema(string prefix, Type type, JsonSchemaType kind) =>
        new()
        {
            Type = kind,
            Description = $"The id of {Article(type.Name)}.",
            Pattern = $"^{prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$",
            MinLength = prefix.Length + 27,
            MaxLength = prefix.Length + 27,
        };

    // RenewLicence.Request is RenewLicenceRequest; Page<X> is XPage.
    internal static string SchemaName(Type type)
    {
        if (type.IsGenericType)
            return string.Concat(type.GenericTypeArguments.Select(SchemaName)) + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return type.DeclaringType is { } outer ? SchemaName(outer) + type.Name : type.Name;
    }

    internal static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Article(string name) => ("aeio".Contains(char.ToLowerInvariant(name[0]), StringComparison.Ordinal) ? "an " : "a ") + Words(name);

    private static Dictionary<string, string> Scopes() =>
        Permission.All.Order(StringComparer.Ordinal).ToDictionary(p => p, p => $"{char.ToUpperInvariant(p[(p.IndexOf('.', StringComparison.Ordinal) + 1)..][0])}{p[(p.IndexOf('.', StringComparison.Ordinal) + 2)..]}: {p[..p.IndexOf('.', StringComparison.Ordinal)]}.");

    /// <summary>The example of a type: its static property <c>Example</c>, or one made of its parts'.</summary>
    internal static JsonNode? ExampleOf(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Page<>))
            return ExampleOf(type.GenericTypeArguments[0]) is { } row ? new JsonObject { ["data"] = new JsonArray(row), ["next"] = null } : null;
        if (type != typeof(string) && type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is { } list)
            return ExampleOf(list.GenericTypeArguments[0]) is { } item ? new JsonArray(item) : null;
        var example = type.GetProperty("Example", BindingFlags.Public | BindingFlags.Static);
        return example is null || !type.IsAssignableFrom(example.PropertyType) ? null : JsonSerializer.SerializeToNode(example.GetValue(null), type, Json.Options);
    }
}

/// <summary>Bounds, nullability and closedness of schemas: the same as are enforced.</summary>
internal sealed class Members : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema own)
            return;
        if (context.MemberInfo is PropertyInfo property)
        {
            var bounds = Bounds.Of(property);
            var type = own.Type & ~JsonSchemaType.Null;
            if (type == JsonSchemaType.String && own.Pattern is null && own.Enum is not { Count: > 0 } && property.PropertyType == typeof(string))
            {
                own.MaxLength = bounds.MaxLength;
                own.MinLength = bounds.MinLength > 0 ? bounds.MinLength : null;
                own.Pattern = bounds.Pattern;
            }
            else if (type == JsonSchemaType.Array)
            {
                own.MaxItems = bounds.MaxLength;
                own.MinItems = bounds.MinLength > 0 ? bounds.MinLength : null;
            }
            else if (type is JsonSchemaType.Integer or JsonSchemaType.Number)
            {
                if (bounds.Min is { } min)
                    own.Minimum = min.ToString("R");
                if (bounds.Max is { } max)
                    own.Maximum = max.ToString("R");
            }
        }
        if (context.MemberInfo is null && context.Type.IsClass | context.Type.IsValueType && own.Properties is { Count: > 0 } properties)
        {
            own.AdditionalPropertiesAllowed = false;
            own.Required = RequiredOf(context.Type, properties.Keys);
            foreach (var member in context.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                var name = JsonNamingPolicy.CamelCase.ConvertName(member.Name);
                if (!properties.TryGetValue(name, out var part))
                    continue;
                if (part is OpenApiSchema inline)
                    inline.Type = MayBeNull(member) ? inline.Type | JsonSchemaType.Null : inline.Type & ~JsonSchemaType.Null;
                else if (MayBeNull(member))
                    properties[name] = new OpenApiSchema { OneOf = [part, new OpenApiSchema { Type = JsonSchemaType.Null }] };
            }
        }
        if (context.Type == typeof(Money) && own.Properties is { } money)
        {
            money["amount"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = (-Bounds.Whole).ToString(), Maximum = Bounds.Whole.ToString(), Description = $"Whole pence or cents. In a request 0 to {Money.Most}." };
            money["currency"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. Money.Currencies.Select(c => JsonValue.Create(c))], Description = "ISO 4217." };
        }
        if (context.Type == typeof(Problem) && own.Properties is { } problem)
        {
            problem["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri", MaxLength = 200, Description = ((OpenApiSchema)problem["type"]).Description };
            problem["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[a-z][a-z0-9_]*$", MaxLength = 100, Description = ((OpenApiSchema)problem["code"]).Description };
            problem["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "400", Maximum = "599", Description = "The HTTP status." };
            // Room for members to come: a client must ignore those that it does not know (RFC 9457, 3.2).
        }
    }

    // A reference cannot say that it may be null; the member that holds it can.
    private static bool MayBeNull(PropertyInfo member) =>
        Nullable.GetUnderlyingType(member.PropertyType) is not null || new NullabilityInfoContext().Create(member).ReadState == NullabilityState.Nullable;

    // What a caller must send and what she always gets: a record's parameters without a default, and every other property.
    private static HashSet<string> RequiredOf(Type type, IEnumerable<string> names)
    {
        var optional = type.GetConstructors().SelectMany(c => c.GetParameters()).Where(p => p.HasDefaultValue)
            .Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!)).ToHashSet(StringComparer.Ordinal);
        return names.Where(n => !optional.Contains(n)).ToHashSet(StringComparer.Ordinal);
    }
}

/// <summary>What one route says of itself.</summary>
internal sealed class Operations : IOperationFilter
{
    private static readonly string[] rateHeaders = ["RateLimit", "RateLimit-Policy"];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var route = OpenApi.RouteOf(context.ApiDescription)!;
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        operation.OperationId = route.OperationId;
        operation.Summary = route.Summary.Length > 0 ? route.Summary : throw new InvalidOperationException($"{route.OperationId}: say what it does, with .Says(summary, description).");
        operation.Description = route.Description.ReplaceLineEndings("\n").TrimEnd() + "\n\n" + (route.Permission is null ? "Needs no signing in." : $"Needs the permission `{route.Permission}`.");
        operation.Deprecated = route.Deprecation is not null;
        operation.Security = route.Permission is null
            ? []
            :
            [
                new() { [new OpenApiSecuritySchemeReference(OpenApi.OAuth, context.Document)] = [route.Permission] },
                new() { [new OpenApiSecuritySchemeReference(OpenApi.Bearer, context.Document)] = [] },
            ];
        Parameters(operation, context, route, metadata);
        if (route.IsUpload)
            operation.RequestBody = File();
        else if (operation.RequestBody is OpenApiRequestBody body)
            Body(body, context, route);
        operation.Responses ??= [];
        foreach (var (status, response) in operation.Responses)
            Answer((OpenApiResponse)response, int.Parse(status), context, route, metadata);
        if (metadata.OfType<AnswersNotModified>().Any())
            operation.Responses["304"] = new OpenApiResponse { Description = "Not changed: If-None-Match names this version.", Headers = Headers(context, ["ETag", .. rateHeaders, RequestId.Header]) };
        Refusals(operation, context, route);
    }

    private static void Parameters(OpenApiOperation operation, OperationFilterContext context, Route route, IList<object> metadata)
    {
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            var bound = route.Handler.GetParameters().FirstOrDefault(p => StrictInput.NameOf(p) == parameter.Name);
            if (bound is null)
                continue;
            var type = Nullable.GetUnderlyingType(bound.ParameterType) ?? bound.ParameterType;
            parameter.Required = parameter.In == ParameterLocation.Path || (Nullable.GetUnderlyingType(bound.ParameterType) is null && !bound.HasDefaultValue
                && new NullabilityInfoContext().Create(bound).WriteState != NullabilityState.Nullable);
            if (type.IsAssignableTo(typeof(IAnyId)) || type.IsEnum || type == typeof(DateOnly) || type == typeof(DateTimeOffset))
            {
                var schema = type.IsAssignableTo(typeof(IAnyId)) ? OpenApi.IdSchema(type) : context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);
                if (bound.HasDefaultValue && bound.DefaultValue is not null && schema is OpenApiSchema inline)
                    inline.Default = JsonSerializer.SerializeToNode(bound.DefaultValue, type, Json.Options);
                parameter.Schema = schema;
            }
            if (type == typeof(string) && parameter.Schema is OpenApiSchema text)
                text.MaxLength = 200;
            parameter.Description ??= bound.GetCustomAttribute<DescriptionAttribute>()?.Description
                ?? (parameter.Schema as OpenApiSchema)?.Description
                ?? $"{char.ToUpperInvariant(parameter.Name![0])}{OpenApi.Words(parameter.Name)[1..]}.";
        }
        var parameters = route.Handler.GetParameters().Select(p => p.ParameterType).ToHashSet();
        if (parameters.Contains(typeof(PageQuery)))
        {
            Add("limit");
            Add("cursor");
        }
        if (parameters.Contains(typeof(IfMatch)))
            Add("If-Match");
        if (metadata.OfType<AnswersNotModified>().Any())
            Add("If-None-Match");
        if (route.DemandsIdempotencyKey)
            Add("Idempotency-Key-Required");
        else if (route.TakesIdempotencyKey)
            Add(Idempotency.Header);

        void Add(string id) => operation.Parameters.Add(new OpenApiParameterReference(id, context.Document));
    }

    private static void Body(OpenApiRequestBody body, OperationFilterContext context, Route route)
    {
        body.Required = true;
        if (body.Content?.TryGetValue("multipart/form-data", out var form) is true && form.Schema is OpenApiSchema { Properties: { } parts })
        {
            body.Description = $"At most {route.LargestBody ?? FranchiseHttp.LargestBody} bytes in all.";
            foreach (var part in parts.Values.OfType<OpenApiSchema>().Where(p => p.Format == "binary"))
                part.MaxLength = (int)Math.Min(int.MaxValue, route.LargestBody ?? FranchiseHttp.LargestBody);
        }
        body.Description ??= "As the schema says; unknown members are refused.";
        if (context.ApiDescription.ParameterDescriptions.FirstOrDefault(p => p.Source.Id == "Body")?.Type is { } type
            && body.Content?.TryGetValue("application/json", out var media) is true && media is OpenApiMediaType json)
            json.Example = OpenApi.ExampleOf(type) ?? throw new InvalidOperationException($"{route.OperationId}: give {type.Name} a `public static {type.Name} Example`.");
    }

    private static OpenApiRequestBody File()
    {
        static OpenApiSchema Bytes() => new() { Type = JsonSchemaType.String, Format = "binary", MaxLength = int.MaxValue };
        return new()
        {
            Required = true,
            Description = "The file: as a form, or raw under its own media type.",
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["multipart/form-data"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = Bytes() },
                        Required = new HashSet<string> { "file" },
                        AdditionalPropertiesAllowed = false,
                    },
                },
                ["application/pdf"] = new OpenApiMediaType { Schema = Bytes() },
                ["*/*"] = new OpenApiMediaType { Schema = Bytes() },
            },
        };
    }

    private static void Answer(OpenApiResponse response, int status, OperationFilterContext context, Route route, IList<object> metadata)
    {
        response.Description = status switch { 201 => "Made.", 202 => "Taken on; it will be done.", 204 => "Done.", _ => "As asked." };
        List<string> headers = [.. rateHeaders, RequestId.Header];
        if (metadata.OfType<AnswersWithETag>().Any() && status < 300)
            headers.Add("ETag");
        if (status == 201)
            headers.Add("Location");
        if (route.TakesIdempotencyKey)
            headers.Add("Idempotency-Replayed");
        if (route.Deprecation is not null)
            headers.AddRange(["Deprecation", "Sunset"]);
        response.Headers = Headers(context, headers);
        var type = context.ApiDescription.SupportedResponseTypes.FirstOrDefault(r => r.StatusCode == status)?.Type;
        if (type is not null && type != typeof(void) && response.Content?.TryGetValue("application/json", out var only) is true && only is OpenApiMediaType json)
            json.Example = OpenApi.ExampleOf(type) ?? throw new InvalidOperationException($"{route.OperationId}: give {type.Name} a `public static {type.Name} Example`.");
        if (response.Content is { } content)
            foreach (var media in content.Values.OfType<OpenApiMediaType>().Where(m => m.Schema is OpenApiSchema { Format: "binary" }))
                media.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", MaxLength = int.MaxValue };
    }

    private static void Refusals(OpenApiOperation operation, OperationFilterContext context, Route route)
    {
        var schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository);
        var internalError = new ProblemCode(Problems.Internal, RefusalKind.Unavailable, "Something went wrong on our side.", "Try again; if it stays, write to Cohort 4 and quote requestId.");
        foreach (var group in route.Codes.Append(internalError).GroupBy(c => c == internalError ? 500 : Problems.Status(c.Kind)).OrderBy(g => g.Key))
            Refuse(group.Key, [.. group.OrderBy(c => c.Code, StringComparer.Ordinal)]);
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions["x-problem-codes"] = new JsonNodeExtension(new JsonArray(
            [.. route.Codes.Select(c => c.Code).Append(Problems.Internal).Order(StringComparer.Ordinal).Select(c => (JsonNode)JsonValue.Create(c))]));

        void Refuse(int status, IReadOnlyList<ProblemCode> codes)
        {
            List<string> headers = [.. rateHeaders, RequestId.Header];
            if (status is 429 or 503)
                headers.Add("Retry-After");
            if (status == 401)
                headers.Add("WWW-Authenticate");
            // Most routes refuse alike: what is alike is written once.
            var id = $"Problem{status}_{string.Join('_', codes.Select(c => c.Code))}";
            var shared = codes.All(c => ProblemCodes.Shared.ContainsKey(c.Code) || c.Code == Problems.Internal);
            var response = new OpenApiResponse
            {
                Description = $"{ReasonPhrases.GetReasonPhrase(status)}: {string.Join(", ", codes.Select(c => $"`{c.Code}`"))}.",
                Headers = Headers(context, headers),
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [Problems.ContentType] = new OpenApiMediaType { Schema = schema, Examples = codes.ToDictionary(c => c.Code, c => Example(status, c)) },
                },
            };
            if (!shared)
            {
                operation.Responses![status.ToString()] = response;
                return;
            }
            context.Document.Components ??= new();
            context.Document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>();
            context.Document.Components.Responses.TryAdd(id, response);
            operation.Responses![status.ToString()] = new OpenApiResponseReference(id, context.Document);
        }
    }

    private static IOpenApiExample Example(int status, ProblemCode code)
    {
        FieldError[] errors = code == ProblemCodes.ValidationFailed ? [new("/startsOn", "Not a date, as 2027-03-01.")]
            : code == ProblemCodes.MalformedRequest ? [new("/startsOn", "Malformed, or not of its type.")]
            : code == ProblemCodes.CursorInvalid ? [new("/query/cursor", code.Detail)]
            : [];
        return new OpenApiExample
        {
            Summary = code.Detail,
            Value = JsonSerializer.SerializeToNode(Problems.Of(status, code.Refuse(null, errors), "0195d1f2c7a07b6e8f3a5c4d2e1f0a9b"), Json.Options),
        };
    }

    private static Dictionary<string, IOpenApiHeader> Headers(OperationFilterContext context, IEnumerable<string> names) =>
        names.Append("Access-Control-Allow-Origin").Order(StringComparer.Ordinal)
            .ToDictionary(n => n, n => (IOpenApiHeader)new OpenApiHeaderReference(n, context.Document));
}

/// <summary>Shared parts, and bounds for whatever a schema filter did not see.</summary>
internal sealed class Finish : IDocumentFilter
{
    /// <summary>Any text but U+0000, which is what free text may be.</summary>
    public const string FreeText = "^[^\\u0000]*$";

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var components = swaggerDoc.Components ??= new();
        components.Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["Access-Control-Allow-Origin"] = Header("For browsers: the origin, where it is one that is configured.", Text(200)),
            ["Deprecation"] = Header("Since when this is deprecated (RFC 9745).", Text(20, "^@[0-9]+$")),
            ["ETag"] = Header("The version of what is answered. Send it back as If-Match or If-None-Match.", Text(64, "^\"v[0-9]+\"$")),
            ["Idempotency-Replayed"] = Header("`true` when this is the first request's result, given again.", new() { Type = JsonSchemaType.String, Enum = ["true"] }),
            ["Location"] = Header("Where it is.", new() { Type = JsonSchemaType.String, Format = "uri-reference", MaxLength = 500 }),
            ["RateLimit"] = Header("What is left: `r` requests, full again in `t` seconds.", Text(100, "^\"[a-z-]+\";r=[0-9]+;t=[0-9]+$")),
            ["RateLimit-Policy"] = Header("The limits that apply: `q` requests in `w` seconds.", Text(200, "^\"[a-z-]+\";q=[0-9]+;w=[0-9]+(, \"[a-z-]+\";q=[0-9]+;w=[0-9]+)*$")),
            ["Retry-After"] = Header("Seconds to wait.", new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = "3600" }),
            ["Sunset"] = Header("When this stops working (RFC 8594).", Text(40)),
            ["WWW-Authenticate"] = Header("How to sign in.", Text(200)),
            [RequestId.Header] = Header("The request's id: yours if you sent one.", Text(64, "^[A-Za-z0-9._-]+$")),
        };
        components.Parameters = new Dictionary<string, IOpenApiParameter>
        {
            ["limit"] = new OpenApiParameter
            {
                Name = "limit",
                In = ParameterLocation.Query,
                Description = "How many at most.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = $"{PageQuery.Most}", Default = PageQuery.Usual },
            },
            ["cursor"] = new OpenApiParameter { Name = "cursor", In = ParameterLocation.Query, Description = "`next` of the page before.", Schema = Text(64, "^[A-Za-z0-9_-]+$") },
            ["If-Match"] = new OpenApiParameter { Name = "If-Match", In = ParameterLocation.Header, Required = true, Description = "The ETag of what you have seen: `\"v3\"`. Missing: 428. Stale: 412.", Schema = Text(200, "^(W/)?\"[^\"]*\"(, *(W/)?\"[^\"]*\")*$") },
            ["If-None-Match"] = new OpenApiParameter { Name = "If-None-Match", In = ParameterLocation.Header, Description = "The ETag that you have. Still current: 304.", Schema = Text(200) },
            [Idempotency.Header] = new OpenApiParameter { Name = Idempotency.Header, In = ParameterLocation.Header, Description = "A fresh UUID for each intended effect; the same on every retry.", Schema = Text(255, "^[!-~]+$") },
            ["Idempotency-Key-Required"] = new OpenApiParameter { Name = Idempotency.Header, In = ParameterLocation.Header, Required = true, Description = "A fresh UUID for each intended effect; the same on every retry. Missing: 428.", Schema = Text(255, "^[!-~]+$") },
        };
        Prune(swaggerDoc, components);
        swaggerDoc.Tags = AllOf(swaggerDoc).SelectMany(o => o.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(t => t.Name!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(t => new OpenApiTag { Name = t, Description = OpenApi.Tags.GetValueOrDefault(t, $"{t}.") }).ToHashSet();

        foreach (var schema in components.Schemas?.Values ?? [])
            Bound(schema);
        foreach (var operation in AllOf(swaggerDoc))
        {
            foreach (var parameter in operation.Parameters ?? [])
                if (parameter is OpenApiParameter)
                    Bound(parameter.Schema);
            foreach (var media in operation.RequestBody?.Content?.Values ?? [])
                Bound(media.Schema);
            foreach (var response in operation.Responses is { } responses ? responses.Values.OfType<OpenApiResponse>() : [])
                foreach (var media in response.Content?.Values ?? [])
                    Bound(media.Schema);
        }
    }

    private static IEnumerable<OpenApiOperation> AllOf(OpenApiDocument document) =>
        document.Paths.Values.SelectMany(p => p.Operations is { } operations ? operations.Values.AsEnumerable() : []);

    // A linter rightly asks why there is a shared part that nothing uses.
    private static void Prune(OpenApiDocument document, OpenApiComponents components)
    {
        var operations = AllOf(document).ToList();
        var parameters = operations.SelectMany(o => o.Parameters ?? []).OfType<OpenApiParameterReference>().Select(p => p.Reference.Id).ToHashSet();
        foreach (var id in components.Parameters!.Keys.Where(k => !parameters.Contains(k)).ToList())
            components.Parameters.Remove(id);
        var headers = operations.SelectMany(o => o.Responses is { } responses ? responses.Values.AsEnumerable() : []).Concat(components.Responses?.Values ?? [])
            .SelectMany(r => r.Headers?.Values ?? []).OfType<OpenApiHeaderReference>().Select(h => h.Reference.Id).ToHashSet();
        foreach (var id in components.Headers!.Keys.Where(k => !headers.Contains(k)).ToList())
            components.Headers.Remove(id);
    }

    private static void Bound(IOpenApiSchema? schema)
    {
        if (schema is not OpenApiSchema own)
            return;
        switch (own.Type & ~JsonSchemaType.Null)
        {
            case JsonSchemaType.String when own.Enum is not { Count: > 0 }:
                own.MaxLength ??= own.Format switch { "date" => 10, "date-time" => 40, "uuid" => 36, _ => Bounds.Text };
                if (own.Format is null)
                    own.Pattern ??= FreeText;
                break;
            case JsonSchemaType.Array:
                own.MaxItems ??= Bounds.Items;
                break;
            case JsonSchemaType.Integer:
                own.Format ??= "int32";
                own.Minimum ??= own.Format == "int64" ? (-Bounds.Whole).ToString() : int.MinValue.ToString();
                own.Maximum ??= own.Format == "int64" ? Bounds.Whole.ToString() : int.MaxValue.ToString();
                break;
            case JsonSchemaType.Object when own.AdditionalProperties is not null:
                own.MaxProperties ??= Bounds.Members;
                break;
        }
        foreach (var part in (own.Properties?.Values ?? []).Concat(own.AllOf ?? []).Concat(own.AnyOf ?? []).Concat(own.OneOf ?? []))
            Bound(part);
        Bound(own.Items);
        Bound(own.AdditionalProperties);
    }

    private static OpenApiHeader Header(string description, OpenApiSchema schema) => new() { Description = description, Schema = schema };

    private static OpenApiSchema Text(int most, string pattern = FreeText) => new() { Type = JsonSchemaType.String, MaxLength = most, Pattern = pattern };
}
