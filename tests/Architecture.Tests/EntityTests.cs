using System.Reflection;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace Franchise.Architecture.Tests;

/// <summary>What is kept has an owner, changes by its verbs alone, and leads its keys with its organisation.</summary>
public sealed class EntityTests
{
    private static readonly IModel model = new FranchiseDb(
        new DbContextOptionsBuilder<FranchiseDb>().UseNpgsql("Host=nowhere").Options,
        new(DatabaseRole.Tenant, Organisation.FranchisorId, Across: false, Actor.System),
        TimeProvider.System
    ).Model;

    private static readonly List<IEntityType> entities = [.. model.GetEntityTypes().Where(e => !e.IsOwned())];

    [Fact]
    public void Every_entity_has_an_owner()
    {
        Assert.True(entities.Count > 15, "The model lost its entities: these tests would test nothing.");
        var faults = entities.Where(e => !e.ClrType.IsAssignableTo(typeof(ITenantOwned)) && !e.ClrType.IsAssignableTo(typeof(IPlatformOwned))).Select(e => e.ClrType.Name).ToList();
        Assert.True(faults.Count == 0, $"Implement ITenantOwned or IPlatformOwned: its grants and its walls come from it. {string.Join(", ", faults)}");
    }

    [Fact]
    public void Every_tenants_entity_leads_its_key_with_the_tenant_and_has_the_filter()
    {
        foreach (var entity in entities.Where(e => e.ClrType.IsAssignableTo(typeof(ITenantOwned))))
        {
            var name = entity.ClrType.Name;
            Assert.True(entity.FindPrimaryKey()!.Properties[0].Name == "TenantId", $"Make the key of {name} (TenantId, Id).");
            Assert.True(entity.GetDeclaredQueryFilters().Any(f => f.Key == "tenant"), $"{name} lost the tenant filter: let Conventions.Apply give it.");
            foreach (var key in entity.GetForeignKeys().Where(k => k.PrincipalEntityType.ClrType.IsAssignableTo(typeof(ITenantOwned))))
                Assert.True(key.Properties[0].Name == "TenantId" && key.DeleteBehavior == DeleteBehavior.Restrict, $"Make {name}'s foreign key {string.Join(", ", key.Properties.Select(p => p.Name))} lead with TenantId, and restrict deletion.");
            foreach (var index in entity.GetIndexes().Where(i => i.IsUnique))
                Assert.True(index.Properties[0].Name == "TenantId", $"Make {name}'s unique index on {string.Join(", ", index.Properties.Select(p => p.Name))} lead with TenantId: else it tells one organisation of another's rows.");
        }
    }

    [Fact]
    public void Every_entity_changes_by_its_verbs_alone()
    {
        var faults = new List<string>();
        foreach (var type in entities.Select(e => e.ClrType).Distinct())
        {
            faults.AddRange(type.GetProperties().Where(p => p.SetMethod is { IsPublic: true } set && !IsInit(set)).Select(p => $"{type.Name}.{p.Name} has a public setter"));
            faults.AddRange(type.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(f => $"{type.Name}.{f.Name} is a public field"));
            if (type.GetConstructor(BindingFlags.Public | BindingFlags.Instance, []) is not null)
                faults.Add($"{type.Name} can be made empty");
        }
        Assert.True(faults.Count == 0, $"Make it private and give the entity a verb that keeps its rules: {string.Join("; ", faults)}");
    }

    [Fact]
    public void Every_prefix_of_ids_is_one_types_alone()
    {
        var prefixes = new[] { typeof(Refusal).Assembly, typeof(FranchiseDb).Assembly, typeof(Program).Assembly }
            .SelectMany(a => a.GetTypes())
            .Select(t => (t.Name, t.GetCustomAttribute<IdPrefixAttribute>()?.Prefix))
            .Where(t => t.Prefix is not null)
            .ToList();
        Assert.True(prefixes.Count > 10);
        var shared = prefixes.GroupBy(p => p.Prefix).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(p => p.Name))}").ToList();
        Assert.True(shared.Count == 0, $"Give each type a prefix of its own: {string.Join("; ", shared)}");
        Assert.All(prefixes, p => Assert.True(p.Prefix!.Length is >= 2 and <= 4 && p.Prefix.All(char.IsAsciiLetterLower), $"{p.Name}: a prefix is two to four lower-case letters, not {p.Prefix}."));
    }

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
}
