using System.Text;
using System.Xml.Linq;
using Franchise.Infrastructure.Crypto;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Infrastructure.Identity;

/// <summary>Seals data-protection keys before they go into the database, so that a copy of the database alone reads no cookie and forges none.</summary>
internal sealed class DataProtectionEncryptor(Secrets secrets) : IXmlEncryptor
{
    internal const string Label = "data-protection";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var box = Sealing.Seal(secrets.Derive(Label), plain, Label);
        return new(new XElement("sealed", new XAttribute("by", "aes-256-gcm"), Convert.ToBase64String(box)), typeof(DataProtectionDecryptor));
    }
}

/// <summary>Opens them again. The framework makes it by name, hence the service provider.</summary>
internal sealed class DataProtectionDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var secrets = services.GetRequiredService<Secrets>();
        var plain = Sealing.Open(
            secrets.Derive(DataProtectionEncryptor.Label),
            Convert.FromBase64String(encryptedElement.Value),
            DataProtectionEncryptor.Label
        );
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
