using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>A nominated trainer's training begins.</summary>
internal static class BeginTraining
{
    /// <param name="On">The first day; null for today.</param>
    /// <param name="Course">Cohort 4's reference of the course that she has a place on; null where there is none.</param>
    public sealed record Request(DateOnly? On = null, [MaxLength(100)] string? Course = null)
    {
        public static Request Example => new(Course: "TOT-2027-1");
    }

    public static async Task<Changed<AccreditationView>> Handle(
        Id<UnitAccreditation> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Accreditations.Lock(db, id, ifMatch, clock, ct);
        at.Accreditation.BeginTraining(request.On ?? at.Time.Today, request.Course, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
