using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>The private link to an online session, for those who may join. It is nowhere else: in no list, event, message or calendar.</summary>
internal static class GetSessionLink
{
    /// <param name="Link">The link; null where there is none.</param>
    public sealed record Response(string? Link)
    {
        public static Response Example => new("https://meet.example.org/spring-tuesdays");
    }

    public static async Task<Response> Handle(Id<Course> id, Id<Session> sessionId, FranchiseDb db, LearnerBox box, TimeProvider clock, CancellationToken ct) =>
        new(box.Link((await Courses.Find(db, id, clock, ct)).Course.Find(sessionId)));
}
