using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Refused;

namespace Franchise.Domain.Tests.Catalogue;

public class ResourceTests
{
    private static Resource New() => new("HANDBOOK", "Peer mentor handbook", ResourceKind.Handbook, Now);

    private static StoredFile File(char digest = 'a', string name = "handbook.pdf") => new(name, "application/pdf", 1234, new string(digest, 64), "key");

    [Fact]
    public void Versions_are_numbered_over_all_languages_and_the_latest_is_by_language()
    {
        var resource = New();
        Assert.Null(resource.Latest("en"));
        resource.Publish(File('a'), "en", Now);
        var french = resource.Publish(File('b'), "fr", Now);
        var second = resource.Publish(File('c'), "en", Now);
        Assert.Equal([1, 2, 3], resource.Versions.Select(v => v.Number));
        Assert.Same(second, resource.Latest("en"));
        Assert.Same(french, resource.Latest("fr"));
        Assert.Same(second, resource.Find(second.Id));
        With("not_found", () => resource.Find(Id<ResourceVersion>.New(Now)));
    }

    [Fact]
    public void The_same_bytes_again_are_no_new_version()
    {
        var resource = New();
        resource.Publish(File(), "en", Now);
        With("resource_version_unchanged", () => resource.Publish(File(name: "renamed.pdf"), "en", Now));
        resource.Publish(File(), "fr", Now);
        Assert.Equal(2, resource.Versions.Count);
    }

    [Fact]
    public void Every_member_at_fault_is_named_at_once()
    {
        At(["/code", "/title", "/kind"], () => _ = new Resource("hand book", "", (ResourceKind)9, Now));
        At(["/fileName", "/language"], () => New().Publish(File(name: "../x.pdf"), "English", Now));
    }

    [Theory]
    [InlineData("handbook.pdf", true)]
    [InlineData("Εγχειρίδιο 2.pdf", true)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("a/b.pdf", false)]
    [InlineData("a\\b.pdf", false)]
    [InlineData("C:x.pdf", false)]
    [InlineData("a\r\nb.pdf", false)]
    [InlineData("a\0.pdf", false)]
    [InlineData(" a.pdf", false)]
    [InlineData("fdp\u202Excod.exe", false)]
    [InlineData("a\"b.pdf", false)]
    public void A_file_name_is_a_name_and_nothing_more(string name, bool ok) => Assert.Equal(ok, Resource.IsFileName(name));

    [Fact]
    public void What_inspection_found_cannot_be_nonsense()
    {
        Assert.ThrowsAny<ArgumentException>(() => New().Publish(File() with { Size = 0 }, "en", Now));
        Assert.ThrowsAny<ArgumentException>(() => New().Publish(File() with { Sha256 = "ABC" }, "en", Now));
    }

    [Fact]
    public void A_withdrawn_resource_takes_nothing_new()
    {
        var resource = New();
        resource.Rename("Handbook");
        resource.Withdraw(Now);
        With("resource_withdrawn", () => resource.Publish(File(), "en", Now));
        With("resource_withdrawn", () => resource.Rename("x"));
        With("resource_withdrawn", () => resource.Withdraw(Now));
        Assert.Equal("Handbook", resource.Title);
    }
}
