using System.Security.Cryptography;

namespace Franchise.Infrastructure.Email;

/// <summary>Writes each message as an <c>.eml</c> file into a folder, for development: open it with any mail program.</summary>
public sealed class PickupFolderEmailSender(EmailSettings settings, TimeProvider clock) : IEmailSender
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc/>
    public async Task Send(EmailMessage message, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        using var mime = settings.Compose(message, now);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(settings.Folder);
        else
            Directory.CreateDirectory(settings.Folder, OwnerOnly | UnixFileMode.UserExecute);
        // Sorts by time; the address is not in the name.
        var name = $"{now:yyyyMMdd'T'HHmmssfff}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        var unfinished = Path.Combine(settings.Folder, name + ".part");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        await using (var file = new FileStream(unfinished, options))
            await mime.WriteToAsync(file, ct);
        File.Move(unfinished, Path.Combine(settings.Folder, name + ".eml"));
    }
}
