using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Franchise.Infrastructure.Crypto;

/// <summary>Where <c>Secrets:MasterKey</c> comes from.</summary>
public static class MasterKey
{
    /// <summary>The configuration key.</summary>
    public const string Setting = "Secrets:MasterKey";

    /// <summary>
    /// The configured key; in Development, where none is, one that is made at the first run and kept in <c>secrets.json</c> of the data folder.
    /// </summary>
    /// <exception cref="StartRefused">None is configured outside Development, or it is too short.</exception>
    public static Secrets Load(IConfiguration configuration, IHostEnvironment environment, string dataFolder)
    {
        var text = configuration[Setting];
        if (string.IsNullOrWhiteSpace(text))
            text = environment.IsDevelopment()
                ? Kept(Path.Combine(dataFolder, "secrets.json"))
                : throw new StartRefused($"{Setting} is not configured. Set it to 32 random bytes in base64, as from: openssl rand -base64 32");
        var key = new byte[Math.Max(64, text.Length)];
        if (!Convert.TryFromBase64String(text.Trim(), key, out var length) || length < 32)
            throw new StartRefused($"{Setting} must be at least 32 bytes in base64, as from: openssl rand -base64 32");
        return new(key[..length]);
    }

    private static string Kept(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            // Created exclusively: of two instances that start together, one makes the key and the other reads it.
            using var stream = new FileStream(
                file,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Share = FileShare.None,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }
            );
            var made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            using var writer = new StreamWriter(stream);
            writer.Write(new JsonObject { ["masterKey"] = made }.ToJsonString());
            return made;
        }
        catch (IOException) when (File.Exists(file))
        {
            return JsonNode.Parse(File.ReadAllText(file))!["masterKey"]!.GetValue<string>();
        }
    }
}
