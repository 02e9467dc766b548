using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Organisations;

/// <summary>How organisations are kept. The organisation is the tenant, so its key is the tenant's id alone.</summary>
public sealed class OrganisationMapping : IEntityTypeConfiguration<Organisation>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations");
        builder.HasKey(o => o.TenantId);
        builder.Property(o => o.TenantId).ValueGeneratedNever();
        builder.Property(o => o.Name).HasMaxLength(200);
        builder.Property(o => o.TradingName).HasMaxLength(200);
        builder.Property(o => o.Country).HasMaxLength(2).IsFixedLength();
        builder.Property(o => o.TimeZone).HasMaxLength(64);
        builder.Property(o => o.Currency).HasMaxLength(3).IsFixedLength();
        builder.Property(o => o.Language).HasMaxLength(Language.Most);
        builder.Property(o => o.StatusReason).HasMaxLength(500);
        builder.ComplexProperty(
            o => o.Registration,
            r =>
            {
                r.Property(x => x.Register).HasColumnName("register");
                r.Property(x => x.Number).HasColumnName("register_number").HasMaxLength(50);
            }
        );
        builder.ComplexProperty(o => o.RegisteredAddress, a => Address(a, "registered_"));
        // Optional as a whole: the column of its first line, which every address has, tells whether it is there.
        builder.ComplexProperty(o => o.PostalAddress, a => Address(a, "postal_"));
    }

    private static void Address(ComplexPropertyBuilder<Address> address, string prefix)
    {
        address.Property(a => a.Line1).HasColumnName(prefix + "line1").HasMaxLength(100);
        address.Property(a => a.Line2).HasColumnName(prefix + "line2").HasMaxLength(100);
        address.Property(a => a.Town).HasColumnName(prefix + "town").HasMaxLength(100);
        address.Property(a => a.Region).HasColumnName(prefix + "region").HasMaxLength(100);
        address.Property(a => a.Postcode).HasColumnName(prefix + "postcode").HasMaxLength(16);
        address.Property(a => a.Country).HasColumnName(prefix + "country").HasMaxLength(2).IsFixedLength();
    }
}
