using Franchise.Api.Http;
using Franchise.Domain.Identity;

namespace Franchise.Api.Webhooks;

internal static class WebhookRoutes
{
    public static void Map(Routes v1)
    {
        v1.Get("/events", ListEvents.Handle, Permission.EventsRead)
            .Says(
                "List events",
                "What happened in your organisation, oldest first, numbered without a gap in the order in which it took effect. Keep the `seq` of the last one "
                    + "that you have seen and pass it as `after`: nothing is ever missed, however long you were away. An event's `data` is small; read the thing "
                    + "itself by its id."
            )
            .EvenWhenSuspended();
    }
}
