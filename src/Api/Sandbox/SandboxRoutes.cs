using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Jobs;
using static Franchise.Domain.Identity.Permission;

namespace Franchise.Api.Sandbox;

/// <summary>A partner's developer lives through years in seconds.</summary>
public static class SandboxRoutes
{
    public static void Map(Routes v1)
    {
        v1.Get("/sandbox/clock", GetClock.Handle, OrganisationRead)
            .Says(
                "Read your sandbox's clock",
                "What time it is there, how far the clock can be moved, and when the next thing falls due. Each request and each piece of scheduled work of a sandbox goes by this clock.")
            .Refuses(Organisation.NotASandbox);
        v1.Post("/sandbox/clock", AdvanceClock.Handle, ClockMove)
            .Says(
                "Move your sandbox's clock",
                "Forward to a time, at most two years at once, and does all that falls due on the way: licences begin, renew and lapse, accreditations end, courses begin, "
                + "certificates are made, invoices are drafted and issued. Each thing is done with the clock standing at the moment at which it falls due, by the same work that live "
                + "organisations have, and no other organisation feels any of it. It answers when all is done, with what happened. Where something fails half way, "
                + "the clock stands at that moment, and all before it is done. It takes no Idempotency-Key: a clock that is there already is not moved again (`clock_out_of_range`). "
                + "A live organisation has no clock of its own.")
            .OwnTransaction()
            .Refuses(Organisation.NotASandbox, "organisation_closed", DueWork.ClockMoving, DueWork.DueWorkFailed)
            .Refuses(RefusalKind.Invalid, Organisation.ClockOutOfRange);
    }
}
