using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Http.Sampling;

/// <summary>A capability that exists only here, with one route of each shape, so that the building blocks are tested apart from any real one.</summary>
internal static class SamplingRoutes
{
    public static void Map(Routes v1)
    {
        v1.Get("/samples", ListSamples.Handle, "licences.read").Says("List samples", "Newest first.");
        v1.Get("/samples/{id}", GetSample.Handle, "licences.read").Says("Get one sample", "With its version as ETag.");
        v1.Post("/samples", MakeSample.Handle, "licences.offer").Says("Make a sample", "All of its members.").OwnTransaction().Refuses("sample_sealed");
        v1.Patch("/samples/{id}", ChangeSample.Handle, "licences.offer").Says("Change a sample", "Only its note.").OwnTransaction();
        v1.Put("/samples/{id}/note", PutNote.Handle, "licences.offer").Says("Put a note", "Whole.").OwnTransaction()
            .Deprecated(new DateOnly(2026, 1, 1), new DateOnly(2027, 1, 1), "/docs");
        v1.Post("/samples/{id}/seal", SealSample.Handle, "licences.offer").Says("Seal a sample", "No body.").OwnTransaction();
        v1.Delete("/samples/{id}", DeleteSample.Handle, "licences.terminate").Says("Delete a sample", "Gone.").OwnTransaction();
        v1.Post("/samples/{id}/file", UploadFile.Handle, "licences.offer").Says("Upload a file", "One file.").OwnTransaction().TakesUpTo(5 << 20);
        v1.Get("/samples/{id}/file", DownloadFile.Handle, "licences.read").Says("Download the file", "As it was sent.").Answers<Stream>(200, "application/octet-stream");
        v1.Get("/samples/{id}/notes", ListNotes.Handle, "licences.read").Says("All notes", "There are few.");
        v1.Post("/broken", BreakDown.Handle, "licences.offer").Says("Break down", "A bug.").OwnTransaction();
    }
}

public enum SampleKind
{
    InPerson,
    Online,
}

/// <summary>A sample.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What sort it is.</param>
/// <param name="EndsOn">Its last day, inclusive; null while open.</param>
/// <param name="Price">What it costs.</param>
/// <param name="Extra">More of it; null where there is none.</param>
/// <param name="Counts">How many of each.</param>
public sealed record SampleRow(Id<Organisation> Id, string Name, SampleKind Kind, DateOnly? EndsOn, Money Price, SampleExtra? Extra, IReadOnlyDictionary<string, int> Counts)
{
    public static SampleRow Example => new(Organisation.FranchisorId, "First", SampleKind.InPerson, null, new(12_500, "GBP"), null, new Dictionary<string, int> { ["seats"] = 4 });
}

/// <param name="Text">Free text.</param>
public sealed record SampleExtra(string Text);

internal static class ListSamples
{
    public static Page<SampleRow> Handle(PageQuery page, SampleKind? kind, DateOnly? from, Id<Organisation>? organisation, [Description("Part of the name.")] string? search)
    {
        var all = Enumerable.Range(1, 5).Select(n => SampleRow.Example with { Id = new(new Guid(n, 0, 0x7000, [0x80, 0, 0, 0, 0, 0, 0, 1])) })
            .Where(r => kind is null || r.Kind == kind).OrderBy(r => r.Id);
        return page.Cut([.. all.Where(r => page.After<Organisation>() is not { } after || r.Id > after).Take(page.Take)], r => r.Id, r => r);
    }
}

internal static class GetSample
{
    public static Found<SampleRow> Handle(Id<Organisation> id) =>
        id == Organisation.FranchisorId ? new(SampleRow.Example, 3) : throw Refusal.NotFound();
}

internal static class MakeSample
{
    /// <param name="Name">What it is called.</param>
    /// <param name="Kind">What sort it is.</param>
    /// <param name="StartsOn">Its first day.</param>
    /// <param name="At">When it was said.</param>
    /// <param name="Seats">How many.</param>
    /// <param name="Price">What it costs.</param>
    /// <param name="Organisation">Whose it is.</param>
    /// <param name="Lines">Its parts.</param>
    /// <param name="Labels">Free labels.</param>
    /// <param name="Note">Anything else.</param>
    public sealed record Request(
        [StringLength(120, MinimumLength = 1)] string Name,
        SampleKind Kind,
        DateOnly StartsOn,
        DateTimeOffset At,
        [Range(1, 500)] int Seats,
        Money Price,
        Id<Organisation> Organisation,
        [MaxLength(10)] IReadOnlyList<Line> Lines,
        IReadOnlyDictionary<string, string>? Labels = null,
        [MaxLength(1000)] string? Note = null
    )
    {
        public static Request Example =>
            new("First", SampleKind.Online, new(2027, 3, 1), new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero), 12, new(12_500, "GBP"),
                Domain.Organisations.Organisation.FranchisorId, [new("1.1", 2)], new Dictionary<string, string> { ["colour"] = "blue" }, "Café");
    }

    /// <param name="Code">Which.</param>
    /// <param name="Count">How many.</param>
    public sealed record Line([MaxLength(20), RegularExpression("^[0-9.]+$")] string Code, [Range(1, 99)] int Count);

    public static Created<SampleRow> Handle(Request request) =>
        request.Name == "sealed" ? throw Refusal.Conflict("sample_sealed", "It is sealed.", "Make another.")
        : new($"/v1/samples/{request.Organisation}", SampleRow.Example with { Name = request.Name }, 1);
}

internal static class ChangeSample
{
    /// <param name="Note">The new note.</param>
    public sealed record Request(string? Note)
    {
        public static Request Example => new("Better");
    }

    public static Changed<SampleRow> Handle(Id<Organisation> id, Request request, IfMatch ifMatch)
    {
        ifMatch.Demand(3);
        return new(SampleRow.Example with { Id = id, Name = request.Note ?? "" }, 4);
    }
}

internal static class PutNote
{
    /// <param name="Text">The note.</param>
    public sealed record Request(string Text)
    {
        public static Request Example => new("A note");
    }

    public static Done Handle(Id<Organisation> id, Request request) => id.IsNone || request.Text.Length == 0 ? throw Refusal.NotFound() : new Done();
}

internal static class SealSample
{
    public static Done Handle(Id<Organisation> id) => id.IsNone ? throw Refusal.NotFound() : new Done();
}

internal static class DeleteSample
{
    public static Done Handle(Id<Organisation> id) => id.IsNone ? throw Refusal.NotFound() : new Done();
}

internal static class UploadFile
{
    public static Created<SampleRow> Handle(Id<Organisation> id, Microsoft.AspNetCore.Http.IFormFile file) =>
        file.Length == 0 ? throw Refusal.NotFound() : new($"/v1/samples/{id}/file", SampleRow.Example);
}

internal static class DownloadFile
{
    public static Microsoft.AspNetCore.Http.IResult Handle(Id<Organisation> id) =>
        id.IsNone ? throw Refusal.NotFound() : Microsoft.AspNetCore.Http.Results.Bytes(new byte[10], "application/octet-stream");
}

internal static class ListNotes
{
    /// <param name="Text">What it says.</param>
    /// <param name="At">When.</param>
    /// <param name="Kind">What sort; null when unknown.</param>
    /// <param name="By">By whom; null when unknown.</param>
    public sealed record Response(string Text, DateTimeOffset At, SampleKind? Kind, Id<Organisation>? By)
    {
        public static Response Example => new("A note", new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero), null, null);
    }

    public static IReadOnlyList<Response> Handle(Id<Organisation> id) => id.IsNone ? throw Refusal.NotFound() : [Response.Example];
}

internal static class BreakDown
{
    public static Done Handle() => throw new InvalidOperationException("A secret of the house.");
}
