using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using static Franchise.Api.Tests.Documents.Samples;

namespace Franchise.Api.Tests.Documents;

public sealed class DocumentInspectionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("franchise-inspection-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<InspectedDocument> Inspect(byte[] bytes, string name, string? type, long most = DocumentInspection.DefaultMostBytes) =>
        new DocumentInspection(most, folder).Inspect(new MemoryStream(bytes), name, type, CancellationToken.None);

    private async Task Refuses(string code, byte[] bytes, string name, string? type, long most = DocumentInspection.DefaultMostBytes)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Inspect(bytes, name, type, most));
        Assert.Equal(code, refusal.Code);
        Assert.NotEmpty(refusal.Remedy);
        // Nothing of a refused upload stays behind.
        Assert.Empty(Directory.GetFiles(folder));
    }

    public static TheoryData<byte[], string, string, string> Good =>
        new()
        {
            { Pdf(), "handbook.pdf", "application/pdf", "application/pdf" },
            { Pdf(), "HANDBOOK.PDF", "Application/PDF", "application/pdf" },
            { Office(), "a.docx", Docx, Docx },
            { Office(Xlsx), "a.xlsx", Xlsx, Xlsx },
            { Office(Pptx), "a.pptx", Pptx, Pptx },
            { Png, "a.png", "image/png", "image/png" },
            { Jpeg, "a.jpeg", "image/jpeg", "image/jpeg" },
            { Text("Grüße, Ελλάδα"), "a.txt", "text/plain; charset=utf-8", "text/plain" },
            { Text("\uFEFFname,hours\r\n"), "a.csv", "application/vnd.ms-excel", "text/csv" },
            { Text("# Plan"), "a.md", "text/plain", "text/markdown" },
        };

    [Theory]
    [MemberData(nameof(Good))]
    public async Task A_file_whose_bytes_name_and_type_agree_is_taken(byte[] bytes, string name, string declared, string recorded)
    {
        await using var document = await Inspect(bytes, name, declared);
        Assert.Equal((name, recorded, bytes.LongLength), (document.FileName, document.ContentType, document.Size));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), document.Sha256);
        using var copy = new MemoryStream();
        await document.Content.CopyToAsync(copy);
        Assert.Equal(bytes, copy.ToArray());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(folder))));
        await document.DisposeAsync();
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("a.exe", "application/octet-stream")]
    [InlineData("a.svg", "image/svg+xml")]
    [InlineData("a.html", "text/html")]
    [InlineData("a.docm", "application/vnd.ms-word.document.macroEnabled.12")]
    [InlineData("a.zip", "application/zip")]
    [InlineData("a", "application/pdf")]
    [InlineData("a.pdf", "text/html")]
    [InlineData("a.pdf.exe", "application/pdf")]
    public Task Another_type_is_not_taken(string name, string type) => Refuses("document_type_not_allowed", Pdf(), name, type);

    [Theory]
    [InlineData("a.pdf", "image/png")]
    [InlineData("a.png", "application/pdf")]
    [InlineData("a.pdf", null)]
    [InlineData("a.pdf", "")]
    [InlineData("a.pdf", "nonsense")]
    [InlineData("a.txt", "text/plain; charset=utf-16")]
    public Task A_name_and_a_type_that_do_not_agree_are_refused(string name, string? type) => Refuses("document_type_mismatch", Pdf(), name, type);

    public static TheoryData<byte[], string, string> Lies =>
        new()
        {
            { Text("MZ and so on"), "a.pdf", "application/pdf" },
            { Png, "a.pdf", "application/pdf" },
            { Pdf(), "a.png", "image/png" },
            { Jpeg, "a.png", "image/png" },
            { Pdf(), "a.txt", "text/plain" },
            { Office(), "a.txt", "text/plain" },
            { Pdf(), "a.docx", Docx },
            { Office(Xlsx), "a.docx", Docx },
            { Office(Docx), "a.pptx", Pptx },
            { Zip(("readme.txt", "x")), "a.docx", Docx },
            { Zip(("[Content_Types].xml", "not xml")), "a.docx", Docx },
            { Zip(("[Content_Types].xml", """<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>""")), "a.docx", Docx },
            { [.. Office().Take(60)], "a.docx", Docx },
            { Office(Docx, ("[content_types].xml", "<Types/>")), "a.docx", Docx },
            { Office(Docx, ("../../etc/cron.d/x", "x")), "a.docx", Docx },
            { Office(Docx, ("/abs", "x")), "a.docx", Docx },
            { [0x48, 0x69, 0x00, 0x21], "a.txt", "text/plain" },
            { [0x48, 0x69, 0xff, 0xfe], "a.csv", "text/csv" },
            { [0x48, 0xc3], "a.md", "text/markdown" },
            { Encoding.Unicode.GetBytes("Hello"), "a.txt", "text/plain" },
            { [0xed, 0xa0, 0x80], "a.txt", "text/plain" },
        };

    [Theory]
    [MemberData(nameof(Lies))]
    public Task An_upload_that_lies_about_its_type_is_refused(byte[] bytes, string name, string type) => Refuses("document_type_mismatch", bytes, name, type);

    public static TheoryData<byte[], string, string> Active =>
        new()
        {
            { Office(Docx, ("word/vbaProject.bin", "x")), "a.docx", Docx },
            { Office(Docx, ("word/VBAPROJECT.BIN", "x")), "a.docx", Docx },
            { Office(Docx, ("word/activeX/activeX1.bin", "x")), "a.docx", Docx },
            { Office(Docx, ("word/_rels/settings.xml.rels", Links("""<Relationship Id="r" Type="x/attachedTemplate" Target="https://evil.example/t.dotm" TargetMode="External"/>"""))), "a.docx", Docx },
            { Office(Docx, ("word/_rels/document.xml.rels", Links("""<Relationship Id="r" Type="x/image" Target="https://track.example/1.png" TargetMode="external"/>"""))), "a.docx", Docx },
            { Typed("application/vnd.ms-office.vbaProject"), "a.docx", Docx },
            { Typed("application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx", Docx },
            { Typed("application/vnd.openxmlformats-officedocument.oleObject"), "a.docx", Docx },
            { Pdf("1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >> endobj"), "a.pdf", "application/pdf" },
            { Pdf("1 0 obj << /S/J#61vaScript/JS(x) >> endobj"), "a.pdf", "application/pdf" },
            { Pdf("1 0 obj << /S /Launch /F (cmd.exe) >> endobj"), "a.pdf", "application/pdf" },
            { Pdf("1 0 obj << /Subtype /RichMedia >> endobj"), "a.pdf", "application/pdf" },
            { Pdf("1 0 obj << /AcroForm << /XFA 5 0 R >> >> endobj"), "a.pdf", "application/pdf" },
            { PdfWithPacked("1 0 << /S /JavaScript /JS (x) >>"), "a.pdf", "application/pdf" },
        };

    [Theory]
    [MemberData(nameof(Active))]
    public Task A_file_that_runs_something_is_refused(byte[] bytes, string name, string type) => Refuses("document_active_content", bytes, name, type);

    [Fact]
    public async Task Links_to_click_and_words_about_scripts_are_fine()
    {
        await using var office = await Inspect(
            Office(Docx, ("word/_rels/document.xml.rels", Links("""<Relationship Id="r" Type="x/hyperlink" Target="https://example.org" TargetMode="External"/>"""))), "a.docx", Docx);
        await using var pdf = await Inspect(PdfWithPacked("1 0 << /JavaScripts (JavaScript /XFAX Launch) /LaunchPad 1 >>"), "a.pdf", "application/pdf");
    }

    [Fact]
    public Task An_encrypted_PDF_is_refused() =>
        Refuses("document_encrypted", Pdf("trailer << /Root 1 0 R /Encrypt 9 0 R >>"), "a.pdf", "application/pdf");

    [Fact]
    public Task A_zip_bomb_is_refused() =>
        Refuses("document_expands_too_far", Office(Docx, ("word/document.xml", new string('0', 12 * 1024 * 1024))), "a.docx", Docx);

    [Fact]
    public Task A_PDF_bomb_is_refused() =>
        Refuses("document_expands_too_far", PdfWithPacked(new string('0', 33 * 1024 * 1024)), "a.pdf", "application/pdf");

    [Fact]
    public Task A_PDF_of_nothing_but_object_streams_is_refused_soon() =>
        Refuses("document_expands_too_far", Pdf(string.Concat(Enumerable.Repeat("<</Type/ObjStm>>stream\n", 1_000_000))), "a.pdf", "application/pdf");

    [Fact]
    public Task An_empty_file_is_refused() => Refuses("document_empty", [], "a.pdf", "application/pdf");

    [Fact]
    public async Task The_limit_itself_is_allowed_and_a_byte_more_is_not()
    {
        var bytes = Text(new string('a', 200_000));
        await using (await Inspect(bytes, "a.txt", "text/plain", most: 200_000)) { }
        await Refuses("document_too_large", bytes, "a.txt", "text/plain", most: 199_999);
    }

    [Fact]
    public async Task Reading_stops_soon_after_the_limit()
    {
        var upload = new Endless();
        var refusal = await Assert.ThrowsAsync<Refusal>(() =>
            new DocumentInspection(1_000_000, folder).Inspect(upload, "a.txt", "text/plain", CancellationToken.None));
        Assert.Equal((RefusalKind.TooLarge, "document_too_large"), (refusal.Kind, refusal.Code));
        Assert.InRange(upload.Given, 1_000_001, 1_200_000);
    }

    [Fact]
    public async Task A_folder_in_the_name_is_dropped()
    {
        await using (var document = await Inspect(Pdf(), "C:\\Users\\Ama\\..\\handbook.pdf", "application/pdf"))
            Assert.Equal("handbook.pdf", document.FileName);
        await Refuses("document_name_not_allowed", Pdf(), "../", "application/pdf");
        await Refuses("document_name_not_allowed", Pdf(), "a\r\nSet-Cookie: x.pdf", "application/pdf");
    }

    [Fact]
    public void Damaged_office_files_and_PDFs_are_refused_and_never_break_the_inspection()
    {
        var (office, pdf) = (Office(Docx, ("word/document.xml", "<w>text text text</w>")), PdfWithPacked("1 0 << /S /Nothing >>"));
        Gen.Select(Gen.Bool, Gen.Select(Gen.Int[8, 100_000], Gen.Byte).Array[1, 8])
            .Sample(
                (isOffice, changes) =>
                {
                    byte[] bytes = [.. isOffice ? office : pdf];
                    foreach (var (at, value) in changes)
                        bytes[8 + (at % (bytes.Length - 8))] = value;
                    try
                    {
                        var inspected = Inspect(bytes, isOffice ? "a.docx" : "a.pdf", isOffice ? Docx : "application/pdf").GetAwaiter().GetResult();
                        inspected.Content.Dispose();
                    }
                    catch (Refusal) { }
                },
                iter: 300,
                threads: 1
            );
        Assert.Empty(Directory.GetFiles(folder));
    }

    private static byte[] Typed(string contentType) =>
        Zip(("[Content_Types].xml", $"""<Types><Override ContentType="{Docx}.main+xml"/><Override ContentType="{contentType}"/></Types>"""));

    private sealed class Endless : Stream
    {
        public long Given { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'a');
            Given += count;
            return count;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
