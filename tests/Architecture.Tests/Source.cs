namespace Franchise.Architecture.Tests;

/// <summary>The source files of the product.</summary>
internal static class Source
{
    /// <summary>Where the solution stands.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file below src that people wrote, with its path from the root and its text.</summary>
    public static IReadOnlyList<(string Path, string Text)> Files { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(f => (Path: Path.GetRelativePath(Root, f).Replace('\\', '/'), File: f))
            .Where(f => !f.Path.Contains("/obj/", StringComparison.Ordinal) && !f.Path.Contains("/bin/", StringComparison.Ordinal))
            .Where(f => !f.Path.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(f => (f.Path, File.ReadAllText(f.File))),
    ];

    /// <summary>A file's lines of code: no comment, no documentation.</summary>
    public static IEnumerable<(int Number, string Line)> Code(string text) =>
        text.Split('\n')
            .Select((line, i) => (Number: i + 1, Line: line.Trim()))
            .Where(l => l.Line.Length > 0 && !l.Line.StartsWith("//", StringComparison.Ordinal))
            .Select(l => (l.Number, l.Line.Split(" // ")[0]));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Franchise.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the tests from within the repository: they read its source.");
    }
}
