using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Delivery;

internal sealed class TrainingPlaceMapping : IEntityTypeConfiguration<TrainingPlace>
{
    public void Configure(EntityTypeBuilder<TrainingPlace> place)
    {
        place.ToTable("training_places");
        place.HasKey(p => new { p.TenantId, p.Id });
        place.Property(p => p.Id).ValueGeneratedNever();
        place.Ignore(p => p.Owner);
        place.PrimitiveCollection(p => p.Units);
        place.Property(p => p.Currency).HasMaxLength(3);
        place.HasIndex(p => p.Id);
        // No key to the course: it is Cohort 4's row, and a key leads with the tenant.
        place.HasIndex(p => p.CourseId);
        place.HasOne<Organisation>().WithMany().HasForeignKey(p => p.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        place.HasOne<Trainer>().WithMany().HasForeignKey(p => new { p.TenantId, p.TrainerId }).OnDelete(DeleteBehavior.Restrict);
        place.HasOne<UnitAccreditation>().WithMany().HasForeignKey(p => new { p.TenantId, p.AccreditationId }).OnDelete(DeleteBehavior.Restrict);
    }
}
