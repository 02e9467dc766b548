using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Puts prior learning forward for a unit of the course. Its evidence is uploaded next.</summary>
internal static class PutForwardPriorLearning
{
    /// <param name="Unit">The code of the unit.</param>
    public sealed record Request([StringLength(40, MinimumLength = 1)] string Unit)
    {
        public static Request Example => new("RM3-02");
    }

    public static async Task<Created<RecognitionView>> Handle(
        Id<Enrolment> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Enrolments.Lock(db, id, ifMatch, clock, ct);
        var recognition = at.Enrolment.PutForward(request.Unit, at.At.Course, at.Time);
        await db.SaveChangesAsync(ct);
        return new($"/v1/enrolments/{id}", RecognitionView.Of(recognition), at.Enrolment.Version);
    }
}
