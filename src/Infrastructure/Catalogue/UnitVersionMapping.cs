using System.Text.Encodings.Web;
using System.Text.Json;
using Franchise.Domain.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Catalogue;

/// <summary>How versions of units are kept. Outcomes and criteria are one JSON document: they are written once and read whole, and are known by their numbers.</summary>
public sealed class UnitVersionMapping : IEntityTypeConfiguration<UnitVersion>
{
    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<UnitVersion> builder)
    {
        builder.ToTable("unit_versions");
        builder.HasKey(v => v.Id);
        builder.HasIndex(v => new { v.UnitId, v.Number }).IsUnique();
        builder.Property(v => v.Id).ValueGeneratedNever();
        builder.Property(v => v.Title).HasMaxLength(200);
        builder.PrimitiveCollection(v => v.Languages);
        builder.Ignore(v => v.LearningHours);
        builder
            .Property(v => v.Outcomes)
            .HasColumnType("jsonb")
            .HasConversion(
                outcomes => JsonSerializer.Serialize(outcomes, json),
                text => Read(text),
                // Records of lists are equal by reference; what is written tells whether they are equal.
                new ValueComparer<IReadOnlyList<LearningOutcome>>(
                    (a, b) => JsonSerializer.Serialize(a, json) == JsonSerializer.Serialize(b, json),
                    outcomes => JsonSerializer.Serialize(outcomes, json).GetHashCode(StringComparison.Ordinal),
                    outcomes => outcomes
                )
            );
    }

    private static List<LearningOutcome> Read(string text) => JsonSerializer.Deserialize<List<LearningOutcome>>(text, json) ?? [];
}
