using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Records a piece of development.</summary>
internal static class AddCpdRecord
{
    /// <param name="On">When it took place, or ended; today at the latest.</param>
    /// <param name="Hours">How many hours, in quarters.</param>
    /// <param name="What">What it was, without learners' names.</param>
    public sealed record Request(DateOnly On, [Range(0.25, 100)] decimal Hours, [StringLength(500, MinimumLength = 1)] string What)
    {
        public static Request Example => new(new(2026, 10, 11), 3.5m, "Trauma-informed facilitation");
    }

    public static async Task<Created<CpdRecordView>> Handle(Id<Trainer> id, Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (trainer, _, time) = await Trainers.Lock(db, id, clock, ct);
        var record = trainer.RecordCpd(request.On, request.Hours, request.What, time);
        db.Add(record);
        await db.SaveChangesAsync(ct);
        return new($"/v1/trainers/{id}/cpd-records", CpdRecordView.Of(record));
    }
}
